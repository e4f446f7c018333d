"""Writing an entry: inside the act's own transaction, so that neither is there without the other."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit.models import Entry, Tail
from balakas.audit.rules import hashed
from balakas.common.actors import Actor
from balakas.common.canonical import digest


def record(
    *,
    office_id: UUID,
    by: Actor,
    at: datetime,
    act: str,
    kind: str,
    subject_id: UUID | str = "",
    label: str = "",
    details: Mapping[str, object] | None = None,
    happened_at: datetime | None = None,
) -> Entry:
    """Append one act to the office's chain.

    `act` is `room.verb` (`letters.register`), `kind` the record's type (`letter`), `label` what people call it (an agenda
    number; never a citizen's name). `details` holds canonical-JSON values: strings, integers, booleans, lists, dicts.
    One entry per batch or page read, not per item.
    """
    with transaction.atomic():
        tail = _lock_tail(office_id)
        entry = Entry(
            office_id=office_id,
            seq=tail.seq + 1,
            happened_at=happened_at or at,
            recorded_at=at,
            actor_kind=by.kind,
            actor_id=by.id,
            actor_label=by.label,
            where=by.where,
            act=act,
            kind=kind,
            subject_id=str(subject_id),
            label=label,
            details=dict(details or {}),
            previous=tail.hash,
        )
        entry.hash = digest(hashed(entry))
        entry.save(force_insert=True)
        tail.seq, tail.hash = entry.seq, entry.hash
        tail.save()
    return entry


def _lock_tail(office_id: UUID) -> Tail:
    Tail.objects.get_or_create(office_id=office_id)
    return Tail.objects.select_for_update().get(office_id=office_id)

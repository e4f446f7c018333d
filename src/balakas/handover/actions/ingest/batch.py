"""One transaction for what arrived together: what is known is answered, what is new is written, each in a savepoint if need be."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction

from balakas.common.canonical import canonical
from balakas.handover.actions import case_book, keys
from balakas.handover.actions.ingest import facts as gathered
from balakas.handover.actions.ingest import writing
from balakas.handover.actions.ingest.opening import Arrived
from balakas.handover.actions.ingest.writing import Pen
from balakas.handover.actions.ledger import lock_tail
from balakas.handover.models.arrivals import Aside
from balakas.handover.models.ledger import Device, Event, ServerKey, Tail
from balakas.handover.queries import contact, signing
from balakas.handover.rules.arrivals import status_of
from balakas.handover.rules.events import DeviceKind
from balakas.handover.rules.wire import Status
from balakas.vault import actions as vault_actions
from balakas.vault.rules import Place

log = logging.getLogger("balakas.handover.ingest")
UNKNOWN_DEVICE, ID_REUSED = "unknown_device", "id_reused"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one event; a receipt is (position, key, signature) and stands only where the event does."""

    id: str
    hash: str
    status: Status
    position: int = 0
    key: UUID | None = None
    signature: bytes = b""
    notes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    code: str = ""


@dataclass(slots=True)
class _Desk:
    """One batch under way."""

    office_id: UUID
    at: datetime
    tail: Tail
    key: ServerKey
    known: dict[UUID, Event]
    devices: Mapping[UUID, Device]


def public_keys(office_id: UUID, listed: Sequence[Arrived]) -> dict[UUID, bytes]:
    """Return the keys of this office's devices that the events say they are of."""
    known = (contact.identity(one) for one in {each.device for each in listed})
    return {row.id: bytes(row.public_key) for row in known if row is not None and row.office_id == office_id}


def checked(office_id: UUID, listed: Sequence[Arrived]) -> list[Arrived]:
    """Return the events with their signatures checked, before any lock is taken."""
    known = public_keys(office_id, listed)
    return [replace(one, signed=_holds(known.get(one.device), one)) for one in listed]


def _holds(key: bytes | None, one: Arrived) -> bool:
    return key is not None and signing.is_signed(key, one.text.encode(), one.signature)


def take_in(office_id: UUID, listed: Sequence[Arrived], *, at: datetime) -> list[Result]:
    """Store what is new of well-formed events and answer each with its receipt; call it outside any other transaction.

    Nothing is refused here. The receipts are good when this returns: then the transaction is on the disk.
    """
    with transaction.atomic():
        tail = lock_tail(office_id)
        ids = [one.id for one in listed]
        desk = _Desk(
            office_id, at, tail, keys.server_key(office_id=office_id, at=at), Event.objects.in_bulk(ids),
            Device.objects.filter(office_id=office_id, kind=DeviceKind.PHONE).in_bulk({one.device for one in listed}),
        )  # fmt: skip
        fresh: dict[UUID, Arrived] = {}
        results: dict[int, Result] = {}
        for number, one in enumerate(listed):
            before = fresh[one.id].hash if one.id in fresh else _hash_of(desk.known.get(one.id), office_id)
            status = status_of(before, one.hash, device_known=one.device in desk.devices)
            if status is Status.RECORDED:
                fresh[one.id] = one
            elif status is Status.ASIDE:
                results[number] = _set_aside(desk, one)
        written = _write(desk, list(fresh.values()))
        tail.save()
        for number, one in enumerate(listed):
            if number not in results:
                results[number] = _result(desk, one, written, is_new=fresh.get(one.id) is one)
    return [results[number] for number in range(len(listed))]


def _hash_of(known: Event | None, office_id: UUID) -> str | None:
    """Return the known content under an id; another office's counts as another content."""
    if known is None:
        return None
    return known.hash if known.office_id == office_id else ""


def _write(desk: _Desk, fresh: Sequence[Arrived]) -> dict[UUID, writing.Written]:
    """Write all in one savepoint; where the database refuses, one by one, so that one event never stops the others."""
    if not fresh:
        return {}
    found = _try(desk, fresh)
    if found is not None:
        return {one.event.id: one for one in found}
    if len(fresh) == 1:
        return {}
    singly = [one for each in fresh for one in _try(desk, [each]) or ()]
    return {one.event.id: one for one in singly}


def _try(desk: _Desk, fresh: Sequence[Arrived]) -> list[writing.Written] | None:
    before = (desk.tail.position, desk.tail.hash)
    try:
        with transaction.atomic():
            pen = Pen(desk.tail, desk.key, gathered.gather(desk.office_id, fresh), desk.at)
            return writing.write(pen, fresh)
    except (DatabaseError, ValueError, KeyError, TypeError) as error:
        desk.tail.position, desk.tail.hash = before
        log.warning("%d events could not be written together: %s", len(fresh), type(error).__name__)
        return None


def _result(desk: _Desk, one: Arrived, written: Mapping[UUID, writing.Written], *, is_new: bool) -> Result:
    new, known = written.get(one.id), desk.known.get(one.id)
    if new is None and known is None:
        return Result(str(one.id), one.hash, Status.RETRY)
    event: Any = new.event if new is not None else known
    told = new if new is not None and is_new else None
    return Result(
        id=str(one.id), hash=one.hash, status=Status.RECORDED if told else Status.KNOWN, position=event.position,
        key=event.receipt_key_id, signature=bytes(event.receipt),
        notes=tuple(note.value for note in told.notes) if told else ("duplicate",),
        cases=tuple(sorted(kind.value for kind in told.cases)) if told else (),
    )  # fmt: skip


def _set_aside(desk: _Desk, one: Arrived) -> Result:
    """Keep an event beside the ledger, with a case and a receipt of its own; the same one again gets the same receipt."""
    known = desk.known.get(one.id)
    reason = ID_REUSED if known is not None else UNKNOWN_DEVICE
    row = Aside.objects.filter(office_id=desk.office_id, event_id=one.id, hash=one.hash).first()
    if row is None:
        row = Aside(
            office_id=desk.office_id, device=desk.devices.get(one.device), event_id=one.id, reason=reason,
            hash=one.hash, signature=one.signature, receipt_key=desk.key, at=desk.at,
        )  # fmt: skip
        office = vault_actions.office_subject(office_id=desk.office_id, at=desk.at)
        place = Place("handover_aside", "body_sealed", row.id)
        row.body_sealed = vault_actions.seal(one.text, subject_id=office, place=place)
        content = canonical({"id": str(one.id), "hash": one.hash, "position": 0})
        row.receipt = signing.sign_with(keys.signer(desk.key, at=desk.at), content)
        row.save(force_insert=True)
        case_book.on_aside(desk.office_id, one.id, one.hash, event=_own(known, desk.office_id), at=desk.at)
    kind = "id_reused" if row.reason == ID_REUSED else "bad_signature"
    return Result(
        id=str(one.id), hash=one.hash, status=Status.ASIDE, key=row.receipt_key_id, signature=bytes(row.receipt),
        cases=(kind,),
    )  # fmt: skip


def _own(known: Event | None, office_id: UUID) -> Event | None:
    return known if known is not None and known.office_id == office_id else None

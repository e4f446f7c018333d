"""One transaction for what arrived together: what is known is answered, what is new is written, each in a savepoint if need be."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.common.bulk import update_rows
from balakas.common.canonical import canonical
from balakas.common.prepared import Prepared, objects
from balakas.handover.actions import case_book, keys
from balakas.handover.actions.ingest import facts as gathered
from balakas.handover.actions.ingest import writing
from balakas.handover.actions.ingest.facts import Seen
from balakas.handover.actions.ingest.opening import Arrived
from balakas.handover.actions.ingest.writing import Pen
from balakas.handover.actions.ledger import lock_tail
from balakas.handover.models.arrivals import Aside
from balakas.handover.models.ledger import Device, Event, ServerKey, Tail
from balakas.handover.queries import contact, signing
from balakas.handover.queries.contact import Caller, Here, Told
from balakas.handover.rules.arrivals import status_of
from balakas.handover.rules.events import DeviceKind
from balakas.handover.rules.wire import Status
from balakas.vault import actions as vault_actions
from balakas.vault.rules import Place

log = logging.getLogger("balakas.handover.ingest")
UNKNOWN_DEVICE, ID_REUSED = "unknown_device", "id_reused"


@dataclass(frozen=True, slots=True)
class Stored:
    """What answers an event that stands in the ledger."""

    office_id: UUID
    hash: str
    position: int
    receipt_key_id: UUID
    receipt: bytes


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
    """One batch under way. `known` maps ids that stand in the ledger already to what is needed to answer them."""

    office_id: UUID
    at: datetime
    tail: Tail
    key: ServerKey
    known: dict[UUID, Stored]
    devices: dict[UUID, Device]
    seen: dict[UUID, Seen]

    def look(self, listed: Sequence[Arrived], more: Collection[UUID]) -> None:
        """Read the phones that these events are of, those in `more`, and the ends of their chains."""
        rows = _PHONES.rows({*more, *(one.device for one in listed)}, self.office_id)
        self.devices = {row.id: row for row in objects(Device, _PHONE, rows)}
        self.seen = gathered.seen_of(listed, self.devices)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of each event, and what each caller is told."""

    results: list[Result]
    told: list[Told]


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


def take_in(office_id: UUID, listed: Sequence[Arrived], callers: Sequence[Caller], *, at: datetime) -> Done:
    """Store what is new of well-formed events and answer each with its receipt; call it outside any other transaction.

    Nothing is refused here. The receipts are good when this returns: then the transaction is on the disk. `callers` are the
    phones at the counter: what they say of themselves is noted, and they are told what they must know, in the same transaction.
    """
    with transaction.atomic():
        tail = lock_tail(office_id)
        desk = _Desk(office_id, at, tail, keys.server_key(office_id=office_id, at=at), _stored(listed), {}, {})
        desk.look(listed, {one.device for one in callers})
        results = _answer_all(desk, listed)
        _note(desk, callers)
        here = Here(
            office_id, tail.position, tail.hash, desk.devices, {one: set(row.hashes) for one, row in desk.seen.items()}
        )
        return Done(results, contact.tell_all(here, callers, at))


def _stored(listed: Sequence[Arrived]) -> dict[UUID, Stored]:
    rows = _STORED.rows({one.id for one in listed}) if listed else []
    return {one: Stored(office, made, place, key, bytes(receipt)) for one, office, made, place, key, receipt in rows}


_STORED = Prepared(
    lambda ids: Event.objects.filter(id__in=ids).values_list(
        "id", "office_id", "hash", "position", "receipt_key_id", "receipt"
    )
)
_PHONE = ("id", "office_id", "state", "officer_id", "last_seq", "last_hash", "said_seq", "app")
_PHONES = Prepared(
    lambda ids, office_id: Device.objects.filter(id__in=ids, office_id=office_id, kind=DeviceKind.PHONE).values_list(
        *_PHONE
    )
)


def _note(desk: _Desk, callers: Sequence[Caller]) -> None:
    """Note what phones say of themselves; what one once said to have made it cannot unsay."""
    rows = []
    for one in callers:
        device = desk.devices[one.device]
        device.last_contact, device.unsent, device.photos = desk.at, one.unsent, one.photos
        device.said_seq, device.app = max(device.said_seq, one.last_seq), one.app or device.app
        rows.append((device.id, desk.at, one.unsent, one.photos, device.said_seq, device.app))
    update_rows(Device, ("last_contact", "unsent", "photos", "said_seq", "app"), rows)


def _answer_all(desk: _Desk, listed: Sequence[Arrived]) -> list[Result]:
    if not listed:
        return []
    office_id = desk.office_id
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
    if written:
        update_rows(Tail, ("position", "hash"), [(office_id, desk.tail.position, desk.tail.hash)])
    for number, one in enumerate(listed):
        if number not in results:
            results[number] = _result(desk, one, written, is_new=fresh.get(one.id) is one)
    return [results[number] for number in range(len(listed))]


def _hash_of(known: Stored | None, office_id: UUID) -> str | None:
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
            facts = gathered.gather(desk.office_id, fresh, desk.devices, desk.seen)
            return writing.write(Pen(desk.tail, desk.key, facts, desk.at), fresh)
    except Exception as error:  # noqa: BLE001 -- whatever one event does to us, the others must not wait for it
        desk.tail.position, desk.tail.hash = before
        desk.look(fresh, desk.devices)  # what was written into them did not happen
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
        taken = Event.objects.filter(id=one.id, office_id=desk.office_id).first() if known is not None else None
        case_book.on_aside(desk.office_id, one.id, one.hash, event=taken, at=desk.at)
    kind = "id_reused" if row.reason == ID_REUSED else "bad_signature"
    return Result(
        id=str(one.id), hash=one.hash, status=Status.ASIDE, key=row.receipt_key_id, signature=bytes(row.receipt),
        cases=(kind,),
    )  # fmt: skip

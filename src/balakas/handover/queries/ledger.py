"""Reading the ledger, and proving from the database alone that nothing in it or in its books was changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from balakas.audit.rules import moment
from balakas.common.canonical import canonical, digest
from balakas.handover.models.arrivals import EventSecret
from balakas.handover.models.books import Failure, Payment, StockMove
from balakas.handover.models.ledger import Device, Event, ServerKey, Tail
from balakas.handover.queries import signing
from balakas.handover.rules import replay
from balakas.handover.rules.arrivals import Hold
from balakas.handover.rules.books import compare
from balakas.handover.rules.events import FIRST_PREVIOUS, DeviceKind
from balakas.handover.rules.replay import Entry
from balakas.recipients.queries import field as recipients
from balakas.vault import queries as vault
from balakas.vault.rules import Place

_COMMITMENT = 32
_EMPTY: Mapping[str, Any] = {
    "items": (), "identity": {}, "proxy": {}, "position": {}, "attachments": (), "details": {}, "sealed": {}, "due": 0,
}  # fmt: skip


def body_of(event: Event) -> dict[str, Any]:
    """Return what the device signed; members a phone left out are there, empty."""
    if event.parsed is None:
        event.parsed = json.loads(event.body)
    return {**_EMPTY, **event.parsed}


def sealed_text(event: Event, name: str, subject_id: UUID) -> str:
    """Open a text about a person; "" where there is none. The online page's lie sealed in the body, a phone's beside it.

    Raises `KeyDestroyed`.
    """
    sealed = bytes.fromhex(body_of(event)["sealed"].get(name, ""))
    if len(sealed) == _COMMITMENT:
        secret = EventSecret.objects.filter(event=event, name=name).first()
        if secret is not None:
            place = secret_place(secret.id, "text_sealed")
            return vault.open_sealed(bytes(secret.text_sealed), subject_id=secret.subject_id, place=place)
    return vault.open_sealed(sealed, subject_id=subject_id, place=Place("handover_event", name, event.id))


def subject_beside(event: Event) -> str:
    """Return whose key seals the texts that came beside a phone's event, "" where there are none."""
    secret = EventSecret.objects.filter(event=event).first()
    return str(secret.subject_id) if secret is not None else ""


def secret_place(secret_id: UUID, column: str) -> Place:
    """Return where a text that came beside an event is sealed."""
    return Place("handover_eventsecret", column, secret_id)


def entry_of(event: Event) -> Entry:
    """Return what the books need of an event."""
    return replay.entry_of(body_of(event), event.position, event.held)


def chained(event: Event) -> dict[str, object]:
    """Return what the ledger's chain is made over; what holds an event is part of it where there is something."""
    held = {"held": event.held} if event.held else {}
    return {
        **held,
        "office": str(event.office_id),
        "position": event.position,
        "id": str(event.id),
        "hash": event.hash,
        "signature": bytes(event.signature).hex(),
        "recorded_at": moment(event.recorded_at),
        "previous": event.previous_chain,
    }


def receipt_content(event: Event) -> dict[str, object]:
    """Return what a receipt is signed over: the device drops its copy only against this."""
    return {"id": str(event.id), "hash": event.hash, "position": event.position}


def events_of(office_id: UUID) -> QuerySet[Event]:
    """Return an office's ledger in order."""
    return Event.objects.filter(office_id=office_id).order_by("position")


def offices() -> list[UUID]:
    """Return the offices that have a ledger."""
    return list(Tail.objects.order_by("office_id").values_list("office_id", flat=True))


def tail_of(office_id: UUID) -> tuple[int, str]:
    """Return the ledger's last position and chain hash: the checkpoint that minutes print."""
    tail = Tail.objects.filter(office_id=office_id).first()
    return (tail.position, tail.hash) if tail else (0, "")


def chain_at(office_id: UUID, position: int) -> str:
    """Return the chain at a position of the ledger, "" where there is no such entry."""
    found = Event.objects.filter(office_id=office_id, position=position).values_list("chain", flat=True).first()
    return found or ""


def is_entitled(entry: Entry, standing: Mapping[str, tuple[str, str]]) -> bool:
    """Say whether the giving's entitlement exists, is this recipient's and was not cancelled.

    `standing` maps an entitlement to its recipient and state.
    """
    recipient, state = standing.get(entry.entitlement, ("", "cancelled"))
    return recipient == entry.recipient and state != "cancelled"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one office's ledger; `broken` is the position of the first entry that does not hold, None when all do.

    `reason`: `missing`, `chain`, `changed`, `column`, `signature`, `receipt`, `device_chain`, or of the books
    `payments`, `stock`, `failures`, with `events` naming what differs.
    """

    office_id: UUID
    entries: int
    broken: int | None = None
    reason: str = ""
    events: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether everything holds."""
        return not self.reason


def verify(office_id: UUID) -> Verdict:
    """Walk the ledger from its first entry (chain, device chains, columns, signatures, receipts), then compare the books."""
    walk = _Walk(office_id)
    entries: list[Entry] = []
    for event in events_of(office_id).iterator(chunk_size=1000):
        reason = walk.fault(event)
        if reason:
            return Verdict(office_id, walk.position, event.position, reason, (str(event.id),))
        entries.append(entry_of(event))
    if tail_of(office_id) != (walk.position, walk.chain):
        return Verdict(office_id, walk.position, walk.position + 1, "missing")
    return _books(office_id, entries)


class _Walk:
    """The chains as far as they were walked."""

    def __init__(self, office_id: UUID) -> None:
        self.position, self.chain = 0, ""
        self.devices = {row.id: row for row in Device.objects.filter(office_id=office_id)}
        self.keys = {row.id: row for row in ServerKey.objects.filter(office_id=office_id)}
        self.ends: dict[UUID, str] = {}

    def fault(self, event: Event) -> str:
        """Return why the entry does not hold, "" when it does, and step on to it."""
        if event.position != self.position + 1:
            return "missing"
        if event.previous_chain != self.chain:
            return "chain"
        reason = self._content(event) or self._signatures(event)
        self.position, self.chain, self.ends[event.device_id] = event.position, event.chain, event.hash
        return reason

    def _content(self, event: Event) -> str:
        content = event.body.encode("utf-8")
        if hashlib.sha256(content).hexdigest() != event.hash or digest(chained(event)) != event.chain:
            return "changed"
        body = body_of(event)
        if self._gap(event, body):
            return "device_chain"
        return "" if _columns(event, body) else "column"

    def _gap(self, event: Event, body: Mapping[str, Any]) -> bool:
        """Say whether the online page's own chain breaks; a phone's events may arrive in any order, which is a note."""
        device = self.devices.get(event.device_id)
        online = device is not None and device.kind == DeviceKind.KANTOR
        return online and body.get("previous") != self.ends.get(event.device_id, FIRST_PREVIOUS)

    def _signatures(self, event: Event) -> str:
        device, key = self.devices.get(event.device_id), self.keys.get(event.receipt_key_id)
        signed = device and signing.is_signed(bytes(device.public_key), event.body.encode(), bytes(event.signature))
        if bool(signed) == (Hold.BAD_SIGNATURE in event.held.split()):
            return "signature"  # unsigned and not held for it, or signed and held as if it were not
        content = canonical(receipt_content(event))
        answered = key and signing.is_signed(bytes(key.public_key), content, bytes(event.receipt))
        return "" if answered else "receipt"


def _columns(event: Event, body: Mapping[str, Any]) -> bool:
    """Say whether the columns repeat what was signed."""
    ids = ("distribution", "post", "recipient", "entitlement", "visit", "target", "officer")
    same = all(str(getattr(event, f"{name}_id") or "") == body.get(name, "") for name in ids)
    named = (str(event.id), str(event.device_id), event.type, event.seq)
    return same and named == (body["id"], body["device"], body["type"], body["seq"])


def _books(office_id: UUID, entries: list[Entry]) -> Verdict:
    for name, derived, stored in _compared(office_id, entries):
        faults = compare(derived, stored)
        if faults:
            positions = {entry.id: entry.position for entry in entries}
            named = tuple(faults.missing + faults.extra)
            first = min((positions[one] for one in named if one in positions), default=len(entries) + 1)
            return Verdict(office_id, len(entries), first, name, named[:20])
    return Verdict(office_id, len(entries))


def _compared(
    office_id: UUID, entries: list[Entry]
) -> Iterator[tuple[str, set[tuple[object, ...]], set[tuple[object, ...]]]]:
    events = Event.objects.filter(office_id=office_id).values("id")
    paid = Payment.objects.filter(event__in=events).values_list(
        "event_id", "entitlement_id", "quantity", "voided_by_id"
    )
    yield "payments", set(_payments(office_id, entries)), {(str(a), str(b), c, str(d or "")) for a, b, c, d in paid}
    moved = StockMove.objects.filter(event__in=events)
    stored = moved.values_list("event_id", "benefit_id", "source", "target", "quantity")
    yield "stock", set(replay.stock_rows(entries)), {(str(a), str(b), c, d, e) for a, b, c, d, e in stored}
    failed = Failure.objects.filter(event__in=events).values_list("event_id", "recipient_id", "type", "closed_by_id")
    yield "failures", set(replay.failure_rows(entries)), {(str(a), str(b), c, str(d or "")) for a, b, c, d in failed}


def _payments(office_id: UUID, entries: list[Entry]) -> Iterator[tuple[str, str, int, str]]:
    standing = recipients.standing(office_id)
    for entitlement, outcome in replay.outcomes(entries, lambda entry: is_entitled(entry, standing)).items():
        yield from replay.payment_rows(outcome, entitlement)

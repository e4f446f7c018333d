"""The ledger: append what a device signed, under the office's tail, and answer with a receipt.

`append` takes a body as any device sends it; `write` lets the online page (device `kantor`) be one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas import __version__
from balakas.common.canonical import canonical, digest
from balakas.common.ids import uuid7
from balakas.handover.actions import keys
from balakas.handover.models.ledger import Device, Event, Tail
from balakas.handover.queries.ledger import chained, receipt_content
from balakas.handover.rules.events import VERSION, EventType, check_body, moment_text, text_moment
from balakas.staff import queries as staff
from balakas.vault import actions as vault_actions
from balakas.vault.rules import Place


@dataclass(frozen=True, slots=True)
class Draft:
    """What happened, before it is signed. `sealed` holds sealed values only (`sealed_for`), bound to `id`."""

    type: EventType
    distribution_id: UUID
    happened_at: datetime
    post_id: UUID | None = None
    recipient_id: UUID | None = None
    entitlement_id: UUID | None = None
    visit_id: UUID | None = None
    target_id: UUID | None = None
    remainder_id: UUID | None = None
    page_id: UUID | None = None
    due: int = 0
    items: Sequence[Mapping[str, Any]] = ()
    identity: Mapping[str, Any] = field(default_factory=dict)
    proxy: Mapping[str, Any] = field(default_factory=dict)
    position: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[Mapping[str, str]] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid7)


def sealed_for(event_id: UUID, subject_id: UUID, **plain: str) -> dict[str, bytes]:
    """Seal texts for an event's body under a person's (or the office's) key; empty ones are left out."""
    return {
        name: vault_actions.seal(text, subject_id=subject_id, place=Place("handover_event", name, event_id))
        for name, text in plain.items()
        if text
    }


def write(*, device: Device, draft: Draft, officer_id: UUID | None, at: datetime) -> Event:
    """Write what happened as the online page: `device` is what `keys.kantor` returned, locked."""
    body = _body(device, draft, officer_id, at)
    signature = keys.sign_as(device, canonical(body), at=at)
    event = append(device=device, body=body, signature=signature, at=at)
    device.last_seq, device.last_hash = event.seq, event.hash
    device.save()
    return event


def append(*, device: Device, body: dict[str, Any], signature: bytes, at: datetime) -> Event:
    """Append a well-formed body to its office's ledger, whatever may be the matter with it; call it inside a transaction.

    Raises `EventMalformed`.
    """
    check_body(body)
    tail = lock_tail(device.office_id)
    key = keys.server_key(office_id=device.office_id, at=at)
    event = _row(device, body, at)
    event.signature, event.position, event.previous_chain = signature, tail.position + 1, tail.hash
    event.chain = digest(chained(event))
    event.receipt = keys.sign_receipt(key, canonical(receipt_content(event)), at=at)
    event.receipt_key = key
    event.save(force_insert=True)
    tail.position, tail.hash = event.position, event.chain
    tail.save()
    return event


def lock_tail(office_id: UUID) -> Tail:
    """Return the end of the office's ledger under the lock that puts its entries one after the other."""
    tail = Tail.objects.select_for_update().filter(office_id=office_id).first()
    if tail is None:
        Tail.objects.get_or_create(office_id=office_id)
        tail = Tail.objects.select_for_update().get(office_id=office_id)
    return tail


def _row(device: Device, body: dict[str, Any], at: datetime) -> Event:
    happened_at = text_moment(body["time"]["happened"])
    content = canonical(body)
    return Event(
        id=UUID(body["id"]),
        office_id=device.office_id,
        device=device,
        seq=body["seq"],
        type=body["type"],
        **{f"{name}_id": _id(body, name) for name in ("distribution", "post", "recipient", "entitlement")},
        **{f"{name}_id": _id(body, name) for name in ("visit", "target", "officer")},
        day=staff.local_day(staff.office_of(device.office_id), happened_at),
        happened_at=happened_at,
        recorded_at=at,
        body=content.decode("utf-8"),
        hash=digest(body),
    )


def _id(body: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(body[name]) if body.get(name) else None


def _text(value: UUID | None) -> str:
    return str(value) if value else ""


def _body(device: Device, draft: Draft, officer_id: UUID | None, at: datetime) -> dict[str, Any]:
    return {
        "v": VERSION,
        "id": str(draft.id),
        "device": str(device.id),
        "office": str(device.office_id),
        "seq": device.last_seq + 1,
        "previous": device.last_hash,
        "type": draft.type.value,
        "distribution": str(draft.distribution_id),
        "post": _text(draft.post_id),
        "recipient": _text(draft.recipient_id),
        "entitlement": _text(draft.entitlement_id),
        "visit": _text(draft.visit_id),
        "target": _text(draft.target_id),
        "remainder": _text(draft.remainder_id),
        "page": _text(draft.page_id),
        "slice": "",
        "epoch": 0,
        "officer": _text(officer_id),
        "due": draft.due,
        "items": [dict(item) for item in draft.items],
        "identity": dict(draft.identity),
        "proxy": dict(draft.proxy),
        "position": dict(draft.position),
        "attachments": [dict(one) for one in draft.attachments],
        "details": dict(draft.details),
        "sealed": {name: value.hex() for name, value in draft.sealed.items()},
        "time": _time(draft.happened_at, at),
        "app": f"balakas {__version__}",
    }


def _time(happened_at: datetime, at: datetime) -> dict[str, Any]:
    """Return the times; the online page's clock is the server's own, so nothing passes between the two."""
    now = moment_text(at)
    return {"happened": moment_text(happened_at), "device": now, "server": now, "passed_ms": 0}

"""Goods at a post: what arrived (sent, damaged, short), what broke or was lost there, what goes back; each minuted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import books, evidence, ledger, minutes, shifts
from balakas.handover.actions.evidence import Picture
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.rules import stock
from balakas.handover.rules.events import AttachmentKind, EventType, check_reason, happened
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of goods. Arriving: `quantity` is what was sent. Going back: what goes back in good order."""

    benefit_id: UUID
    quantity: int = 0
    damaged: int = 0
    short: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Who stands on the minutes beside the officer, and in what state the goods are."""

    counterpart: str = ""
    counterpart_position: str = ""
    witness: str = ""
    witness_position: str = ""
    delivery_note: str = ""
    condition: str = ""


def receive_goods(
    *, post_id: UUID, lines: Sequence[Line], head: Head, by: Actor, at: datetime, photo: bytes = b"",
    happened_at: datetime | None = None, reason: str = "",
) -> GoodsMinutes:  # fmt: skip
    """Minute goods that arrived at a post: sent, of which damaged, of which short.

    Raises `NothingCounted`, `CountsDisagree`, `ReasonNeeded`, `NotAllowed`, and what `papers.rules.scans` raises.
    """
    items = _items(lines)
    stock.check_goods(items)
    when = happened(happened_at=happened_at, at=at, reason=reason)
    return _minute(EventType.RECEIVE, post_id, items, head=head, by=by, at=at, photo=photo, when=when)


def return_goods(
    *, post_id: UUID, lines: Sequence[Line], head: Head, by: Actor, at: datetime, photo: bytes = b"",
    happened_at: datetime | None = None, reason: str = "",
) -> GoodsMinutes:  # fmt: skip
    """Minute what goes back from a post: in good order (`quantity`), and damaged. Raises as `receive_goods` does."""
    items = [{name: value for name, value in item.items() if name != "short"} for item in _items(lines)]
    if not any(item.get("quantity", 0) or item.get("damaged", 0) for item in items):
        raise stock.NothingCounted
    when = happened(happened_at=happened_at, at=at, reason=reason)
    return _minute(EventType.RETURN, post_id, items, head=head, by=by, at=at, photo=photo, when=when)


def write_off(*, post_id: UUID, line: Line, reason: str, by: Actor, at: datetime) -> Event:
    """Note goods that were damaged or lost at the post itself. Raises `ReasonNeeded`, `NothingCounted`, `NotAllowed`."""
    reason = check_reason(reason)
    item = {"benefit": str(line.benefit_id), "damaged": line.damaged, "short": line.short}
    if not line.damaged and not line.short:
        raise stock.NothingCounted
    with transaction.atomic():
        desk = _desk(post_id, by, at)
        event = _write(desk, EventType.DAMAGE, [item], at, reason=reason)
        _audit(desk, "handover.write_off", event)
    return event


def _minute(
    kind: EventType,
    post_id: UUID,
    items: Sequence[Mapping[str, Any]],
    *,
    head: Head,
    by: Actor,
    at: datetime,
    photo: bytes,
    when: datetime,
) -> GoodsMinutes:
    with transaction.atomic():
        desk = _desk(post_id, by, at)
        office = vault_actions.office_subject(office_id=desk.office_id, at=at)
        picture = Picture(AttachmentKind.GENERAL, photo)
        taken = evidence.take(picture, office_id=desk.office_id, subject_id=office, at=at) if photo else None
        event = _write(desk, kind, items, when)
        row = GoodsMinutes.objects.create(
            event=event, office_id=desk.office_id, distribution_id=desk.distribution_id, post_id=desk.post_id,
            kind=kind, counterpart=head.counterpart.strip(), counterpart_position=head.counterpart_position.strip(),
            witness=head.witness.strip(), witness_position=head.witness_position.strip(),
            delivery_note=head.delivery_note.strip(), condition=head.condition.strip(),
            photo_original_id=taken.original_id if taken else None, photo_shown_id=taken.shown_id if taken else None,
            by_id=desk.officer_id, day=event.day, happened_at=event.happened_at, recorded_at=at,
        )  # fmt: skip
        minutes.draft_goods(row, by=by, at=at)
        _audit(desk, f"handover.goods_{kind.value}", event)
    return row


def _desk(post_id: UUID, by: Actor, at: datetime) -> Desk:
    desk = shifts.sit_down(post_id=post_id, by=by, at=at)
    staff.check_right(by=by, right=Right.HANDOVER_STOCK, at=at, office_id=desk.office_id)
    return desk


def _write(
    desk: Desk, kind: EventType, items: Sequence[Mapping[str, Any]], when: datetime, *, reason: str = ""
) -> Event:
    draft = Draft(
        type=kind, distribution_id=desk.distribution_id, post_id=desk.post_id, happened_at=when, items=items
    )  # fmt: skip
    if reason:
        draft = _with_reason(desk, draft, reason)
    event = desk.write(draft)
    books.apply(event, at=desk.at)
    return event


def _with_reason(desk: Desk, draft: Draft, reason: str) -> Draft:
    """Return the draft with its reason sealed under the office's key: goods have no person."""
    subject = vault_actions.office_subject(office_id=desk.office_id, at=desk.at)
    return replace(draft, sealed=ledger.sealed_for(draft.id, subject, reason=reason))


def _items(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {"benefit": str(one.benefit_id), "quantity": one.quantity, "damaged": one.damaged, "short": one.short}
        for one in lines
        if one.quantity or one.damaged or one.short
    ]


def _audit(desk: Desk, act: str, event: Event) -> None:
    audit.record(
        office_id=desk.office_id, by=desk.by, at=desk.at, happened_at=event.happened_at, act=act, kind="event",
        subject_id=event.id, label=desk.post_name,
    )  # fmt: skip

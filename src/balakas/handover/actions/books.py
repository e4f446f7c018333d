"""The books follow the ledger: every event is applied once, and all of it can be derived anew.

Nothing here decides: what counts is `rules.replay` and `rules.books`; this writes the difference.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import case_book
from balakas.handover.models.books import Failure, Payment, StockMove
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules import replay
from balakas.handover.rules.books import Outcome, due_amount, remainder_of
from balakas.handover.rules.events import FAILED, GIVING, PAYING, EventType
from balakas.handover.rules.replay import Entry
from balakas.handover.rules.stock import Move
from balakas.recipients.actions import entitlements
from balakas.recipients.queries import field as recipients


def apply(event: Event, *, at: datetime) -> None:
    """Bring one event, just appended, into the books; call it inside the transaction that appended it."""
    entry = ledger.entry_of(event)
    target = Event.objects.filter(id=event.target_id).first() if event.target_id else None
    _move(event, entry, ledger.entry_of(target) if target else None)
    _fail(event, entry)
    touched = {one.entitlement_id for one in (event, target) if one is not None and one.entitlement_id}
    refresh(touched, at=at)


def refresh(entitlement_ids: Iterable[UUID], *, at: datetime) -> None:
    """Derive the books of entitlements from the ledger: payments, their state, their DOUBLE case."""
    for entitlement_id, row in recipients.locked_entitlements(entitlement_ids).items():
        events = _events_on(entitlement_id)
        standing = {str(entitlement_id): (str(row.recipient_id), row.state)}
        entries = [ledger.entry_of(event) for event in events]
        found = replay.outcomes(entries, lambda entry, known=standing: ledger.is_entitled(entry, known))  # type: ignore[misc]
        outcome = found.get(str(entitlement_id), Outcome(None, (), ()))
        by_id = {str(event.id): event for event in events}
        _pay(row.recipient.distribution_id, entitlement_id, row.recipient_id, outcome, by_id)
        _settle(entitlement_id, row.amount, row.state, outcome, at)
        about = row.recipient.distribution
        case_book.double(case_book.Subject(about.office_id, about.id, row.recipient_id, row.id), outcome, at=at)


def rebuild(*, office_id: UUID, by: Actor, at: datetime) -> int:
    """Throw the office's books away and derive them from its ledger; return how many events they were made of."""
    with transaction.atomic():
        events = list(ledger.events_of(office_id).select_for_update(of=("self",)))
        ids = [event.id for event in events]
        for books in (Payment, StockMove, Failure):
            books.objects.filter(event_id__in=ids).delete()
        entries = {str(event.id): ledger.entry_of(event) for event in events}
        for event in events:
            entry = entries[str(event.id)]
            _move(event, entry, entries.get(entry.target))
            _fail(event, entry)
        refresh({event.entitlement_id for event in events if event.entitlement_id}, at=at)
        audit.record(
            office_id=office_id, by=by, at=at, act="handover.rebuild", kind="ledger", details={"events": len(events)}
        )
    return len(events)


def _events_on(entitlement_id: UUID) -> list[Event]:
    """Return the givings of an entitlement and what was said of them later."""
    givings = list(Event.objects.filter(entitlement_id=entitlement_id, type__in=PAYING))
    said = Event.objects.filter(
        target_id__in=[one.id for one in givings], type__in=(EventType.VOID, EventType.OVERRIDE)
    )
    return sorted([*givings, *said], key=lambda event: event.position)


def _move(event: Event, entry: Entry, target: Entry | None) -> None:
    if event.post_id is None or event.distribution_id is None:
        return
    place = (event.distribution_id, event.post_id)
    StockMove.objects.bulk_create(_stock_move(event, place, move) for move in replay.entry_moves(entry, target))


def _stock_move(event: Event, place: tuple[UUID, UUID], move: Move) -> StockMove:
    return StockMove(
        event=event,
        distribution_id=place[0],
        post_id=place[1],
        benefit_id=UUID(move.benefit),
        source=move.source,
        target=move.target,
        quantity=move.quantity,
        day=event.day,
    )


def _fail(event: Event, entry: Entry) -> None:
    if entry.type is EventType.VOID and event.target_id:
        Failure.objects.filter(event_id=event.target_id, closed_by=None).update(closed_by=event)
    if entry.type not in GIVING | FAILED or not (event.recipient_id and event.distribution_id and event.post_id):
        return
    Failure.objects.filter(recipient_id=event.recipient_id, closed_by=None).update(closed_by=event)
    if entry.type in FAILED:
        reason = str(ledger.body_of(event).get("details", {}).get("reason", ""))
        Failure.objects.create(
            event=event, recipient_id=event.recipient_id, distribution_id=event.distribution_id,
            post_id=event.post_id, type=event.type, reason=reason, day=event.day,
        )  # fmt: skip


def _pay(
    distribution_id: UUID, entitlement_id: UUID, recipient_id: UUID, outcome: Outcome, events: dict[str, Event]
) -> None:
    rows = list(replay.payment_rows(outcome, str(entitlement_id)))
    known = {str(row.event_id): row for row in Payment.objects.filter(entitlement_id=entitlement_id)}
    wanted = {event_id for event_id, *_ in rows}
    Payment.objects.filter(event_id__in=[UUID(one) for one in known if one not in wanted]).delete()
    for event_id, _, quantity, voided_by in sorted(rows, key=lambda row: row[3] == ""):  # the voided make room first
        void = UUID(voided_by) if voided_by else None
        if event_id in known:
            Payment.objects.filter(event_id=event_id).update(voided_by_id=void)
            continue
        event = events[event_id]
        Payment.objects.create(
            event=event, entitlement_id=entitlement_id, recipient_id=recipient_id, distribution_id=distribution_id,
            post_id=event.post_id, visit_id=event.visit_id, quantity=quantity, day=event.day,
            happened_at=event.happened_at, by_proxy=bool(ledger.body_of(event).get("proxy")),
            replacement=event.type == EventType.REPLACE, voided_by_id=void,
        )  # fmt: skip


def _settle(entitlement_id: UUID, amount: int, state: str, outcome: Outcome, at: datetime) -> None:
    if state == entitlements.CANCELLED:
        return
    if outcome.winner is None:
        entitlements.reopen(entitlement_id=entitlement_id)
        return
    others = recipients.carried(entitlement_id, except_for=_id(outcome.winner.remainder_id))
    rest = remainder_of(due=due_amount(amount, [others]), given=outcome.winner)
    entitlements.close_at(
        entitlement_id=entitlement_id,
        given=outcome.winner.quantity,
        remainder_id=_id(rest.id) if rest else None,
        remainder_amount=rest.amount if rest else 0,
        at=at,
    )


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None

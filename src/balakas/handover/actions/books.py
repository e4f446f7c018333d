"""The books follow the ledger: every event is applied once, and all of it can be derived anew.

Nothing here decides: what counts is `rules.replay` and `rules.books`; this writes the difference.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.bulk import insert_rows
from balakas.common.ids import as_uuid, uuid7
from balakas.common.prepared import Prepared, objects
from balakas.handover.actions import case_book, failures, stock
from balakas.handover.actions.stock import Moved
from balakas.handover.models.books import Failure, Payment, PostStock, StockMove
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules import replay
from balakas.handover.rules.books import Giving, Outcome, due_amount, remainder_of
from balakas.handover.rules.events import PAYING, EventType
from balakas.recipients.actions import entitlements
from balakas.recipients.queries import field as recipients
from balakas.recipients.queries.field import Claim, Rest

_SAID = (EventType.VOID, EventType.OVERRIDE)
_NO_CLAIMS: Mapping[UUID, Claim] = {}


def apply(event: Event, *, at: datetime) -> None:
    """Bring one event, just appended, into the books; call it inside the transaction that appended it."""
    apply_all([event], at=at)


def apply_all(events: Sequence[Event], *, at: datetime, claims: Mapping[UUID, Claim] = _NO_CLAIMS) -> frozenset[UUID]:
    """Bring events, just appended, into the books together: a fixed number of queries, however many they are.

    `claims` are entitlements that the caller has locked. Returns the entitlements of which several givings stand now.
    """
    related = _related(events)
    _move_all(events, related, at=at)
    failures.refresh(events, related.values(), at=at)
    spoken_of = [related[event.target_id] for event in events if event.target_id in related]
    touched = {event.entitlement_id for event in [*events, *spoken_of] if event.entitlement_id is not None}
    fresh = {event.id: event for event in events}
    rows = {one: claims[one] for one in touched if one in claims}
    rows |= recipients.locked_claims([one for one in touched if one not in claims])
    return _derive(rows, fresh, related, at=at)


def _related(events: Sequence[Event]) -> dict[UUID, Event]:
    """Return the events, what they speak of, and what was said of either: a void may come before what it voids."""
    related = {event.id: event for event in events}
    targets = {event.target_id for event in events if event.target_id}
    spoken_of = targets | {event.id for event in events if event.type != EventType.VOID}
    rows = _RELATED.rows(targets - set(related), spoken_of)
    return {**{row.id: row for row in objects(Event, _EVENT, rows)}, **related}


_EVENT = tuple(field.attname for field in Event._meta.concrete_fields)  # noqa: SLF001 -- Django's documented Meta API
_RELATED = Prepared(
    lambda ids, targets: Event.objects.filter(Q(id__in=ids) | Q(target_id__in=targets, type__in=_SAID)).values_list(
        *_EVENT
    )
)
_GIVINGS = Prepared(
    lambda claims, fresh: (
        Event.objects.filter(entitlement_id__in=claims, type__in=list(PAYING))
        .exclude(id__in=fresh)
        .values_list(*_EVENT)
    )
)


def refresh(entitlement_ids: Collection[UUID], *, at: datetime) -> frozenset[UUID]:
    """Derive the books of entitlements from the ledger: payments, their state, their DOUBLE case; return the doubled ones."""
    return _derive(recipients.locked_claims(entitlement_ids), {}, {}, at=at)


def _derive(
    rows: Mapping[UUID, Claim], fresh: Mapping[UUID, Event], related: Mapping[UUID, Event], *, at: datetime
) -> frozenset[UUID]:
    """See `refresh`; `fresh` were just appended and `related` is what is known of them: neither is asked for again."""
    if not rows:
        return frozenset()
    events = _events_on(rows, fresh, related)
    known = {str(row.id): (str(row.recipient_id), row.state) for row in rows.values()}
    entries = [ledger.entry_of(event) for event in events.values()]
    found = replay.outcomes(entries, lambda entry: ledger.is_entitled(entry, known))
    outcomes = {one: found.get(str(one), Outcome(None, (), ())) for one in rows}
    _pay_all(rows, outcomes, events, fresh)
    opened = _settle_all(rows, outcomes, at)
    case_book.double_all(
        [
            (case_book.Subject(row.office_id, row.distribution_id, row.recipient_id, one), outcomes[one])
            for one, row in rows.items()
        ],
        at=at,
    )
    winners = [one.winner for one in outcomes.values() if one.winner is not None]
    case_book.entitled_after_all([one for one in winners if as_uuid(one.event_id) not in fresh], at=at)
    early = (
        set(Event.objects.filter(entitlement_id__in=opened).values_list("entitlement_id", flat=True)) if opened else ()
    )
    if early:
        refresh([one for one in early if one is not None], at=at)
    return frozenset(one for one, outcome in outcomes.items() if outcome.double)


def rebuild(*, office_id: UUID, by: Actor, at: datetime) -> int:
    """Throw the office's books away and derive them from its ledger; return how many events they were made of."""
    with transaction.atomic():
        events = list(ledger.events_of(office_id).select_for_update(of=("self",)))
        ids = [event.id for event in events]
        for books in (Payment, StockMove, Failure):
            books.objects.filter(event_id__in=ids).delete()
        by_id = {event.id: event for event in events}
        PostStock.objects.filter(post_id__in={event.post_id for event in events if event.post_id}).delete()
        _move_all(events, by_id, at=at)
        failures.refresh(events, events, at=at)
        refresh({event.entitlement_id for event in events if event.entitlement_id}, at=at)
        audit.record(
            office_id=office_id, by=by, at=at, act="handover.rebuild", kind="ledger", details={"events": len(events)}
        )
    return len(events)


def _events_on(
    claims: Mapping[UUID, Any], fresh: Mapping[UUID, Event], related: Mapping[UUID, Event]
) -> dict[UUID, Event]:
    """Return the givings of entitlements and what was said of them later, in the ledger's order."""
    new = [one for one in fresh.values() if one.entitlement_id in claims and one.type in PAYING]
    old = objects(Event, _EVENT, _GIVINGS.rows(list(claims), list(fresh)))
    said = list(Event.objects.filter(target_id__in=[one.id for one in old], type__in=_SAID)) if old else []
    whose = {one.id for one in new}
    said += [one for one in related.values() if one.target_id in whose and one.type in _SAID]
    return {one.id: one for one in sorted([*new, *old, *said], key=lambda event: event.position)}


def _move_all(events: Sequence[Event], related: Mapping[UUID, Event], *, at: datetime) -> None:
    """Write the stock moves of new events; those of voids known before are written anew, for the first of several counts."""
    fresh = {event.id for event in events}
    targets = {event.target_id for event in events if event.target_id} | fresh
    again = [one for one, event in related.items() if one not in fresh and event.target_id in targets]
    undone = list(StockMove.objects.filter(event_id__in=again)) if again else []
    if undone:
        StockMove.objects.filter(id__in=[row.id for row in undone]).delete()
    wanted = fresh.union(again)
    rows = [
        _stock_move(event, move)
        for event_id, *move in replay.stock_rows(ledger.entry_of(event) for event in related.values())
        if (event := related[as_uuid(event_id)]).id in wanted and event.post_id
    ]
    insert_rows(StockMove, Moved._fields, rows)
    stock.lay(rows, undone, {event.post_id: event for event in events}, at=at)


def _stock_move(event: Any, move: Sequence[Any]) -> Moved:
    benefit, source, target, quantity = move
    return Moved(
        id=uuid7(), event_id=event.id, distribution_id=event.distribution_id, post_id=event.post_id,
        benefit_id=as_uuid(benefit), source=source, target=target, quantity=quantity, day=event.day,
    )  # fmt: skip


def _pay_all(
    rows: Mapping[UUID, Any],
    outcomes: Mapping[UUID, Outcome],
    events: Mapping[UUID, Event],
    fresh: Mapping[UUID, Event],
) -> None:
    """Write the difference between the payments that should stand and those that do; the voided make room first."""
    wanted = {
        as_uuid(event_id): (one, quantity, as_uuid(void) if void else None)
        for one, outcome in outcomes.items()
        for event_id, _, quantity, void in replay.payment_rows(outcome, str(one))
    }
    before = events.keys() - fresh.keys()  # where all is new, nothing was paid yet
    known = (
        {row.event_id: row for row in Payment.objects.filter(entitlement_id__in=list(rows))}
        if before or not events
        else {}
    )
    gone = [one for one in known if one not in wanted]
    if gone:
        Payment.objects.filter(event_id__in=gone).delete()
    changed = [one for one in wanted if one in known and known[one].voided_by_id != wanted[one][2]]
    for event_id in sorted(changed, key=lambda one: wanted[one][2] is None):
        Payment.objects.filter(event_id=event_id).update(voided_by_id=wanted[event_id][2])
    insert_rows(Payment, _PAYMENT, [
        _payment(rows[one], events[event_id], quantity, void)
        for event_id, (one, quantity, void) in wanted.items()
        if event_id not in known
    ])  # fmt: skip


_PAYMENT = (
    "id", "event_id", "entitlement_id", "recipient_id", "distribution_id", "post_id", "visit_id", "quantity", "day",
    "happened_at", "by_proxy", "replacement", "voided_by_id",
)  # fmt: skip


def _payment(row: Claim, event: Event, quantity: int, void: UUID | None) -> tuple[Any, ...]:
    return (
        uuid7(), event.id, row.id, row.recipient_id, row.distribution_id, event.post_id, event.visit_id, quantity,
        event.day, event.happened_at, bool(ledger.body_of(event)["proxy"]), event.type == EventType.REPLACE, void,
    )  # fmt: skip


def _settle_all(rows: Mapping[UUID, Any], outcomes: Mapping[UUID, Outcome], at: datetime) -> list[UUID]:
    """Close or reopen entitlements at what was given; return the remainders that were opened."""
    carried: dict[UUID, list[Rest]] = {}
    for rest in recipients.remainders_of(rows.keys()):
        carried.setdefault(rest.remainder_of_id, []).append(rest)
    plain: dict[UUID, int] = {}
    opened = []
    for one, row in rows.items():
        winner = outcomes[one].winner
        if row.state == entitlements.CANCELLED:
            continue
        if winner is not None and one not in carried and not winner.remainder_id:
            plain[one] = winner.quantity
        elif winner is None:
            if row.state == entitlements.SETTLED or one in carried:
                entitlements.reopen(entitlement_id=one)
        else:
            opened += _settle(row, winner, carried.get(one, []), at)
    entitlements.settle_all(plain)
    return opened


def _settle(row: Any, winner: Giving, carried: Sequence[Any], at: datetime) -> list[UUID]:
    """Close one entitlement that has or opens a remainder; return what it opens."""
    own = _id(winner.remainder_id)
    others = sum(one.amount for one in carried if one.id != own)
    rest = remainder_of(due=due_amount(row.amount, [others]), given=winner)
    entitlements.close_at(
        entitlement_id=row.id,
        given=winner.quantity,
        remainder_id=_id(rest.id) if rest else None,
        remainder_amount=rest.amount if rest else 0,
        at=at,
    )
    return [UUID(rest.id)] if rest else []


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None

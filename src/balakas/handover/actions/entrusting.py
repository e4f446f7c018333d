"""Taking along for others: a neighbour or the head of the RT carries what is due to people who do not come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.handover.actions import books, corrections, ledger, shifts
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.ledger import Event
from balakas.handover.queries import entrusted, terms
from balakas.handover.rules import entrusting as rules
from balakas.handover.rules import proxies
from balakas.handover.rules.events import EventType, check_reason, happened
from balakas.handover.rules.proxies import Proxy
from balakas.recipients.queries import field as recipients
from balakas.recipients.rules.people import RecipientState
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def entrust(
    *, post_id: UUID, recipient_ids: Sequence[UUID], carrier: Proxy, client_id: UUID, by: Actor, at: datetime,
    happened_at: datetime | None = None, reason: str = "",
) -> list[Event]:  # fmt: skip
    """Write for each person that `carrier` takes along all that is due, once per `client_id`; nothing is received by it.

    Raises `NobodyChosen`, `NothingDue`, `TooManyEntrusted`, `ProxyIncomplete`, `ReasonNeeded`, `HappensLater`,
    `PersonElsewhere`, `NotAllowed`.
    """
    chosen = list(dict.fromkeys(recipient_ids))
    if not chosen:
        raise rules.NobodyChosen
    proxies.check_proxy(carrier)
    when = happened(happened_at=happened_at, at=at, reason=reason)
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        known = list(Event.objects.filter(visit_id=client_id, office_id=desk.office_id).order_by("position"))
        if known:
            return known
        people = _people(desk, chosen)
        _check_limit(desk, carrier, chosen)
        shifts.ensure_open(desk, when)
        written = [_write(desk, people[one], carrier, client_id, when=when, reason=reason) for one in chosen]
        audit.record(
            office_id=desk.office_id, by=by, at=at, happened_at=when, act="handover.entrust", kind="event",
            subject_id=written[0].id, label=desk.post_name, details={"people": len(written)},
        )  # fmt: skip
    return written


def bring_back(*, event_id: UUID, reason: str, by: Actor, at: datetime) -> Event:
    """Write that a carrier brought something back to the post: the person may come for it as before.

    Whoever serves a post may take it back, on any day. Raises `NotEntrusted`, `ReasonNeeded`, `NotAllowed`.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        target = Event.objects.filter(id=event_id, type=EventType.ENTRUST).first()
        if target is None or target.post_id is None or target.distribution_id is None or target.recipient_id is None:
            raise rules.NotEntrusted
        desk = shifts.sit_down(post_id=target.post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        way = entrusted.on_their_way(target.distribution_id, recipient_ids=[target.recipient_id])
        if target.recipient_id not in way or way[target.recipient_id].event.id != target.id:
            raise rules.NotEntrusted
        event = corrections.void_at(desk, target, reason, details={"reason": rules.RETURNED})
        audit.record(
            office_id=desk.office_id, by=by, at=at, act="handover.bring_back", kind="event", subject_id=target.id,
            label=desk.post_name, details={"event": str(event.id)},
        )  # fmt: skip
    return event


def _people(desk: Desk, chosen: Collection[UUID]) -> Mapping[UUID, Any]:
    """Return the chosen with what is due to them, of this distribution and office, with nothing on its way yet."""
    people = recipients.recipients_in(chosen)
    if any(one not in people or people[one].distribution_id != desk.distribution_id for one in chosen):
        raise corrections.PersonElsewhere
    gone = any(row.state == RecipientState.OUT for row in people.values()) or recipients.successors(chosen)
    on_way = entrusted.on_their_way(desk.distribution_id, recipient_ids=chosen)
    if gone or on_way or not all(_items(row) for row in people.values()):
        raise rules.NothingDue
    return people


def _check_limit(desk: Desk, carrier: Proxy, chosen: Collection[UUID]) -> None:
    """Count the people this carrier has come for: by carrying and by collecting in their name."""
    limit = terms.terms_of(desk.distribution_id).proxy_limit
    if not limit:
        return
    carried = entrusted.carried_by(desk.distribution_id, carrier.name) - set(chosen)
    collected = terms.collected_by(desk.distribution_id, desk.office_id, carrier, next(iter(chosen)))
    rules.check_limit(others=len(carried) + collected, chosen=len(chosen), limit=limit)


def _items(row: Any) -> list[dict[str, Any]]:
    due = recipients.due_of([one.id for one in row.entitlements.all()])
    benefits = {one.id: str(one.allocation.benefit_id) for one in row.entitlements.all()}
    return [{"benefit": benefits[one], "quantity": amount} for one, amount in due.items() if amount]


def _write(desk: Desk, row: Any, carrier: Proxy, client_id: UUID, *, when: datetime, reason: str) -> Event:
    event_id = uuid7()
    draft = Draft(
        id=event_id, type=EventType.ENTRUST, distribution_id=desk.distribution_id, post_id=desk.post_id,
        recipient_id=row.id, visit_id=client_id, happened_at=when, items=_items(row),
        proxy={"relation": carrier.relation.value, "reason": carrier.reason.value, "letter": carrier.has_letter},
        sealed=ledger.sealed_for(
            event_id, row.person.subject_id, holder=carrier.name.strip(), proxy_note=carrier.note.strip(),
            reason=reason.strip(),
        ),
    )  # fmt: skip
    event = desk.write(draft)
    books.apply(event, at=desk.at)
    return event

"""Why somebody got nothing: derived from the ledger in the order things happened, whatever order they arrived in."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.common.prepared import Prepared, objects
from balakas.handover.models.books import Failure
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules import replay
from balakas.handover.rules.events import FAILED, GIVING, EventType
from balakas.handover.rules.verdicts import FailReason
from balakas.recipients.queries import field as recipients

_SPEAKING = GIVING | FAILED | {EventType.VOID}
_FAILURE = ("id", "event_id", "recipient_id", "closed_by_id")
_FAILURES = Prepared(lambda people: Failure.objects.filter(recipient_id__in=people).values_list(*_FAILURE))


def refresh(events: Sequence[Event], related: Iterable[Event], *, at: datetime) -> None:  # noqa: ARG001 -- like all of the books
    """Derive the failures of everybody these events speak of. One query where nobody of them ever failed to come."""
    about = {event.recipient_id for event in [*events, *related] if event.type in _SPEAKING and event.recipient_id}
    if not about:
        return
    failing = {event.recipient_id for event in events if event.type in FAILED}
    rows = objects(Failure, _FAILURE, _FAILURES.rows(about))
    whose = {one for one in failing | {row.recipient_id for row in rows} if one is not None}
    if whose:
        _write(whose, rows)


def _write(whose: Collection[UUID], rows: Sequence[Failure]) -> None:
    """Write the difference between the failures that should stand and those that do."""
    events = {event.id: event for event in Event.objects.filter(recipient_id__in=list(whose), type__in=_SPEAKING)}
    people = set(recipients.recipients_in(whose))
    wanted = {
        UUID(event_id): UUID(closed_by) if closed_by else None
        for event_id, _, _, closed_by in replay.failure_rows(ledger.entry_of(event) for event in events.values())
        if _stands(events[UUID(event_id)], people)
    }
    known = {row.event_id: row for row in rows}
    Failure.objects.filter(event_id__in=[one for one in known if one not in wanted]).delete()
    changed = [one for one in wanted if one in known and known[one].closed_by_id != wanted[one]]
    for event_id in sorted(changed, key=lambda one: wanted[one] is None):  # the closed make room first
        Failure.objects.filter(event_id=event_id).update(closed_by_id=wanted[event_id])
    Failure.objects.bulk_create(_failure(events[one], wanted[one]) for one in wanted if one not in known)


def _stands(event: Event, people: Collection[UUID]) -> bool:
    return event.recipient_id in people and event.distribution_id is not None and event.post_id is not None


def _failure(event: Any, closed_by: UUID | None) -> Failure:
    reason = str(ledger.body_of(event)["details"].get("reason", ""))
    return Failure(
        event=event, recipient_id=event.recipient_id, distribution_id=event.distribution_id, post_id=event.post_id,
        type=event.type, reason=reason if reason in set(FailReason) else FailReason.OTHER, day=event.day,
        closed_by_id=closed_by,
    )  # fmt: skip

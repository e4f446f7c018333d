"""Taking back and leaving out: the ledger only grows, so a mistake is answered by a counter-entry with its reason."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.messages import N_
from balakas.handover.actions import books, case_book, ledger, minutes, shifts
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import DayClose
from balakas.handover.rules.events import FAILED, GIVING, EventType, check_reason, happened
from balakas.handover.rules.verdicts import FailReason
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions

VOIDABLE = GIVING | FAILED | {EventType.ENTRUST, EventType.RECEIVE, EventType.RETURN, EventType.DAMAGE}


class AlreadyVoided(BalakasError):
    """The entry was taken back before."""

    code = "already_voided"
    message = N_("Catatan ini sudah dibatalkan.")


class NotVoidable(BalakasError):
    """A shift, a decision or a void is not taken back by a void, and a foreign entry not at all."""

    code = "not_voidable"
    message = N_("Catatan ini tidak dapat dibatalkan.")


class PersonElsewhere(BalakasError):
    """Somebody of another distribution or office."""

    code = "person_elsewhere"
    message = N_("Penerima ini bukan dari penyaluran di titik salur ini.")


def void(*, event_id: UUID, reason: str, by: Actor, at: datetime) -> Event:
    """Take an entry back by a counter-entry: books and stock go back, the entry itself stays.

    Who recorded it may take it back until the day is closed; afterwards, or another's, it takes the right to decide.
    Raises `ReasonNeeded`, `AlreadyVoided`, `NotVoidable`, `NotAllowed`.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        target, desk = _target(event_id, by, at)
        event = void_at(desk, target, reason)
        _audit(desk, "handover.void", target, event)
    return event


def void_visit(*, visit_id: UUID, reason: str, by: Actor, at: datetime) -> list[Event]:
    """Take back all of a visit that still stands; see `void`."""
    reason = check_reason(reason)
    given = list(Event.objects.filter(visit_id=visit_id, type__in=GIVING).order_by("position"))
    if not given:
        raise NotVoidable
    with transaction.atomic():
        _, desk = _target(given[0].id, by, at)
        events = [void_at(desk, one, reason) for one in given if not is_voided(one.id)]
        if not events:
            raise AlreadyVoided
        _audit(desk, "handover.void_visit", given[0], events[0])
    return events


def void_at(desk: Desk, target: Event, reason: str, *, details: Mapping[str, str] | None = None) -> Event:
    """Write the counter-entry and bring it into the books; inside the caller's transaction."""
    if target.type not in VOIDABLE or target.distribution_id is None:
        raise NotVoidable
    if is_voided(target.id):
        raise AlreadyVoided
    event_id = uuid7()
    draft = Draft(
        id=event_id, type=EventType.VOID, distribution_id=target.distribution_id, post_id=target.post_id,
        recipient_id=target.recipient_id, entitlement_id=target.entitlement_id, visit_id=target.visit_id,
        target_id=target.id, happened_at=desk.at, details=details or {},
        sealed=ledger.sealed_for(event_id, subject_of(desk, target.recipient_id), reason=reason),
    )  # fmt: skip
    event = desk.write(draft)
    books.apply(event, at=desk.at)
    case_book.answer_for(target.id, at=desk.at)
    minutes.withdraw(target.id, reason=reason, by=desk.by, at=desk.at)
    return event


def is_voided(event_id: UUID) -> bool:
    """Say whether an entry was taken back."""
    return Event.objects.filter(type=EventType.VOID, target_id=event_id).exists()


def mark_absent(
    *, post_id: UUID, recipient_id: UUID, why: FailReason, by: Actor, at: datetime, reason: str = "",
    happened_at: datetime | None = None,
) -> Event:  # fmt: skip
    """Note that nothing was given because nobody came; a void or a hand-over opens it again. `reason` is personal.

    Raises `ReasonNeeded` for `other` without a word, `PersonElsewhere`, `NotAllowed`.
    """
    return _fail(EventType.ABSENT, post_id, recipient_id, why=why, by=by, at=at, reason=reason, happened_at=happened_at)


def mark_refused(
    *, post_id: UUID, recipient_id: UUID, by: Actor, at: datetime, reason: str = "", happened_at: datetime | None = None
) -> Event:
    """Note that the person does not want it; see `mark_absent`."""
    why = FailReason.REFUSES
    return _fail(EventType.REFUSE, post_id, recipient_id, why=why, by=by, at=at, reason=reason, happened_at=happened_at)


def _fail(
    kind: EventType,
    post_id: UUID,
    recipient_id: UUID,
    *,
    why: FailReason,
    by: Actor,
    at: datetime,
    reason: str,
    happened_at: datetime | None,
) -> Event:
    if why is FailReason.OTHER:
        check_reason(reason)
    when = happened(happened_at=happened_at, at=at, reason=reason)
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        event = fail_at(desk, kind, recipient_id, why, reason=reason, happened_at=when)
        _audit(desk, f"handover.{kind.value}", event, event)
    return event


def fail_at(
    desk: Desk,
    kind: EventType,
    recipient_id: UUID,
    why: FailReason,
    *,
    reason: str,
    happened_at: datetime,
    page_id: UUID | None = None,
) -> Event:
    """Write that nothing was given, and why; inside the caller's transaction."""
    person = recipients.recipient_of(desk.office_id, recipient_id)
    if person is None or person.distribution_id != desk.distribution_id:
        raise PersonElsewhere
    shifts.ensure_open(desk, happened_at)
    event_id = uuid7()
    draft = Draft(
        id=event_id, type=kind, distribution_id=desk.distribution_id, post_id=desk.post_id, recipient_id=recipient_id,
        page_id=page_id, happened_at=happened_at, details={"reason": why.value},
        sealed=ledger.sealed_for(event_id, person.person.subject_id, reason=reason.strip()),
    )  # fmt: skip
    event = desk.write(draft)
    books.apply(event, at=desk.at)
    return event


def _target(event_id: UUID, by: Actor, at: datetime) -> tuple[Event, Desk]:
    target = Event.objects.filter(id=event_id).first()
    if target is None or target.post_id is None:
        raise NotVoidable
    desk = shifts.sit_down(post_id=target.post_id, by=by, at=at)
    own = str(target.officer_id) == by.id
    closed = DayClose.objects.filter(post_id=target.post_id, day=target.day, position__gt=target.position).exists()
    right = Right.HANDOVER_RECORD if own and not closed else Right.HANDOVER_DECIDE
    if target.type in {EventType.RECEIVE, EventType.RETURN, EventType.DAMAGE} and own and not closed:
        right = Right.HANDOVER_STOCK
    person = recipients.recipient_of(desk.office_id, target.recipient_id) if target.recipient_id else None
    village = person.village_code if person else None
    staff.check_right(by=by, right=right, at=at, office_id=target.office_id, village_code=village)
    return target, desk


def subject_of(desk: Desk, recipient_id: UUID | None) -> UUID:
    """Return whose key seals a text about an entry: the person's, else the office's."""
    person = recipients.recipient_of(desk.office_id, recipient_id) if recipient_id else None
    if person is not None:
        return person.person.subject_id
    return vault_actions.office_subject(office_id=desk.office_id, at=desk.at)


def _audit(desk: Desk, act: str, about: Event, event: Event) -> None:
    audit.record(
        office_id=desk.office_id, by=desk.by, at=desk.at, happened_at=event.happened_at, act=act, kind="event",
        subject_id=about.id, label=desk.post_name, details={"event": str(event.id)},
    )  # fmt: skip

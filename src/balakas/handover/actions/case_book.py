"""Cases as the ledger makes them: opened, opened again, or answered by a void. Deciding them is `actions.cases`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.ledger import Event
from balakas.handover.rules.books import Outcome
from balakas.handover.rules.cases import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose entitlement a case is about."""

    office_id: UUID
    distribution_id: UUID
    recipient_id: UUID
    entitlement_id: UUID


def double(on: Subject, outcome: Outcome, *, at: datetime) -> None:
    """Keep the one DOUBLE case of an entitlement in step with its givings.

    Opened by the second giving that stands, opened again by a further one that nobody decided on, answered when voids
    leave only one.
    """
    key = f"{CaseKind.DOUBLE}:{on.entitlement_id}"
    known = Case.objects.select_for_update().filter(office_id=on.office_id, key=key).first()
    if not outcome.double:
        if known is not None and known.state in {CaseState.OPEN, CaseState.PROPOSED}:
            _answer(known, at)
        return
    if known is None:
        last = max((one for one in outcome.held if one.entitled), key=lambda one: one.moment)
        Case.objects.create(
            office_id=on.office_id, distribution_id=on.distribution_id, kind=CaseKind.DOUBLE, key=key,
            state=CaseState.OPEN, recipient_id=on.recipient_id, entitlement_id=on.entitlement_id,
            event_id=UUID(last.event_id), opened_at=at, changed_at=at,
        )  # fmt: skip
    elif _undecided(outcome) and known.state in {CaseState.DECIDED, CaseState.ANSWERED}:
        Case.objects.filter(id=known.id).update(state=CaseState.OPEN, changed_at=at)


def _undecided(outcome: Outcome) -> bool:
    """Say whether a giving stands that no decision answered: neither set aside nor older than a decision that another counts."""
    held = [one for one in outcome.held if one.entitled and not one.set_aside]
    return bool(held) and (outcome.winner is None or not outcome.winner.counts)


def on_event(kind: CaseKind, event: Event, *, at: datetime, note_sealed: bytes = b"") -> Case:
    """Open the case of one event, once."""
    case, _ = Case.objects.get_or_create(
        office_id=event.office_id,
        key=f"{kind}:{event.id}",
        defaults={
            "distribution_id": event.distribution_id, "kind": kind, "state": CaseState.OPEN, "post_id": event.post_id,
            "recipient_id": event.recipient_id, "event": event, "note_sealed": note_sealed, "opened_at": at,
            "changed_at": at,
        },
    )  # fmt: skip
    return case


def answer_for(event_id: UUID, *, at: datetime) -> None:
    """Answer the case of an event that was voided."""
    rows = Case.objects.filter(event_id=event_id, state__in=(CaseState.OPEN, CaseState.PROPOSED))
    for case in rows.exclude(kind=CaseKind.DOUBLE):
        _answer(case, at)


def _answer(case: Case, at: datetime) -> None:
    CaseDecision.objects.filter(case=case, approved_at=None, refused_at=None).update(refused_at=at)
    Case.objects.filter(id=case.id).update(state=CaseState.ANSWERED, changed_at=at)

"""Deciding a case: one person proposes, a second one approves, and the answer is written into the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.handover.actions import books, case_book, corrections, ledger, shifts
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.ledger import Event
from balakas.handover.queries import cases as case_queries
from balakas.handover.rules import cases as rules
from balakas.handover.rules.cases import CaseKind, CaseState, Decision
from balakas.handover.rules.events import GIVING, EventType, check_reason
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions
from balakas.vault.rules import Place


def decide_case(
    *, case_id: UUID, decision: Decision, event_id: UUID, reason: str, by: Actor, at: datetime
) -> CaseDecision:
    """Propose how a case is answered, for one of its events; nothing changes before a second person approves.

    Raises `ReasonNeeded`, `CaseMoved`, `DecisionUnknown`, `NotAllowed`.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        case = _locked(case_id)
        _check_right(case, by, at)
        return _propose(case, decision, event_id, reason=reason, by=by, at=at)


def propose_override(*, event_id: UUID, decision: Decision, reason: str, by: Actor, at: datetime) -> CaseDecision:
    """Doubt a giving of which no rule made a case, and propose what becomes of it: a case and its proposal in one act.

    Raises `ReasonNeeded`, `CaseAlreadyOpen`, `DecisionUnknown`, `NotAllowed`.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        event = Event.objects.select_for_update().get(id=event_id)
        if event.type not in GIVING or corrections.is_voided(event.id):
            raise rules.DecisionUnknown
        if decision is Decision.COUNTS and case_queries.counts(event.id):
            raise rules.DecisionUnknown
        case = _locked(case_book.reported(event, at=at).id)
        _check_right(case, by, at)
        if case_queries.open_case_of([event]) not in {None, case}:
            raise rules.CaseAlreadyOpen
        return _propose(case, decision, event.id, reason=reason, by=by, at=at)


def _propose(case: Case, decision: Decision, event_id: UUID, *, reason: str, by: Actor, at: datetime) -> CaseDecision:
    rules.check_next(CaseState(case.state), CaseState.PROPOSED)
    rules.check_decision(CaseKind(case.kind), decision)
    if event_id not in {event.id for event in case_queries.events_of(case)}:
        raise rules.DecisionUnknown
    row_id = uuid7()
    row = CaseDecision.objects.create(
        id=row_id, case=case, decision=decision, event_id=event_id, proposed_by_id=by.id, proposed_at=at,
        reason_sealed=_seal(case, row_id, "reason_sealed", reason, at),
    )  # fmt: skip
    _move(case, CaseState.PROPOSED, at)
    _audit(case, "handover.decide_case", decision, by, at)
    return row


def approve_case(*, case_id: UUID, by: Actor, at: datetime) -> Event | None:
    """Approve the proposal as a second person; the answer becomes an event (None where it is referred on).

    Raises `CaseMoved`, `SamePerson`, `NotAllowed`.
    """
    with transaction.atomic():
        desk = _desk(case_id, by, at)
        case = _locked(case_id)
        _check_right(case, by, at)
        rules.check_next(CaseState(case.state), CaseState.DECIDED)
        row = _proposal(case)
        rules.check_second(approver=by.id, others=case_queries.involved(case, row))
        CaseDecision.objects.filter(id=row.id).update(approved_by_id=by.id, approved_at=at)
        answer = _answer(desk, row)
        CaseDecision.objects.filter(id=row.id).update(answer=answer)
        _move(case, CaseState.DECIDED, at)
        _audit(case, "handover.approve_case", Decision(row.decision), by, at)
    return answer


def refuse_case(*, case_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Send the proposal back with a reason: the case is open again. Raises `ReasonNeeded`, `CaseMoved`, `NotAllowed`."""
    reason = check_reason(reason)
    with transaction.atomic():
        case = _locked(case_id)
        _check_right(case, by, at)
        rules.check_next(CaseState(case.state), CaseState.OPEN)
        row = _proposal(case)
        sealed = _seal(case, row.id, "refusal_sealed", reason, at)
        CaseDecision.objects.filter(id=row.id).update(refused_by_id=by.id, refused_at=at, refusal_sealed=sealed)
        _move(case, CaseState.OPEN, at)
        _audit(case, "handover.refuse_case", Decision(row.decision), by, at)


def _desk(case_id: UUID, by: Actor, at: datetime) -> Desk:
    """Take the post's and the device's locks before the case's own: the order in which a hand-over takes them."""
    event = Case.objects.select_related("event").get(id=case_id).event
    if event is None or event.post_id is None:
        raise rules.CaseMoved
    return shifts.sit_down(post_id=event.post_id, by=by, at=at)


def _answer(desk: Desk, row: CaseDecision) -> Event | None:
    target = row.event
    reason = case_queries.reason_of(row)
    if row.decision == Decision.MISTAKE:
        return None if corrections.is_voided(target.id) else corrections.void_at(desk, target, reason)
    return _override(desk, target, Decision(row.decision), reason)


def _override(desk: Desk, target: Event, decision: Decision, reason: str) -> Event:
    event_id = uuid7()
    subject = corrections.subject_of(desk, target.recipient_id)
    draft = Draft(
        id=event_id, type=EventType.OVERRIDE, distribution_id=desk.distribution_id, post_id=desk.post_id,
        recipient_id=target.recipient_id, entitlement_id=target.entitlement_id, target_id=target.id,
        happened_at=desk.at, details={"decision": decision.value},
        sealed=ledger.sealed_for(event_id, subject, reason=reason),
    )  # fmt: skip
    event = desk.write(draft)
    books.apply(event, at=desk.at)
    return event


def _locked(case_id: UUID) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("recipient").get(id=case_id)


def _check_right(case: Case, by: Actor, at: datetime) -> None:
    """Raise `NotAllowed` unless `by` decides in this office and, where the case is about somebody, in their village."""
    village = case.recipient.village_code if case.recipient else None
    staff.check_right(by=by, right=Right.HANDOVER_DECIDE, at=at, office_id=case.office_id, village_code=village)


def _proposal(case: Case) -> CaseDecision:
    row = case.decisions.select_related("event").filter(approved_at=None, refused_at=None).first()
    if row is None:
        raise rules.CaseMoved
    return row


def _move(case: Case, state: CaseState, at: datetime) -> None:
    Case.objects.filter(id=case.id).update(state=state, changed_at=at)


def _seal(case: Case, row_id: UUID, column: str, reason: str, at: datetime) -> bytes:
    subject = vault_actions.office_subject(office_id=case.office_id, at=at)
    return vault_actions.seal(reason, subject_id=subject, place=Place("handover_casedecision", column, row_id))


def _audit(case: Case, act: str, decision: Decision, by: Actor, at: datetime) -> None:
    audit.record(
        office_id=case.office_id, by=by, at=at, act=act, kind="case", subject_id=case.id, label=case.kind,
        details={"decision": decision.value},
    )  # fmt: skip

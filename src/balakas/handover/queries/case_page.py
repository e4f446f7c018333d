"""A case as its page shows it: words, givings side by side, decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from balakas.distributions.rules.programme import amount_words
from balakas.handover.models.books import Payment, Visit
from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.ledger import Event
from balakas.handover.queries import cases
from balakas.handover.queries.ledger import body_of
from balakas.handover.rules.cases import (
    CASE_WORDS,
    DECISION_WORDS,
    STATE_TONES,
    STATE_WORDS,
    CaseKind,
    CaseState,
    Decision,
    can_approve,
)
from balakas.handover.rules.events import IDENTITY_WORDS, EventType, Identity
from balakas.recipients.queries import field as recipients
from balakas.staff.rules import Officer


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    case: Case
    kind: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Side:
    """One giving of a case: who handed over, what, how it stands."""

    event: Event
    visit: Visit | None
    label: str
    quantity: int
    identity: str
    counts: bool
    voided: bool
    extra: dict[str, str]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with its reasons opened."""

    row: CaseDecision
    word: str
    reason: str
    refusal: str
    approved_at: datetime | None


def line(case: Case) -> CaseLine:
    """Return a case's words."""
    state = CaseState(case.state)
    return CaseLine(case, gettext(CASE_WORDS[CaseKind(case.kind)]), gettext(STATE_WORDS[state]), STATE_TONES[state])


def states() -> list[tuple[str, str]]:
    """Return the states as choices."""
    return [(one.value, gettext(STATE_WORDS[one])) for one in CaseState]


def sides(case: Case) -> list[Side]:
    """Return a case's givings in the order they happened. Four queries."""
    events = cases.events_of(case)
    ids = [event.id for event in events]
    visits = Visit.objects.select_related("officer", "post").in_bulk([one.visit_id for one in events if one.visit_id])
    counting = set(Payment.objects.filter(event_id__in=ids, voided_by=None).values_list("event_id", flat=True))
    voided = set(Event.objects.filter(type=EventType.VOID, target_id__in=ids).values_list("target_id", flat=True))
    return [_side(event, visits.get(event.visit_id) if event.visit_id else None, counting, voided) for event in events]


def _side(event: Event, visit: Visit | None, counting: set[UUID], voided: set[UUID | None]) -> Side:
    body = body_of(event)
    label = gettext("Tanda terima %(code)s") % {"code": visit.receipt} if visit else str(event.id)[:8]
    return Side(
        event=event, visit=visit, label=label, quantity=sum(item.get("quantity", 0) for item in body["items"]),
        identity=gettext(IDENTITY_WORDS[Identity(body["identity"]["how"])]) if body["identity"] else "",
        counts=event.id in counting, voided=event.id in voided, extra=cases.extra_of(event),
    )  # fmt: skip


def doubtable(visit_id: UUID) -> list[tuple[Event, str, bool]]:
    """Return a visit's givings that stand: the entry, what was given in words, whether it is in the books now."""
    events = cases.standing_givings(visit_id)
    paid = set(Payment.objects.filter(visit_id=visit_id, voided_by=None).values_list("event_id", flat=True))
    rows = recipients.entitlements_in([one.entitlement_id for one in events if one.entitlement_id])
    found = []
    for event in events:
        row = rows.get(event.entitlement_id) if event.entitlement_id else None
        benefit = row.allocation.benefit if row else None
        quantity = sum(item.get("quantity", 0) for item in body_of(event)["items"])
        words = f"{benefit.name}: {amount_words(benefit.kind, quantity, benefit.unit)}" if benefit else str(quantity)
        found.append((event, words, event.id in paid))
    return found


def answers(rows: Iterable[CaseDecision]) -> list[tuple[CaseDecision, str, str]]:
    """Return decisions with their words: what was decided, and the kind of the case."""
    return [
        (row, gettext(DECISION_WORDS[Decision(row.decision)]), gettext(CASE_WORDS[CaseKind(row.case.kind)]))
        for row in rows
    ]


def decisions(case: Case) -> list[DecisionLine]:
    """Return what was proposed and what became of it, the newest first."""
    rows = case.decisions.select_related("proposed_by", "approved_by", "refused_by", "case").order_by("-proposed_at")
    return [
        DecisionLine(
            row, gettext(DECISION_WORDS[Decision(row.decision)]), cases.reason_of(row),
            cases.reason_of(row, "refusal_sealed"), row.approved_at,
        )
        for row in rows
    ]  # fmt: skip


def may_approve(case: Case, officer: Officer) -> bool:
    """Say whether the officer may be the second person."""
    row = case.decisions.filter(approved_at=None, refused_at=None).first()
    return row is not None and can_approve(approver=officer.actor.id, others=cases.involved(case, row))

"""Cases with their events side by side."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from balakas.handover.models.books import Payment
from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules.cases import CaseKind, CaseState
from balakas.handover.rules.events import GIVING, EventType
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place


def listed(officer: Officer, *, state: str = "", distribution_id: UUID | None = None) -> QuerySet[Case]:
    """Return the cases an officer may see, those to decide first."""
    rows = Case.objects.filter(office_id=officer.office_id)
    if officer.villages is not None:
        rows = rows.filter(recipient__village_code__in=officer.villages)
    if state:
        rows = rows.filter(state=state)
    if distribution_id:
        rows = rows.filter(distribution_id=distribution_id)
    return rows.select_related("recipient__person", "distribution", "entitlement__allocation__benefit").order_by(
        "-opened_at", "id"
    )


def case_for(officer: Officer, case_id: UUID) -> Case:
    """Return a case of the officer's office and area, else 404."""
    row = listed(officer).filter(id=case_id).first()
    if row is None:
        raise Http404
    return row


def events_of(case: Case) -> list[Event]:
    """Return the givings a case is about, in the order they happened."""
    about = Q(id=case.event_id)
    if case.kind == CaseKind.DOUBLE and case.entitlement_id:
        about |= Q(entitlement_id=case.entitlement_id, type__in=GIVING)
    return list(Event.objects.filter(about).select_related("device").order_by("happened_at", "position"))


def open_case_of(events: Iterable[Event]) -> Case | None:
    """Return the case in which one of these givings is being decided on: its own, or its entitlement's DOUBLE."""
    listed = list(events)
    about = Q(event_id__in=[one.id for one in listed]) | Q(
        kind=CaseKind.DOUBLE, entitlement_id__in=[one.entitlement_id for one in listed if one.entitlement_id]
    )
    rows = Case.objects.filter(about, state__in=(CaseState.OPEN, CaseState.PROPOSED))
    return rows.exclude(kind=CaseKind.STOCK_NEGATIVE).order_by("opened_at", "id").first()


def standing_givings(visit_id: UUID) -> list[Event]:
    """Return a visit's givings that were not voided, in the ledger's order."""
    voids = Event.objects.filter(type=EventType.VOID, target_id=OuterRef("id"))
    return list(Event.objects.filter(~Exists(voids), visit_id=visit_id, type__in=GIVING).order_by("position"))


def counts(event_id: UUID) -> bool:
    """Say whether a giving is in the books now."""
    return Payment.objects.filter(event_id=event_id, voided_by=None).exists()


def decided(officer: Officer, distribution_id: UUID) -> QuerySet[CaseDecision]:
    """Return what two persons decided about givings of a distribution, as far as the officer may see, the newest first."""
    rows = CaseDecision.objects.filter(
        case__in=listed(officer, distribution_id=distribution_id).order_by().values("id"), approved_at__isnull=False
    )
    known = (
        "case__recipient__person",
        "case__entitlement__allocation__benefit",
        "proposed_by",
        "approved_by",
        "answer",
    )
    return rows.select_related(*known).order_by("-approved_at", "id")


def open_count(distribution_id: UUID) -> int:
    """Count the cases of a distribution nobody has decided."""
    return Case.objects.filter(distribution_id=distribution_id, state__in=(CaseState.OPEN, CaseState.PROPOSED)).count()


def involved(case: Case, row: CaseDecision) -> frozenset[str]:
    """Return who may not approve: who proposed, and who handed over."""
    officers = {str(event.officer_id) for event in events_of(case) if event.officer_id}
    return frozenset({str(row.proposed_by_id)} | officers)


def reason_of(row: CaseDecision, column: str = "reason_sealed") -> str:
    """Open the reason of a decision (`reason_sealed`) or of its refusal (`refusal_sealed`)."""
    sealed = bytes(getattr(row, column))
    if not sealed:
        return ""
    subject_id = vault.office_subject_of(row.case.office_id)
    return vault.open_sealed(sealed, subject_id=subject_id, place=Place("handover_casedecision", column, row.id))


def extra_of(event: Event) -> dict[str, str]:
    """Open what is known of somebody who was not on the list: name, ordered_by, reason, address; empty where destroyed."""
    subject = str(ledger.body_of(event)["details"].get("subject", "")) or ledger.subject_beside(event)
    if event.type != EventType.EXTRA or not subject:
        return {}
    names = ("name", "ordered_by", "reason", "address")
    try:
        return {name: ledger.sealed_text(event, name, UUID(subject)) for name in names}
    except KeyDestroyed:
        return {}

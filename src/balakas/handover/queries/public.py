"""What anybody who holds a receipt code may know: whether it stands. Never who, never what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.handover.models.books import Payment, Visit
from balakas.handover.models.ledger import Event
from balakas.handover.queries import figures as counted
from balakas.handover.rules.events import CHECK_LENGTH, GIVING, EventType


@dataclass(frozen=True, slots=True)
class PublicReceipt:
    """`state`: `handed_over`, or `voided` where all of it was taken back. `programme` is the distribution's title."""

    state: str
    day: date
    programme: str
    office: str


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """How many of a running distribution's people have been reached."""

    distribution_id: UUID
    title: str
    period: str
    allocated: int
    served: int


def check(code: str) -> PublicReceipt | None:
    """Return what a receipt's twelve characters open, written with blanks or hyphens; None when there is no such receipt."""
    wanted = code.strip().upper().replace("-", "").replace(" ", "")
    if len(wanted) != CHECK_LENGTH:
        return None
    visit = Visit.objects.select_related("distribution", "office").filter(check_code=wanted).first()
    if visit is None:
        return None
    given = Event.objects.filter(visit_id=visit.id, type__in=GIVING).values_list("id", flat=True)
    voided = Event.objects.filter(type=EventType.VOID, target_id__in=given).values("target_id").distinct().count()
    return PublicReceipt(
        state="voided" if voided == len(given) else "handed_over",
        day=visit.day,
        programme=visit.distribution.title,
        office=visit.office.name,
    )


def handed_over(recipient_id: UUID) -> datetime | None:
    """Return when aid was last handed over to the holder of an invitation, None when nothing was yet."""
    rows = Payment.objects.filter(recipient_id=recipient_id, voided_by=None)
    return rows.order_by("-happened_at").values_list("happened_at", flat=True).first()


def figures(office_id: UUID) -> Sequence[PublicFigures]:
    """Return the figures of an office's running distributions of which something has been handed over."""
    found = [(case, counted.figures(case.id).total) for case in distributions.running(office_id)]
    return [
        PublicFigures(case.id, case.title, case.period_label, total.allocated, total.served)
        for case, total in found
        if total.served
    ]

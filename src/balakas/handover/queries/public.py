"""What anybody who holds a receipt code may know: whether it stands. Never who, never what."""

from dataclasses import dataclass
from datetime import date

from balakas.handover.models.books import Visit
from balakas.handover.models.ledger import Event
from balakas.handover.rules.events import CHECK_LENGTH, GIVING, EventType


@dataclass(frozen=True, slots=True)
class PublicReceipt:
    """`state`: `handed_over`, or `voided` where all of it was taken back. `programme` is the distribution's title."""

    state: str
    day: date
    programme: str
    office: str


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

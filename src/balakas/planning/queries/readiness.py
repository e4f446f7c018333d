"""The briefing and the checklist of one distribution."""

from uuid import UUID

from balakas.planning.models import Briefing, EquipmentItem
from balakas.planning.rules import readiness as rules


def briefing_of(distribution_id: UUID) -> Briefing | None:
    """Return the minutes with their attendance, None before they are begun."""
    return Briefing.objects.prefetch_related("attendees").filter(distribution_id=distribution_id).first()


def checklist_of(distribution_id: UUID) -> list[EquipmentItem]:
    """Return the checklist's lines in order; empty before it is begun."""
    return list(EquipmentItem.objects.filter(distribution_id=distribution_id).order_by("order"))


def mark_of(distribution_id: UUID) -> str:
    """Return the mark of the stored checklist, by which a form knows that nobody changed it meanwhile."""
    return rules.mark_of((one.name, one.quantity, one.state, one.note) for one in checklist_of(distribution_id))


def distribution_of_briefing(briefing_id: UUID) -> list[UUID]:
    """Return the distribution of a briefing, or nothing."""
    return list(Briefing.objects.filter(id=briefing_id).values_list("distribution_id", flat=True))

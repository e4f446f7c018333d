"""What anybody may know of closed reports: which distribution reached how many of whom it was meant for. Never who."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.reporting.models import Report
from balakas.reporting.rules import ReportState

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Published:
    """The frozen counts of one closed report."""

    title: str
    period: str
    closed_at: datetime
    allocated: int
    served: int


def published(office_id: UUID) -> list[Published]:
    """Return an office's last closed reports, the newest first, from their frozen figures. One query."""
    rows = Report.objects.filter(office_id=office_id, state=ReportState.CLOSED, closed_at__isnull=False)
    return [
        Published(
            title=row.distribution.title,
            period=row.distribution.period_label,
            closed_at=row.closed_at,
            allocated=int(row.snapshot["people"]["allocated"]),
            served=int(row.snapshot["people"]["served"]),
        )
        for row in rows.select_related("distribution").order_by("-closed_at")[:LIMIT]
        if row.closed_at and row.snapshot
    ]

"""Reports: the one that loads for a user, the list, and what waits."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import DistributionState
from balakas.reporting.models import Report
from balakas.reporting.rules import ReportState
from balakas.staff.rules import Officer, Right


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; it stands in the URL."""

    state: ReportState | None = None


def report_for(officer: Officer, distribution_id: UUID) -> Report | None:
    """Return the report of a distribution the officer may see, None before it was begun; else 404."""
    distributions.distribution_for(officer, distribution_id)
    if Right.REPORTS_READ not in officer.rights:
        raise Http404
    rows = Report.objects.select_related("distribution", "prepared_by", "countersigned_by")
    return rows.filter(distribution_id=distribution_id).first()


def report_of(distribution_id: UUID) -> Report | None:
    """Return the report of a distribution for other rooms, None before it was begun."""
    return Report.objects.filter(distribution_id=distribution_id).first()


def listed(officer: Officer, filters: Filters) -> QuerySet[Report]:
    """Return the office's reports, the newest first."""
    if Right.REPORTS_READ not in officer.rights:
        return Report.objects.none()
    rows = Report.objects.filter(office_id=officer.office_id)
    if filters.state:
        rows = rows.filter(state=filters.state)
    return rows.select_related("distribution", "prepared_by", "countersigned_by").order_by("-created_at", "-id")


def waiting_for(officer: Officer) -> list[Duty]:
    """Return the reports that wait for this officer's countersignature, and those sent back to be mended."""
    found: list[Duty] = []
    rows = Report.objects.filter(office_id=officer.office_id, distribution__state=DistributionState.OPEN)
    rows = rows.select_related("distribution")
    if Right.REPORTS_COUNTERSIGN in officer.rights:
        waiting = rows.filter(state=ReportState.SUBMITTED).exclude(prepared_by_id=officer.user_id)
        found += [_duty(row, "reporting.countersign", N_("Sahkan laporan %(title)s")) for row in waiting]
    if Right.REPORTS_WRITE in officer.rights:
        back = rows.filter(state=ReportState.DRAFT, prepared_by_id=officer.user_id).exclude(returned_reason="")
        found += [_duty(row, "reporting.mend", N_("Perbaiki laporan %(title)s")) for row in back]
    return found


def _duty(row: Report, code: str, title: str) -> Duty:
    return Duty(
        code=code,
        title=title,
        params={"title": row.distribution.title},
        url=reverse("reporting:workspace", kwargs={"distribution_id": row.distribution_id}),
        since=row.submitted_at or row.created_at,
        run_id=row.distribution.run_id,
        step=5,
    )

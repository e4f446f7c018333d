"""A report's life: begun, written, handed in, sent back, countersigned and closed with its figures frozen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.canonical import digest
from balakas.distributions.actions import distributions as distribution_actions
from balakas.distributions.queries import distributions
from balakas.reporting import rules
from balakas.reporting.models import Report
from balakas.reporting.queries import results, standing
from balakas.reporting.rules import ReportState
from balakas.sop.actions import evidence, steps
from balakas.sop.actions import run as sop_run
from balakas.staff import queries as staff
from balakas.staff.rules import Right

KIND = "report"
STEP_HANDOVER = 5
_LONGEST = 400


def start(*, distribution_id: UUID, by: Actor, at: datetime) -> Report:
    """Begin the report of a distribution, or return the one there is."""
    with transaction.atomic():
        held = distributions.locked(distribution_id)
        staff.check_right(by=by, right=Right.REPORTS_WRITE, at=at, office_id=held.office_id)
        found = Report.objects.filter(distribution_id=distribution_id).first()
        if found is not None:
            return found
        report = Report.objects.create(
            office_id=held.office_id,
            distribution_id=distribution_id,
            state=ReportState.DRAFT,
            prepared_by_id=UUID(by.id),
            created_at=at,
        )
        _record(report, "reporting.start", by, at)
    return report


def write(
    *,
    report_id: UUID,
    obstacles: Sequence[str],
    followups: Sequence[str],
    closing: str,
    version: int,
    by: Actor,
    at: datetime,
) -> Report:
    """Save what a person must write; the figures write themselves. Raises `WrongState`, `Changed`."""
    with transaction.atomic():
        report = _locked(report_id, Right.REPORTS_WRITE, by, at)
        rules.check_edit(ReportState(report.state), known_version=version, version=report.version)
        report.obstacles, report.followups = _lines(obstacles), _lines(followups)
        report.closing = closing.strip()
        report.prepared_by_id = UUID(by.id)
        _save(report)
        _record(report, "reporting.write", by, at)
    return report


def submit(*, report_id: UUID, by: Actor, at: datetime) -> Report:
    """Hand the report in for the second person. Raises `WrongState`, `OpenPoints`."""
    with transaction.atomic():
        report = _locked(report_id, Right.REPORTS_WRITE, by, at)
        points = rules.open_points(standing.standing_of(report.distribution_id))
        rules.check_submit(ReportState(report.state), points)
        report.state, report.submitted_at, report.returned_reason = ReportState.SUBMITTED, at, ""
        _save(report)
        _record(report, "reporting.submit", by, at)
    return report


def send_back(*, report_id: UUID, reason: str, by: Actor, at: datetime) -> Report:
    """Give a submitted report back to its writer with a reason. Raises `WrongState`, `ReasonMissing`."""
    if not reason.strip():
        raise rules.ReasonMissing
    with transaction.atomic():
        report = _locked(report_id, Right.REPORTS_COUNTERSIGN, by, at)
        rules.check_reopen(ReportState(report.state))
        report.state, report.returned_reason = ReportState.DRAFT, reason.strip()[:300]
        _save(report)
        _record(report, "reporting.send_back", by, at, reason=report.returned_reason)
    return report


def close(*, report_id: UUID, by: Actor, at: datetime) -> Report:
    """Countersign: freeze the figures, close the distribution and its SOP run, all in one.

    Raises `WrongState`, `SamePerson`, `OpenPoints`, and what closing the run raises (a required paper neither there nor
    excepted).
    """
    with transaction.atomic():
        report = _locked(report_id, Right.REPORTS_COUNTERSIGN, by, at)
        points = rules.open_points(standing.standing_of(report.distribution_id))
        rules.check_close(ReportState(report.state), points, prepared_by=report.prepared_by_id, by=UUID(by.id))
        report.snapshot = results.snapshot(report.distribution_id)
        report.snapshot_hash = digest(report.snapshot)
        report.state, report.countersigned_by_id, report.closed_at = ReportState.CLOSED, UUID(by.id), at
        _save(report)
        _close_run(report, by, at)
        distribution_actions.close(distribution_id=report.distribution_id, by=by, at=at)
        _record(report, "reporting.close", by, at, snapshot=report.snapshot_hash)
    return report


def _close_run(report: Report, by: Actor, at: datetime) -> None:
    run_id = distributions.distribution_of(report.distribution_id).run_id
    if run_id is None:
        return
    evidence.add_evidence(
        run_id=run_id, number=STEP_HANDOVER, requirement="laporan", kind=KIND, subject_id=report.id,
        label="Laporan kegiatan", by=by, at=at,
    )  # fmt: skip
    steps.sign_off(run_id=run_id, number=STEP_HANDOVER, by=by, at=at)
    sop_run.close_run(run_id=run_id, by=by, at=at)


def _locked(report_id: UUID, right: Right, by: Actor, at: datetime) -> Report:
    report = Report.objects.select_for_update().get(id=report_id)
    staff.check_right(by=by, right=right, at=at, office_id=report.office_id)
    return report


def _save(report: Report) -> None:
    report.version += 1
    report.save()


def _lines(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split())[:_LONGEST] for line in lines if line.strip()]


def _record(report: Report, act: str, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        office_id=report.office_id, by=by, at=at, act=act, kind=KIND, subject_id=report.id,
        label=report.distribution.title, details=details,
    )  # fmt: skip

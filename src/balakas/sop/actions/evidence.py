"""What stands for a paper, what it is without, and the days in the field.

Called by other rooms' actions, which have asked for their own right; an exemption asks for the right to sign off.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.sop.models import Evidence, Exemption, FieldDay, Step
from balakas.sop.queries import runs
from balakas.sop.rules import run as rules
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def add_evidence(
    *,
    run_id: UUID,
    number: int,
    requirement: str,
    kind: str,
    subject_id: UUID,
    label: str,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Let a record stand for a paper; the same record twice is one piece. Evidence may still come after the closing.

    A `requirement` that the office's sheet does not ask for is kept and shown as further evidence. Raises `StepUnknown`.
    """
    with transaction.atomic():
        step = runs.locked_step(run_id, number, open_only=False)
        known = step.evidence.filter(
            requirement=requirement, kind=kind, subject_id=subject_id, withdrawn_at=None
        ).first()
        if known is not None:
            return known
        row = Evidence.objects.create(
            step=step, requirement=requirement, kind=kind, subject_id=subject_id, label=label,
            by_kind=by.kind, by_id=by.id, by_label=by.label, recorded_at=at,
        )  # fmt: skip
        _record(step, by, at, "sop.add_evidence", {"requirement": requirement, "on": kind, "subject": str(subject_id)})
    return row


def withdraw_evidence(
    *, run_id: UUID, number: int, requirement: str, kind: str, subject_id: UUID, by: Actor, at: datetime, reason: str
) -> None:
    """Take a piece of evidence back (a cancelled duty order); the row stays with its reason. Raises `ReasonNeeded`."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        taken = step.evidence.filter(
            requirement=requirement, kind=kind, subject_id=subject_id, withdrawn_at=None
        ).update(withdrawn_at=at, withdrawn_reason=reason)
        if taken:
            details = {"requirement": requirement, "on": kind, "subject": str(subject_id), "reason": reason}
            _record(step, by, at, "sop.withdraw_evidence", details)


def except_requirement(
    *, run_id: UUID, number: int, requirement: str, by: Actor, at: datetime, reason: str
) -> Exemption:
    """Go without a paper, with a reason; the step keeps it in sight and the run may close. Raises `ReasonNeeded`.

    Raises `RequirementUnknown` for a paper the sheet does not ask for.
    """
    reason = rules.check_reason(reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        staff.check_right(by=by, right=Right.SOP_SIGN_OFF, at=at, office_id=step.run.office_id)
        rules.check_requirement(
            requirement, [one.code for one in runs.procedure_of(step.run).step(number).requirements]
        )
        row, _ = Exemption.objects.update_or_create(
            step=step, requirement=requirement,
            defaults={"reason": reason, "by_kind": by.kind, "by_id": by.id, "by_label": by.label, "recorded_at": at},
        )  # fmt: skip
        _record(step, by, at, "sop.except_requirement", {"requirement": requirement, "reason": reason})
    return row


def set_field_day(
    *,
    run_id: UUID,
    number: int,
    kind: str,
    subject_id: UUID,
    label: str,
    opened_at: datetime,
    by: Actor,
    at: datetime,
    closed_at: datetime | None = None,
) -> FieldDay:
    """Note a post's day: planned (`opened_at` is its first slot, still to come), held, or closed. Called again, it corrects.

    A post may have several days. A new plan takes the place of the old one that was not held; a day that is closed stays
    closed, and closing one ends plans for earlier days. Raises `EndsBeforeStart`, `StepUnknown`.
    """
    if closed_at is not None:
        rules.check_order(opened_at, closed_at)
    with transaction.atomic():
        step = runs.locked_step(run_id, number, open_only=False)
        day = staff.local_day(step.run.office, opened_at)
        rows = step.field_days.filter(kind=kind, subject_id=subject_id)
        row = rows.filter(day=day).first() or (rows.filter(closed_at=None).first() if closed_at is None else None)
        if row is None:
            row = FieldDay(step=step, kind=kind, subject_id=subject_id)
        elif row.closed_at is not None and closed_at is None:
            return row
        row.label, row.day, row.opened_at, row.closed_at = label, day, opened_at, closed_at
        row.by_kind, row.by_id, row.by_label, row.recorded_at = by.kind, by.id, by.label, at
        row.save()
        if closed_at is not None:
            rows.filter(closed_at=None, day__lt=day).delete()
        times = {"opened_at": opened_at.isoformat(), "closed_at": closed_at.isoformat() if closed_at else ""}
        _record(step, by, at, "sop.set_field_day", {"on": kind, "subject": str(subject_id), **times})
    return row


def drop_field_day(*, run_id: UUID, number: int, kind: str, subject_id: UUID, by: Actor, at: datetime) -> None:
    """Forget a planned day that will not be held (a post was cancelled)."""
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        dropped, _ = step.field_days.filter(kind=kind, subject_id=subject_id, closed_at=None).delete()
        if dropped:
            _record(step, by, at, "sop.drop_field_day", {"on": kind, "subject": str(subject_id)})


def _record(step: Step, by: Actor, at: datetime, act: str, details: Mapping[str, str]) -> None:
    audit.record(
        office_id=step.run.office_id, by=by, at=at, act=act, kind="sop_run", subject_id=step.run_id, label=step.run.label,
        details={"number": step.number, **details},
    )  # fmt: skip

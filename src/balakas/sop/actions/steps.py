"""What happens to one activity: start, pause, resume, sign off, take the sign-off back.

Starting is also done by other rooms' actions, which have asked for their own right. Signing off, pausing and taking back
ask for the right and, for the sign-off, for a performer of the step or somebody who may stand in.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.sop.models import Pause, SignOff, Step
from balakas.sop.queries import runs
from balakas.sop.rules import run as rules
from balakas.sop.rules.run import StepState
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def start_step(
    *, run_id: UUID, number: int, by: Actor, at: datetime, happened_at: datetime | None = None, reason: str = ""
) -> Step:
    """Start an activity. Raises `StepCannot` when it has started, `RunNotOpen`, `EarlierNeedsReason`, `HappensLater`."""
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        rules.check_step(runs.state_of(step), StepState.RUNNING, number)
        rules.check_waiting(runs.state_of(step), number)
        step.started_at, step.started_recorded_at = when, at
        step.started_by_id, step.started_by_label, step.start_reason = by.id, by.label, reason.strip()
        step.save()
        _record(step, "sop.start_step", by=by, at=at, when=when, reason=reason)
    return step


def ensure_started(
    *, run_id: UUID, number: int, by: Actor, at: datetime, happened_at: datetime | None = None, reason: str = ""
) -> Step:
    """Start an activity unless it has started already: for rooms whose first act in it is its start."""
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        if step.started_at is not None:
            return step
        return start_step(run_id=run_id, number=number, by=by, at=at, happened_at=happened_at, reason=reason)


def pause(
    *, run_id: UUID, number: int, by: Actor, at: datetime, reason: str, happened_at: datetime | None = None
) -> Pause:
    """Pause an activity while the office waits for others. Raises `ReasonNeeded`, `StepCannot`, `EndsBeforeStart`."""
    reason = rules.check_reason(reason)
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        _check_right(step, by, at)
        rules.check_step(runs.state_of(step), StepState.PAUSED, number)
        rules.check_order(step.started_at, when)
        row = Pause.objects.create(
            step=step, started_at=when, reason=reason, by_kind=by.kind, by_id=by.id, by_label=by.label, recorded_at=at
        )
        _record(step, "sop.pause", by=by, at=at, when=when, reason=reason)
    return row


def resume(
    *, run_id: UUID, number: int, by: Actor, at: datetime, happened_at: datetime | None = None, reason: str = ""
) -> Pause:
    """Go on after a pause. Raises `StepCannot` when the activity is not paused, `EarlierNeedsReason`."""
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        _check_right(step, by, at)
        rules.check_paused(runs.state_of(step), number)
        row = _end_pause(step, by, at, when)
        _record(step, "sop.resume", by=by, at=at, when=when, reason=reason)
    return row


def sign_off(
    *,
    run_id: UUID,
    number: int,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    reason: str = "",
    performer: Actor | None = None,
) -> SignOff:
    """Say that an activity is done. A pause that still lasts ends with it.

    `performer` is whose word it is where `by` only records it (a disposition written in pen); the calling action has then
    asked for the recorder's right. Right and position are always the performer's.

    Raises `PapersMissing` when papers are missing and no reason is given, `NotPerformer`, `StepCannot`, `RunNotOpen`,
    `EarlierNeedsReason`, `EndsBeforeStart`.
    """
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        performer = performer or by
        _check_right(step, performer, at)
        _check_performer(step, performer, at)
        state = runs.state_of(step)
        rules.check_step(state, StepState.SIGNED, number)
        rules.check_order(step.started_at, when)
        missing = len(runs.missing_of(step))
        rules.check_papers(number=number, missing=missing, reason=reason)
        if state is StepState.PAUSED:
            _end_pause(step, by, at, when)
        row = SignOff.objects.create(
            step=step, happened_at=when, reason=reason.strip(), missing=missing,
            performer_id=performer.id, performer_label=performer.label,
            by_kind=by.kind, by_id=by.id, by_label=by.label, recorded_at=at,
        )  # fmt: skip
        _record(step, "sop.sign_off", by=by, at=at, when=when, reason=reason, missing=missing)
    return row


def take_back(*, run_id: UUID, number: int, by: Actor, at: datetime, reason: str) -> Step:
    """Take a sign-off back: the activity goes on and its clock with it. Raises `ReasonNeeded`, `StepCannot`."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        step = runs.locked_step(run_id, number)
        _check_right(step, by, at)
        rules.check_signed(runs.state_of(step), number)
        row = step.sign_offs.get(withdrawn_at=None)
        row.withdrawn_at, row.withdrawn_by_label, row.withdrawn_reason = at, by.label, reason
        row.save()
        _record(step, "sop.take_back", by=by, at=at, when=at, reason=reason)
    return step


def _end_pause(step: Step, by: Actor, at: datetime, when: datetime) -> Pause:
    row = step.pauses.get(ended_at=None)
    rules.check_order(row.started_at, when)
    row.ended_at, row.ended_recorded_at, row.ended_by_label = when, at, by.label
    row.save()
    return row


def _check_right(step: Step, by: Actor, at: datetime) -> None:
    staff.check_right(by=by, right=Right.SOP_SIGN_OFF, at=at, office_id=step.run.office_id)


def _check_performer(step: Step, by: Actor, at: datetime) -> None:
    if by.kind == "system":
        return
    day = staff.local_day(step.run.office, at)
    held = {grant.position for grant in staff.grants_of(UUID(by.id)) if grant.holds_on(day)}
    rules.check_performer(
        positions=held, performers=runs.procedure_of(step.run).positions_of(step.number), number=step.number
    )


def _record(
    step: Step, act: str, *, by: Actor, at: datetime, when: datetime, reason: str, missing: int | None = None
) -> None:
    details: dict[str, object] = {"number": step.number, "reason": reason.strip()}
    if missing is not None:
        details["missing"] = missing
    audit.record(
        office_id=step.run.office_id, by=by, at=at, happened_at=when, act=act, kind="sop_run", subject_id=step.run_id,
        label=step.run.label, details=details,
    )  # fmt: skip

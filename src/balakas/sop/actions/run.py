"""A run from its letter to its closing.

`start_run` and `adopt_run` are called by other rooms' actions, which have asked for their own right; closing and stopping
ask for the right to sign off.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.sop.actions import procedures
from balakas.sop.models import Run, Step
from balakas.sop.queries import runs
from balakas.sop.rules import run as rules
from balakas.sop.rules.procedure import parse
from balakas.sop.rules.run import RunState
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def start_run(
    *,
    office_id: UUID,
    kind: str,
    subject_id: UUID,
    label: str,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    reason: str = "",
) -> Run:
    """Start a run on a record and its first activity; the procedure in force on that day holds until the end.

    Raises `EarlierNeedsReason` when it happened earlier and no reason says why, `HappensLater`. On a record that has a
    run already, returns that run.
    """
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        known = Run.objects.filter(kind=kind, subject_id=subject_id, office_id=office_id).first()
        if known is not None:
            return known
        day = staff.local_day(staff.office_of(office_id), when)
        procedure = procedures.in_force(office_id=office_id, day=day, at=at)
        run = Run.objects.create(
            office_id=office_id, procedure=procedure, kind=kind, subject_id=subject_id, label=label,
            origin_kind=kind, origin_id=subject_id, origin_label=label,
            started_at=when, start_reason=reason.strip(), by_kind=by.kind, by_id=by.id, by_label=by.label, recorded_at=at,
        )  # fmt: skip
        Step.objects.bulk_create(_steps(run, when, by, at, reason))
        audit.record(
            office_id=office_id, by=by, at=at, happened_at=when, act="sop.start_run", kind="sop_run", subject_id=run.id,
            label=label, details={"on": kind, "subject": str(subject_id), "procedure": procedure.version},
        )  # fmt: skip
    return run


def adopt_run(*, run_id: UUID, kind: str, subject_id: UUID, label: str, by: Actor, at: datetime) -> Run:
    """Put an open run onto the record it is really about: the distribution that came from the letter."""
    with transaction.atomic():
        run = runs.locked(run_id)
        rules.check_open(RunState(run.state))
        run.kind, run.subject_id, run.label = kind, subject_id, label
        run.save(update_fields=["kind", "subject_id", "label"])
        audit.record(
            office_id=run.office_id, by=by, at=at, act="sop.adopt_run", kind="sop_run", subject_id=run.id, label=label,
            details={"on": kind, "subject": str(subject_id)},
        )  # fmt: skip
    return run


def close_run(*, run_id: UUID, by: Actor, at: datetime, happened_at: datetime | None = None, reason: str = "") -> Run:
    """Close a run. Raises `RunNotReady` while a step is open or a paper has neither evidence nor an exemption."""
    when = rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        run = runs.locked(run_id)
        rules.check_run(RunState(run.state), RunState.CLOSED)
        staff.check_right(by=by, right=Right.SOP_SIGN_OFF, at=at, office_id=run.office_id)
        rules.check_closable(open_steps=runs.open_steps(run), missing=runs.missing_count(run))
        return _end(run, RunState.CLOSED, when=when, by=by, at=at, reason=reason)


def stop_run(*, run_id: UUID, by: Actor, at: datetime, reason: str) -> Run:
    """Stop a run that comes to nothing (the letter asks for no distribution). Raises `ReasonNeeded`."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        run = runs.locked(run_id)
        rules.check_run(RunState(run.state), RunState.STOPPED)
        staff.check_right(by=by, right=Right.SOP_SIGN_OFF, at=at, office_id=run.office_id)
        return _end(run, RunState.STOPPED, when=at, by=by, at=at, reason=reason)


def take_up_run(*, run_id: UUID, by: Actor, at: datetime, reason: str) -> Run:
    """Take a stopped run up again. Raises `ReasonNeeded`, `RunNotOpen` for a closed one."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        run = runs.locked(run_id)
        rules.check_run(RunState(run.state), RunState.OPEN)
        staff.check_right(by=by, right=Right.SOP_SIGN_OFF, at=at, office_id=run.office_id)
        run.state, run.ended_at, run.ended_recorded_at = RunState.OPEN, None, None
        run.ended_by_label = run.end_reason = ""
        run.save()
        _record(run, "sop.take_up_run", by=by, at=at, when=at, reason=reason)
    return run


def _steps(run: Run, when: datetime, by: Actor, at: datetime, reason: str) -> list[Step]:
    steps = [Step(run=run, number=one.number) for one in parse(run.procedure.data).steps]
    first = steps[0]
    first.started_at, first.started_recorded_at = when, at
    first.started_by_id, first.started_by_label, first.start_reason = by.id, by.label, reason.strip()
    return steps


def _end(run: Run, state: RunState, *, when: datetime, by: Actor, at: datetime, reason: str) -> Run:
    rules.check_order(run.started_at, when)
    run.state, run.ended_at, run.ended_recorded_at = state, when, at
    run.ended_by_label, run.end_reason = by.label, reason.strip()
    run.save()
    act = "sop.close_run" if state is RunState.CLOSED else "sop.stop_run"
    _record(run, act, by=by, at=at, when=when, reason=reason)
    return run


def _record(run: Run, act: str, *, by: Actor, at: datetime, when: datetime, reason: str) -> None:
    audit.record(
        office_id=run.office_id, by=by, at=at, happened_at=when, act=act, kind="sop_run", subject_id=run.id, label=run.label,
        details={"reason": reason.strip()},
    )  # fmt: skip

"""Finding runs, and the facts of one run that its actions decide on."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from balakas.sop.models import Evidence, Run, SignOff, Step
from balakas.sop.rules import run as rules
from balakas.sop.rules.procedure import Procedure, parse
from balakas.sop.rules.run import RunState, StepState
from balakas.staff.rules import Officer


def locked(run_id: UUID) -> Run:
    """Return a run under a lock; call it inside a transaction. Raises `RunUnknown`."""
    run = _locking().select_related("office", "procedure").filter(id=run_id).first()
    if run is None:
        raise rules.RunUnknown
    return run


def _locking() -> QuerySet[Run]:
    return Run.objects.select_for_update(of=("self",))


def locked_step(run_id: UUID, number: int, *, open_only: bool = True) -> Step:
    """Return an activity with its run locked. Raises `RunUnknown`, `RunNotOpen`, `StepUnknown`."""
    run = locked(run_id)
    if open_only:
        rules.check_open(RunState(run.state))
    step = Step.objects.filter(run=run, number=number).first()
    if step is None:
        raise rules.StepUnknown(number=number)
    step.run = run
    return step


def run_for(officer: Officer, run_id: UUID) -> Run:
    """Return a run of the officer's own office, else 404."""
    run = Run.objects.select_related("office", "procedure").filter(id=run_id, office_id=officer.office_id).first()
    if run is None:
        raise Http404
    return run


def run_on(*, office_id: UUID, kind: str, subject_id: UUID) -> Run | None:
    """Return the run on a record, or the one that began on it and was adopted since."""
    rows = Run.objects.filter(office_id=office_id)
    return (
        rows.filter(kind=kind, subject_id=subject_id).first()
        or rows.filter(origin_kind=kind, origin_id=subject_id).order_by("recorded_at").first()
    )


def runs_on(*, office_id: UUID, kind: str, subject_ids: list[UUID]) -> dict[UUID, UUID]:
    """Return the run's id for each of many records of one kind, adopted runs included. One query."""
    now = Q(kind=kind, subject_id__in=subject_ids)
    before = Q(origin_kind=kind, origin_id__in=subject_ids)
    found: dict[UUID, UUID] = {}
    for row in Run.objects.filter(now | before, office_id=office_id).order_by("recorded_at"):
        key = row.subject_id if row.kind == kind and row.subject_id in subject_ids else row.origin_id
        found.setdefault(key, row.id)
    return found


def ids_of(office_id: UUID, state: str) -> QuerySet[Run, UUID]:
    """Return the ids of the office's runs in a state, the newest first; any other word means all of them."""
    rows = Run.objects.filter(office_id=office_id).order_by("-started_at", "-id")
    if state in set(RunState):
        rows = rows.filter(state=state)
    return rows.values_list("id", flat=True)


def ids_awaiting_sign_off(office_id: UUID) -> list[UUID]:
    """Return the open runs with a started, unsigned activity that has some evidence: where a sign-off may be proposed."""
    evidence = Evidence.objects.filter(step=OuterRef("id"), withdrawn_at=None)
    signed = SignOff.objects.filter(step=OuterRef("id"), withdrawn_at=None)
    steps = Step.objects.filter(run__office_id=office_id, run__state=RunState.OPEN, started_at__isnull=False)
    return list(steps.filter(Exists(evidence), ~Exists(signed)).values_list("run_id", flat=True).distinct())


def counts(office_id: UUID) -> dict[str, int]:
    """Count the office's runs by state."""
    rows = Run.objects.filter(office_id=office_id).order_by().values_list("state").annotate(Count("id"))
    return {state.value: 0 for state in RunState} | dict(rows)


def procedure_of(run: Run) -> Procedure:
    """Return the run's procedure as data."""
    return parse(run.procedure.data)


def state_of(step: Step) -> StepState:
    """Return where an activity stands, from its rows."""
    return rules.step_state(
        started=step.started_at is not None,
        paused=step.pauses.filter(ended_at=None).exists(),
        signed=step.sign_offs.filter(withdrawn_at=None).exists(),
    )


def missing_of(step: Step) -> list[str]:
    """Return the codes of papers that have neither evidence nor an exemption."""
    there = set(step.evidence.filter(withdrawn_at=None).values_list("requirement", flat=True))
    there |= set(step.exemptions.values_list("requirement", flat=True))
    return [one.code for one in procedure_of(step.run).step(step.number).requirements if one.code not in there]


def missing_count(run: Run) -> int:
    """Count the papers of all activities that have neither evidence nor an exemption."""
    return sum(len(missing_of(step)) for step in _steps(run))


def open_steps(run: Run) -> list[int]:
    """Return the numbers of the activities that are not signed off."""
    return [step.number for step in _steps(run) if state_of(step) is not StepState.SIGNED]


def _steps(run: Run) -> list[Step]:
    steps = list(Step.objects.filter(run=run).order_by("number"))
    for step in steps:
        step.run = run
    return steps

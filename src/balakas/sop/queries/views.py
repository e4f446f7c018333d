"""A run as people see it: each activity with its clock, its papers and its people. The number of queries never grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from balakas.sop.models import Evidence, Run, SignOff, Step
from balakas.sop.queries import pages
from balakas.sop.queries.calendar import calendar_of
from balakas.sop.rules import charged, clock, procedure
from balakas.sop.rules import run as rules
from balakas.sop.rules.charged import StepTime
from balakas.sop.rules.run import Light, RunState, StepState

_RELATED = ("steps__evidence", "steps__exemptions", "steps__pauses", "steps__sign_offs", "steps__field_days")


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A record that stands for a paper; `url` is its page, "" where it has none (who may open it is the page's to say)."""

    kind: str
    subject_id: UUID
    label: str
    by_label: str
    recorded_at: datetime
    url: str = ""


@dataclass(frozen=True, slots=True)
class RequirementView:
    """A paper the step asks for, what stands for it, or why it goes without."""

    code: str
    label: str
    evidence: tuple[EvidenceView, ...]
    exempted: str = ""

    @property
    def missing(self) -> bool:
        """Neither evidence nor an exemption."""
        return not self.evidence and not self.exempted


@dataclass(frozen=True, slots=True)
class PauseView:
    """A pause with its reason; `ended_at` is None while it lasts."""

    started_at: datetime
    ended_at: datetime | None
    reason: str
    by_label: str


@dataclass(frozen=True, slots=True)
class SignView:
    """The sign-off in force; `missing` is how many papers were missing at that moment.

    `recorded_by` is the performer too, unless somebody recorded it for them.
    """

    happened_at: datetime
    recorded_at: datetime
    performer: str
    recorded_by: str
    reason: str
    missing: int


@dataclass(frozen=True, slots=True)
class StepView:
    """One activity of a run at a moment. Times are seconds in `time`; moments are UTC."""

    number: int
    printed: str
    activity: str
    output: str
    standard_words: str
    performers: tuple[str, ...]
    positions: frozenset[str]
    state: StepState
    light: Light
    time: StepTime
    due_at: datetime | None
    started_at: datetime | None
    started_recorded_at: datetime | None
    started_by: str
    start_reason: str
    signed: SignView | None
    requirements: tuple[RequirementView, ...]
    further: tuple[EvidenceView, ...]
    pauses: tuple[PauseView, ...]
    field_days: tuple[charged.FieldDay, ...]

    @property
    def missing(self) -> int:
        """How many papers have neither evidence nor an exemption."""
        return sum(one.missing for one in self.requirements)

    @property
    def state_word(self) -> str:
        """Message id of the state, which also says when the step is over its time."""
        return rules.word(self.state, self.light)

    @property
    def tone(self) -> str:
        """How the step is coloured: `good`, `warn`, `bad`, `accent` or `idle`."""
        return rules.tone(self.state, self.light)

    @property
    def light_word(self) -> str:
        """Message id of the lamp."""
        return rules.LIGHT_WORDS[self.light]

    @property
    def late_entry(self) -> bool:
        """Whether the start or the sign-off was recorded later than it happened."""
        signed_late = self.signed is not None and self.signed.happened_at != self.signed.recorded_at
        return self.started_at != self.started_recorded_at or signed_late

    @property
    def proposes_sign_off(self) -> bool:
        """Whether all evidence is there and one tap would finish the step."""
        return rules.proposes_sign_off(self.state, requirements=len(self.requirements), missing=self.missing)

    @property
    def complete_since(self) -> datetime | None:
        """When the last paper that was asked for came in; None while one is missing or none is asked for."""
        pieces = [piece.recorded_at for paper in self.requirements for piece in paper.evidence[:1]]
        return max(pieces) if pieces and not self.missing else None

    @property
    def open_pause(self) -> PauseView | None:
        """The pause that lasts now."""
        return next((one for one in self.pauses if one.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class RunView:
    """A run at a moment."""

    id: UUID
    office_id: UUID
    kind: str
    subject_id: UUID
    label: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    procedure: procedure.Procedure
    procedure_id: UUID
    version: int
    zone: str
    steps: tuple[StepView, ...]

    @property
    def light(self) -> Light:
        """The worst lamp of its activities."""
        return rules.run_light(step.light for step in self.steps)

    @property
    def used(self) -> int:
        """Seconds charged so far."""
        return sum(step.time.used for step in self.steps)

    @property
    def standard(self) -> int:
        """Seconds of the whole standard."""
        return sum(step.time.standard for step in self.steps)

    @property
    def closable(self) -> bool:
        """Whether `close_run` would pass its gate."""
        return self.state is RunState.OPEN and rules.can_close(
            open_steps=[step.number for step in self.steps if step.state is not StepState.SIGNED],
            missing=sum(step.missing for step in self.steps),
        )

    def step(self, number: int) -> StepView:
        """Return the activity of that number."""
        return next(step for step in self.steps if step.number == number)


def run_view(run_id: UUID, at: datetime) -> RunView:
    """Return one run as it stands at `at`. Raises `RunUnknown`."""
    run = _loaded(Run.objects.filter(id=run_id)).first()
    if run is None:
        raise rules.RunUnknown
    return _run_view(run, calendar_of(run.office_id, at), at)


def run_views(
    office_id: UUID, at: datetime, *, run_ids: Sequence[UUID] | None = None, open_only: bool = False, limit: int = 100
) -> list[RunView]:
    """Return many runs of one office, the newest first; the same number of queries for one as for a hundred."""
    rows = _loaded(Run.objects.filter(office_id=office_id))
    if run_ids is not None:
        rows = rows.filter(id__in=run_ids)
    if open_only:
        rows = rows.filter(state=RunState.OPEN)
    calendar = calendar_of(office_id, at)
    return [_run_view(run, calendar, at) for run in rows.order_by("-started_at", "-id")[:limit]]


def _loaded(rows: QuerySet[Run]) -> QuerySet[Run]:
    return rows.select_related("procedure").prefetch_related(*_RELATED)


def _run_view(run: Run, calendar: clock.Calendar, at: datetime) -> RunView:
    sheet = procedure.parse(run.procedure.data)
    now = min(at, run.ended_at) if run.ended_at else at
    rows = {step.number: step for step in run.steps.all()}
    return RunView(
        id=run.id,
        office_id=run.office_id,
        kind=run.kind,
        subject_id=run.subject_id,
        label=run.label,
        state=RunState(run.state),
        started_at=run.started_at,
        ended_at=run.ended_at,
        procedure=sheet,
        procedure_id=run.procedure_id,
        version=run.procedure.version,
        zone=calendar.zone,
        steps=tuple(_step_view(sheet, one, rows[one.number], calendar, now, run=run) for one in sheet.steps),
    )


def _step_view(
    sheet: procedure.Procedure, one: procedure.Step, row: Step, calendar: clock.Calendar, now: datetime, *, run: Run
) -> StepView:
    signed = next((sign for sign in row.sign_offs.all() if sign.withdrawn_at is None), None)
    pauses = sorted(row.pauses.all(), key=lambda pause: pause.started_at)
    state = rules.step_state(
        started=row.started_at is not None, paused=any(p.ended_at is None for p in pauses), signed=signed is not None
    )
    requirements, further = _papers(one, row, run)
    time = _time(one, row, calendar, signed.happened_at if signed else now)
    missing = sum(paper.missing for paper in requirements)
    return StepView(
        number=one.number,
        printed=one.printed,
        activity=one.activity,
        output=one.output,
        standard_words=one.time,
        performers=tuple(performer.label for performer in sheet.performers_of(one.number)),
        positions=sheet.positions_of(one.number),
        state=state,
        light=rules.light(state, time, missing=missing),
        time=time,
        due_at=_due(state, time, calendar, now),
        started_at=row.started_at,
        started_recorded_at=row.started_recorded_at,
        started_by=row.started_by_label,
        start_reason=row.start_reason,
        requirements=requirements,
        further=further,
        pauses=tuple(PauseView(p.started_at, p.ended_at, p.reason, p.by_label) for p in pauses),
        field_days=tuple(
            charged.FieldDay(day.opened_at, day.closed_at)
            for day in sorted(row.field_days.all(), key=lambda day: day.opened_at)
        ),
        signed=_signed(signed),
    )


def _signed(row: SignOff | None) -> SignView | None:
    if row is None:
        return None
    return SignView(row.happened_at, row.recorded_at, row.performer_label, row.by_label, row.reason, row.missing)


def _papers(one: procedure.Step, row: Step, run: Run) -> tuple[tuple[RequirementView, ...], tuple[EvidenceView, ...]]:
    held = [piece for piece in sorted(row.evidence.all(), key=lambda piece: piece.id) if piece.withdrawn_at is None]
    exempted = {exemption.requirement: exemption.reason for exemption in row.exemptions.all()}
    asked = {paper.code for paper in one.requirements}
    papers = tuple(
        RequirementView(
            paper.code,
            paper.label,
            tuple(_evidence(piece, run) for piece in held if piece.requirement == paper.code),
            exempted.get(paper.code, ""),
        )
        for paper in one.requirements
    )
    return papers, tuple(_evidence(piece, run) for piece in held if piece.requirement not in asked)


def _evidence(piece: Evidence, run: Run) -> EvidenceView:
    url = pages.page_of(piece.kind, piece.subject_id, run.subject_id if run.kind == "distribution" else None)
    return EvidenceView(piece.kind, piece.subject_id, piece.label, piece.by_label, piece.recorded_at, url)


def _time(one: procedure.Step, row: Step, calendar: clock.Calendar, end: datetime) -> StepTime:
    if row.started_at is None:
        return StepTime(0, one.seconds)
    pauses = [(pause.started_at, pause.ended_at) for pause in row.pauses.all()]
    if one.counted_as is procedure.CountedAs.OFFICE:
        return charged.office_time(calendar, standard=one.seconds, start=row.started_at, end=end, pauses=pauses)
    days = [charged.FieldDay(day.opened_at, day.closed_at) for day in row.field_days.all()]
    return charged.field_time(calendar, standard=one.seconds, start=row.started_at, end=end, days=days, pauses=pauses)


def _due(state: StepState, time: StepTime, calendar: clock.Calendar, now: datetime) -> datetime | None:
    """Return until when the step is in time if its clock runs on from now; None when it does not run or is over."""
    if state is not StepState.RUNNING or time.remaining < 0:
        return None
    return clock.deadline(calendar, now, time.remaining)

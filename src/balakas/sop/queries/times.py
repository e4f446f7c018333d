"""How long each activity really takes against its standard."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from uuid import UUID

from balakas.sop.queries.views import RunView, StepView, run_views
from balakas.sop.rules.run import RunState, StepState

LAST = 100


@dataclass(frozen=True, slots=True)
class RealTime:
    """One activity over the latest runs: times in seconds, `median` None while it was never finished."""

    number: int
    activity: str
    standard: int
    finished: int
    late: int
    median: int | None
    longest: int | None


def real_times(office_id: UUID, at: datetime) -> list[RealTime]:
    """Return each activity's finished times over the latest hundred runs that were not stopped."""
    views = [view for view in run_views(office_id, at, limit=LAST) if view.state is not RunState.STOPPED]
    if not views:
        return []
    return [_real_time(step, views) for step in views[0].steps]


def _real_time(step: StepView, views: list[RunView]) -> RealTime:
    same = [one for view in views for one in view.steps if one.number == step.number]
    used = [one.time.used for one in same if one.state is StepState.SIGNED]
    late = sum(one.state is StepState.SIGNED and one.time.remaining < 0 for one in same)
    return RealTime(
        number=step.number,
        activity=step.activity,
        standard=step.time.standard,
        finished=len(used),
        late=late,
        median=round(median(used)) if used else None,
        longest=max(used, default=None),
    )

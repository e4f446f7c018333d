"""What waits for an officer, from every room, each with the clock of the SOP step it belongs to, the oldest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from balakas.common.duties import Duty
from balakas.distributions.queries import distributions
from balakas.handover.queries import duties as handover
from balakas.letters.queries import dispositions as letters
from balakas.papers.queries import duties as papers
from balakas.planning.queries import duties as planning
from balakas.recipients.queries import about as recipients
from balakas.reporting.queries import reports as reporting
from balakas.sop.queries import duties as sop_duties
from balakas.sop.queries import views as sop_views
from balakas.sop.queries.views import RunView, StepView
from balakas.staff.rules import Officer

Source = Callable[[Officer, datetime], Sequence[Duty]]
SOURCES: tuple[Source, ...] = (
    papers.waiting_for,
    sop_duties.waiting_for,
    lambda officer, at: letters.waiting_for(officer),  # noqa: ARG005 -- these rooms need no clock
    lambda officer, at: distributions.waiting_for(officer),  # noqa: ARG005
    lambda officer, at: recipients.waiting_for(officer),  # noqa: ARG005
    planning.waiting_for,
    handover.waiting_for,
    lambda officer, at: reporting.waiting_for(officer),  # noqa: ARG005
)
"""One per room, in the order of the street."""


@dataclass(frozen=True, slots=True)
class Line:
    """One duty as the home page shows it: its sentence, where it is done, and its clock where it has one."""

    duty: Duty
    title: str
    step: StepView | None
    run_label: str
    overdue: bool


def waiting(officer: Officer, at: datetime, sources: Sequence[Source] | None = None) -> list[Line]:
    """Return the officer's duties, the oldest first. The number of queries does not grow with them."""
    duties = [duty for source in (SOURCES if sources is None else sources) for duty in source(officer, at)]
    run_ids = list({duty.run_id for duty in duties if duty.run_id})
    runs = {view.id: view for view in sop_views.run_views(officer.office_id, at, run_ids=run_ids)} if run_ids else {}
    return [_line(duty, runs.get(duty.run_id) if duty.run_id else None, at) for duty in sorted(duties, key=_oldest)]


def _oldest(duty: Duty) -> datetime:
    return duty.since


def _line(duty: Duty, run: RunView | None, at: datetime) -> Line:
    step = next((one for one in run.steps if one.number == duty.step), None) if run else None
    return Line(
        duty=duty,
        title=gettext(duty.title) % duty.params if duty.params else gettext(duty.title),
        step=step,
        run_label=run.label if run else "",
        overdue=duty.deadline is not None and duty.deadline < at,
    )

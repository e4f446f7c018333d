"""The letter's SOP run as the letter's page shows it: activities 1 and 2 with their clocks."""

from datetime import datetime
from uuid import UUID

from balakas.letters import rules
from balakas.sop.queries import views
from balakas.sop.queries.views import RunView, StepView


def run_of(run_id: UUID | None, at: datetime) -> RunView | None:
    """Return a letter's run as it stands at `at`; None for a letter that started none."""
    return None if run_id is None else views.run_view(run_id, at)


def first_steps(run: RunView) -> list[StepView]:
    """Return activities 1 and 2 of a run."""
    return [run.step(number) for number in (rules.STEP_LETTER, rules.STEP_DISPOSITION)]

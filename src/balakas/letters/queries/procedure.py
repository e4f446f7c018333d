"""The letter's SOP run as the letter's page shows it: activities 1 and 2 with their clocks."""

from datetime import datetime
from uuid import UUID

from balakas.letters import rules
from balakas.sop.queries import views
from balakas.sop.queries.views import StepView


def first_steps(run_id: UUID | None, at: datetime) -> list[StepView]:
    """Return activities 1 and 2 of a run; nothing for a letter that started none."""
    if run_id is None:
        return []
    run = views.run_view(run_id, at)
    return [run.step(number) for number in (rules.STEP_LETTER, rules.STEP_DISPOSITION)]

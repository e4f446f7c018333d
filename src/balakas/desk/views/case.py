"""The distribution page: the SOP is the page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.web import staff_page
from balakas.desk.queries import board
from balakas.desk.queries import case as case_queries
from balakas.distributions.queries import distributions
from balakas.distributions.rules import distribution as rules
from balakas.sop.queries import duties as sop_duties
from balakas.sop.queries import views as sop_views
from balakas.staff.rules import Officer, Right


@staff_page(Right.DISTRIBUTIONS_READ)
def show(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show one distribution: five activities down the page, each with its clock, its papers and its workspace."""
    officer: Officer = request.officer  # type: ignore[attr-defined]  # set by the middleware
    case = distributions.distribution_for(officer, distribution_id)
    run = sop_views.run_view(case.run_id, timezone.now()) if case.run_id else None
    spaces = case_queries.workspaces(officer, case)
    counted = case_queries.counted_villages(officer, case)
    state = rules.DistributionState(case.state)
    return render(
        request,
        "desk/distribution.html",
        {
            "case": case,
            "run": run,
            "strip": board.steps_of(run, request.path) if run else [],
            "state_word": rules.STATE_WORDS[state],
            "state_tone": rules.STATE_TONES[state],
            "giver_word": rules.GIVER_WORDS[rules.Giver(case.giver)],
            "allocations": case_queries.allocations(case),
            "activities": [(step, spaces[step.number]) for step in run.steps if step.number in spaces] if run else [],
            "spaces": spaces,
            "villages": counted,
            "map": case_queries.village_states(counted, officer.office_id, case.office.region_code)
            if counted
            else None,
            "chart": [
                {
                    "label": f"{step.number}. {gettext(board.SHORT.get(step.number, step.activity))}",
                    "used": step.time.used,
                    "standard": step.time.standard,
                }
                for step in run.steps
            ]
            if run
            else [],
            "may_act": Right.SOP_SIGN_OFF in officer.rights,
            "signable": sop_duties.signable(run, officer) if run else (),
            "back": request.path,
        },
    )

"""What of the SOP itself waits for somebody: a step whose evidence is all there, one tap from done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.sop.queries.runs import ids_awaiting_sign_off
from balakas.sop.queries.views import RunView, StepView, run_views
from balakas.sop.rules.run import can_sign_off
from balakas.staff.rules import Officer, Right

SHORT = {1: N_("Surat"), 2: N_("Disposisi"), 3: N_("Penerima"), 4: N_("Pengarahan"), 5: N_("Penyaluran")}
"""One word per activity of BALAKAS, where its sentence has no room."""

_SIGN_OFF = N_("Nyatakan selesai kegiatan %(number)s: %(label)s")


def waiting_for(officer: Officer, at: datetime) -> list[Duty]:
    """Return the sign-offs that wait for this officer, the oldest first."""
    if Right.SOP_SIGN_OFF not in officer.rights:
        return []
    ids = ids_awaiting_sign_off(officer.office_id)
    views = run_views(officer.office_id, at, run_ids=ids, limit=len(ids)) if ids else []
    found = [_duty(view, step) for view in views for step in view.steps if _waits(step, officer)]
    return sorted(found, key=lambda duty: duty.since)


def clocks_for(officer: Officer, at: datetime, *, limit: int = 20) -> list[RunView]:
    """Return the office's open runs for the five-step strips of the home page."""
    if Right.SOP_READ not in officer.rights:
        return []
    return run_views(officer.office_id, at, open_only=True, limit=limit)


def strip(view: RunView, *, url: str = "") -> list[dict[str, str]]:
    """Return a run's activities for `<c-strip>`: a short name, the lamp as tone, the state as word."""
    return [
        {
            "name": gettext(SHORT.get(step.number, "")),
            "tone": step.tone,
            "word": gettext(step.state_word),
            "url": url,
        }
        for step in view.steps
    ]


def signable(view: RunView, officer: Officer) -> frozenset[int]:
    """Return the numbers of the activities this officer may sign off: as performer, or in a performer's place."""
    if Right.SOP_SIGN_OFF not in officer.rights:
        return frozenset()
    may = [step for step in view.steps if can_sign_off(positions=officer.positions, performers=step.positions)]
    return frozenset(step.number for step in may)


def _waits(step: StepView, officer: Officer) -> bool:
    return step.proposes_sign_off and can_sign_off(positions=officer.positions, performers=step.positions)


def _duty(view: RunView, step: StepView) -> Duty:
    return Duty(
        code="sop.sign_off",
        title=_SIGN_OFF,
        params={"number": str(step.number), "label": view.label},
        url=reverse("sop:run", args=[view.id]),
        since=step.complete_since or step.started_at or view.started_at,
        run_id=view.id,
        step=step.number,
    )

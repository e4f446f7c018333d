"""The running distributions as five-step strips."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from balakas.common.messages import N_
from balakas.sop.queries import views as sop_views
from balakas.sop.queries.views import RunView
from balakas.staff.rules import Officer, Right

SHORT = {1: N_("Surat"), 2: N_("Disposisi"), 3: N_("Data penerima"), 4: N_("Pengarahan"), 5: N_("Penyaluran")}
"""One or two words per activity, where its sentence has no room."""
LIMIT = 20
_PAGES = {"distribution": ("desk:distribution", "distribution_id"), "letter": ("letters:detail", "letter_id")}


def strips(officer: Officer, at: datetime) -> list[dict[str, object]] | None:
    """Return the office's open runs, the newest first; None for an officer who may not see them."""
    if Right.SOP_READ not in officer.rights:
        return None
    return [_strip(officer, run) for run in sop_views.run_views(officer.office_id, at, open_only=True, limit=LIMIT)]


def steps_of(run: RunView, url: str = "") -> list[dict[str, str]]:
    """Return the run's activities as `<c-strip>` wants them; each leads to its place on the run's page."""
    return [
        {
            "name": gettext(SHORT.get(step.number, "")),
            "tone": step.tone,
            "word": gettext(step.state_word),
            "url": f"{url}#kegiatan-{step.number}" if url else "",
        }
        for step in run.steps
    ]


def page_of(run: RunView) -> str:
    """Return the page the run is about, "" where there is none."""
    name, argument = _PAGES.get(run.kind, ("", ""))
    try:
        return reverse(name, kwargs={argument: run.subject_id}) if name else ""
    except NoReverseMatch:
        return ""


def _opens(officer: Officer, kind: str) -> bool:
    return reads_letters(officer) if kind == "letter" else Right.DISTRIBUTIONS_READ in officer.rights


def reads_letters(officer: Officer) -> bool:
    """Say whether an officer may open letters and dispositions, so that nobody is given a link that answers 404."""
    return Right.LETTERS_READ in officer.rights or Right.LETTERS_REGISTER in officer.rights


def _strip(officer: Officer, run: RunView) -> dict[str, object]:
    url = page_of(run) if _opens(officer, run.kind) else ""
    return {"label": run.label, "url": url, "used": run.used, "standard": run.standard, "steps": steps_of(run, url)}

"""Where the records live that stand for papers: by the names of pages, for this room knows none of the later ones."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

_OWN = {
    "letter": ("letters:detail", "letter_id"),
    "disposisi": ("letters:disposisi", "disposisi_id"),
    "distribution": ("recipients:workspace", "distribution_id"),
    "general_photo": ("handover:photo", "photo_id"),
    "planning_checklist": ("planning:equipment", "distribution_id"),
}
"""Pages found by the record's own id; a distribution stands for its people's papers, looked through village by village."""
_OF_DISTRIBUTION = {
    "planning_plan": "planning:schedule",
    "planning_duty_order": "planning:order",
    "planning_briefing": "planning:briefing",
    "report": "reporting:workspace",
}
"""Pages of the distribution the run is about."""


def page_of(kind: str, subject_id: UUID, distribution_id: UUID | None) -> str:
    """Return the address of the page about a record; "" for a kind that has none. Whether somebody may open it is not asked."""
    name, argument = _OWN.get(kind, ("", ""))
    about: UUID | None = subject_id
    if not name:
        name, argument, about = _OF_DISTRIBUTION.get(kind, ""), "distribution_id", distribution_id
    try:
        return reverse(name, kwargs={argument: about}) if name and about else ""
    except NoReverseMatch:
        return ""

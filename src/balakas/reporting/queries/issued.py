"""The papers of a distribution, wherever they hang: on its letter, its plan, its posts, its report."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.papers.queries import papers
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.states import PaperState
from balakas.planning.queries import duty, plans

ORDER = (
    PaperKind.DISPOSITION, PaperKind.SPT, PaperKind.SCHEDULE, PaperKind.BRIEFING, PaperKind.EQUIPMENT,
    PaperKind.REPLACEMENT, PaperKind.SPTJM, PaperKind.ARRIVAL, PaperKind.RECEIPT_LIST, PaperKind.RETURNED,
    PaperKind.DAY_CLOSE, PaperKind.BAST, PaperKind.BRIDGE, PaperKind.REPORT,
)  # fmt: skip
"""The order of the accounts' bundle (LPJ)."""


def papers_of(distribution_id: UUID) -> list[Any]:
    """Return the papers of a distribution that are not cancelled, in the order of the bundle."""
    held = distributions.distribution_of(distribution_id)
    subjects: list[tuple[str, UUID | None]] = [
        ("distribution", distribution_id),
        ("letter", held.letter_id),
        ("planning_plan", getattr(plans.plan_of(distribution_id), "id", None)),
        ("planning_duty_order", getattr(duty.order_of(distribution_id), "id", None)),
        *(("planning_post", post.id) for post in plans.posts_for(distribution_id)),
    ]
    found: dict[UUID, Any] = {}
    for kind, subject_id in subjects:
        if subject_id is None:
            continue
        for paper in papers.papers_about(held.office_id, kind, subject_id):
            if paper.state != PaperState.CANCELLED:
                found[paper.id] = paper
    return sorted(found.values(), key=lambda paper: (_place(paper.kind), paper.drafted_at))


def split_after(kind: PaperKind, listed: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the papers up to and with those of `kind`, and those after: what has no paper of its own comes between."""
    place = _place(kind)
    return [one for one in listed if _place(one.kind) <= place], [one for one in listed if _place(one.kind) > place]


def _place(kind: str) -> int:
    places = {one: index for index, one in enumerate(ORDER)}
    return places.get(PaperKind(kind), len(ORDER))

"""What is open before a report, asked of the rooms that know."""

from typing import Any
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.handover.queries import cases, figures, for_report
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.states import PaperState
from balakas.planning.queries import plans
from balakas.recipients.queries import listed
from balakas.reporting.queries import issued
from balakas.reporting.rules import Standing

_WAITING = (PaperState.NUMBERED, PaperState.PRINTED)
_FIELD = (PaperKind.ARRIVAL, PaperKind.RETURNED, PaperKind.DAY_CLOSE)
"""Minutes that stand as drafts the moment the thing happened: the accounts lack them until they are signed."""


def standing_of(distribution_id: UUID) -> Standing:
    """Count what is open for one distribution."""
    compared = distributions.compared(distribution_id, listed.allocated(distribution_id))
    villages = set(listed.people_by_village(distribution_id))
    verified = listed.verified_villages(distribution_id)
    alone = listed.waits_for_second_person(distribution_id)
    counted = figures.figures(distribution_id).total
    return Standing(
        unexplained_differences=sum(row.unexplained for row in compared),
        uncountersigned_villages=len((villages - verified) | (alone & villages)),
        open_posts=len(for_report.open_days(distribution_id)),
        open_cases=cases.open_count(distribution_id),
        unsigned_papers=sum(_waits(paper) for paper in issued.papers_of(distribution_id)),
        without_result=counted.allocated - counted.served,
    )


def _waits(paper: Any) -> bool:
    return paper.state in _WAITING or (paper.state == PaperState.DRAFT and paper.kind in _FIELD)


def posts_without_close(distribution_id: UUID) -> list[str]:
    """Return the names of the posts with an open day."""
    names = {post.id: post.name for post in plans.posts_for(distribution_id)}
    return sorted({names.get(post_id, "") for post_id, _ in for_report.open_days(distribution_id)} - {""})

"""Today's posts in the field with how far each is: for the home page, asked again every minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from balakas.handover.queries import board, figures
from balakas.planning.queries import plans
from balakas.staff.rules import Officer, Right


@dataclass(frozen=True, slots=True)
class PostToday:
    """One post of today: its first time, how many are expected and served."""

    name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    served: int
    url: str


def posts_today(officer: Officer, at: datetime) -> list[PostToday]:
    """Return today's posts in order; a fixed number of queries for each distribution that hands out today."""
    if not officer.rights.intersection({Right.HANDOVER_READ, Right.HANDOVER_RECORD}):
        return []
    slots = board.today(officer, at)["slots"]
    counted = {slot.post.distribution_id: _by_post(slot.post.distribution_id) for slot in slots}
    return [
        PostToday(
            name=slot.post.name,
            title=slot.post.distribution.title,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            expected=counted[slot.post.distribution_id].get(slot.post_id, figures.People()).allocated,
            served=counted[slot.post.distribution_id].get(slot.post_id, figures.People()).served,
            url=_page(slot.post_id),
        )
        for slot in slots
    ]


def _by_post(distribution_id: UUID) -> Mapping[UUID, figures.People]:
    villages = figures.figures(distribution_id).villages
    found: dict[UUID, set[str]] = {}
    for code, post_id in plans.village_posts(distribution_id).items():
        found.setdefault(post_id, set()).add(code)
    return {post_id: board.sum_of(villages, codes) for post_id, codes in found.items()}


def _page(post_id: UUID) -> str:
    try:
        return reverse("handover:post", kwargs={"post_id": post_id})
    except NoReverseMatch:
        return ""

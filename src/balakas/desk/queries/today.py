"""Today's posts in the field with how far each is: for the home page, asked again every minute."""

from collections.abc import Collection, Mapping
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
    """Return today's posts in order. The number of queries grows neither with people nor with the distributions that hand out today."""
    if not officer.rights.intersection({Right.HANDOVER_READ, Right.HANDOVER_RECORD}):
        return []
    slots = board.today(officer, at)["slots"]
    counted = _by_post({slot.post.distribution_id for slot in slots})
    return [
        PostToday(
            name=slot.post.name,
            title=slot.post.distribution.title,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            expected=counted.get(slot.post_id, figures.People()).allocated,
            served=counted.get(slot.post_id, figures.People()).served,
            url=_page(slot.post_id),
        )
        for slot in slots
    ]


def _by_post(distribution_ids: Collection[UUID]) -> Mapping[UUID, figures.People]:
    villages = figures.people_in(distribution_ids)
    found: dict[tuple[UUID, UUID], set[str]] = {}
    for distribution_id, posts in plans.village_posts_in(distribution_ids).items():
        for code, post_id in posts.items():
            found.setdefault((distribution_id, post_id), set()).add(code)
    return {post_id: board.sum_of(villages[one], codes) for (one, post_id), codes in found.items()}


def _page(post_id: UUID) -> str:
    try:
        return reverse("handover:post", kwargs={"post_id": post_id})
    except NoReverseMatch:
        return ""

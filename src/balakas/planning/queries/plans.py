"""The plan of one distribution: method, posts, times, as actions lock them and pages show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from balakas.common.prepared import Prepared
from balakas.planning.models import Invitation, Plan, Post, PostVillage, Slot
from balakas.planning.rules.slots import SlotGone
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer

_GOOD = Q(voided_at=None) & ~Q(recipient__state=RecipientState.OUT)


def plan_of(distribution_id: UUID) -> Plan | None:
    """Return the plan, None before anything was decided."""
    return Plan.objects.select_related("decided_by", "announced_by").filter(distribution_id=distribution_id).first()


def posts_for(distribution_id: UUID) -> list[Post]:
    """Return the posts in order, each with `villages`, live `slots` (`live_slots`) and its officer. Three queries."""
    slots = Slot.objects.filter(cancelled_at=None).annotate(people=_people()).order_by("starts_at")
    rows = (
        Post.objects.filter(distribution_id=distribution_id, removed_at=None)
        .select_related("officer")
        .prefetch_related("villages", Prefetch("slots", queryset=slots, to_attr="live_slots"))
        .order_by("order", "name", "id")
    )
    return list(rows)


def post_for(officer: Officer, post_id: UUID) -> Post:
    """Return a live post of the officer's office, with its distribution, else 404."""
    row = (
        Post.objects.select_related("distribution", "officer")
        .prefetch_related("villages")
        .filter(id=post_id, distribution__office_id=officer.office_id, removed_at=None)
        .first()
    )
    if row is None or not _sees(officer, [village.village_code for village in row.villages.all()]):
        raise Http404
    return row


def version_of_post(post_id: UUID) -> int:
    """Return how often a post was saved."""
    return Post.objects.values_list("version", flat=True).get(id=post_id)


def version_of_slot(slot_id: UUID) -> int:
    """Return how often a time has been saved. Raises `Slot.DoesNotExist`."""
    return Slot.objects.values_list("version", flat=True).get(id=slot_id)


def is_live(slot_id: UUID) -> bool:
    """Say whether a time still stands."""
    return Slot.objects.filter(id=slot_id, cancelled_at=None).exists()


def slot_for(officer: Officer, slot_id: UUID, *, cancelled_too: bool = False) -> Slot:
    """Return a live time of the officer's office with its post, else 404; `cancelled_too` for who had it open."""
    row = (
        Slot.objects.select_related("post__distribution")
        .filter(id=slot_id, post__distribution__office_id=officer.office_id, post__removed_at=None)
        .first()
    )
    if row is None or (row.cancelled_at is not None and not cancelled_too):
        raise Http404
    post_for(officer, row.post_id)
    return row


def slots_today(office_id: UUID, start: datetime, end: datetime) -> QuerySet[Slot]:
    """Return the live times of an office between two moments, with post and distribution, in order."""
    return (
        Slot.objects.filter(
            post__distribution__office_id=office_id,
            post__removed_at=None,
            cancelled_at=None,
            starts_at__gte=start,
            starts_at__lt=end,
        )
        .select_related("post__distribution", "post__officer")
        .annotate(people=_people())
        .order_by("starts_at", "post__order")
    )


def village_posts(distribution_id: UUID) -> dict[str, UUID]:
    """Return the post each village comes to."""
    return village_posts_in([distribution_id]).get(distribution_id, {})


def village_posts_in(distribution_ids: Collection[UUID]) -> dict[UUID, dict[str, UUID]]:
    """Return, for each of several distributions that has posts, the post each village comes to. One query."""
    rows = PostVillage.objects.filter(distribution_id__in=distribution_ids, post__removed_at=None)
    found: dict[UUID, dict[str, UUID]] = {}
    for distribution, village, post in rows.values_list("distribution_id", "village_code", "post_id"):
        found.setdefault(distribution, {})[village] = post
    return found


def villages_at(slot: Slot) -> set[str]:
    """Return the villages that are called at a time: its own, else all of its post."""
    return set(slot.villages) or set(
        PostVillage.objects.filter(post_id=slot.post_id).values_list("village_code", flat=True)
    )


def visible_posts(officer: Officer, posts: Iterable[Post]) -> list[Post]:
    """Leave the posts an officer may see: a village's own officer sees those its village comes to."""
    return [post for post in posts if _sees(officer, [village.village_code for village in post.villages.all()])]


def distribution_of_post(post_id: UUID) -> UUID:
    """Return the distribution of a live post, to be locked before it. Raises `Post.DoesNotExist`."""
    return Post.objects.values_list("distribution_id", flat=True).get(id=post_id, removed_at=None)


def distribution_of_slot(slot_id: UUID) -> UUID:
    """Return the distribution of a time, also a cancelled one. Raises `Slot.DoesNotExist`."""
    return Slot.objects.values_list("post__distribution_id", flat=True).get(id=slot_id)


def locked_post(post_id: UUID) -> Post:
    """Return a post under a lock with its distribution; call it inside a transaction. Raises `Post.DoesNotExist`."""
    return _locking().select_related("distribution").get(id=post_id, removed_at=None)


def locked_slot(slot_id: UUID) -> Slot:
    """Return a live time, its post locked. Raises `SlotGone` when it was cancelled."""
    slot = Slot.objects.select_related("post").get(id=slot_id)
    if slot.cancelled_at is not None:
        raise SlotGone
    slot.post = locked_post(slot.post_id)
    return slot


def other_times(post_id: UUID, *, without: UUID | None = None) -> list[tuple[datetime, datetime]]:
    """Return start and end of the post's live times."""
    rows = Slot.objects.filter(post_id=post_id, cancelled_at=None)
    if without is not None:
        rows = rows.exclude(id=without)
    return list(rows.values_list("starts_at", "ends_at"))


def invited_to(slot_id: UUID) -> int:
    """Count the live invitations for a time."""
    return Invitation.objects.filter(_GOOD, slot_id=slot_id).count()


def invited_villages(post_id: UUID) -> set[str]:
    """Return the villages whose recipients hold a live invitation to the post."""
    rows = Invitation.objects.filter(_GOOD, slot__post_id=post_id)
    return set(rows.values_list("recipient__village_code", flat=True))


def _locking() -> QuerySet[Post]:
    return Post.objects.select_for_update(of=("self",))


def _people() -> Count:
    return Count(
        "invitations", filter=Q(invitations__voided_at=None) & ~Q(invitations__recipient__state=RecipientState.OUT)
    )


def _sees(officer: Officer, villages: list[str]) -> bool:
    return officer.villages is None or bool(officer.villages & set(villages))


@dataclass(frozen=True, slots=True)
class Place:
    """A post as ingestion needs it: where it is (microdegrees), how goods are handed out there, in whose distribution."""

    id: UUID
    distribution_id: UUID
    office_id: UUID
    state: str
    method: str
    lat_micro: int | None
    lng_micro: int | None


def places_in(post_ids: Collection[UUID]) -> list[Place]:
    """Return posts with their distribution's office and state, also removed ones."""
    return [Place(*row) for row in _PLACES.rows(post_ids)]


_PLACES = Prepared(
    lambda ids: Post.objects.filter(id__in=ids).values_list(
        "id", "distribution_id", "distribution__office_id", "distribution__state", "method", "lat_micro", "lng_micro"
    )
)


def posts_in(post_ids: Iterable[UUID]) -> list[Post]:
    """Return posts with their distributions, also removed ones, in a fixed order."""
    rows = Post.objects.select_related("distribution").filter(id__in=set(post_ids))
    return list(rows.order_by("distribution_id", "order", "id"))

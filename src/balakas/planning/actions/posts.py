"""Posts and their times: added, changed, taken away.

The distribution is locked first, always: whoever plans it at the same time waits there, and no two wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.letters.rules import check_version
from balakas.planning.actions.plan import Case, open_case, record
from balakas.planning.models import Post, PostVillage, Slot
from balakas.planning.queries import plans
from balakas.planning.rules import posts as rules
from balakas.planning.rules import slots as slot_rules
from balakas.sop.actions import evidence
from balakas.sop.rules.clock import Calendar

FIELD_STEP = 5
KIND = "planning_post"


@dataclass(frozen=True, slots=True)
class Place:
    """A post as it is entered. `villages` come to it; the first one is where it stands unless `at_village` says so."""

    name: str
    method: slot_rules.Method
    villages: tuple[str, ...]
    place: str = ""
    at_village: str = ""
    officer_id: UUID | None = None
    position: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time as it is entered. `villages` empty calls all of the post's; `accepted` are the oddities somebody saw."""

    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None
    villages: tuple[str, ...] = ()
    note: str = ""
    accepted: frozenset[slot_rules.Oddity] = frozenset()


def add_post(*, distribution_id: UUID, place: Place, by: Actor, at: datetime) -> Post:
    """Add a post. Raises `PostWithoutVillage`, `VillageElsewhere` when a village already comes to another one."""
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        rules.check_villages(place.villages, plans.village_posts(case.id), post_id=None)
        last = Post.objects.filter(distribution_id=case.id, removed_at=None).order_by("-order").first()
        post = Post(distribution_id=case.id, order=last.order + 1 if last else 1)
        _fill(post, place)
        _call(case, post, place.villages)
        record(case, "planning.add_post", by, at, {"post": str(post.id), "villages": list(place.villages)})
    return post


def change_post(*, post_id: UUID, place: Place, seen_version: int, by: Actor, at: datetime) -> Post:
    """Change a post and the villages that come to it. Raises `ChangedMeanwhile` and what `add_post` raises.

    A village that has invitations stays: raises `VillageInvited`.
    """
    with transaction.atomic():
        case = open_case(plans.distribution_of_post(post_id), by, at)
        post = plans.locked_post(post_id)
        check_version(post.version, seen_version)
        rules.check_villages(place.villages, plans.village_posts(case.id), post_id=post.id)
        rules.check_leaving(plans.invited_villages(post.id) - set(place.villages))
        post.version += 1
        _fill(post, place)
        _call(case, post, place.villages)
        record(case, "planning.change_post", by, at, {"post": str(post.id), "villages": list(place.villages)})
    return post


def remove_post(*, post_id: UUID, by: Actor, at: datetime) -> None:
    """Take a post away, with its times. Raises `SlotInUse` when somebody is invited to one of them."""
    with transaction.atomic():
        case = open_case(plans.distribution_of_post(post_id), by, at)
        post = plans.locked_post(post_id)
        if plans.invited_villages(post.id):
            raise slot_rules.SlotInUse
        Slot.objects.filter(post=post, cancelled_at=None).update(cancelled_at=at)
        PostVillage.objects.filter(post=post).delete()
        post.removed_at = at
        post.version += 1
        post.save(update_fields=["removed_at", "version"])
        _plan_field_day(case, post, by, at)
        record(case, "planning.remove_post", by, at, {"post": str(post.id)})


def add_slot(*, post_id: UUID, time: Time, calendar: Calendar, by: Actor, at: datetime) -> Slot:
    """Add a time to a post. Raises `SlotBackwards`, `SlotOverlaps`, `OddityUnseen` for what nobody has accepted yet."""
    with transaction.atomic():
        case = open_case(plans.distribution_of_post(post_id), by, at)
        post = plans.locked_post(post_id)
        slot = Slot(post=post)
        _set(slot, time, calendar, at, people=0)
        _plan_field_day(case, post, by, at)
        record(case, "planning.add_slot", by, at, {"post": str(post.id), "starts_at": time.starts_at.isoformat()})
    return slot


def change_slot(*, slot_id: UUID, time: Time, seen_version: int, calendar: Calendar, by: Actor, at: datetime) -> Slot:
    """Move a time. Invitations keep it, and are to be printed anew.

    Raises `SlotGone`, `ChangedMeanwhile` and what `add_slot` raises.
    """
    with transaction.atomic():
        case = open_case(plans.distribution_of_slot(slot_id), by, at)
        slot = plans.locked_slot(slot_id)
        check_version(slot.version, seen_version)
        slot.version += 1
        before = slot.starts_at.isoformat()
        _set(slot, time, calendar, at, people=plans.invited_to(slot.id))
        _plan_field_day(case, slot.post, by, at)
        details: dict[str, object] = {"slot": str(slot.id), "before": before, "after": time.starts_at.isoformat()}
        record(case, "planning.change_slot", by, at, details)
    return slot


def cancel_slot(*, slot_id: UUID, by: Actor, at: datetime) -> None:
    """Take a time away. Raises `SlotGone`, and `SlotInUse` while somebody is invited to it."""
    with transaction.atomic():
        case = open_case(plans.distribution_of_slot(slot_id), by, at)
        slot = plans.locked_slot(slot_id)
        if plans.invited_to(slot.id):
            raise slot_rules.SlotInUse
        slot.cancelled_at = at
        slot.save(update_fields=["cancelled_at"])
        _plan_field_day(case, slot.post, by, at)
        record(case, "planning.cancel_slot", by, at, {"slot": str(slot.id)})


def _fill(post: Post, place: Place) -> None:
    post.name, post.place, post.method = place.name.strip(), place.place.strip(), place.method
    post.village_code = place.at_village or place.villages[0]
    post.officer_id = place.officer_id
    post.lat_micro, post.lng_micro = place.position or (None, None)
    post.save()


def _call(case: Case, post: Post, villages: tuple[str, ...]) -> None:
    PostVillage.objects.filter(post=post).exclude(village_code__in=villages).delete()
    known = set(PostVillage.objects.filter(post=post).values_list("village_code", flat=True))
    PostVillage.objects.bulk_create(
        [PostVillage(distribution_id=case.id, post=post, village_code=code) for code in villages if code not in known]
    )
    for slot in Slot.objects.filter(post=post, cancelled_at=None):
        staying = [code for code in slot.villages if code in villages]
        if staying != slot.villages:
            slot.villages = staying
            slot.version += 1
            slot.save(update_fields=["villages", "version"])


def _set(slot: Slot, time: Time, calendar: Calendar, at: datetime, *, people: int) -> None:
    others = plans.other_times(slot.post_id, without=slot.id)
    slot_rules.check_times(time.starts_at, time.ends_at, calendar.zone, others)
    odd = slot_rules.oddities_of(time.starts_at, time.ends_at, calendar, now=at, people=people, capacity=time.capacity)
    slot_rules.check_seen(odd, time.accepted)
    slot.starts_at, slot.ends_at, slot.capacity = time.starts_at, time.ends_at, time.capacity
    slot.villages, slot.note, slot.accepted = list(time.villages), time.note.strip(), [str(one) for one in odd]
    slot.save()


def _plan_field_day(case: Case, post: Post, by: Actor, at: datetime) -> None:
    """Tell the SOP's clock when the post's next day is planned; a post without times has none."""
    if case.run_id is None:
        return
    starts = [start for start, _ in plans.other_times(post.id)]
    coming = [start for start in starts if start >= at] or starts
    if coming:
        evidence.set_field_day(
            run_id=case.run_id, number=FIELD_STEP, kind=KIND, subject_id=post.id, label=post.name,
            opened_at=min(coming), by=by, at=at,
        )  # fmt: skip
    else:
        evidence.drop_field_day(run_id=case.run_id, number=FIELD_STEP, kind=KIND, subject_id=post.id, by=by, at=at)

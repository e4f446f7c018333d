"""What a distribution amounts to, counted from the books: they are the ledger's own, and a test compares the two."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from balakas.handover.models.books import Failure, Payment, Visit
from balakas.handover.models.ledger import Event
from balakas.handover.queries import days, entrusted, places
from balakas.handover.rules.events import EventType
from balakas.recipients.queries import field as recipients


@dataclass(slots=True)
class People:
    """Counts of people. `waiting` are neither served nor marked; `failed` were marked and not served since.

    `entrusted` are those waiting whose things somebody took along; they have not received anything.
    """

    allocated: int = 0
    served: int = 0
    by_proxy: int = 0
    replaced: int = 0
    failed: int = 0
    entrusted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        """Those nothing was recorded of."""
        return max(0, self.allocated - self.served - self.failed)

    @property
    def unrecorded(self) -> int:
        """Those waiting of whom nothing at all is known."""
        return max(0, self.waiting - self.entrusted)


@dataclass(slots=True)
class Amount:
    """One allocation, in the benefit's smallest unit; `people` have it on the list, `served` got something of it."""

    allocated: int = 0
    given: int = 0
    people: int = 0
    served: int = 0

    @property
    def rest(self) -> int:
        """What was not given."""
        return self.allocated - self.given


@dataclass(slots=True)
class Figures:
    """A distribution's figures: of all, by village code, by allocation, and both."""

    total: People
    villages: dict[str, People]
    allocations: dict[UUID, Amount]
    village_allocations: dict[tuple[str, UUID], Amount]


def figures(distribution_id: UUID) -> Figures:
    """Count a distribution. Seven queries, whatever its size; ten where something was entrusted."""
    villages = people_in([distribution_id])[distribution_id]
    return Figures(
        total=_sum(villages),
        villages=villages,
        allocations=_amounts(distribution_id),
        village_allocations=_village_amounts(distribution_id),
    )


Places = dict[UUID, dict[str, People]]
"""Counts of people by distribution and village code."""


def people_in(distribution_ids: Collection[UUID]) -> Places:
    """Count the people of several distributions, village by village: four queries, seven where something was entrusted."""
    places: Places = {one: {} for one in distribution_ids}
    _allocated(places)
    served = _served(places)
    carried = _entrusted(places, served)
    _failed(places, served | carried)
    return places


def _at(places: Places, distribution_id: UUID, village: str) -> People:
    return places[distribution_id].setdefault(village, People())


def _allocated(places: Places) -> None:
    rows = _roots(places).values("recipient__distribution", "recipient__village_code")
    for row in rows.annotate(people=Count("recipient", distinct=True)):
        _at(places, row["recipient__distribution"], row["recipient__village_code"]).allocated = row["people"]


def _served(places: Places) -> set[UUID]:
    rows = _paid(places).values_list(
        "recipient_id", "recipient__distribution_id", "recipient__village_code", "by_proxy", "replacement"
    )
    people: dict[UUID, tuple[UUID, str, bool, bool]] = {}
    for recipient, distribution, village, proxy, replacement in rows:
        *_, before, other = people.get(recipient, (False, False))
        people[recipient] = (distribution, village, bool(before or proxy), bool(other or replacement))
    for distribution, village, proxy, replacement in people.values():
        counted = _at(places, distribution, village)
        counted.served += 1
        counted.by_proxy += proxy
        counted.replaced += replacement
    return set(people)


def _entrusted(places: Places, served: set[UUID]) -> set[UUID]:
    on_way = entrusted.on_their_way_in(places)
    for recipient, one in on_way.items():
        if recipient not in served and one.event.distribution_id:
            _at(places, one.event.distribution_id, one.village).entrusted += 1
    return set(on_way)


def _failed(places: Places, served: set[UUID]) -> None:
    rows = Failure.objects.filter(distribution_id__in=places, closed_by=None)
    columns = ("recipient_id", "distribution_id", "recipient__village_code", "reason")
    for recipient, distribution, village, reason in rows.values_list(*columns):
        if recipient in served:
            continue
        counted = _at(places, distribution, village)
        counted.failed += 1
        counted.reasons[reason] += 1


def _amounts(distribution_id: UUID) -> dict[UUID, Amount]:
    found: dict[UUID, Amount] = {}
    for (_, allocation), amount in _village_amounts(distribution_id).items():
        total = found.setdefault(allocation, Amount())
        total.allocated += amount.allocated
        total.given += amount.given
        total.people += amount.people
        total.served += amount.served
    return found


def _village_amounts(distribution_id: UUID) -> dict[tuple[str, UUID], Amount]:
    found: dict[tuple[str, UUID], Amount] = {}
    listed = _roots([distribution_id]).values("recipient__village_code", "allocation")
    for row in listed.annotate(total=Sum("amount"), people=Count("recipient", distinct=True)):
        key = (row["recipient__village_code"], row["allocation"])
        found[key] = Amount(allocated=row["total"], people=row["people"])
    paid = _paid([distribution_id]).values("recipient__village_code", "entitlement__allocation")
    for row in paid.annotate(total=Sum("quantity"), people=Count("recipient", distinct=True)):
        amount = found.setdefault((row["recipient__village_code"], row["entitlement__allocation"]), Amount())
        amount.given, amount.served = row["total"], row["people"]
    return found


def _sum(villages: dict[str, People]) -> People:
    total = People()
    for one in villages.values():
        total.allocated += one.allocated
        total.served += one.served
        total.by_proxy += one.by_proxy
        total.replaced += one.replaced
        total.failed += one.failed
        total.entrusted += one.entrusted
        total.reasons += one.reasons
    return total


def _roots(distribution_ids: Collection[UUID]) -> Any:
    """Return the entitlements of the lists themselves: remainders are parts of them, cancelled ones are none."""
    return recipients.entitlements_on(distribution_ids).filter(remainder_of=None).exclude(state="cancelled")


def _paid(distribution_ids: Collection[UUID]) -> Any:
    return Payment.objects.filter(distribution_id__in=distribution_ids, voided_by=None)


def day_figures(distribution_id: UUID, post_id: UUID, day: date) -> dict[str, Any]:
    """Return a post's day as its close keeps it: people, goods by benefit id, entries of the ledger."""
    listed = recipients.recipients_of(distribution_id, places.villages_at(distribution_id, post_id))
    paid = Payment.objects.filter(post_id=post_id, day=day, voided_by=None)
    failed = Failure.objects.filter(post_id=post_id, day=day, closed_by=None)
    events = Event.objects.filter(post_id=post_id, day=day)
    stock = days.stock_of(post_id, until=day)
    people = set(listed.exclude(state="out").values_list("id", flat=True))
    said = people & _said(distribution_id, until=day)
    carried = (people & set(entrusted.on_their_way(distribution_id, until=day))) - said
    today = {*paid.values_list("recipient", flat=True), *failed.values_list("recipient", flat=True)}
    return {
        "people": len(people),
        "earlier": len(said - today),
        "entrusted": len(carried),
        "unrecorded": len(people - said - carried),
        "reasons": dict(sorted(Counter(failed.values_list("reason", flat=True)).items())),
        "served": paid.values("recipient").distinct().count(),
        "by_proxy": paid.filter(by_proxy=True).values("recipient").distinct().count(),
        "replaced": paid.filter(replacement=True).values("recipient").distinct().count(),
        "absent": failed.filter(type=EventType.ABSENT).count(),
        "refused": failed.filter(type=EventType.REFUSE).count(),
        "voids": events.filter(type=EventType.VOID).count(),
        "visits": Visit.objects.filter(post_id=post_id, day=day).count(),
        "officers": sorted({str(one) for one in events.values_list("officer_id", flat=True) if one}),
        "items": {
            str(benefit): {
                "issued": one.issued, "handed": one.handed, "returned": one.returned, "damaged": one.damaged,
                "short": one.short, "remaining": one.remaining,
            }
            for benefit, one in stock.items()
        },
    }  # fmt: skip


def _said(distribution_id: UUID, *, until: date) -> set[UUID]:
    """Return those of whom something stands up to a day: given, or why not. Of the others nobody said anything."""
    paid = _paid([distribution_id]).filter(day__lte=until)
    failed = Failure.objects.filter(distribution_id=distribution_id, closed_by=None, day__lte=until)
    return {*paid.values_list("recipient_id", flat=True), *failed.values_list("recipient_id", flat=True)}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a post is: people expected, served, marked, and the last thing recorded."""

    expected: int
    served: int
    failed: int


def progress(distribution_id: UUID, posts: dict[str, UUID]) -> dict[UUID, Progress]:
    """Return how far each post is; `posts` maps a village to its post."""
    counted = figures(distribution_id)
    found: dict[UUID, list[int]] = {}
    for village, people in counted.villages.items():
        post = posts.get(village)
        if post is None:
            continue
        row = found.setdefault(post, [0, 0, 0])
        row[0] += people.allocated
        row[1] += people.served
        row[2] += people.failed
    return {post: Progress(*row) for post, row in found.items()}

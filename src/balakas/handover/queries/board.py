"""The boards of the field: today's posts, a distribution's progress, one post. A fixed number of queries each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.handover.queries import cases, days, entrusted, figures, people, places
from balakas.handover.queries.figures import People
from balakas.handover.rules.verdicts import Verdict
from balakas.planning.queries import plans
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import Officer

EXPECTED_LIMIT = 40
CHOICE_LIMIT = 200
"""Longer than anybody ticks; who is not among them is entrusted from his own page."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with its figures."""

    post: Any
    slot: Any
    people: People
    title: str


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village with its figures."""

    name: str
    people: People


def today(officer: Officer, at: datetime) -> dict[str, Any]:
    """Return today's posts, each once with its first time, and the running distributions."""
    start, end = places.day_of(officer.office_id, at)
    first: dict[UUID, Any] = {}
    for slot in plans.slots_today(officer.office_id, start, end):
        first.setdefault(slot.post_id, slot)
    running = list(distributions.running(officer.office_id))
    return {"slots": list(first.values()), "running": running, "day": start.date()}


def overview(officer: Officer, distribution_id: UUID) -> dict[str, Any]:
    """Return a distribution's posts and villages with their figures."""
    counted = figures.figures(distribution_id)
    names = places.village_names(officer.office_id)
    posts = plans.visible_posts(officer, plans.posts_for(distribution_id))
    lines = [
        PostLine(post, _first(post), sum_of(counted.villages, {row.village_code for row in post.villages.all()}), "")
        for post in posts
    ]
    villages = [
        VillageLine(names.get(code, code), one)
        for code, one in sorted(counted.villages.items(), key=lambda row: names.get(row[0], row[0]))
        if officer.villages is None or code in officer.villages
    ]
    amounts = [
        (row, counted.allocations.get(row.id, figures.Amount()))
        for row in distributions.allocations_of(distribution_id)
    ]
    return {
        "posts": lines, "villages": villages, "total": sum_of(counted.villages, _seen(officer, counted.villages)),
        "amounts": amounts if officer.villages is None else [], "open_cases": cases.open_count(distribution_id),
    }  # fmt: skip


def post(officer: Officer, place: Any, at: datetime) -> dict[str, Any]:
    """Return what a post's page shows: figures, goods, pages still out, whether the day is open, the next people."""
    counted = figures.figures(place.distribution_id)
    day = staff.local_day(staff.office_of(officer.office_id), at)
    visible = _visible(officer, place)
    return {
        "people": sum_of(counted.villages, visible),
        "stock": _stock(place),
        "outstanding": len(days.outstanding_pages(place.id)),
        "is_open": days.is_open(place.id, day),
        "closes": days.closes_of(place.id, day),
        "day": day,
        "expected": _expected(officer, place, visible),
    }


def _expected(officer: Officer, place: Any, villages: set[str]) -> list[people.Found]:
    """Return the first people with something open and nothing marked, as a list to tap on."""
    rows = recipients.open_at(place.distribution_id, villages)[:EXPECTED_LIMIT]
    return people.found(officer, place.id, rows)


def may_be_entrusted(officer: Officer, place: Any, first: UUID | None) -> list[people.Found]:
    """Return those of whom something may be taken along at a post, `first` before all; at most `CHOICE_LIMIT` and one."""
    visible = _visible(officer, place)
    rows = recipients.open_at(place.distribution_id, visible)
    ahead = list(rows.filter(id=first)) if first else []
    others = rows.exclude(id=first) if first else rows
    listed = people.found(officer, place.id, [*ahead, *others[:CHOICE_LIMIT]])
    return [one for one in listed if one.verdict is Verdict.DUE and not one.entrusted]


def on_their_way(officer: Officer, place: Any) -> list[people.Found]:
    """Return those something was taken along for at a post and who have not received it."""
    ids = list(entrusted.on_their_way(place.distribution_id, post_id=place.id))
    rows = recipients.recipients_in(ids)
    seen = [rows[one] for one in ids if officer.villages is None or rows[one].village_code in officer.villages]
    return people.found(officer, place.id, seen)


def _visible(officer: Officer, place: Any) -> set[str]:
    serving = places.villages_at(place.distribution_id, place.id)
    return serving if officer.villages is None else serving & officer.villages


def _stock(place: Any) -> list[tuple[Any, Any]]:
    benefits = {row.benefit_id: row.benefit for row in distributions.allocations_of(place.distribution_id)}
    return [(benefits[key], one) for key, one in days.stock_of(place.id).items() if key in benefits]


def _first(place: Any) -> Any:
    slots = getattr(place, "live_slots", [])
    return slots[0] if slots else None


def _seen(officer: Officer, villages: Mapping[str, People]) -> set[str]:
    return set(villages) if officer.villages is None else set(villages) & officer.villages


def sum_of(villages: Mapping[str, People], codes: set[str]) -> People:
    """Return the figures of some villages together."""
    total = People()
    for code in codes & set(villages):
        one = villages[code]
        total.allocated += one.allocated
        total.served += one.served
        total.by_proxy += one.by_proxy
        total.replaced += one.replaced
        total.failed += one.failed
        total.entrusted += one.entrusted
        total.reasons += one.reasons
    return total

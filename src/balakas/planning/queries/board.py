"""The schedule as a page shows it: a calendar of times, a map of villages, the posts with what is odd about their times."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from balakas.common.indonesian import clock
from balakas.planning.models import Post, Slot
from balakas.planning.rules.calendar import Span
from balakas.planning.rules.slots import METHOD_WORDS, ODDITY_SENTENCES, Method, oddities_of
from balakas.regions.queries import villages as places
from balakas.sop.queries.calendar import holidays_of
from balakas.sop.rules.clock import Calendar


@dataclass(frozen=True, slots=True)
class Entry:
    """A time in the calendar: hours, post, people invited, whether it was cancelled of something unusual."""

    slot_id: UUID
    hours: str
    post: str
    people: int
    odd: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar. `closed` names the holiday, or says that the office is closed."""

    day: date
    inside: bool
    closed: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A time of a post with its sentences."""

    slot: Slot
    hours: str
    people: int
    villages: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with its words."""

    post: Post
    method: str
    villages: tuple[str, ...]
    people: int
    times: tuple[Timed, ...]


def days(posts: Iterable[Post], span: Span, calendar: Calendar) -> list[list[Day]]:
    """Return the calendar's weeks with the times of `posts`."""
    zone = ZoneInfo(calendar.zone)
    found: dict[date, list[Entry]] = defaultdict(list)
    for post, slot in _slots(posts):
        start = slot.starts_at.astimezone(zone)
        entry = Entry(slot.id, _hours(slot, zone), post.name, slot.people, odd=bool(slot.accepted))  # type: ignore[attr-defined]  # annotated
        found[start.date()].append(entry)
    names = {one.day: one.name for year in {span.first.year, span.last.year} for one in holidays_of(year)}
    return [
        [
            Day(
                day,
                span.inside(day),
                _closed(day, calendar, names),
                tuple(sorted(found[day], key=lambda one: one.hours)),
            )
            for day in week
        ]
        for week in span.weeks
    ]


def shown(
    posts: Sequence[Post], calendar: Calendar, names: Mapping[str, str], counts: Mapping[str, int], now: datetime
) -> list[Shown]:
    """Return the posts with their villages, people and times; a time's sentences say what is unusual about it."""
    return [
        Shown(
            post=post,
            method=gettext(METHOD_WORDS[Method(post.method)]),
            villages=tuple(names.get(code, code) for code in _codes(post)),
            people=sum(counts.get(code, 0) for code in _codes(post)),
            times=tuple(_timed(slot, calendar, names, now) for slot in post.live_slots),  # type: ignore[attr-defined]  # prefetched
        )
        for post in posts
    ]


def map_data(
    *, office_id: UUID, district_code: str, distribution_id: UUID, posts: Sequence[Post], counts: Mapping[str, int]
) -> dict[str, object] | None:
    """Return `<c-map>`'s data: each village with recipients, whether it has a time; None where no place is known."""
    timed = {code: post for post in posts for code in _codes(post) if post.live_slots}  # type: ignore[attr-defined]  # prefetched
    mapped = places.village_map(office_id, district_code)
    points = [
        {
            "name": village["name"],
            "lat": village["point"][1],
            "lon": village["point"][0],
            "state": _state(village["code"], timed, counts),
            "word": _word(village["code"], timed, counts),
            "url": _url(village["code"], timed, distribution_id),
        }
        for village in mapped
        if village["point"]
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"name": village["name"]},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in village["rings"]]},
        }
        for village in mapped
        if village["rings"] and not village["doubtful"]
    ]
    if not points:
        return None
    return {"points": points, "boundaries": {"type": "FeatureCollection", "features": features}}


def _slots(posts: Iterable[Post]) -> list[tuple[Post, Slot]]:
    return [(post, slot) for post in posts for slot in post.live_slots]  # type: ignore[attr-defined]  # prefetched


def _codes(post: Post) -> list[str]:
    return [row.village_code for row in post.villages.all()]


def _timed(slot: Slot, calendar: Calendar, names: Mapping[str, str], now: datetime) -> Timed:
    people = slot.people  # type: ignore[attr-defined]  # annotated
    odd = oddities_of(slot.starts_at, slot.ends_at, calendar, now=now, people=people, capacity=slot.capacity)
    return Timed(
        slot=slot,
        hours=_hours(slot, ZoneInfo(calendar.zone)),
        people=people,
        villages=tuple(names.get(code, code) for code in slot.villages),
        sentences=tuple(gettext(ODDITY_SENTENCES[one]) for one in odd),
    )


def _hours(slot: Slot, zone: ZoneInfo) -> str:
    return f"{clock(slot.starts_at.astimezone(zone))}–{clock(slot.ends_at.astimezone(zone))}"


def _closed(day: date, calendar: Calendar, names: Mapping[date, str]) -> str:
    if calendar.spans_on(day):
        return ""
    return names.get(day) or pgettext("kantor", "Tutup")


def _state(code: str, timed: Mapping[str, Post], counts: Mapping[str, int]) -> str:
    if not counts.get(code):
        return "idle"
    return "good" if code in timed else "warn"


def _word(code: str, timed: Mapping[str, Post], counts: Mapping[str, int]) -> str:
    if not counts.get(code):
        return gettext("tidak ada penerima")
    people = gettext("%(count)s penerima") % {"count": counts[code]}
    return f"{people}, {timed[code].name}" if code in timed else f"{people}, " + gettext("belum dijadwalkan")


def _url(code: str, timed: Mapping[str, Post], distribution_id: UUID) -> str:
    if code in timed:
        return reverse("planning:post", kwargs={"post_id": timed[code].id})
    return f"{reverse('planning:post_add', kwargs={'distribution_id': distribution_id})}?desa={code}"

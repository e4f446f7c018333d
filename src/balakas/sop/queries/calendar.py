"""The office's calendar: its hours, Ramadan, national holidays and collective leave, and the days it sets itself.

Holidays come from the package `holidays` (the joint ministerial decree, SKB); an office corrects them day by day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from holidays import country_holidays

from balakas.common.indonesian import DAYS
from balakas.sop.models import HolidayOverride, RamadanSpan, WorkingHours
from balakas.sop.queries import shipped
from balakas.sop.rules import clock
from balakas.staff import queries as staff_queries

_ESTIMATED = "(perkiraan)"
_PUBLIC, _LEAVE = "public", "government"
YEARS_BACK, YEARS_AHEAD = 2, 2


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by the decree. `leave` marks *cuti bersama*, `estimated` a date that may still move."""

    day: date
    name: str
    leave: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class Ramadan:
    """One Ramadan; `own` when the office set its dates itself."""

    hijri_year: int
    first: date
    last: date
    estimated: bool
    own: bool


@cache
def holidays_of(year: int) -> tuple[Holiday, ...]:
    """Return the national holidays and collective leave of a year, in order, each day once."""
    found: dict[date, Holiday] = {}
    for category in (_LEAVE, _PUBLIC):
        named = country_holidays("ID", years=year, categories=(category,), language="id")
        for day, name in named.items():
            plain = name.replace(_ESTIMATED, "").strip()
            found[day] = Holiday(day, plain, leave=category == _LEAVE, estimated=_ESTIMATED in name)
    return tuple(sorted(found.values(), key=lambda one: one.day))


def leave_is_known(year: int) -> bool:
    """Tell whether the year's collective leave has been decreed, as far as the package knows."""
    return any(one.leave for one in holidays_of(year))


def ramadan_of(office_id: UUID) -> list[Ramadan]:
    """Return every known Ramadan, the office's own dates above the shipped ones."""
    known = {
        row["hijri_year"]: Ramadan(
            row["hijri_year"],
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]),
            row["estimated"],
            own=False,
        )
        for row in shipped.ramadan()
    }
    for row in RamadanSpan.objects.filter(office_id=office_id):
        known[row.hijri_year] = Ramadan(row.hijri_year, row.first, row.last, row.estimated, own=True)
    return [known[year] for year in sorted(known)]


def hours_of(office_id: UUID) -> list[WorkingHours]:
    """Return the office's own weeks, the newest first; before the first of them the regulation's hours hold."""
    return list(WorkingHours.objects.filter(office_id=office_id).order_by("-valid_from"))


def overrides_of(office_id: UUID, year: int | None = None) -> list[HolidayOverride]:
    """Return the days the office set itself, in order; of one year where it is given."""
    rows = HolidayOverride.objects.filter(office_id=office_id).order_by("day")
    return list(rows.filter(day__year=year) if year else rows)


@dataclass(frozen=True, slots=True)
class WeekInWords:
    """A table of hours as a page shows it: per weekday (its message id) the ordinary and the Ramadan hours."""

    valid_from: date | None
    basis: str
    days: tuple[tuple[str, str, str], ...]
    minutes: int
    ramadan_minutes: int


def week_in_words(
    ordinary: list[list[str]], ramadan: list[list[str]], valid_from: date | None, basis: str
) -> WeekInWords:
    """Return a table of hours ready to show; minutes are those of the whole week."""
    days = tuple(
        (name, ", ".join(spans), ", ".join(fast)) for name, spans, fast in zip(DAYS, ordinary, ramadan, strict=True)
    )
    return WeekInWords(valid_from, basis, days, _minutes(clock.week(ordinary)), _minutes(clock.week(ramadan)))


def regulation_in_words() -> WeekInWords:
    """Return the regulation's own hours, which hold where the office has set none."""
    hours = clock.PERPRES_21_2023
    ordinary = [clock.spans_as_text(spans) for spans in hours.ordinary]
    return week_in_words(ordinary, [clock.spans_as_text(spans) for spans in hours.ramadan], None, "Perpres 21/2023")


def _minutes(week: clock.Week) -> int:
    return sum(span.seconds for spans in week for span in spans) // 60


def calendar_of(office_id: UUID, at: datetime) -> clock.Calendar:
    """Return the office's whole calendar around `at`: holidays from two years before to two years after. Four queries."""
    weeks = tuple(
        clock.Hours(clock.week(row.ordinary), clock.week(row.ramadan), valid_from=row.valid_from)
        for row in hours_of(office_id)
    )
    years = range(at.year - YEARS_BACK, at.year + YEARS_AHEAD + 1)
    return clock.Calendar(
        hours=(clock.PERPRES_21_2023, *weeks),
        zone=staff_queries.office_of(office_id).zone,
        ramadan=tuple(clock.Days(one.first, one.last) for one in ramadan_of(office_id)),
        holidays=frozenset(one.day for year in years for one in holidays_of(year)),
        overrides={
            row.day: clock.Override(row.working, tuple(clock.span(text) for text in row.spans))
            for row in overrides_of(office_id)
        },
    )

"""A month or a week as a grid of days, and where its neighbours begin."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)
_DAYS = 7
_DECEMBER = 12


class View(StrEnum):
    """How much of the calendar is shown; the values stand in the URL."""

    MONTH = "bulan"
    WEEK = "minggu"


@dataclass(frozen=True, slots=True)
class Span:
    """The shown weeks (each seven dates, Monday first), the day it is about, and the days its neighbours are about."""

    view: View
    about: date
    weeks: tuple[tuple[date, ...], ...]
    before: date
    after: date

    @property
    def first(self) -> date:
        """Return the first shown day."""
        return self.weeks[0][0]

    @property
    def last(self) -> date:
        """Return the last shown day."""
        return self.weeks[-1][-1]

    def inside(self, day: date) -> bool:
        """Tell whether a shown day belongs to the month (or week) itself."""
        return self.view is View.WEEK or day.month == self.about.month


def span_of(view: View, about: date) -> Span:
    """Return the month's or week's grid around `about`."""
    if view is View.WEEK:
        return Span(view, about, (_week(about),), about - _WEEK, about + _WEEK)
    first = about.replace(day=1)
    after = (
        first.replace(year=first.year + 1, month=1)
        if first.month == _DECEMBER
        else first.replace(month=first.month + 1)
    )
    weeks, monday = [], first - timedelta(days=first.weekday())
    while monday < after:
        weeks.append(_week(monday))
        monday += _WEEK
    before = (first - timedelta(days=1)).replace(day=1)
    return Span(view, about, tuple(weeks), before, after)


def _week(day: date) -> tuple[date, ...]:
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=offset) for offset in range(_DAYS))

"""The working clock: seconds of office time between two moments. Pure, and it never asks what time it is.

Source: Perpres 21/2023 (Monday to Friday, 37 h 30 min a week, in Ramadan 32 h 30 min). The usual table is `PERPRES_21_2023`;
an office may have another one. Moments go in and come out as aware datetimes; fractions of a second are cut off first, so
that adjoining spans always add up to the whole. Indonesia's zones know no summer time, so a local hour is an hour.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_DAYS_A_WEEK = 7
_SEARCH_DAYS = 3660
"""How far `deadline` looks for office time before it says that the calendar has none."""

Pause = tuple[datetime, datetime | None]
"""From, and to; `None` while it lasts."""


class NaiveTime(BalakasError):
    """A moment without a zone: nobody can say when it was."""

    code = "naive_time"
    message = N_("Waktu harus menyebut zonanya.")


class SpanTurned(BalakasError):
    """A span of hours or days ends before it begins."""

    code = "span_turned"
    message = N_("Jam atau tanggal selesai harus sesudah mulai.")


class SpansOverlap(BalakasError):
    """Two spans of one day overlap, which would count some minutes twice."""

    code = "spans_overlap"
    message = N_("Jam kerja dalam satu hari tidak boleh bertumpuk.")


class NoOfficeTime(BalakasError):
    """The calendar has no working hours in the next ten years."""

    code = "no_office_time"
    message = N_("Kalender kantor tidak memuat jam kerja.")


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of one day, local time, the end not included. Raises `SpanTurned`."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise SpanTurned

    @property
    def seconds(self) -> int:
        """How long it is."""
        return _of_day(self.end) - _of_day(self.start)


@dataclass(frozen=True, slots=True)
class Days:
    """Dates from `first` to `last`, both included. Raises `SpanTurned`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise SpanTurned


Week = tuple[tuple[Span, ...], ...]
"""Seven tuples of spans, Monday first."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The office's hours while they are valid: an ordinary week and a week of Ramadan.

    `valid_from` and `valid_to` are included; `None` leaves that side open. Raises `SpansOverlap`.
    """

    ordinary: Week
    ramadan: Week
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        for spans in (*self.ordinary, *self.ramadan):
            check_spans(spans)
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise SpanTurned

    def holds_on(self, day: date) -> bool:
        """Whether these hours are in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Override:
    """One day the office sets itself, against the holiday list or the week.

    Not working: a local holiday, a disaster, an election. Working: a holiday that was moved; with `spans` its own hours,
    without them the weekday's, or Monday's where that weekday has none.
    """

    working: bool
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything the clock needs to know of one office. Of two tables of hours in force the later one wins."""

    hours: tuple[Hours, ...]
    zone: str
    ramadan: tuple[Days, ...] = ()
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, Override] = field(default_factory=dict)
    _known: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def seconds_within(self, first: date, until: date) -> int:
        """Return the office seconds of the whole days from `first` to the day before `until`.

        Each day is worked out once: a page of runs asks for the same days a thousand times.
        """
        known = self._known
        days = range(first.toordinal(), until.toordinal())
        for number in days:
            if number not in known:
                known[number] = sum(one.seconds for one in self.spans_on(date.fromordinal(number)))
        return sum(map(known.__getitem__, days))

    def is_ramadan(self, day: date) -> bool:
        """Whether `day` lies in a Ramadan span."""
        return any(span.first <= day <= span.last for span in self.ramadan)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the working spans of `day`, in order; empty when the office is closed."""
        override = self.overrides.get(day)
        if override is None:
            return () if day in self.holidays else self._week(day)[day.weekday()]
        if not override.working:
            return ()
        return override.spans or self._week(day)[day.weekday()] or self._week(day)[0]

    def hours_on(self, day: date) -> Hours | None:
        """Return the table of hours in force on `day`."""
        tables = [table for table in self.hours if table.holds_on(day)]
        return max(tables, key=lambda one: one.valid_from or date.min, default=None)

    def _week(self, day: date) -> Week:
        table = self.hours_on(day)
        if table is None:
            return ((),) * _DAYS_A_WEEK
        return table.ramadan if self.is_ramadan(day) else table.ordinary


def check_spans(spans: Sequence[Span]) -> None:
    """Raise `SpansOverlap` unless `spans` are in order and apart."""
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise SpansOverlap


def span(text: str) -> Span:
    """Read `"07.30-12.00"`. Raises `SpanTurned`, and `ValueError` for what is no pair of times."""
    start, end = text.split("-")
    return Span(_clock(start), _clock(end))


def _clock(text: str) -> time:
    hour, minute = text.strip().replace(".", ":").split(":")
    return time(int(hour), int(minute))


def week(days: Sequence[Sequence[str]]) -> Week:
    """Read a week from seven lists of spans like `"07.30-12.00"`, Monday first.

    Raises `SpanTurned`, `SpansOverlap`, and `ValueError` for what is no week.
    """
    if len(days) != _DAYS_A_WEEK:
        message = "a week has seven days"
        raise ValueError(message)
    read = tuple(tuple(span(text) for text in spans) for spans in days)
    for spans in read:
        check_spans(spans)
    return read


def spans_as_text(spans: Sequence[Span]) -> list[str]:
    """Return spans as `span` reads them."""
    return [f"{one.start:%H.%M}-{one.end:%H.%M}" for one in spans]


_MON_THU = (span("07.30-12.00"), span("13.00-16.00"))
_FRIDAY = (span("07.30-11.30"), span("13.00-16.30"))
_FAST = (span("08.00-12.00"), span("12.30-15.00"))
_FAST_FRIDAY = (span("08.00-12.00"), span("13.00-15.30"))
PERPRES_21_2023 = Hours(
    ordinary=(_MON_THU, _MON_THU, _MON_THU, _MON_THU, _FRIDAY, (), ()),
    ramadan=(_FAST, _FAST, _FAST, _FAST, _FAST_FRIDAY, (), ()),
)
"""37 h 30 min, in Ramadan 32 h 30 min; the breaks are the ones the regulation sets (60, on Friday 90; 30, on Friday 60)."""


def working_seconds(calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Count the office seconds from `start` to `end`, without `pauses`.

    A pause is `(from, to)`; `to` is `None` while it lasts; pauses may overlap and reach outside. An `end` before `start`
    counts nothing. Raises `NaiveTime`.
    """
    zone = ZoneInfo(calendar.zone)
    return sum(_between(calendar, left, right) for left, right in _without(start, end, pauses, zone))


def real_seconds(start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Count every second from `start` to `end` without `pauses`, also outside office hours. Raises `NaiveTime`."""
    return sum(int((right - left).total_seconds()) for left, right in _without(start, end, pauses, ZoneInfo("UTC")))


def deadline(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """Return the first moment (UTC) at which `seconds` of office time have passed since `start`.

    With 0 or fewer it is `start` itself. Raises `NaiveTime`, and `NoOfficeTime` when the calendar has none for ten years.
    """
    zone = ZoneInfo(calendar.zone)
    local = _local(start, zone)
    left = seconds
    if left <= 0:
        return local.replace(tzinfo=zone).astimezone(UTC)
    for day in _days(local.date(), _SEARCH_DAYS):
        for opens, closes in _office_spans(calendar, day):
            begin = max(opens, local)
            room = int((closes - begin).total_seconds())
            if room >= left:
                return (begin + timedelta(seconds=left)).replace(tzinfo=zone).astimezone(UTC)
            left -= max(room, 0)
    raise NoOfficeTime


def is_office_time(calendar: Calendar, moment: datetime) -> bool:
    """Whether the office works at `moment`. Raises `NaiveTime`."""
    local = _local(moment, ZoneInfo(calendar.zone))
    return any(one.start <= local.time() < one.end for one in calendar.spans_on(local.date()))


def day_seconds(calendar: Calendar, day: date) -> int:
    """Return the office seconds of one whole day."""
    return calendar.seconds_within(day, day + timedelta(days=1))


def _between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count office seconds between two local naive moments; whole days in between are added without looking inside."""
    if end <= start:
        return 0
    first, last = start.date(), end.date()
    if first == last:
        return _until(calendar, end) - _until(calendar, start)
    return calendar.seconds_within(first, last) - _until(calendar, start) + _until(calendar, end)


def _until(calendar: Calendar, moment: datetime) -> int:
    """Count the office seconds of that day before `moment`."""
    now = _of_day(moment.time())
    return sum(max(0, min(now, _of_day(one.end)) - _of_day(one.start)) for one in calendar.spans_on(moment.date()))


def _without(
    start: datetime, end: datetime, pauses: Iterable[Pause], zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches of `start` to `end` (local, naive) that no pause covers."""
    left, stop = _local(start, zone), _local(end, zone)
    holes = sorted((_local(begin, zone), stop if finish is None else _local(finish, zone)) for begin, finish in pauses)
    for begin, finish in holes:
        if left < min(begin, stop):
            yield left, min(begin, stop)
        left = max(left, finish)
    if left < stop:
        yield left, stop


def _office_spans(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    for one in calendar.spans_on(day):
        yield datetime.combine(day, one.start), datetime.combine(day, one.end)


def _days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range(count))


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise NaiveTime
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _of_day(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second

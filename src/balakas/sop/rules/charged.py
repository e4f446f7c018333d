"""How much time an activity is charged: office time for most, field days as real hours for the distribution itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from balakas.sop.rules import clock


@dataclass(frozen=True, slots=True)
class FieldDay:
    """One post's day in the field: from its first slot to its close (`None` while it goes on)."""

    opened: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepTime:
    """What the clock says of a step, in seconds. `waiting` is time shown and not charged."""

    used: int
    standard: int
    waiting: int = 0

    @property
    def remaining(self) -> int:
        """Seconds left of the standard; negative when it is passed."""
        return self.standard - self.used


def office_time(
    calendar: clock.Calendar, *, standard: int, start: datetime, end: datetime, pauses: Sequence[clock.Pause] = ()
) -> StepTime:
    """Count an ordinary step: office time from start to end; what was paused is waiting."""
    used = clock.working_seconds(calendar, start, end, pauses)
    return StepTime(used, standard, clock.working_seconds(calendar, start, end) - used)


def field_time(
    calendar: clock.Calendar,
    *,
    standard: int,
    start: datetime,
    end: datetime,
    days: Sequence[FieldDay],
    pauses: Sequence[clock.Pause] = (),
) -> StepTime:
    """Count activity 5: every field day as real hours, then the report in office time; between the days it waits.

    Posts open at once count once. Without a field day the step is counted like any other.
    """
    if not days:
        return office_time(calendar, standard=standard, start=start, end=end, pauses=pauses)
    held = [(max(day.opened, start), min(day.closed or end, end)) for day in days if day.opened < end]
    in_field = sum(clock.real_seconds(left, right, pauses) for left, right in _merged(held))
    report = _report_seconds(calendar, days, end, pauses)
    whole = clock.working_seconds(calendar, start, end)
    charged_in_office = sum(clock.working_seconds(calendar, left, right, pauses) for left, right in _merged(held))
    return StepTime(in_field + report, standard, whole - charged_in_office - report)


def _report_seconds(
    calendar: clock.Calendar, days: Sequence[FieldDay], end: datetime, pauses: Sequence[clock.Pause]
) -> int:
    """Count office time after the last close; nothing while a day is open or still to come."""
    closes = [day.closed for day in days]
    if any(close is None or close > end for close in closes):
        return 0
    return clock.working_seconds(calendar, max(close for close in closes if close), end, pauses)


def _merged(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the union of `stretches` as stretches that do not touch."""
    merged: list[tuple[datetime, datetime]] = []
    for left, right in sorted(stretches):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        elif left < right:
            merged.append((left, right))
    return merged

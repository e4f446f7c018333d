"""When things happen in the demo: office days counted back from today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Makassar")
_SATURDAY = 5


def office_day(today: date, back: int) -> date:
    """Return the day `back` weekdays before `today`; a demo does not look holidays up."""
    day = today
    while back:
        day -= timedelta(days=1)
        back -= day.weekday() < _SATURDAY
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day


def at(day: date, clock: str) -> datetime:
    """Return `"09.12"` on `day` in Awayan."""
    hour, minute = clock.split(".")
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=ZONE)

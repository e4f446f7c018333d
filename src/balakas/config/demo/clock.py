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


def field_start(now: datetime) -> datetime:
    """Return when today's field day began: an hour ago, but early enough that its three hours end before midnight.

    A demo made late in the evening, or in the first hour of a day, stands on the evening before.
    """
    hour_ago = now.astimezone(ZONE) - timedelta(hours=1)
    return min(hour_ago, datetime.combine(hour_ago.date(), time(20, 45), tzinfo=ZONE))

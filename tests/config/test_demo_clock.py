"""The demo can be built at any hour: its field day never runs past midnight, where a time of the schedule must end."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from balakas.config.demo.clock import ZONE, field_start


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)))  # noqa: DTZ001 -- zoned below
def test_the_field_day_of_the_demo_has_begun_and_ends_on_its_own_day(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    starts = field_start(now)
    assert starts <= now - timedelta(hours=1)
    assert starts.astimezone(ZONE).date() == (starts + timedelta(hours=3)).astimezone(ZONE).date()

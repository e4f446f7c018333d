"""The working clock, by example and by property."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balakas.sop.rules import clock

WITA = clock.Calendar(
    hours=(clock.PERPRES_21_2023,),
    zone="Asia/Makassar",
    ramadan=(clock.Days(date(2026, 2, 19), date(2026, 3, 20)),),
    holidays=frozenset({date(2026, 1, 1), date(2026, 3, 20), date(2026, 8, 17)}),
    overrides={
        date(2026, 1, 5): clock.Override(working=False),
        date(2026, 1, 10): clock.Override(working=True),
        date(2026, 1, 11): clock.Override(working=True, spans=(clock.span("09.00-11.00"),)),
        date(2026, 8, 17): clock.Override(working=True),
    },
)


def at(text, zone="Asia/Makassar"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def used(start, end, *pauses, calendar=WITA):
    return clock.working_seconds(calendar, at(start), at(end), [(at(a), b and at(b)) for a, b in pauses])


def test_a_letter_of_friday_16_20_is_on_time_on_monday_07_34_and_late_at_07_36():
    assert used("2026-01-16 16:20", "2026-01-19 07:34") == 14 * 60
    assert used("2026-01-16 16:20", "2026-01-19 07:36") == 16 * 60
    assert clock.deadline(WITA, at("2026-01-16 16:20"), 15 * 60) == at("2026-01-19 07:35")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-01-12 07:30", "2026-01-12 16:00", 450),
        ("2026-01-12 00:00", "2026-01-13 00:00", 450),
        ("2026-01-16 00:00", "2026-01-17 00:00", 450),
        ("2026-01-12 00:00", "2026-01-19 00:00", 2250),
        ("2026-01-12 11:50", "2026-01-12 13:10", 20),
        ("2026-01-16 11:25", "2026-01-16 13:05", 10),
        ("2026-01-17 08:00", "2026-01-18 20:00", 0),
        ("2026-02-23 00:00", "2026-02-24 00:00", 390),
        ("2026-02-23 00:00", "2026-03-02 00:00", 1950),
        ("2026-02-27 11:55", "2026-02-27 13:05", 10),
        ("2026-02-18 00:00", "2026-02-20 00:00", 450 + 390),
        ("2026-01-01 00:00", "2026-01-02 00:00", 0),
        ("2026-01-05 00:00", "2026-01-06 00:00", 0),
        ("2026-01-10 00:00", "2026-01-11 00:00", 450),
        ("2026-01-11 00:00", "2026-01-12 00:00", 120),
        ("2026-08-17 00:00", "2026-08-18 00:00", 450),
    ],
    ids=[
        "a Monday", "midnight to midnight", "a Friday", "a week is 37 h 30", "over lunch", "over Friday prayer", "a weekend",
        "a Monday in Ramadan", "a week of Ramadan is 32 h 30", "Friday break in Ramadan", "into Ramadan", "a holiday",
        "closed by override", "a Saturday worked takes Monday's hours", "a Sunday worked with its own", "a holiday worked",
    ],
)  # fmt: skip
def test_minutes_of_office_time(start, end, minutes):
    assert used(start, end) == minutes * 60


@pytest.mark.parametrize(
    ("zone", "opens"), [("Asia/Jakarta", "00:30"), ("Asia/Makassar", "23:30"), ("Asia/Jayapura", "22:30")]
)
def test_each_zone_opens_at_half_past_seven_of_its_own(zone, opens):
    calendar = clock.Calendar(hours=(clock.PERPRES_21_2023,), zone=zone)
    morning = at("2026-01-13 07:30", zone)
    assert f"{morning:%H:%M}" == opens
    assert clock.is_office_time(calendar, morning)
    assert not clock.is_office_time(calendar, morning - timedelta(seconds=1))
    assert clock.working_seconds(calendar, morning - timedelta(hours=1), morning + timedelta(hours=1)) == 3600


@pytest.mark.parametrize(
    ("pauses", "minutes"),
    [
        ([], 120),
        ([("2026-01-12 08:10", "2026-01-12 08:20")], 110),
        ([("2026-01-12 08:10", "2026-01-12 08:40"), ("2026-01-12 08:20", "2026-01-12 08:30")], 90),
        ([("2026-01-12 08:10", "2026-01-12 08:40"), ("2026-01-12 08:30", "2026-01-12 09:10")], 60),
        ([("2026-01-12 09:00", None)], 60),
        ([("2026-01-11 09:00", "2026-01-12 08:30"), ("2026-01-12 09:30", "2026-01-13 09:00")], 60),
        ([("2026-01-11 09:00", None)], 0),
    ],
    ids=["none", "one", "one in another", "two overlapping", "still going on", "over both ends", "over all"],
)
def test_pauses_are_taken_off_once(pauses, minutes):
    assert used("2026-01-12 08:00", "2026-01-12 10:00", *pauses) == minutes * 60


def test_the_later_table_of_hours_wins_where_two_are_in_force():
    six_days = tuple((clock.span("07.30-14.00"),) if day < 6 else () for day in range(7))
    newer = clock.Hours(ordinary=six_days, ramadan=six_days, valid_from=date(2026, 7, 1))
    calendar = clock.Calendar(hours=(clock.PERPRES_21_2023, newer), zone="Asia/Makassar")
    assert clock.day_seconds(calendar, date(2026, 6, 27)) == 0
    assert clock.day_seconds(calendar, date(2026, 7, 4)) == 6.5 * 3600


def test_before_any_table_is_in_force_the_office_has_no_hours():
    later = clock.Hours(clock.PERPRES_21_2023.ordinary, clock.PERPRES_21_2023.ramadan, valid_from=date(2026, 7, 1))
    calendar = clock.Calendar(hours=(later,), zone="Asia/Makassar")
    assert clock.day_seconds(calendar, date(2026, 6, 30)) == 0
    assert clock.deadline(calendar, at("2026-01-01 08:00"), 60) == at("2026-07-01 07:31")


def test_a_calendar_without_hours_says_so():
    empty = clock.Calendar(hours=(), zone="Asia/Makassar")
    with pytest.raises(clock.NoOfficeTime):
        clock.deadline(empty, at("2026-01-01 08:00"), 1)


def test_what_cannot_be_is_refused():
    with pytest.raises(clock.SpanTurned):
        clock.Span(time(12), time(12))
    with pytest.raises(clock.SpanTurned):
        clock.Days(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(clock.SpansOverlap):
        clock.Override(working=True, spans=(clock.span("08.00-12.00"), clock.span("11.00-13.00")))
    with pytest.raises(clock.NaiveTime):
        clock.working_seconds(WITA, datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001 -- the point


moments = st.datetimes(min_value=datetime(2025, 12, 1), max_value=datetime(2026, 9, 30)).map(  # noqa: DTZ001 -- zoned below
    lambda moment: moment.replace(tzinfo=UTC)
)
pauses = st.lists(st.tuples(moments, st.none() | moments).map(lambda p: (p[0], p[1] and max(p))), max_size=4)
calendars = st.sampled_from(
    [WITA, *(clock.Calendar(hours=(clock.PERPRES_21_2023,), zone=zone) for zone in clock.ZONES.values())]
)


@given(calendars, st.tuples(moments, moments, moments).map(sorted), pauses)
def test_two_adjoining_spans_add_up_to_the_whole(calendar, three, breaks):
    a, b, c = three
    breaks = [(start, end or c) for start, end in breaks]
    first, second = (clock.working_seconds(calendar, left, right, breaks) for left, right in ((a, b), (b, c)))
    assert first + second == clock.working_seconds(calendar, a, c, breaks)


@given(calendars, moments, moments, pauses)
def test_it_is_never_negative_and_never_more_than_real_time(calendar, start, end, breaks):
    counted = clock.working_seconds(calendar, start, end, breaks)
    real = clock.real_seconds(start, end, breaks)
    assert 0 <= counted <= real <= max(0, int((end - start).total_seconds()) + 1)


@given(
    calendars, moments, st.timedeltas(timedelta(0), timedelta(days=40)), st.timedeltas(timedelta(0), timedelta(days=9))
)
def test_a_longer_span_never_counts_less(calendar, start, length, more):
    shorter = clock.working_seconds(calendar, start, start + length)
    assert shorter <= clock.working_seconds(calendar, start, start + length + more)


@given(calendars, st.tuples(moments, moments), pauses, st.tuples(moments, moments).map(sorted))
def test_another_pause_never_adds_time(calendar, span, breaks, more):
    with_one_more = clock.working_seconds(calendar, *span, [*breaks, tuple(more)])
    assert with_one_more <= clock.working_seconds(calendar, *span, breaks)


@given(calendars, moments, st.integers(1, 400_000))
def test_the_deadline_is_the_first_moment_at_which_that_much_is_counted(calendar, start, seconds):
    due = clock.deadline(calendar, start, seconds)
    assert clock.working_seconds(calendar, start, due) == seconds
    assert clock.working_seconds(calendar, start, due - timedelta(seconds=1)) == seconds - 1
    assert due.tzinfo is UTC


@given(moments, st.integers(0, 5 * 86_400))
@settings(max_examples=30)
def test_it_counts_what_a_second_by_second_count_counts(start, length):
    start = start.replace(second=0, microsecond=0)
    minutes = range(0, length, 60)
    end = start + timedelta(seconds=60 * len(minutes))
    counted = sum(60 for offset in minutes if clock.is_office_time(WITA, start + timedelta(seconds=offset)))
    assert clock.working_seconds(WITA, start, end) == counted

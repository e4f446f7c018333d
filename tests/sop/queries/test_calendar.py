"""Holidays as the decree names them."""

from datetime import date

from balakas.sop.queries import calendar


def test_holidays_and_collective_leave_are_told_apart_and_estimates_lose_their_mark():
    days = {one.day: one for one in calendar.holidays_of(2027)}
    eid = days[date(2027, 3, 10)]
    assert (eid.name, eid.leave, eid.estimated) == ("Hari Raya Idul Fitri", False, True)
    assert days[date(2027, 3, 12)].leave
    assert not any("perkiraan" in one.name for one in days.values())


def test_counts_are_those_of_the_decrees():
    counted = {year: [one.leave for one in calendar.holidays_of(year)] for year in (2025, 2026, 2027)}
    assert {year: (found.count(False), found.count(True)) for year, found in counted.items()} == {
        2025: (17, 11), 2026: (17, 8), 2027: (18, 8)
    }  # fmt: skip
    assert calendar.leave_is_known(2026)
    assert not calendar.leave_is_known(2028)

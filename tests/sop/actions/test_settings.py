"""The calendar as the office sets it."""

from datetime import date

import pytest

from balakas.audit.models import Entry
from balakas.sop.actions import settings
from balakas.sop.queries import calendar
from balakas.sop.rules import clock
from balakas.sop.rules.run import ReasonNeeded
from balakas.staff.rules import NotAllowed, PositionKind
from tests.sop.conftest import wita

AT = wita("12 09:00")
SIX_DAYS = [["07.30-14.00"]] * 5 + [["07.30-12.30"], []]


@pytest.fixture
def who(world):
    return {"office_id": world.office.id, "by": world.actor(PositionKind.ADMINISTRATOR), "at": AT}


def seconds(world, day):
    return clock.day_seconds(calendar.calendar_of(world.office.id, AT), day)


def test_without_settings_the_regulation_the_decree_and_the_shipped_ramadan_hold(world):
    assert seconds(world, date(2026, 1, 12)) == 27_000
    assert seconds(world, date(2026, 2, 23)) == 23_400
    assert seconds(world, date(2026, 8, 17)) == 0
    assert seconds(world, date(2026, 3, 24)) == 0, "collective leave"


def test_the_offices_own_week_holds_from_its_date(world, who):
    settings.set_hours(valid_from=date(2026, 7, 1), ordinary=SIX_DAYS, ramadan=SIX_DAYS, basis="Perbup 1/2026", **who)
    assert seconds(world, date(2026, 6, 27)) == 0
    assert seconds(world, date(2026, 7, 4)) == 5 * 3600
    settings.drop_hours(valid_from=date(2026, 7, 1), **who)
    assert seconds(world, date(2026, 7, 4)) == 0
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)) == ["sop.set_hours", "sop.drop_hours"]


@pytest.mark.parametrize(
    ("week", "error"),
    [
        ([["12.00-07.30"]] * 7, clock.SpanTurned),
        ([["07.30-12.00", "11.00-13.00"]] * 7, clock.SpansOverlap),
        ([["07.30-12.00"]] * 6, ValueError),
        ([["pagi"]] * 7, ValueError),
    ],
)
def test_a_wrong_week_is_refused(who, week, error):
    with pytest.raises(error):
        settings.set_hours(valid_from=date(2026, 7, 1), ordinary=week, ramadan=SIX_DAYS, basis="x", **who)


def test_the_offices_ramadan_stands_above_the_shipped_one(world, who):
    settings.set_ramadan(hijri_year=1447, first=date(2026, 2, 18), last=date(2026, 3, 20), estimated=False, **who)
    assert seconds(world, date(2026, 2, 18)) == 23_400
    spans = {one.hijri_year: one for one in calendar.ramadan_of(world.office.id)}
    assert spans[1447].own
    assert not spans[1448].own
    assert spans[1448].estimated
    with pytest.raises(clock.SpanTurned):
        settings.set_ramadan(hijri_year=1447, first=date(2026, 3, 1), last=date(2026, 2, 1), estimated=True, **who)


def test_a_day_is_closed_opened_and_given_back(world, who):
    settings.set_override(day=date(2026, 1, 12), working=False, reason="Banjir", **who)
    assert seconds(world, date(2026, 1, 12)) == 0
    settings.set_override(day=date(2026, 8, 17), working=True, reason="Layanan", spans=["08.00-10.00"], **who)
    assert seconds(world, date(2026, 8, 17)) == 7200
    assert len(calendar.overrides_of(world.office.id, 2026)) == 2
    assert calendar.overrides_of(world.office.id, 2027) == []
    settings.drop_override(day=date(2026, 1, 12), **who)
    assert seconds(world, date(2026, 1, 12)) == 27_000
    with pytest.raises(ReasonNeeded):
        settings.set_override(day=date(2026, 1, 13), working=False, reason=" ", **who)


def test_settings_need_the_right_and_stay_in_the_office(world, who):
    stranger = {**who, "by": world.actor(PositionKind.KASI_PMDK)}
    with pytest.raises(NotAllowed):
        settings.set_override(day=date(2026, 1, 12), working=False, reason="Banjir", **stranger)
    settings.set_override(day=date(2026, 1, 12), working=False, reason="Banjir", **who)
    foreign = calendar.calendar_of(world.foreign_office.id, AT)
    assert clock.day_seconds(foreign, date(2026, 1, 12)) == 27_000

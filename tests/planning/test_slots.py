"""Times at a post: refused, warned of, filled."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.planning.rules import slots
from balakas.planning.rules.slots import Oddity, Room
from balakas.sop.rules.clock import PERPRES_21_2023, Calendar, Override

WITA = ZoneInfo("Asia/Makassar")
NEW_YEAR, LEAVE = date(2026, 1, 1), date(2026, 1, 16)
CALENDAR = Calendar(
    hours=(PERPRES_21_2023,),
    zone="Asia/Makassar",
    holidays=frozenset({NEW_YEAR, LEAVE}),
    overrides={date(2026, 1, 24): Override(working=True), date(2026, 1, 21): Override(working=False)},
)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(".")
    return datetime(2026, 1, day, int(hour), int(minute), tzinfo=WITA)


@pytest.mark.parametrize(
    ("day", "start", "end", "warnings"),
    [
        (20, "08.30", "10.00", []),
        (20, "11.00", "14.00", []),
        (23, "09.00", "11.30", []),
        (23, "11.00", "11.31", [Oddity.FRIDAY_PRAYER]),
        (23, "12.59", "14.00", [Oddity.FRIDAY_PRAYER]),
        (23, "13.00", "15.00", []),
        (23, "09.00", "15.00", [Oddity.FRIDAY_PRAYER]),
        (20, "07.00", "08.00", [Oddity.OUTSIDE_HOURS]),
        (20, "15.00", "16.01", [Oddity.OUTSIDE_HOURS]),
        (18, "09.00", "10.00", [Oddity.WEEKEND]),
        (24, "09.00", "10.00", []),
        (21, "09.00", "10.00", [Oddity.HOLIDAY]),
        (1, "09.00", "10.00", [Oddity.HOLIDAY]),
        (16, "11.45", "12.45", [Oddity.HOLIDAY, Oddity.FRIDAY_PRAYER]),
    ],
)
def test_what_is_unusual_about_a_time_is_said(day: int, start: str, end: str, warnings: list) -> None:
    assert slots.oddities_of(at(day, start), at(day, end), CALENDAR, now=LONG_AGO) == warnings


def test_a_time_gone_by_and_a_room_too_small_are_said() -> None:
    found = slots.oddities_of(at(20, "09.00"), at(20, "10.00"), CALENDAR, now=at(20, "09.01"), people=31, capacity=30)
    assert found == [Oddity.IN_THE_PAST, Oddity.TOO_MANY]
    assert set(slots.ODDITY_SENTENCES) == set(Oddity)
    assert set(slots.METHOD_WORDS) == set(slots.Method)


@pytest.mark.parametrize(("start", "end"), [("09.00", "09.00"), ("10.00", "09.00"), ("05.00", "20.00")])
def test_a_time_that_is_none_is_refused(start: str, end: str) -> None:
    with pytest.raises(slots.SlotBackwards):
        slots.check_times(at(20, start), at(20, end), "Asia/Makassar", [])


def test_a_time_over_midnight_of_the_office_is_refused() -> None:
    with pytest.raises(slots.SlotBackwards):
        slots.check_times(at(20, "23.00"), at(21, "01.00"), "Asia/Makassar", [])


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("08.00", "09.00", True),
        ("10.00", "11.00", True),
        ("08.00", "09.01", False),
        ("09.59", "10.30", False),
        ("09.15", "09.45", False),
        ("08.00", "11.00", False),
    ],
)
def test_two_times_of_one_post_do_not_lie_over_each_other(start: str, end: str, fits: bool) -> None:
    others = [(at(20, "09.00"), at(20, "10.00"))]
    if fits:
        slots.check_times(at(20, start), at(20, end), "Asia/Makassar", others)
    else:
        with pytest.raises(slots.SlotOverlaps):
            slots.check_times(at(20, start), at(20, end), "Asia/Makassar", others)


def rooms(*given: tuple[str, int | None, set[str]]) -> list[Room]:
    start = at(20, "08.00")
    return [
        Room(key, start + timedelta(hours=index), capacity, frozenset(villages))
        for index, (key, capacity, villages) in enumerate(given)
    ]


def people(**villages: int) -> list[tuple[str, str]]:
    return [(f"{village}{number}", village) for village, count in villages.items() for number in range(count)]


def counted(seated: dict[str, str]) -> dict[str, int]:
    return {key: list(seated.values()).count(key) for key in set(seated.values())}


def test_the_earliest_room_fills_first_and_the_order_is_kept() -> None:
    seated = slots.seat(people(a=5), rooms(("one", 3, set()), ("two", 10, set())), {}, post="Balai")
    assert seated == {"a0": "one", "a1": "one", "a2": "one", "a3": "two", "a4": "two"}


def test_rooms_without_a_capacity_share_evenly() -> None:
    assert counted(slots.seat(people(a=7), rooms(("one", None, set()), ("two", None, set())), {}, post="")) == {
        "one": 4,
        "two": 3,
    }
    mixed = slots.seat(people(a=7), rooms(("one", 2, set()), ("two", None, set())), {}, post="")
    assert counted(mixed) == {"one": 2, "two": 5}


def test_a_room_that_names_villages_takes_only_those() -> None:
    given = rooms(("one", None, {"a"}), ("two", None, {"b"}), ("three", None, set()))
    seated = slots.seat(people(a=2, b=3, c=1), given, {}, post="")
    assert counted(seated) == {"one": 2, "two": 3, "three": 1}
    assert {key for person, key in seated.items() if person.startswith("b")} == {"two"}


def test_who_already_sits_is_counted_and_too_many_are_refused_with_the_post() -> None:
    given = rooms(("one", 3, set()), ("two", 2, set()))
    assert slots.seat(people(a=2), given, {"one": 3}, post="") == {"a0": "two", "a1": "two"}
    with pytest.raises(slots.NoPlaceLeft, match="Balai kekurangan tempat untuk 1 penerima"):
        slots.seat(people(a=3), given, {"one": 3}, post="Balai")
    with pytest.raises(slots.NoPlaceLeft):
        slots.seat(people(b=1), rooms(("one", 3, {"a"})), {}, post="Balai")


@given(
    st.lists(st.sampled_from("abc"), max_size=60),
    st.lists(st.tuples(st.none() | st.integers(0, 20), st.sets(st.sampled_from("abc"))), min_size=1, max_size=5),
)
def test_everybody_sits_once_within_capacity_or_the_post_is_named(villages: list[str], wanted: list) -> None:
    given_rooms = rooms(*((str(index), capacity, places) for index, (capacity, places) in enumerate(wanted)))
    crowd = [(str(number), village) for number, village in enumerate(villages)]
    try:
        seated = slots.seat(crowd, given_rooms, {}, post="x")
    except slots.NoPlaceLeft:
        return
    assert set(seated) == {person for person, _ in crowd}
    by_key = {room.key: room for room in given_rooms}
    for key, count in counted(seated).items():
        assert by_key[key].capacity is None or count <= by_key[key].capacity
    named = frozenset().union(*(room.villages for room in given_rooms))
    for person, village in crowd:
        room = by_key[seated[person]]
        assert village in room.villages if village in named else not room.villages

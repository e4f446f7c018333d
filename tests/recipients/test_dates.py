from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.common.indonesian import MONTHS
from balakas.recipients.rules import dates

YEAR = 2026
DAYS = st.dates(min_value=date(1910, 1, 1), max_value=date(2026, 11, 24))
SHAPES = st.sampled_from(
    [
        "{d:%d-%m-%Y}",
        "{d:%d/%m/%Y}",
        "{d:%d.%m.%Y}",
        "{d.day}/{d.month}/{d.year}",
        "{d:%Y-%m-%d}",
        "{d:%d%m%Y}",
        "{d:%Y-%m-%d} 00:00:00",
        "'{d:%d-%m-%Y}",
        "{d:%d - %m - %Y}",
    ]
)


@given(DAYS, SHAPES)
def test_day_first_shapes_are_read_back(day, shape):
    assert day in dates.read(shape.format(d=day), year=YEAR).all
    assert dates.read(shape.format(d=day), year=YEAR).choose() == day


@given(DAYS, st.sampled_from(["{d} {m} {y}", "{d}-{s}-{y}", "{d} {s}. {y}", "{m} {d}, {y}", "Senin, {d} {m} {y}"]))
def test_month_names_are_read_back(day, shape):
    month = MONTHS[day.month - 1]
    assert dates.read(shape.format(d=day.day, m=month, s=month[:3], y=day.year), year=YEAR).all == (day,)


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2026, 11, 24)))
def test_serials_of_a_spreadsheet(day):
    serial = (day - date(1899, 12, 30)).days
    if not 1890 <= serial < 2100:  # such a number is a year
        assert day in dates.read(float(serial), year=YEAR).all


@given(st.text())
def test_any_text_gets_an_answer(text):
    readings = dates.read(text, year=YEAR)
    assert readings.empty or readings.unreadable or readings.all


@pytest.mark.parametrize(
    ("cell", "all_readings"),
    [
        ("07/01/1950", (date(1950, 1, 7), date(1950, 7, 1))),
        ("05/14/1997", (date(1997, 5, 14),)),
        (datetime(1950, 1, 7, tzinfo=UTC), (date(1950, 1, 7), date(1950, 7, 1))),
        (date(1950, 1, 27), (date(1950, 1, 27),)),
        ("14/05/97", (date(1997, 5, 14),)),
        ("14/05/05", (date(2005, 5, 14),)),
        ("14/05/20", (date(1920, 5, 14),)),
        ("17-Nop-1968", (date(1968, 11, 17),)),
        ("17 Pebruari 1968", (date(1968, 2, 17),)),
        ("17 Aug 1968", (date(1968, 8, 17),)),
        ("17081968", (date(1968, 8, 17),)),
        ("19680817", (date(1968, 8, 17),)),
        ("25066", (date(1968, 8, 16),)),
    ],
)
def test_readings(cell, all_readings):
    assert dates.read(cell, year=YEAR).all == all_readings


@pytest.mark.parametrize(
    "cell", ["tdk tahu", "31/02/1970", "00/00/0000", "45-13-1960", "1961", 1961.0, "??", "17 Xyz 1970", "12/1970", 99.0]
)
def test_unreadable(cell):
    assert dates.read(cell, year=YEAR).unreadable


@pytest.mark.parametrize("cell", ["", None, " - ", "NULL"])
def test_missing_is_no_problem(cell):
    assert not dates.read(cell, year=YEAR).unreadable


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Paringin, 20-08-1987", ("Paringin", "20-08-1987")),
        ("HULU SUNGAI UTARA/17 Agustus 1945", ("HULU SUNGAI UTARA", "17 Agustus 1945")),
        ("Awayan", ("Awayan", "")),
        ("Awayan, Agustus 17, 1945", ("Awayan", "Agustus 17, 1945")),
    ],
)
def test_place_and_date_in_one_cell(cell, parts):
    assert dates.split_place(cell) == parts


def test_a_column_votes_for_its_order():
    american = [dates.read(cell, year=YEAR) for cell in ("05/14/1997", "12/25/1960", "01/02/1950")]
    ours = [dates.read(cell, year=YEAR) for cell in ("14/05/1997", "01/02/1950")]
    assert dates.prefers_month_first((one, 1) for one in american)
    assert not dates.prefers_month_first((one, 1) for one in ours)
    assert american[2].choose(month_first=True) == date(1950, 1, 2)

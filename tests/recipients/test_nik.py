from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.recipients.rules import kk, nik
from balakas.recipients.rules.nik import NikFault, Sex

DAYS = st.dates(min_value=date(1915, 1, 1), max_value=date(2026, 11, 24))
DISTRICTS = st.integers(min_value=110101, max_value=969999).map(str)
SERIALS = st.integers(min_value=9001, max_value=9999).map(str)


def make(district: str, day: date, sex: Sex, serial: str) -> str:
    return f"{district}{day.day + (40 if sex is Sex.FEMALE else 0):02d}{day:%m%y}{serial}"


@given(DISTRICTS, DAYS, st.sampled_from(Sex), SERIALS)
def test_every_lawful_nik_is_sound_whatever_its_district(district, day, sex, serial):
    number = make(district, day, sex, serial)
    parts = nik.parts_of(number)
    assert nik.fault_of(number) is None
    assert parts is not None
    assert parts.fits(day)
    assert (parts.sex, parts.district, parts.serial) == (sex, district, serial)


@given(
    DISTRICTS,
    DAYS,
    st.sampled_from(Sex),
    SERIALS,
    st.sampled_from(["'{}", " {}\u00a0", "{}.0", '="{}"', "NIK: {}", "\ufeff{}"]),
)
def test_what_copying_adds_goes_silently(district, day, sex, serial, dress):
    number = make(district, day, sex, serial)
    assert nik.normalise(dress.format(number)) == number
    assert nik.fault_of(dress.format(number)) is None


@given(DISTRICTS, DAYS, SERIALS, st.sampled_from([" ", ".", "-", "/", "  "]), st.integers(1, 15))
def test_separators_anywhere_go_silently(district, day, serial, mark, spot):
    number = make(district, day, Sex.MALE, serial)
    assert nik.normalise(number[:spot] + mark + number[spot:]) == number


@given(DISTRICTS, DAYS, SERIALS)
def test_a_numeric_cell_is_damaged_even_when_its_digits_look_right(district, day, serial):
    assert nik.fault_of(float(make(district, day, Sex.MALE, serial))) is NikFault.DAMAGED


@given(st.text())
def test_any_text_gets_an_answer_and_none_raises(text):
    fault = nik.fault_of(text)
    assert fault is None or isinstance(fault, NikFault)
    assert nik.proposal(text) == "" or len(nik.proposal(text)) == 16


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (None, NikFault.MISSING),
        ("", NikFault.MISSING),
        (" - ", NikFault.MISSING),
        ("0", NikFault.MISSING),
        (0.0, NikFault.MISSING),
        ("0000000000000000", NikFault.MISSING),
        ("tidak ada", NikFault.MISSING),
        ("belum ber-NIK", NikFault.MISSING),
        (6311030000000000.0, NikFault.DAMAGED),
        (6311031501809001, NikFault.DAMAGED),
        ("6,31103E+15", NikFault.DAMAGED),
        ("6.31103E+15", NikFault.DAMAGED),
        ("6311031501800000", NikFault.DAMAGED),
        ("63110315O1809001", NikFault.NOT_DIGITS),
        ("631103150I809001", NikFault.NOT_DIGITS),
        ("631103150180900?", NikFault.NOT_DIGITS),
        ("tdk tahu", NikFault.NOT_DIGITS),
        ("631103150180900", NikFault.LENGTH),
        ("63110315018090011", NikFault.LENGTH),
        ("6311030001809001", NikFault.IMPOSSIBLE_DATE),
        ("6311033201809001", NikFault.IMPOSSIBLE_DATE),
        ("6311034001809001", NikFault.IMPOSSIBLE_DATE),
        ("6311037201809001", NikFault.IMPOSSIBLE_DATE),
        ("6311031513809001", NikFault.IMPOSSIBLE_DATE),
        ("6311031500809001", NikFault.IMPOSSIBLE_DATE),
        ("6311033002809001", NikFault.IMPOSSIBLE_DATE),
        ("6311032902819001", NikFault.IMPOSSIBLE_DATE),
        ("6311032902809001", None),
        ("6311032902009001", None),
        ("9202014107559001", None),
        ("9999990107559001", None),
        ("631103.150180.9001", None),
        ("'6311031501809001", None),
    ],
)
def test_what_a_cell_holds(cell, fault):
    assert nik.fault_of(cell) is fault


@pytest.mark.parametrize(
    ("nik_cell", "kk_cell", "births", "swapped"),
    [
        ("6311032703199001", "6311031405979001", (date(1997, 5, 14),), True),
        ("6311031405979001", "6311032703199001", (date(1997, 5, 14),), False),
        ("6311031405979001", "6311031405979002", (date(1997, 5, 14),), False),
        ("6311032703199001", "6311031405979001", (date(1980, 1, 1),), False),
        ("6311032703199001", "6311035405979001", (), True),
        ("6311036703199001", "6311035405979001", (), False),
        ("6311032703199001", "6311031405979001", (), False),
        ("6311032703199001", "", (), False),
        ("6311032703199001", "63110354059790", (), False),
    ],
)
def test_numbers_in_each_others_column(nik_cell, kk_cell, births, swapped):
    assert nik.are_swapped(nik_cell, kk_cell, births) is swapped


def test_swapped_comes_before_damaged_and_missing_before_swapped():
    births = (date(1997, 5, 14),)
    assert nik.fault_of(6311032703199001.0, kk="6311031405979001", births=births) is NikFault.SWAPPED
    assert nik.fault_of("", kk="6311031405979001", births=births) is NikFault.MISSING


@pytest.mark.parametrize(
    ("cell", "guess"),
    [("63110315O1809OO1", "6311031501809001"), ("63110315018O9l0I", "6311031501809101"), ("63110315018090X1", "")],
)
def test_letters_are_given_back_as_the_digits_they_look_like(cell, guess):
    assert nik.proposal(cell) == guess


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("6311030910149001", None),
        ("'6311 0309 1014 9001", None),
        ("", "kk_missing"),
        ("-", "kk_missing"),
        ("631103", "kk_length"),
        ("63110309101490012", "kk_length"),
    ],
)
def test_family_card_numbers(cell, fault):
    assert kk.fault_of(cell) == fault

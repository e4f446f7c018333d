import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.recipients.rules.duplicates import people

NIK = "6311034205629001"


def test_a_nik_taken_apart():
    found = people.number(NIK)
    assert found.nik == NIK
    assert found.nik_head == "631103420562"
    assert (found.nik_birth, found.nik_sex, found.serial) == ("620502", "P", 9001)


@pytest.mark.parametrize("cell", [f"'{NIK}", "631103.420562.9001", f" {NIK} ", f"NIK: {NIK}", f"{NIK}.0"])
def test_marks_around_a_nik_go(cell):
    assert people.number(cell).nik == NIK


@pytest.mark.parametrize(
    "cell",
    ["", "-", "0", "0000000000000000", "9999999999999999", "6311030000000000", "6,31103E+15", "belum ada", "123"],
)
def test_what_is_no_nik(cell):
    assert people.number(cell) == people.Nik()


@pytest.mark.parametrize("cell", ["", "-", "0", "0000000000000000", "6,31103E+15", "belum ada"])
def test_what_is_no_card(cell):
    assert people.card(cell) == people.Card()


def test_a_nik_a_spreadsheet_cut_still_says_the_birth_date():
    found = people.number("6311034205620000")
    assert found.nik is None
    assert (found.nik_birth, found.nik_sex) == ("620502", "P")


@pytest.mark.parametrize(
    ("cell", "birth", "is_round", "turned"),
    [
        ("02-05-1962", "19620502", False, "19620205"),
        ("1962-05-02", "19620502", False, "19620205"),
        ("25-12-1962", "19621225", False, None),
        ("01-07-1955", "19550701", True, "19550107"),
        ("01-01-1955", "19550101", True, None),
        ("", None, False, None),
        ("tidak tahu", None, False, None),
    ],
)
def test_birth_dates(cell, birth, is_round, turned):
    found = people.birth(cell, year=2026)
    assert (found.birth, found.is_round, found.turned_birth) == (birth, is_round, turned)


def test_blocks():
    assert people.block("007", "2") == people.block("RT. 7", "02") == "7/2"
    assert people.block("", "-") is None


@given(st.text(max_size=30))
def test_any_cell_can_be_read(cell):
    for read in (people.name, people.number, people.card, people.sex, people.plain):
        read(cell)
    people.birth(cell, year=2026)
    people.block(cell, cell)


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True))
def test_two_neighbours_changed_leave_the_same_digits(nik):
    turned = nik[:8] + nik[9] + nik[8] + nik[10:]
    assert (
        people.number(nik).nik_digits == people.number(turned).nik_digits
        or people.number(nik) == people.Nik()
        or "0000" in {nik[12:], turned[12:]}
    )

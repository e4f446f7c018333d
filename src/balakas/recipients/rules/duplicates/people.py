"""One row of a list as facts that can be compared: names folded, numbers cleaned, the birth date beside the one in the NIK.

Every function takes one cell, so that a million rows cost no more than their different cells.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from balakas.recipients.rules import dates, nik
from balakas.recipients.rules.cells import is_nothing
from balakas.recipients.rules.duplicates.words import core_of
from balakas.recipients.rules.duplicates.words import plain as plain_words
from balakas.recipients.rules.names import block_of, sex_of

_SHORTEST_NUMBER, _LONGEST_NUMBER = 7, 20
_HEAD = 12
_NO_SERIAL = "0000"
_LAST_MONTH = 12


class Name(NamedTuple):
    """A name for comparing; None and 0 where there is none."""

    name: str | None = None
    """Folded words in their order."""
    sorted_name: str | None = None
    letters: str | None = None
    """The name's letters in order of the alphabet: equal when letters only changed places."""
    first: str | None = None
    last: str | None = None
    words: int = 0


class Nik(NamedTuple):
    """What a NIK says; None where it says nothing."""

    nik: str | None = None
    nik_digits: str | None = None
    """The digits in ascending order."""
    nik_head: str | None = None
    """The first twelve digits: district, birth date and sex."""
    serial: int | None = None
    nik_birth: str | None = None
    """`YYMMDD`."""
    nik_sex: str | None = None


class Card(NamedTuple):
    """The family card's number."""

    kk: str | None = None
    kk_digits: str | None = None


class Birth(NamedTuple):
    """A birth date."""

    birth: str | None = None
    """`YYYYMMDD`."""
    short_birth: str | None = None
    """`YYMMDD`."""
    turned_birth: str | None = None
    """`YYYYDDMM`, where that is a date too."""
    year: int | None = None
    is_round: bool = False
    """1 January or 1 July: the day is not known."""


def name(cell: str) -> Name:
    """Return a name for comparing."""
    core = core_of(cell)
    if not core:
        return Name()
    return Name(" ".join(core), " ".join(sorted(core)), "".join(sorted("".join(core))), core[0], core[-1], len(core))


def number(cell: str) -> Nik:
    """Return what a NIK says, also a misspelt one. A spreadsheet that kept twelve digits leaves no number but a birth date."""
    digits = _digits(cell)
    if digits is None:
        return Nik()
    birth, sex = _born(digits[6:_HEAD]) if len(digits) >= _HEAD else (None, None)
    if digits.endswith(_NO_SERIAL):
        return Nik(nik_head=digits[:_HEAD], nik_birth=birth, nik_sex=sex) if birth else Nik()
    serial = int(digits[_HEAD:]) if len(digits) == nik.LENGTH else None
    return Nik(digits, "".join(sorted(digits)), digits[:_HEAD], serial, birth, sex)


@lru_cache(maxsize=100_000)
def _born(six: str) -> tuple[str | None, str | None]:
    parts = nik.parts_of(f"000000{six}0001")
    return (f"{parts.year:02d}{parts.month:02d}{parts.day:02d}", parts.sex.value) if parts else (None, None)


def card(cell: str) -> Card:
    """Return a family card's number for comparing."""
    digits = _digits(cell)
    return Card(digits, "".join(sorted(digits))) if digits else Card()


def _digits(cell: str) -> str | None:
    """Return the digits of a NIK or KK; None for nothing, for what a spreadsheet ruined and for one digit all along."""
    digits = cell if cell.isdigit() and cell.isascii() else nik.normalise(cell)
    if not (digits.isdigit() and digits.isascii()) or not _SHORTEST_NUMBER <= len(digits) <= _LONGEST_NUMBER:
        return None
    return None if len(set(digits)) <= 2 else digits  # noqa: PLR2004 -- 0000…, 9999… and the like stand for nothing


def birth(cell: str, *, year: int) -> Birth:
    """Return a birth date for comparing; `year` is the current one and settles two-digit years."""
    day = None if is_nothing(cell) else dates.read(cell, year=year).choose()
    if day is None:
        return Birth()
    turned = f"{day.year:04d}{day.day:02d}{day.month:02d}" if day.day <= _LAST_MONTH and day.day != day.month else None
    return Birth(f"{day:%Y%m%d}", f"{day:%y%m%d}", turned, day.year, is_round(day))


def is_round(day: date) -> bool:
    """Say whether the date is what an office writes when the day is not known."""
    return day.day == 1 and day.month in {1, 7}


def sex(cell: str) -> str | None:
    """Return `L` or `P`."""
    found = sex_of(cell)
    return found.value if found else None


def block(rt: str, rw: str) -> str | None:
    """Return RT and RW for comparing: `007` and `2` -> `7/2`."""
    numbers = [block_of(cell).lstrip("0") for cell in (rt, rw)]
    return "/".join(numbers) if any(numbers) else None


def plain(cell: str) -> str | None:
    """Return a place, street or village for comparing."""
    return plain_words(cell) or None

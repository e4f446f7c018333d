"""The NIK: sixteen digits given once for life (PP 37/2007, article 37), and what a cell that should hold one holds.

A NIK has no check digit, keeps the district of first registration and the birth date first registered, so a district
that no longer exists or a date that differs from the card is lawful: this module warns and never refuses.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balakas.recipients.rules.cells import Cell, is_nothing, is_number, text_of

LENGTH = 16
WOMAN = 40
"""Added to the day of birth for women."""

_LAST_DAY = 31
_LAST_MONTH = 12
_SEPARATORS = re.compile(r"[\s.,;:/\\_'’`\"|-]+")
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?[eE]\+?\d+$")
_FLOAT_TAIL = re.compile(r"^(\d{16})[.,]0+$")
_LABEL = re.compile(r"^(NIK|NO(MOR)?\.?\s*(KTP|NIK|KK)|KTP|NKK|KK)\s*[.:]*\s*(?=\d)", re.IGNORECASE)
# Letters a hurried hand or a reading machine puts in the place of a digit.
_LOOKALIKES = str.maketrans("OoQDIilL|!ZzSsBbGgTAq", "000011111122558866749")


class Sex(StrEnum):
    """Sex as cards print it."""

    MALE = "L"
    FEMALE = "P"


class NikFault(StrEnum):
    """Why a cell holds no sound NIK."""

    MISSING = "nik_missing"
    SWAPPED = "nik_kk_swapped"
    DAMAGED = "nik_damaged"
    NOT_DIGITS = "nik_not_digits"
    LENGTH = "nik_length"
    IMPOSSIBLE_DATE = "nik_impossible_date"


@dataclass(frozen=True, slots=True)
class NikParts:
    """The parts of a sixteen-digit NIK; `day` is 1 to 31 with `sex` taken off, `year` has two digits."""

    district: str
    day: int
    month: int
    year: int
    sex: Sex
    serial: str

    def fits(self, day: date) -> bool:
        """Say whether `day` is the date written in the NIK; the century is not in it."""
        return (self.day, self.month, self.year) == (day.day, day.month, day.year % 100)


def normalise(cell: Cell) -> str:
    """Return the cell's text without blanks, dots, dashes, apostrophes and a leading label; letters stay."""
    text = text_of(cell)
    whole = _FLOAT_TAIL.match(text)
    text = whole.group(1) if whole else _LABEL.sub("", text)
    return _SEPARATORS.sub("", text).upper()


def is_damaged(cell: Cell) -> bool:
    """Say whether a spreadsheet rounded the number: a numeric cell, `6.31E+15` as text, or serial 0000."""
    if is_number(cell) or _SCIENTIFIC.match(text_of(cell).replace(" ", "")):
        return True
    digits = normalise(cell)
    return len(digits) == LENGTH and digits.isascii() and digits.isdigit() and digits.endswith("0000")


def parts_of(nik: str) -> NikParts | None:
    """Take a NIK apart; None unless it is sixteen digits whose date exists in some century."""
    if len(nik) != LENGTH or not (nik.isascii() and nik.isdigit()):
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    woman = day > WOMAN
    day -= WOMAN if woman else 0
    if not _exists(day, month, year):
        return None
    return NikParts(nik[:6], day, month, year, Sex.FEMALE if woman else Sex.MALE, nik[12:])


def _exists(day: int, month: int, year: int) -> bool:
    if not (1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH):
        return False
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def has_womans_day(digits: str) -> bool:
    """Say whether the seventh and eighth digit are 41 to 71, which no family card number can have."""
    day = digits[6:8]
    return day.isascii() and day.isdigit() and WOMAN < int(day) <= WOMAN + _LAST_DAY


def are_swapped(nik: str, kk: str, births: tuple[date, ...]) -> bool:
    """Say whether the two numbers stand in each other's column.

    `nik` and `kk` are normalised, `births` holds every reading of the row's birth date (none where it cannot be read).
    """
    if len(kk) != LENGTH or not (kk.isascii() and kk.isdigit()):
        return False
    if not births:
        return has_womans_day(kk) and not has_womans_day(nik)
    return _fits_any(kk, births) and not _fits_any(nik, births)


def _fits_any(number: str, births: tuple[date, ...]) -> bool:
    parts = parts_of(number)
    return parts is not None and any(parts.fits(day) for day in births)


def fault_of(cell: Cell, *, kk: Cell = None, births: tuple[date, ...] = ()) -> NikFault | None:
    """Return the first that holds of missing, swapped, damaged, not digits, length, impossible date; None when sound."""
    if is_nothing(cell):
        return NikFault.MISSING
    nik = normalise(cell)
    if are_swapped(nik, normalise(kk), births):
        return NikFault.SWAPPED
    if is_damaged(cell):
        return NikFault.DAMAGED
    if not (nik.isascii() and nik.isdigit()):
        return NikFault.NOT_DIGITS
    if len(nik) != LENGTH:
        return NikFault.LENGTH
    return None if parts_of(nik) else NikFault.IMPOSSIBLE_DATE


def proposal(cell: Cell) -> str:
    """Return the sixteen digits a person may have meant by letters that look like digits; empty without a good guess."""
    guess = normalise(cell).translate(_LOOKALIKES)
    return guess if parts_of(guess) else ""

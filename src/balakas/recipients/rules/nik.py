"""The NIK: sixteen digits given once for life (PP 37/2007, article 37), and what a cell that should hold one holds.

A NIK has no check digit, keeps the district of first registration and the birth date first registered, so a district
that no longer exists or a date that differs from the card is lawful: this module warns and never refuses.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

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
class Born:
    """What a NIK says of a birth; `year` has two digits."""

    day: int
    month: int
    year: int
    sex: Sex

    def fits(self, day: date) -> bool:
        """Say whether `day` is the date written in the NIK; the century is not in it."""
        return self.day == day.day and self.month == day.month and self.year == day.year % 100


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


def is_number_text(text: str) -> bool:
    """Say whether the text is sixteen digits as they should be."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def normalise(cell: Cell) -> str:
    """Return the cell's text without blanks, dots, dashes, apostrophes and a leading label; letters stay."""
    if type(cell) is str and is_number_text(cell):
        return cell
    text = text_of(cell)
    whole = _FLOAT_TAIL.match(text)
    text = whole.group(1) if whole else _LABEL.sub("", text)
    return _SEPARATORS.sub("", text).upper()


def is_damaged(cell: Cell) -> bool:
    """Say whether a spreadsheet rounded the number: a numeric cell, `6.31E+15` as text, or serial 0000."""
    if is_number(cell) or _SCIENTIFIC.match(text_of(cell).replace(" ", "")):
        return True
    digits = normalise(cell)
    return is_number_text(digits) and digits.endswith("0000")


def parts_of(nik: str) -> NikParts | None:
    """Take a NIK apart; None unless it is sixteen digits whose date exists in some century."""
    born = born_in(nik)
    return NikParts(nik[:6], born.day, born.month, born.year, born.sex, nik[12:]) if born else None


def born_in(nik: str) -> "Born | None":
    """Return what a NIK says of a birth; None unless it is sixteen digits whose date exists in some century."""
    return _born(nik[6:12]) if is_number_text(nik) else None


@lru_cache(maxsize=131_072)  # two sexes, a century of days
def _born(digits: str) -> "Born | None":
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    woman = day > WOMAN
    day -= WOMAN if woman else 0
    return Born(day, month, year, Sex.FEMALE if woman else Sex.MALE) if _exists(day, month, year) else None


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
    if not is_number_text(kk):
        return False
    if not births:
        return has_womans_day(kk) and not has_womans_day(nik)
    return _fits_any(kk, births) and not _fits_any(nik, births)


def _fits_any(number: str, births: tuple[date, ...]) -> bool:
    born = born_in(number)
    return born is not None and any(map(born.fits, births))


def fault_of(cell: Cell, *, kk: Cell = None, births: tuple[date, ...] = ()) -> NikFault | None:
    """Return the first that holds of missing, swapped, damaged, not digits, length, impossible date; None when sound."""
    if type(cell) is str and is_number_text(cell) and not cell.endswith("0000"):
        return _fault_of_digits(cell, kk, births)
    if is_nothing(cell):
        return NikFault.MISSING
    nik = normalise(cell)
    if are_swapped(nik, normalise(kk), births):
        return NikFault.SWAPPED
    if is_damaged(cell):
        return NikFault.DAMAGED
    if not (nik.isascii() and nik.isdigit()):
        return NikFault.NOT_DIGITS
    return NikFault.LENGTH if len(nik) != LENGTH else None if born_in(nik) else NikFault.IMPOSSIBLE_DATE


def _fault_of_digits(digits: str, kk: Cell, births: tuple[date, ...]) -> NikFault | None:
    """Answer for sixteen digits typed as text, as nearly every cell holds: most questions do not arise."""
    born = _born(digits[6:12])
    if births and born is not None and any(map(born.fits, births)):
        return None
    if are_swapped(digits, normalise(kk), births):
        return NikFault.SWAPPED
    return None if born else NikFault.IMPOSSIBLE_DATE


def proposal(cell: Cell) -> str:
    """Return the sixteen digits a person may have meant by letters that look like digits; empty without a good guess."""
    guess = normalise(cell).translate(_LOOKALIKES)
    return guess if parts_of(guess) else ""

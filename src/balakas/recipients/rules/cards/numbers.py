"""NIK, KK number and dates as a network reads them: letters that look like digits, and what must agree."""

import re
from dataclasses import dataclass
from datetime import date

from balakas.recipients.rules.cards.lines import Letter, sure_of, text_of
from balakas.recipients.rules.nik import LENGTH, Sex, parts_of

LOOKALIKES = str.maketrans("OoQDIilL|!ZzSsBGgbTAqCc", "00001111112255866674900")
_DATE = re.compile(r"(\d{2})\D{0,2}(\d{2})\D{0,2}(\d{4})\D*$")
_NO = re.compile(r"^\s*N[o0O]\s*[.,:]*\s*")
AGREED = 0.97
"""At least this sure is a NIK whose region, date and sex agree with what else was read, if its digits were read well."""
DOUBTED = 0.6
_READ_WELL = 0.9
_ALMOST = 2
_GUESS = 0.6
_READ_VERY_WELL = 0.97  # asked of people whose NIK was given elsewhere


def digits_of(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """Return the digits of a line, letters that look like digits taken for them."""
    signs = (Letter(letter.sign.translate(LOOKALIKES), letter.likely, letter.at) for letter in letters)
    return tuple(letter for letter in signs if letter.sign.isdigit())


def number_in(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """Return the digits of a line that is a long number and nothing else; nothing of other lines."""
    signs = [letter.sign for letter in letters if letter.sign.isalnum()]
    digits = digits_of(letters)
    return digits if len(digits) == len(signs) and 4 * sum(map(str.isdigit, signs)) > 3 * len(signs) else ()


def is_half_read(letters: tuple[Letter, ...]) -> bool:
    """Say whether a long number has a digit too few or too many, or one that is a guess: worth a look from nearer."""
    digits = number_in(letters)
    if abs(len(digits) - LENGTH) > _ALMOST:
        return False
    return len(digits) != LENGTH or min(letter.likely for letter in digits) < _GUESS


def after_no(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """Return a number's letters without `No.` before it."""
    found = _NO.match(text_of(letters))
    return letters[found.end() :] if found else letters


def date_of(letters: tuple[Letter, ...]) -> tuple[date, int, float] | None:
    """Return the date at the end of a line (day-month-year), where it begins and how sure it is."""
    found = _DATE.search(text_of(letters))
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born, found.start(), sure_of(letters[found.start() :])


@dataclass(frozen=True, slots=True)
class Beside:
    """What else was read that a NIK must agree with; `None` and "" where nothing was."""

    born: date | None = None
    sex: str = ""
    region: bool | None = None
    """Whether the first six digits are a district of the region named on the card; None: a district elsewhere."""


def settled(digits: tuple[Letter, ...], beside: Beside) -> tuple[str, float]:
    """Return a NIK and how sure it is: sure only when region, date and sex agree with what else was read."""
    nik = text_of(digits)
    if len(nik) != LENGTH:
        return "", 0.0
    parts = parts_of(nik)
    likely = min(letter.likely for letter in digits)
    if parts is None or nik.endswith("0000"):
        return nik, min(likely, 0.3)
    if beside.region is False or (beside.born and not parts.fits(beside.born)):
        return nik, min(likely, DOUBTED)
    if beside.sex and parts.sex != Sex(beside.sex):
        return nik, min(likely, DOUBTED)
    needed = _READ_WELL if beside.region else _READ_VERY_WELL
    if beside.born and likely > needed:
        return nik, AGREED + (0.999 - AGREED) * (likely - needed) / (1 - needed)
    return nik, min(likely, 0.9)


def sure_of_kk(digits: tuple[Letter, ...]) -> float:
    """Return how sure a KK's number is: its date part must be a day of a month."""
    likely = min(letter.likely for letter in digits)
    return min(likely, 0.99) if parts_of(text_of(digits)) else min(likely, DOUBTED)

"""Birth dates as lists write them: any order, any separator, month names, spreadsheet serials.

Real lists mix day/month and month/day in one column, because a spreadsheet turned some cells over while people typed;
so a cell keeps every reading, and the column's order and the NIK choose between them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from balakas.recipients.rules.cells import Cell, is_blank, is_number, text_of

_EPOCH = date(1899, 12, 30)
_SERIALS = range(366, 60_000)  # 1900-12-31 to 2064
_YEARS = range(1890, 2100)
_OLD_ENOUGH = 17
_CENTURY = 100
_MONTHS = {
    "JAN": 1, "FEB": 2, "PEB": 2, "MAR": 3, "MRT": 3, "APR": 4, "MEI": 5, "MAY": 5, "JUN": 6, "JUL": 7, "AGU": 8,
    "AGT": 8, "AGS": 8, "AUG": 8, "SEP": 9, "OKT": 10, "OCT": 10, "NOV": 11, "NOP": 11, "DES": 12, "DEC": 12,
}  # fmt: skip
_STROKES = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212_`\u00b4\\|"), "-"
)  # what hands and word processors put for a dash
_TIME = re.compile(r"[T ]\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?Z?$")
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})\s*[-/. ,]\s*(\d{1,2})\s*[-/. ,]\s*(\d{4}|\d{2})$")
_SOLID = re.compile(r"^\d{7,8}$")
_DAY_NAMED = re.compile(r"^(\d{1,2})\s*[-/., ]*\s*([A-Z]{3,9})\.?\s*[-/., ]*\s*(\d{4}|\d{2})$")
_NAMED_DAY = re.compile(r"^([A-Z]{3,9})\.?\s*(\d{1,2})\s*,?\s*(\d{4})$")
_PLACE = re.compile(r"^(?P<place>[^\d]*?)[\s,;:/.-]*(?P<date>\d.*)$")
_NAMED_TAIL = re.compile(r"^(?P<place>.*?)[\s,;:/-]+(?P<date>[A-Za-z]{3,9}\.?\s*\d{1,2}\s*,?\s*\d{4})$")


@dataclass(frozen=True, slots=True)
class Readings:
    """What a cell may mean. `day_first` and `month_first` are equal where only one reading exists; None: unreadable."""

    day_first: date | None = None
    month_first: date | None = None
    empty: bool = False
    all: tuple[date, ...] = field(init=False)
    """Every reading, the Indonesian one first."""
    unreadable: bool = field(init=False)
    """Whether something stands there that is no date."""

    def __post_init__(self) -> None:
        """Work out once what every row asks."""
        both = tuple(dict.fromkeys(day for day in (self.day_first, self.month_first) if day))
        object.__setattr__(self, "all", both)
        object.__setattr__(self, "unreadable", not self.empty and not both)

    def choose(self, *, month_first: bool = False) -> date | None:
        """Return the reading of the column's order, or the only one there is."""
        first, second = (self.month_first, self.day_first) if month_first else (self.day_first, self.month_first)
        return first or second


def read(cell: Cell, *, year: int) -> Readings:
    """Read a birth date; `year` is the current one and settles the century of two-digit years."""
    return _read(cell, year)


@lru_cache(maxsize=131_072, typed=True)  # a century of days in a few spellings
def _read(cell: Cell, year: int) -> Readings:
    if is_blank(cell):
        return Readings(empty=True)
    if isinstance(cell, datetime):
        return _turned(cell.date())
    if isinstance(cell, date):
        return _turned(cell)
    if is_number(cell):
        return _from_number(float(cell))  # type: ignore[arg-type]
    return _from_text(text_of(cell).upper(), year)


def split_place(cell: Cell) -> tuple[str, str]:
    """`Paringin, 20-08-1987` -> (`Paringin`, `20-08-1987`); without a date all is the place."""
    text = text_of(cell)
    found = _NAMED_TAIL.match(text) or _PLACE.match(text)
    if not found:
        return text, ""
    return found["place"].strip(" ,;:/.-"), found["date"]


def prefers_month_first(column: Iterable[tuple[Readings, int]]) -> bool:
    """Say whether more cells of a column (readings and how many cells have them) can only be month/day than day/month."""
    votes = 0
    for readings, count in column:
        if len(readings.all) == 1 and readings.day_first != readings.month_first:
            votes += count if readings.month_first else -count
    return votes > 0


def _turned(day: date) -> Readings:
    """Take a date cell as it is and turned over: a spreadsheet may have read 01/07 as 7 January."""
    if day.year not in _YEARS:
        return Readings()
    return Readings(day_first=day, month_first=_make(day.year, day.day, day.month) or day)


def _from_number(value: float) -> Readings:
    whole = int(value)
    if whole in _YEARS or whole not in _SERIALS:
        return _from_solid(str(whole)) if len(str(whole)) in {7, 8} else Readings()
    return _turned(_EPOCH + timedelta(days=whole))


def _from_text(text: str, year: int) -> Readings:
    text = text.translate(_STROKES)
    text = _TIME.sub("", text).strip(" .,'’")
    named = _named(text, year)
    if named:
        return Readings(named, named)
    if _SOLID.match(text):
        return _from_solid(text)
    first = _YEAR_FIRST.match(text)
    if first:
        whole, second, third = map(int, first.groups())
        day = _make(whole, second, third) or _make(whole, third, second)
        return Readings(day, day)
    last = _YEAR_LAST.match(text)
    if last:
        one, two, whole = int(last[1]), int(last[2]), _full_year(last[3], year)
        return Readings(_make(whole, two, one), _make(whole, one, two))
    return _serial_in_text(text)


def _serial_in_text(text: str) -> Readings:
    """Read a bare serial such as `32009`, which a sheet without date formats leaves in a CSV."""
    return _from_number(float(text)) if re.fullmatch(r"\d{5}(\.0+)?", text) else Readings()


def _from_solid(text: str) -> Readings:
    text = text.zfill(8)
    ending, leading = int(text[4:]), int(text[:4])
    if ending in _YEARS:
        one, two = int(text[:2]), int(text[2:4])
        return Readings(_make(ending, two, one), _make(ending, one, two))
    day = _make(leading, int(text[4:6]), int(text[6:]))
    return Readings(day, day)


def _named(text: str, year: int) -> date | None:
    text = re.sub(r"^(SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU)\s*,?\s*", "", text)
    found = _DAY_NAMED.match(text)
    if found:
        day, month, whole = found.groups()
        return _make(_full_year(whole, year), _MONTHS.get(month[:3], 0), int(day))
    found = _NAMED_DAY.match(text)
    if found:
        month, day, whole = found.groups()
        return _make(int(whole), _MONTHS.get(month[:3], 0), int(day))
    return None


def _full_year(text: str, year: int) -> int:
    """Two digits are of this century only for somebody at least 17: who heads a family is not a baby."""
    value = int(text)
    if len(text) > 2:  # noqa: PLR2004 -- two digits are what this is about
        return value
    recent = year - year % _CENTURY + value
    return recent if recent <= year - _OLD_ENOUGH else recent - _CENTURY


def _make(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

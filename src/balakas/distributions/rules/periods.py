"""Which months a period means that somebody typed: `Januari 2026`, `Triwulan I 2026`, `Nov 2025 – Jan 2026`, `2026-01`.

A month is one number, twelve times the year plus 0 to 11, so that months can be counted and compared.
"""

import re
from datetime import date
from itertools import pairwise

from balakas.common.indonesian import MONTHS

YEAR = 12
_NAMES = {name.lower()[:3]: number for number, name in enumerate(MONTHS)} | {
    "agt": 7,
    "ags": 7,
    "aug": 7,
    "may": 4,
    "oct": 9,
    "dec": 11,
    "nop": 10,
}
_WHOLE_NAMES = {name.lower() for name in MONTHS} | {"nopember", "pebruari"}
_NAMES |= {"peb": 1}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTS = {"triwulan": 3, "tw": 3, "kuartal": 3, "caturwulan": 4, "semester": 6, "smt": 6}
_UNTIL = frozenset({"-", "–", "—", "sd", "sampai", "hingga"})
_ISO = re.compile(r"\b(20\d\d)[-/.](0?[1-9]|1[0-2])\b(?![-/.]\d)")
_TURNED = re.compile(r"(?<![-/.\d])(0?[1-9]|1[0-2])[-/.](20\d\d)\b")
_TOKENS = re.compile(r"20\d\d|\d+|[a-z]+|[-–—]")


def month_of(day: date) -> int:
    """Return a day's month as one number."""
    return day.year * YEAR + day.month - 1


def months_of(text: str, *, year: int) -> frozenset[int]:
    """Return the months that `text` means.

    `year` is where it names none; a text that names no time at all ("Tahap 1") means the whole of that year.
    """
    told = [(int(found[1]), int(found[2])) for found in _ISO.finditer(text)]
    told += [(int(found[2]), int(found[1])) for found in _TURNED.finditer(text)]
    if told:
        return frozenset(one * YEAR + month - 1 for one, month in told)
    tokens = _TOKENS.findall(re.sub(r"s\s*[./]\s*d\.?", " sd ", text.lower()))
    years = [int(token) for token in tokens if _is_year(token)]
    return _by_name(tokens, years, year) or _by_part(tokens, years[-1] if years else year) or _by_year(years, year)


def _by_name(tokens: list[str], years: list[int], year: int) -> frozenset[int]:
    """Months by name, each with the year behind it; two with a dash between them mean all from one to the other."""
    found: set[int] = set()
    before: int | None = None
    until = False
    for at, token in enumerate(tokens):
        name = _name(token)
        if name is None:
            until = until or token in _UNTIL
            continue
        behind = next((int(one) for one in tokens[at:] if _is_year(one)), years[-1] if years else year)
        month = behind * YEAR + name
        if until and before is not None:
            # `November – Januari 2026` begins the year before.
            first = before if before <= month else before - YEAR
            found = (found - {before}) | set(range(first, month + 1))
        found.add(month)
        before, until = month, False
    return frozenset(found)


def _name(token: str) -> int | None:
    known = token in _WHOLE_NAMES or (len(token) == 3 and token in _NAMES) or token in {"sept", "agust", "agus"}  # noqa: PLR2004 -- `Jan`, `Feb`
    return _NAMES.get(token[:3]) if known else None


def _by_part(tokens: list[str], year: int) -> frozenset[int]:
    """`Triwulan II 2026`, `Semester 1`."""
    for token, behind in pairwise(tokens):
        length = _PARTS.get(token)
        number = _ROMAN.get(behind) or (int(behind) if behind.isdigit() else 0)
        if length and 1 <= number <= YEAR // length:
            first = year * YEAR + (number - 1) * length
            return frozenset(range(first, first + length))
    return frozenset()


def _by_year(years: list[int], year: int) -> frozenset[int]:
    return frozenset(month for one in (years or [year]) for month in range(one * YEAR, one * YEAR + YEAR))


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.startswith("20")  # noqa: PLR2004 -- 2000 to 2099

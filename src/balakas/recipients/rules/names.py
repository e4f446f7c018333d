"""Names, addresses and sexes as lists write them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from balakas.recipients.rules.cells import Cell, text_of
from balakas.recipients.rules.nik import Sex

_MALE = frozenset({"L", "LK", "LAKI", "LAKILAKI", "LAKI2", "PRIA", "M", "MALE", "COWOK", "1", "LLAKILAKI", "1LAKILAKI"})
_FEMALE = frozenset({
    "P", "PR", "PEREMPUAN", "WANITA", "W", "F", "FEMALE", "CEWEK", "2", "PPEREMPUAN", "2PEREMPUAN", "PRP", "PEREMP",
})  # fmt: skip
_NOBODY = frozenset({"N/A", "NULL", "NONE", "#N/A"})
_LONGEST_NOTHING = 4
_LETTER = re.compile(r"[^\W\d_]")
_RT_RW = re.compile(r"^\D*(\d{1,3})\D+(\d{1,3})\D*$")
_NUMBER = re.compile(r"\d{1,3}")


def name_of(cell: Cell) -> str:
    """Return the name on one line with single blanks; empty when the cell holds no letter (`-`, `0`)."""
    name = text_of(cell)
    if not name or (len(name) <= _LONGEST_NOTHING and name.upper() in _NOBODY):
        return ""
    return name if _LETTER.search(name) else ""


@lru_cache(maxsize=1_024, typed=True)
def sex_of(cell: Cell, *, codes_pria_wanita: bool = False) -> Sex | None:
    """Read a sex as words, letters or the census codes 1 and 2; None when it cannot be read.

    `codes_pria_wanita`: the column writes P for *pria* and W for *wanita*.
    """
    word = re.sub(r"[^A-Z0-9]", "", text_of(cell).upper())
    if codes_pria_wanita and word == "P":
        return Sex.MALE
    if word in _MALE:
        return Sex.MALE
    return Sex.FEMALE if word in _FEMALE else None


def means_pria_wanita(cells: Iterable[Cell]) -> bool:
    """Say whether a column of single letters is coded P and W (*pria*, *wanita*) rather than L and P."""
    letters = {text_of(cell).upper() for cell in set(cells)}
    return "W" in letters and not letters & {"L", "LK"}


def split_rt_rw(cell: Cell) -> tuple[str, str]:
    """`007/002`, `RT 7 RW 2` -> (`007`, `002`); a single number is the RT."""
    text = text_of(cell)
    both = _RT_RW.match(text)
    if both:
        return both.group(1).zfill(3), both.group(2).zfill(3)
    return block_of(cell), ""


def block_of(cell: Cell) -> str:
    """Return an RT or RW as three digits: `7`, `RT. 07` -> `007`; empty when there is no number."""
    found = _NUMBER.search(text_of(cell))
    return found.group(0).zfill(3) if found else ""

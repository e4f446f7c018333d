"""A cell of a list as it was read, and what it says once blanks and marks are gone."""

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# No-break, zero-width and byte-order characters that copying from PDF, WhatsApp and the web leaves in a cell.
_BLANKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")) | {
    ord(blank): " " for blank in "\u00a0\u2007\u202f\u2009"
}
# Words parted by single blanks, with no mark in front that a spreadsheet adds: most cells, and nothing is to be done.
_AS_IT_IS = re.compile(r"[!-&(-<>-_a-~][!-~]*(?: [!-~]+)*")
_FORMULA_TEXT = re.compile(r'^="(.*)"$')
# What people type where they have nothing to say. An OpenSID list writes 0 for "has no NIK yet".
_NOTHING = frozenset({
    "?", "NA", "NIHIL", "KOSONG", "TIDAK ADA", "TDK ADA", "TIDAK PUNYA", "TDK PUNYA", "BELUM ADA", "BLM ADA", "BELUM PUNYA", "BLM PUNYA", "BELUM BER-NIK",
    "BELUM BER NIK", "BELUM BERNIK",
})  # fmt: skip


def text_of(cell: Cell) -> str:
    """Return what the cell says on one line: whole numbers without a point, dates as `YYYY-MM-DD`."""
    if type(cell) is str and _AS_IT_IS.fullmatch(cell):
        return cell
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = " ".join(str(cell).translate(_BLANKS).split())
    wrapped = _FORMULA_TEXT.match(text)
    return (wrapped.group(1) if wrapped else text).lstrip("'’`").strip()


def is_number(cell: Cell) -> bool:
    """Say whether the sheet holds the cell as a number, which keeps 15 digits only."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_blank(cell: Cell) -> bool:
    """Say whether the cell is empty, dashes or dots, or a database's word for empty."""
    text = text_of(cell).upper()
    return text in {"0", "NULL", "NONE", "N/A", "#N/A"} or set(text) <= {"-", " ", ".", "_"}


def is_nothing(cell: Cell) -> bool:
    """Say whether the cell is blank or says that there is nothing (`tidak ada`, `belum ber-NIK`, a NIK of zeros)."""
    text = text_of(cell).upper()
    return is_blank(cell) or text in _NOTHING or set(text) <= {"0"}

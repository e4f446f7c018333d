"""Writes lists as workbooks in which no number loses a digit: everything that identifies somebody is a text cell."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

_WIDEST, _NARROWEST = 48, 6
_MEASURED = 200


def workbook(heads: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str, title: str = "") -> bytes:
    """Return an XLSX of one table, with a title above it where given.

    Strings are written as text cells in the format `@`, so NIK and KK keep their sixteen digits and a name that begins
    with `=` stays a name; integers are numbers; dates are dates.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
                                   "strings_to_urls": False}) as book:  # fmt: skip
        page = book.add_worksheet(sheet[:31])
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        listed = list(rows)
        _widths(page, heads, listed)
        top = 0
        if title:
            page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
            top = 2
        for place, head in enumerate(heads):
            page.write_string(top, place, head, bold)
        page.freeze_panes(top + 1, 0)
        for line, row in enumerate(listed, start=top + 1):
            for place, cell in enumerate(row):
                _write(page, (line, place), cell, text=text, day=day)
    return out.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], cell: object, *, text: object, day: object
) -> None:
    if isinstance(cell, bool) or cell is None:
        page.write_string(*at, "ya" if cell else "", text)
    elif isinstance(cell, int):
        page.write_number(*at, cell)
    elif isinstance(cell, datetime):
        page.write_datetime(*at, cell.replace(tzinfo=None), day)
    elif isinstance(cell, date):
        page.write_datetime(*at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 -- a day has no zone
    else:
        page.write_string(*at, str(cell), text)


def _widths(page: xlsxwriter.worksheet.Worksheet, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns must be sized before rows when memory is constant."""
    for place, head in enumerate(heads):
        longest = max([len(str(row[place])) for row in rows[:_MEASURED] if place < len(row)] + [min(len(head), 16)])
        page.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))

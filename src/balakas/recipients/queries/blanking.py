"""A list's file without some of its rows: values only, every other row where it was."""

import csv
import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter

from balakas.recipients.queries import reading
from balakas.recipients.rules.cells import Cell, text_of
from balakas.recipients.rules.tables import Sheet

_NAME_LIMIT = 31  # Excel's own


def without(content: bytes, *, lines: Collection[tuple[str, int]], number: str) -> bytes:
    """Return the file with the rows at `lines` (sheet, from 1) and all that hold `number` emptied; "" matches no row.

    A workbook comes back as XLSX, a text file as CSV. Formatting, comments and hidden sheets are not carried over.
    """
    sheets = [
        Sheet(sheet.name, [[] if _gone(sheet.name, line, row, lines, number) else row for line, row in _counted(sheet)])
        for sheet in reading.read_bytes(content)
    ]
    return _text(sheets[0]) if len(sheets) == 1 and not sheets[0].name else _book(sheets)


def sheet_name(name: str) -> str:
    """Return a sheet's name as an XLSX can carry it."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:_NAME_LIMIT]


def _counted(sheet: Sheet) -> "enumerate[Sequence[Cell]]":
    return enumerate(sheet.rows, start=1)


def _gone(name: str, line: int, row: Sequence[Cell], lines: Collection[tuple[str, int]], number: str) -> bool:
    return (name, line) in lines or bool(
        number and any(number == re.sub(r"[\s.\-'/]", "", text_of(cell)) for cell in row)
    )


def _text(sheet: Sheet) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([text_of(cell) for cell in row] or [""] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _book(sheets: Sequence[Sheet]) -> bytes:
    out = BytesIO()
    plain = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for sheet in sheets:
            page = book.add_worksheet(sheet_name(sheet.name))
            for line, row in enumerate(sheet.rows):
                for place, cell in enumerate(row):
                    _write(page, line, place, cell, day)
    return out.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, place: int, cell: Cell, day: object) -> None:
    if isinstance(cell, bool):
        page.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        page.write_number(line, place, cell)
    elif isinstance(cell, datetime | date):
        page.write_datetime(line, place, cell, day)
    elif cell not in (None, ""):
        page.write_string(line, place, str(cell))

"""The agency's own file back: its rows in its order, our columns appended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from balakas.common.indonesian import long_date
from balakas.recipients.rules.cells import Cell, is_number, text_of
from balakas.recipients.rules.tables import Sheet

HEADINGS = ("HASIL PENYALURAN", "TANGGAL DITERIMA", "JUMLAH DITERIMA", "KETERANGAN")
_LONGEST_NUMBER = 15
"""Digits Excel keeps of a number; a longer one must be text or its end turns to zeros."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of the list."""

    result: str
    received_on: date | None
    amounts: str
    note: str = ""

    def cells(self) -> tuple[str, str, str, str]:
        """Return the appended cells in the order of `HEADINGS`."""
        day = long_date(self.received_on) if self.received_on else ""
        return (self.result, day, self.amounts, self.note)


def head_lines(sheets: Sequence[Sheet], outcomes: Mapping[tuple[str, int], Outcome]) -> dict[str, int]:
    """Return the line of each sheet's head: the last row of words above its first person."""
    found = {}
    for sheet in sheets:
        first = min((line for name, line in outcomes if name == sheet.name), default=0)
        above = [line for line in range(1, first) if _is_words(sheet.rows[line - 1])]
        if above:
            found[sheet.name] = above[-1]
    return found


def _is_words(row: Sequence[Cell]) -> bool:
    texts = [text_of(cell) for cell in row if text_of(cell)]
    return len(texts) > 1 and not any(text.isdigit() for text in texts)


def with_outcomes(
    sheets: Sequence[Sheet], outcomes: Mapping[tuple[str, int], Outcome], *, heads: Mapping[str, int]
) -> bytes:
    """Return an XLSX of all sheets, every row in its place, with the outcomes appended.

    `outcomes` is keyed by (sheet name, line counted from 1); `heads` names the line of the head row per sheet. Numbers of
    16 digits, and all text, are written as text, so that Excel damages none.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True, "num_format": "@"})
    for number, sheet in enumerate(sheets, start=1):
        page = book.add_worksheet(sheet.name[:31] or f"Daftar {number}")
        width = max((len(row) for row in sheet.rows), default=0)
        for line, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                _write(page, line - 1, column, cell, text=text, day=day)
            extra: Sequence[str] = HEADINGS if heads.get(sheet.name) == line else ()
            found = outcomes.get((sheet.name, line))
            for column, value in enumerate(found.cells() if found else extra, start=width):
                if value:
                    page.write_string(line - 1, column, value, bold if extra else text)
        page.set_column(width, width + len(HEADINGS) - 1, 22)
    book.close()
    return stream.getvalue()


def _write(page: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: Cell, **formats: object) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell, formats["day"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 -- a day
    elif is_number(cell) and len(text_of(cell).lstrip("-")) <= _LONGEST_NUMBER:
        page.write_number(row, column, cell)
    else:
        page.write_string(row, column, text_of(cell), formats["text"])

"""The agency's own file comes back in its own order, undamaged."""

from datetime import date
from io import BytesIO

import openpyxl

from balakas.recipients.rules.tables import Sheet
from balakas.reporting.queries.agency_file import HEADINGS, Outcome, head_lines, with_outcomes

SHEET = Sheet(
    "Data",
    [
        ["DAFTAR PENERIMA"],
        ["NO", "NAMA", "NIK", "TGL"],
        ["1", "2", "3", "4"],
        [1, "Invented Satu", "6311034107809001", date(1980, 7, 1)],
        [2, "Invented Dua", 6311030107809002.0, "01/07/1980"],
        ["JUMLAH", "2"],
    ],
)
OUTCOMES = {
    ("Data", 4): Outcome("Tersalur", date(2026, 1, 20), "10 kg"),
    ("Data", 5): Outcome("Tidak hadir", None, "", "pindah"),
}


def read_back():
    book = openpyxl.load_workbook(BytesIO(with_outcomes([SHEET], OUTCOMES, heads=head_lines([SHEET], OUTCOMES))))
    return [[cell.value for cell in row] for row in book["Data"].iter_rows()], book["Data"]


def test_rows_keep_their_order_and_get_their_outcome():
    rows, _ = read_back()
    assert [row[1] for row in rows] == [None, "NAMA", "2", "Invented Satu", "Invented Dua", "2"]
    assert tuple(rows[1][4:]) == HEADINGS
    assert rows[3][4:] == ["Tersalur", "20 Januari 2026", "10 kg", None]
    assert rows[4][4:] == ["Tidak hadir", None, None, "pindah"]
    assert rows[5][4:] == [None] * 4


def test_sixteen_digits_are_text_cells():
    rows, page = read_back()
    assert rows[3][2] == "6311034107809001"
    assert rows[4][2] == "6311030107809002"
    assert page["C4"].number_format == "@"
    assert rows[3][0] == 1

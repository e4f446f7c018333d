"""The disposition sheet and the register are the office's papers: Indonesian, whatever language the maker's pages are in."""

from io import BytesIO

import openpyxl
from django.utils.translation import gettext, override

from balakas.letters.actions import export
from balakas.letters.queries import letters, sheets
from balakas.letters.queries.letters import Filters
from balakas.staff.queries import officer_of
from balakas.staff.rules import PositionKind
from tests.letters.cases import LATER, dispose, register


def test_the_disposition_sheet_is_indonesian_for_an_officer_who_reads_english(world):
    letter = register(world)
    row = dispose(world, letter)
    with override("en"):
        assert gettext("Proses lebih lanjut") != "Proses lebih lanjut"
        data = sheets.disposition(letter, row, LATER)
    assert data["received"] == "12 Januari 2026 pukul 09.00"
    with override("id"):
        assert data == sheets.disposition(letter, row, LATER)


def test_the_register_is_indonesian_for_an_officer_who_reads_english(world):
    dispose(world, register(world))
    officer = officer_of(world.users[PositionKind.CLERK], at=LATER)
    files = {}
    for language in ("id", "en"):
        with override(language):
            files[language] = export.register_file(
                officer=officer, filters=Filters(), form="xlsx", zone="Asia/Makassar", at=LATER
            ).content
    cells = {
        name: [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(content)).active]
        for name, content in files.items()
    }
    assert cells["en"] == cells["id"]
    assert "pukul" in cells["en"][1][1]
    with override("en"):
        assert "Proses" in sheets.chain_words(
            next(iter(letters.register(officer, Filters(), "Asia/Makassar"))), "Asia/Makassar"
        )

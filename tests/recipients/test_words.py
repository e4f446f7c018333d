"""Lists that leave the room are the office's papers: Indonesian, whatever language the maker's pages are in."""

from io import BytesIO

import openpyxl
import pytest
from django.utils.translation import override

from balakas.recipients.actions import exports
from balakas.staff.queries import officer_of
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, taken_over

pytestmark = pytest.mark.django_db

AWAYAN = "63.11.03.2007"


def words(content: bytes) -> set[object]:
    return {cell.value for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row}


def test_the_list_and_what_is_missing_are_indonesian_for_an_officer_who_reads_english(world: World, monkeypatch):
    held = a_distribution(world)
    taken_over(world, held)
    kasi = world.actor(PositionKind.KASI_PMDK)
    officer = officer_of(world.users[PositionKind.KASI_PMDK], at=MONDAY)
    printed = []
    monkeypatch.setattr(exports, "office_pdf", lambda _form, data, **_more: printed.append(data) or b"")
    with override("en"):
        listed = words(exports.export_list(distribution_id=held.id, village="", officer=officer, at=MONDAY))
        missing = words(exports.missing_xlsx(distribution_id=held.id, villages=[AWAYAN], by=kasi, at=MONDAY))
        exports.missing_pdf(distribution_id=held.id, villages=[AWAYAN], by=kasi, at=MONDAY)
    assert "Dalam daftar" in listed
    assert "KTP, Kartu Keluarga (KK)" in missing
    (village,) = printed[0]["villages"]
    assert village["complete"] == "0 dari 2 penerima"
    assert village["rows"][0]["missing"] == "KTP, Kartu Keluarga (KK)"

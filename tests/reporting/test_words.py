"""What the report's papers say where the easy answer would be wrong: goods without a set worth, the field day."""

from datetime import timedelta

import pytest

from balakas.config.demo.clock import at
from balakas.distributions.models import Benefit
from balakas.distributions.queries import distributions
from balakas.handover.queries import receipts
from balakas.handover.queries import sheets as handover_sheets
from balakas.reporting.actions import report
from balakas.reporting.queries import results, sheets
from tests.reporting.cases import AFTER, FIELD, handed_out

pytestmark = pytest.mark.django_db
NOON = at(AFTER, "11.00")


def benefit_of(stage):
    return distributions.allocations_of(stage.id)[0].benefit


def made(stage):
    return report.start(distribution_id=stage.id, by=stage.office.by("kasi"), at=NOON)


def bast(stage):
    party = {"name": "", "nip": "", "position": "Kecamatan", "address": ""}
    return sheets.bast_data(made(stage), first=party, second=party)


def test_goods_without_a_set_worth_are_not_worth_nothing():
    stage = handed_out()
    Benefit.objects.filter(id=benefit_of(stage).id).update(unit_value=0)
    (line,) = results.results_of(stage.id).allocations
    assert (line.value, line.value_text, line.given) == (None, "nilai belum ditetapkan", "36 kg")
    data = bast(stage)
    assert (data["total_value"], data["total_in_words"]) == ("nilai belum ditetapkan", "")
    said = sheets.report_data(made(stage))["result"]
    assert "nilai belum ditetapkan" in said
    assert "Rp0" not in said + str(data)


def test_goods_with_a_worth_are_counted_with_it():
    stage = handed_out()
    Benefit.objects.filter(id=benefit_of(stage).id).update(unit_value=12_000)
    assert results.results_of(stage.id).value_text == "Rp432.000"
    assert bast(stage)["total_in_words"] == "empat ratus tiga puluh dua ribu rupiah"


def test_the_receipt_list_bears_the_field_day_not_the_day_it_was_made():
    stage = handed_out()
    rows = receipts.receipt_rows(stage.id, stage.office.id)
    by = stage.office.users["kasi"].id
    data, _ = handover_sheets.filled_list(stage.office.id, rows, title="Beras", by_id=by, at=NOON + timedelta(days=30))
    for sheet in data["sheets"]:
        assert sheet["day"] == "Rabu, 14 Januari 2026"
        assert sheet["place_date"].endswith("14 Januari 2026")
        assert sheet["time"].startswith("08.")
    assert FIELD.isoformat() == "2026-01-14"


def test_a_list_handed_out_on_two_days_says_both():
    import dataclasses

    stage = handed_out()
    rows = receipts.receipt_rows(stage.id, stage.office.id)
    village = rows[0].village
    mine = [row for row in rows if row.village == village and row.at]
    late = dataclasses.replace(mine[0], at=mine[0].at + timedelta(days=2), signature_id=None)
    data, _ = handover_sheets.filled_list(
        stage.office.id, [late, *mine[1:]], title="Beras", by_id=stage.office.users["kasi"].id, at=NOON
    )
    (sheet,) = data["sheets"]
    assert sheet["day"] == "14 Januari 2026 s.d. 16 Januari 2026"
    assert sheet["rows"][0]["done"].startswith("diterima 16/1 ")

"""The sample office goes through the rooms' own actions, also with people who have no NIK yet."""

from datetime import date

import pytest

from balakas.config.demo import cases, office
from balakas.config.demo.clock import at, office_day
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.states import PaperState
from balakas.recipients.queries import listed
from balakas.reporting.actions.papers import bundle
from balakas.reporting.queries import issued
from tests.papers.test_make import text_of
from tests.reporting.cases import begun

TODAY = date(2026, 2, 16)


@pytest.mark.django_db
def test_the_sample_types_people_without_a_nik() -> None:
    assert len(listed.on_list(begun(4, without_nik=1).id)) == 4


@pytest.mark.django_db
def test_the_finished_distribution_has_its_goods_minuted_there_and_back() -> None:
    made = office.make(at=at(office_day(TODAY, 21), "08.00"))
    stage = cases.finished(made, today=TODAY)

    minutes = {one.kind: one for one in issued.papers_of(stage.id)}
    came, back = minutes[PaperKind.ARRIVAL], minutes[PaperKind.RETURNED]
    assert {came.state, back.state} == {PaperState.SIGNED}

    accounts = text_of(bundle(distribution_id=stage.id, by=made.by("kasi"), at=at(office_day(TODAY, 13), "09.00")))
    for title, counts in (
        ("BERITA ACARA PENERIMAAN BARANG", "Paket sandang paket 14 14 0 0"),
        ("BERITA ACARA PENGEMBALIAN SISA BARANG", "Paket sandang paket 2 0"),
    ):
        assert title in accounts
        assert counts in " ".join(accounts.split())
    for number in ("NOMOR: 1/BA", "NOMOR: 2/BA"):
        assert number in accounts

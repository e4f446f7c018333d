"""Runs on the screen: the list, one run, and the acts."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from balakas.common.ids import uuid7
from balakas.sop.actions import evidence, run
from balakas.sop.models import Evidence, Exemption, Pause, SignOff, Step
from balakas.sop.models import Run as RunRow
from balakas.staff.rules import PositionKind
from tests.helpers import assert_same_query_count
from tests.sop.conftest import wita


def begin(world, label="Agenda 412"):
    """Start a run now: the pages read the clock."""
    return run.start_run(
        office_id=world.office.id, kind="letter", subject_id=uuid7(), label=label,
        by=world.actor(PositionKind.CLERK), at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def row(world):
    return begin(world)


@pytest.fixture
def camat(world):
    return world.client(PositionKind.CAMAT)


def act(client, row, name, number=1, **data):
    return client.post(reverse("sop:step_act", args=[row.id, number, name]), data)


def surat(world, row):
    evidence.add_evidence(
        run_id=row.id, number=1, requirement="surat", kind="letter", subject_id=uuid7(), label="Agenda 412",
        by=world.actor(PositionKind.CLERK), at=timezone.now(),
    )  # fmt: skip


def test_the_list_shows_strips_by_state(world, camat, row):
    page = camat.get("/sop/pelaksanaan/").content.decode()
    assert "Agenda 412" in page
    assert page.count("bk-strip__step") >= 5
    assert "Agenda 412" not in camat.get("/sop/pelaksanaan/?keadaan=closed").content.decode()
    assert "Agenda 412" in camat.get("/sop/pelaksanaan/?keadaan=semua").content.decode()
    assert_same_query_count(lambda: camat.get("/sop/pelaksanaan/"), lambda: [begin(world) for _ in range(4)])


def test_one_tap_signs_off_when_all_evidence_is_there(world, camat, row):
    surat(world, row)
    page = camat.get(reverse("sop:run", args=[row.id])).content.decode()
    assert f'action="/sop/pelaksanaan/{row.id}/1/selesai/"' in page
    answer = act(camat, row, "selesai")
    assert answer.headers["Location"] == f"/sop/pelaksanaan/{row.id}/"
    assert SignOff.objects.get().performer_label == "Rahmadi Anwar"


def test_without_evidence_the_page_asks_why_and_keeps_what_was_typed(camat, row):
    page = act(camat, row, "selesai").content.decode()
    assert "belum lengkap" in page
    assert act(camat, row, "selesai", reason="Surat asli menyusul").status_code == 302
    assert SignOff.objects.get().reason == "Surat asli menyusul"


def test_a_step_may_be_done_since_its_papers_were_complete(world, camat, row):
    surat(world, row)
    Evidence.objects.update(recorded_at=row.started_at)
    url = reverse("sop:step_act", args=[row.id, 1, "selesai"])
    assert f'href="{url}?sejak=lengkap"' in camat.get(reverse("sop:run", args=[row.id])).content.decode()
    page = camat.get(f"{url}?sejak=lengkap").content.decode()
    local = row.started_at.astimezone(ZoneInfo("Asia/Makassar"))
    assert f'value="{local:%Y-%m-%dT%H:%M}"' in page
    assert "dicatat menyusul" in page
    assert "dicatat menyusul" not in camat.get(url).content.decode()


def test_somebody_else_is_told_whose_act_it_is(world, row):
    page = act(world.client(PositionKind.TKSK), row, "selesai", reason="x").content.decode()
    assert "pelaksananya atau Sekretaris" in page
    assert not SignOff.objects.exists()


def test_the_button_is_there_only_for_who_may_sign(world, camat, row):
    url = reverse("sop:run", args=[row.id])
    assert "/1/selesai/" in camat.get(url).content.decode()
    page = world.client(PositionKind.TKSK).get(url).content.decode()
    assert "/1/selesai/" not in page
    assert "/1/jeda/" in page


def test_start_pause_go_on_take_back(world, camat, row):
    assert act(camat, row, "mulai", number=2).status_code == 302
    assert "Tuliskan alasannya" in act(camat, row, "jeda", number=2).content.decode()
    act(camat, row, "jeda", number=2, reason="Menunggu dinas")
    page = camat.get(reverse("sop:run", args=[row.id])).content.decode()
    assert "Menunggu dinas" in page
    act(camat, row, "lanjut", number=2)
    assert Pause.objects.get().ended_at is not None
    act(camat, row, "selesai", number=2, reason="Menyusul")
    act(camat, row, "tarik", number=2, reason="Salah tekan")
    assert SignOff.objects.get().withdrawn_reason == "Salah tekan"


def test_a_time_that_is_earlier_asks_for_its_reason(camat, row):
    page = act(camat, row, "mulai", number=2, happened_at="2026-01-12T08:00").content.decode()
    assert "dicatat belakangan" in page
    answer = act(camat, row, "mulai", number=2, happened_at="2026-01-12T08:00", reason="Listrik padam")
    assert answer.status_code == 302
    assert Step.objects.get(run=row, number=2).started_at.isoformat() == "2026-01-12T00:00:00+00:00"
    assert "Listrik padam" in camat.get(reverse("sop:run", args=[row.id])).content.decode()


def test_going_without_a_paper(camat, row):
    page = camat.get(reverse("sop:run", args=[row.id])).content.decode()
    url = reverse("sop:except_requirement", args=[row.id, 1, "surat"])
    assert url in page
    assert "Self copy file" in camat.get(url).content.decode()
    camat.post(url, {"reason": "Surat lisan"})
    assert Exemption.objects.get().reason == "Surat lisan"
    assert camat.get(reverse("sop:except_requirement", args=[row.id, 1, "tidak_ada"])).status_code == 404
    assert camat.get(reverse("sop:except_requirement", args=[row.id, 9, "surat"])).status_code == 404


def test_stop_and_take_up_and_closing_is_refused_with_what_is_open(camat, row):
    page = camat.post(reverse("sop:run_act", args=[row.id, "tutup"]), {}).content.decode()
    assert "kegiatan belum selesai 1, 2, 3, 4, 5" in page
    camat.post(reverse("sop:run_act", args=[row.id, "hentikan"]), {"reason": "Bukan penyaluran"})
    assert RunRow.objects.get().state == "stopped"
    assert "Bukan penyaluran" in camat.get(reverse("sop:run", args=[row.id])).content.decode()
    camat.post(reverse("sop:run_act", args=[row.id, "buka"]), {"reason": "Ternyata penyaluran"})
    assert RunRow.objects.get().state == "open"


def test_after_an_act_one_returns_to_the_page_that_asked_and_never_elsewhere(camat, row):
    assert act(camat, row, "mulai", number=2, kembali="/penyaluran/1/").headers["Location"] == "/penyaluran/1/"
    there = act(camat, row, "mulai", number=3, kembali="https://jahat.example/").headers["Location"]
    assert there == f"/sop/pelaksanaan/{row.id}/"


def test_unknown_acts_and_steps_are_not_found(camat, row):
    assert act(camat, row, "hapus").status_code == 404
    assert act(camat, row, "selesai", number=9).status_code == 404
    assert camat.get(reverse("sop:run_act", args=[row.id, "hapus"])).status_code == 404


def test_a_reader_sees_no_buttons(world, row):
    page = world.client(PositionKind.INSPECTOR).get(reverse("sop:run", args=[row.id])).content.decode()
    assert "Agenda 412" in page
    assert not re.search(r"/(mulai|selesai|jeda|kecuali|hentikan)/", page)


def test_field_days_are_shown_with_their_hours(world, camat, row):
    evidence.set_field_day(
        run_id=row.id, number=5, kind="post", subject_id=uuid7(), label="Pos", by=world.actor(PositionKind.TKSK),
        at=timezone.now(), opened_at=wita("14 08:00"), closed_at=wita("14 12:30"),
    )  # fmt: skip
    act(camat, row, "mulai", number=5)
    assert "14 Januari 2026 pukul 08.00–12.30" in camat.get(reverse("sop:run", args=[row.id])).content.decode()


def test_a_run_costs_the_same_whatever_hangs_on_it(world, camat, row):
    assert_same_query_count(
        lambda: camat.get(reverse("sop:run", args=[row.id])), lambda: [surat(world, row) for _ in range(3)]
    )

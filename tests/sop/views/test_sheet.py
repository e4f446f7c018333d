"""The SOP sheet as a page, as a paper, and its versions."""

import io
import json
import re
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from balakas.sop.actions import evidence, sheets, steps
from balakas.sop.models import Procedure
from balakas.sop.queries import procedures, sheet, shipped
from balakas.sop.rules import flow, procedure
from balakas.staff.rules import PositionKind
from tests.helpers import assert_same_query_count
from tests.sop.conftest import Case, wita

AT = wita("14 12:00")


def pdf_text(content):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return len(pages), re.sub(r"\s+", " ", " ".join(pages))


def paper(row, run_id=None):
    return sheets.run_pdf(run_id=run_id, at=AT) if run_id else sheets.version_pdf(procedure_id=row.id, at=AT)


@pytest.fixture
def kasi(world):
    return world.client(PositionKind.KASI_PMDK)


@pytest.fixture
def admin(world):
    return world.client(PositionKind.ADMINISTRATOR)


def test_the_page_shows_awayans_words_and_a_picture_per_activity(kasi):
    page = kasi.get("/sop/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for step in shipped._read("balakas_awayan.json")["steps"]:
        assert step["activity"] in words
        assert step["time"] in words
        assert all(paper["label"] in words for paper in step["requirements"])
    assert page.count('class="bk-flow__row"') == 5
    assert re.findall(r'class="bk-sheet__no">([^<]+)<', page) == ["1.", "2.", "3.", "3.", "3."]
    assert ",50%" not in page, "numbers in SVG must not be localised"


def test_the_paper_says_what_the_office_printed(world, case):
    world.users[PositionKind.CAMAT].nip = "198001012005011001"
    world.users[PositionKind.CAMAT].save()
    pages, text = pdf_text(paper(case.run.procedure))
    assert pages == 2
    for step in case.run.procedure.data["steps"]:
        assert step["activity"] in text
        assert all(paper["label"] in text for paper in step["requirements"])
    assert text.count("Dokumen kelengkapan") == 5
    assert "CAMAT AWAYAN" in text
    assert "NIP 19800101 200501 1 001" in text
    assert "WAKTU NYATA" not in text


def test_real_times_stand_beside_the_standard_ones(case):
    case.whole()
    pages, text = pdf_text(paper(case.run.procedure, case.id))
    assert pages == 2
    assert "WAKTU NYATA" in text
    assert "9 jam 12 Jan 2026 09.30 – 13 Jan 2026 11.00" in text
    assert "Terpakai 13 jam 10 menit dari mutu baku 17 jam" in text


def test_a_late_step_a_wait_a_reason_and_missing_papers_are_printed(case):
    steps.pause(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:05"), reason="Menunggu dinas")
    steps.resume(run_id=case.id, number=1, by=case.kasi, at=wita("12 10:00"))
    case.sign(1, "12 11:00", reason="Surat asli menyusul")
    case.start(4, "13 08:00")
    evidence.except_requirement(
        run_id=case.id, number=4, requirement="metode", by=case.kasi, at=wita("13 08:10"), reason="Satu cara"
    )
    _, text = pdf_text(paper(case.run.procedure, case.id))
    assert "(melewati mutu baku)" in text
    assert "menunggu 55 menit, tidak dihitung" in text
    assert "Surat asli menyusul" in text
    assert "Metode penyaluran: dikecualikan" in text
    assert "masih berjalan" in text


def test_a_plt_camat_is_named_as_such(world, case):
    camat = world.users[PositionKind.CAMAT]
    from balakas.staff.models import Appointment

    Appointment.objects.filter(user=camat).update(acting="plt")
    assert sheet.sheet_of(case.run.procedure, AT).approver.position == "Plt. CAMAT AWAYAN"
    Appointment.objects.filter(user=camat).update(valid_to=date(2025, 12, 31))
    assert sheet.sheet_of(case.run.procedure, AT).approver == sheet.Approver("CAMAT AWAYAN")


def test_a_long_procedure_goes_over_pages_with_connectors(case):
    data = {**case.run.procedure.data, "code": "panjang"}
    data["steps"] = [{**data["steps"][n % 5], "number": n + 1} for n in range(14)]
    row = Procedure.objects.create(
        office=case.world.office, code="panjang", version=1, effective_from=date(2026, 1, 1), data=data, recorded_at=AT
    )
    pages, text = pdf_text(paper(row))
    assert pages == 4
    assert text.count("PELAKSANA MUTU BAKU") == 3
    assert len(flow.layout(procedure.parse(data))) == 14


def test_pdf_and_file_downloads(kasi, admin, case):
    row = case.run.procedure
    answer = kasi.get(reverse("sop:version_pdf", args=[row.id]))
    assert answer.content.startswith(b"%PDF")
    assert 'filename="sop-balakas-versi-1.pdf"' in answer.headers["Content-Disposition"]
    assert kasi.get(reverse("sop:run_sheet_pdf", args=[case.id])).content.startswith(b"%PDF")
    back = json.loads(kasi.get(reverse("sop:version_file", args=[row.id])).content)
    assert back == row.data


def test_a_file_comes_back_as_a_new_version(admin, case):
    data = {**case.run.procedure.data, "title": "SOP yang disempurnakan"}
    wanted = {"file": io.BytesIO(json.dumps(data).encode()), "effective_from": "2026-02-01", "note": "Perbaikan"}
    wanted["file"].name = "sop.json"
    answer = admin.post("/sop/versi/unggah/", wanted, follow=True)
    assert "Versi 2" in answer.content.decode()
    row = procedures.in_force(case.world.office.id, date(2026, 2, 1))
    assert row is not None
    assert (row.version, row.data["title"]) == (2, "SOP yang disempurnakan")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"bukan json", "bukan JSON"),
        (b"[1, 2]", "bukan SOP"),
        (b"\xff\xfe\x00", "bukan JSON"),
        (b'{"code": "x"}', "Berkas SOP, steps"),
    ],
)
def test_a_wrong_file_is_told_and_nothing_is_saved(admin, content, says):
    upload = io.BytesIO(content)
    upload.name = "sop.json"
    page = admin.post("/sop/versi/unggah/", {"file": upload, "effective_from": "2026-02-01"}).content.decode()
    assert says in page
    assert not Procedure.objects.exists()


def test_identity_and_times_are_filled_in_and_the_words_stay(admin, case):
    times = {f"minutes_{number}": minutes for number, minutes in enumerate((15, 45, 900, 15, 240), start=1)}
    answer = admin.post(
        "/sop/versi/ubah/",
        {
            "number": "460/1/2026", "made": "2026-01-05", "effective_from": "2026-02-01",
            "legal_basis": "UU 25/2009\nPermenPAN-RB 35/2012", **times,
        },
    )  # fmt: skip
    assert answer.status_code == 302
    data = procedures.versions(case.world.office.id)[0].data
    assert data["identity"]["legal_basis"] == ["UU 25/2009", "PermenPAN-RB 35/2012"]
    assert (data["identity"]["made"], data["identity"]["effective"]) == ("2026-01-05", "2026-02-01")
    assert [(step["minutes"], step["time"]) for step in data["steps"]] == [
        (15, "15 menit"), (45, "45 menit"), (900, "15 jam"), (15, "15 menit"), (240, "4 jam")
    ]  # fmt: skip
    old = [step["activity"] for step in case.run.procedure.data["steps"]]
    assert [step["activity"] for step in data["steps"]] == old
    assert "5 Januari 2026" in pdf_text(paper(procedures.versions(case.world.office.id)[0]))[1]


def flow_posted(page):
    """Return what the browser would send back unchanged."""
    return {
        **dict(re.findall(r'<input type="(?:text|number)" name="([a-z0-9_]+)" value="([^"]*)"', page)),
        **dict(
            re.findall(
                r'<select name="([a-z0-9_]+)"(?:(?!</select>).)*?<option value="([^"]+)" selected', page, re.DOTALL
            )
        ),
    }


def test_the_flow_form_gives_back_what_it_shows(admin, case):
    sent = flow_posted(admin.get("/sop/versi/bagan/").content.decode())
    assert admin.post("/sop/versi/bagan/", {**sent, "effective_from": "2026-02-01"}).status_code == 302
    new = procedures.versions(case.world.office.id)[0].data
    assert [step["marks"] for step in new["steps"]] == [step["marks"] for step in case.run.procedure.data["steps"]]
    assert new["note"] == ""


def test_the_flow_is_set_right_in_a_minute(admin, case):
    sent = flow_posted(admin.get("/sop/versi/bagan/").content.decode())
    sent |= {"symbol_1_kasi_tksk": "process", "order_1_kasi_tksk": "2", "text_1_kasi_tksk": "Mencatat surat"}
    del sent["symbol_4_camat"]
    admin.post("/sop/versi/bagan/", {**sent, "effective_from": "2026-02-01"})
    new = procedure.parse(procedures.versions(case.world.office.id)[0].data)
    assert [(mark.performer, mark.text) for mark in new.step(1).marks] == [
        ("camat", "Menerima surat"), ("kasi_tksk", "Mencatat surat")
    ]  # fmt: skip
    assert [mark.performer for mark in new.step(4).marks] == ["kasi_tksk", "kesra_desa"]
    assert "kasi_pmdk" in new.positions_of(1)


def test_a_decision_that_goes_back_to_nobody_in_the_row_is_told(admin, case):
    sent = flow_posted(admin.get("/sop/versi/bagan/").content.decode())
    page = admin.post("/sop/versi/bagan/", {**sent, "back_3": "camat", "effective_from": "2026-02-01"}).content.decode()
    assert "pelaksana tidak dikenal" in page


def test_the_list_of_versions_asks_as_much_for_many(world, admin, case):
    def grow():
        for _ in range(3):
            row = Procedure.objects.order_by("-version").first()
            row.pk, row.version, row._state.adding = None, row.version + 1, True
            row.id = Procedure._meta.get_field("id").get_default()
            row.save()

    assert_same_query_count(lambda: admin.get("/sop/versi/"), grow)


def test_real_times_show_median_longest_and_late(world, kasi, case):
    case.whole()
    second = Case(world)
    second.sign(1, "12 10:00", reason="Menyusul")
    page = re.sub(r"<[^>]+>", " ", kasi.get("/sop/waktu/").content.decode())
    assert re.search(r"15 menit\s+35 menit\s+1 jam\s+2\s+1\s", re.sub(r"\s+", " ", page) + " ")
    assert_same_query_count(lambda: kasi.get("/sop/waktu/"), lambda: Case(world).whole())

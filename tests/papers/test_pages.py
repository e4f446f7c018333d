"""The pages: what is pressed does what it says, a refusal keeps what was typed, a list asks no more for more rows."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.papers.actions.books import set_book
from balakas.papers.models import BookNumber, NumberBook, OfficeForm, Paper
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.numbers import BookKind, BookMode
from balakas.staff.rules import PositionKind
from tests.helpers import assert_same_query_count
from tests.papers.test_life import Office, scan, text_of


@pytest.fixture
def office(world, monday):
    return Office(world, monday)


@pytest.fixture
def clerk(world):
    return world.client(PositionKind.CLERK)


@pytest.fixture
def admin(world):
    return world.client(PositionKind.ADMINISTRATOR)


def url(name, /, **kwargs):
    return reverse(f"papers:{name}", kwargs=kwargs)


def press(client, name, data=None, /, *, follow=True, **kwargs):
    return client.post(url(name, **kwargs), {"_form_id": str(uuid7()), **(data or {})}, follow=follow)


def test_a_paper_from_draft_to_the_signed_scan(office, clerk):
    paper = office.draft()
    page = clerk.get(url("show", paper_id=paper.id)).content.decode()
    assert "Beri nomor" in page
    assert "Buat PDF" not in page

    page = press(clerk, "number", {"dated": "2026-01-15", "classification": "800"}, paper_id=paper.id).content.decode()
    assert "Nomor 800/1/2026 diberikan." in page

    page = press(clerk, "print", paper_id=paper.id).content.decode()
    assert "Unggah yang sudah ditandatangani" in page
    pdf = clerk.get(url("pdf", paper_id=paper.id))
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert "800/1/2026" in text_of(pdf.content)

    sent = {"scan": SimpleUploadedFile("foto.jpg", scan()), "signed_on": "2026-01-16", "how": "ink"}
    page = press(clerk, "return_signed", sent, paper_id=paper.id).content.decode()
    assert "tersimpan" in page
    assert clerk.get(url("signed", paper_id=paper.id)).headers["Content-Type"] == "image/jpeg"
    assert Paper.objects.get().state == "signed"


def test_a_number_is_inserted_only_with_a_reason(office, clerk):
    office.number(office.draft())
    paper = office.draft()
    page = press(clerk, "number", {"dated": "2026-01-15", "after": "1"}, paper_id=paper.id).content.decode()
    assert "Alasan belum diisi." in page
    asked = {"dated": "2026-01-15", "after": "1", "reason": "terlambat"}
    assert "Nomor 1a/2026 diberikan." in press(clerk, "number", asked, paper_id=paper.id).content.decode()


def test_a_photo_that_is_no_photo_gets_its_sentence_and_the_date_stays(office, clerk):
    paper = office.printed()
    sent = {"scan": SimpleUploadedFile("foto.jpg", b"bukan foto"), "signed_on": "2026-01-16", "how": "ink"}

    page = press(clerk, "return_signed", sent, paper_id=paper.id).content.decode()

    assert "bukan PDF, JPEG, PNG, atau HEIC" in page
    assert 'value="2026-01-16"' in page
    assert Paper.objects.get().state == "printed"


def test_a_broken_photo_is_refused_at_its_field(office, clerk):
    paper = office.printed()
    sent = {"scan": SimpleUploadedFile("foto.jpg", scan()[:900]), "signed_on": "2026-01-16", "how": "ink"}
    assert "rusak" in press(clerk, "return_signed", sent, paper_id=paper.id).content.decode()


def test_a_photo_of_fifty_megabytes_gets_its_sentence(office, clerk):
    paper = office.printed()
    big = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024))
    page = press(clerk, "return_signed", {"scan": big, "signed_on": "2026-01-16", "how": "ink"}, paper_id=paper.id)
    assert "paling besar 25 MB" in page.content.decode()


def test_a_pdf_with_scripts_is_taken_and_the_page_says_what_was_left_out(office, clerk):
    from tests.papers.test_intake import RUNS, pdf

    paper = office.printed()
    sent = {"scan": SimpleUploadedFile("a.pdf", pdf(RUNS["open action"])), "signed_on": "2026-01-16", "how": "ink"}
    assert "salinan tanpa bagian itu" in press(clerk, "return_signed", sent, paper_id=paper.id).content.decode()


def test_a_cancelled_paper_says_why(office, clerk):
    paper = office.number(office.draft())
    page = press(clerk, "cancel", {"reason": ""}, paper_id=paper.id).content.decode()
    assert "Belum tersimpan" in page
    page = press(clerk, "cancel", {"reason": "salah dasar"}, paper_id=paper.id).content.decode()
    assert "salah dasar" in page
    assert BookNumber.objects.get().cancel_reason == "salah dasar"


def test_what_may_not_be_done_now_is_told_on_a_page(office, clerk):
    answer = press(clerk, "print", follow=False, paper_id=office.draft().id)
    assert answer.status_code == 409
    assert "harus diberi nomor dulu" in answer.content.decode()


def test_who_only_reads_sees_no_buttons(office, world):
    page = world.client(PositionKind.CAMAT).get(url("show", paper_id=office.draft().id)).content.decode()
    for button in ("Beri nomor", "Buat PDF", "Batalkan naskah"):
        assert button not in page


def test_the_number_of_an_external_book_is_typed(office, clerk, world, monday):
    set_book(
        office_id=world.office.id, kind=BookKind.SPT, year=2026, mode=BookMode.EXTERNAL, pattern="{number}", start=1,
        system_name="SRIKANDI", by=world.actor(PositionKind.ADMINISTRATOR), at=monday,
    )  # fmt: skip
    paper = office.draft()
    page = press(clerk, "number", {"dated": "2026-01-15", "typed": "B/12/2026"}, paper_id=paper.id).content.decode()
    assert "B/12/2026" in page


def test_reading_a_paper_is_recorded(office, clerk):
    paper = office.draft()
    clerk.get(url("pdf", paper_id=paper.id))
    assert Entry.objects.filter(act="papers.preview", subject_id=str(paper.id)).count() == 1


def test_filters_stand_in_the_url(office, clerk):
    office.draft()
    office.draft(PaperKind.EQUIPMENT, title="Daftar periksa Pulantan")
    assert "Daftar periksa Pulantan" not in clerk.get(url("list"), {"jenis": "spt"}).content.decode()
    assert "Daftar periksa Pulantan" in clerk.get(url("list"), {"jenis": "equipment"}).content.decode()
    assert "Tidak ada naskah dengan saringan ini" in clerk.get(url("list"), {"keadaan": "signed"}).content.decode()
    assert clerk.get(url("list"), {"jenis": "ada-saja", "tahun": "x", "halaman": "99"}).status_code == 200


def test_the_list_asks_as_often_for_many_papers(office, clerk):
    office.draft()
    assert_same_query_count(lambda: clerk.get(url("list")), lambda: [office.draft() for _ in range(8)])


def test_the_list_has_pages(office, clerk):
    for _ in range(26):
        office.draft()
    assert "Halaman 1 dari 2" in clerk.get(url("list")).content.decode()


def test_a_book_is_set_and_a_number_inserted(admin, clerk, office, world):
    asked = {
        "mode": "ours",
        "start": "412",
        "pattern": "{number}/{unit}/{year}",
        "classification": "",
        "system_name": "",
    }
    page = press(admin, "book_settings", asked, kind="spt", year=2026).content.decode()
    assert "Buku nomor tersimpan." in page
    office.number(office.draft())
    book = NumberBook.objects.get()

    page = press(clerk, "insert_number", {"after": "412", "reason": "terlambat"}, book_id=book.id).content.decode()
    assert "412a/2026" in page
    page = press(clerk, "insert_number", {"after": "500", "reason": "terlambat"}, book_id=book.id).content.decode()
    assert "Nomor 500 belum ada" in page

    inserted = BookNumber.objects.get(suffix="a")
    page = press(clerk, "cancel_number", {"reason": "keliru"}, number_id=inserted.id).content.decode()
    assert "keliru" in page
    borne = BookNumber.objects.get(suffix="")
    page = press(clerk, "cancel_number", {"reason": "keliru"}, number_id=borne.id).content.decode()
    assert "dipakai sebuah naskah" in page


def test_a_wrong_pattern_keeps_what_was_typed(admin):
    asked = {"mode": "ours", "start": "1", "pattern": "tanpa nomor", "classification": "800", "system_name": ""}
    page = press(admin, "book_settings", asked, kind="spt", year=2026).content.decode()
    assert "Pola nomor harus memuat" in page
    assert 'value="800"' in page
    assert admin.get("/naskah/buku/spt/3000/atur/").status_code == 404
    assert admin.get("/naskah/buku/lain/2026/atur/").status_code == 404


def test_the_books_ask_as_often_for_many_numbers(office, clerk):
    office.number(office.draft())
    book = NumberBook.objects.get()
    more = lambda: [office.number(office.draft()) for _ in range(6)]  # noqa: E731
    assert_same_query_count(lambda: clerk.get(url("book", book_id=book.id)), more)
    assert_same_query_count(lambda: clerk.get(url("books"), {"tahun": 2026}), more)


def test_a_year_without_books_says_so(clerk):
    assert "Belum dibuka" in clerk.get(url("books"), {"tahun": 2019}).content.decode()


OWN = b'#import "/kop.typ": *\n#show: sheet.with(title: "X")\nSurat Tugas kantor kami #data.number'


def test_an_office_puts_its_own_form_in_place_and_back(admin, office):
    source = admin.get(url("form_source", name="spt")).content.decode()
    assert "MEMERINTAHKAN" in source
    page = press(admin, "form", {"source": SimpleUploadedFile("spt.typ", OWN)}, name="spt").content.decode()
    assert "Bentuk naskah kantor tersimpan" in page
    assert "Surat Tugas kantor kami" in text_of(admin.get(url("form_sample", name="spt")).content)

    paper = office.printed()
    from balakas.papers.actions.life import open_pdf

    assert "Surat Tugas kantor kami 1/2026" in text_of(open_pdf(paper, by=office.by, at=office.at))

    press(admin, "restore_form", name="spt")
    assert OfficeForm.objects.count() == 0
    assert "MEMERINTAHKAN" in text_of(admin.get(url("form_sample", name="spt")).content)
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"papers.replace_form", "papers.restore_form"} <= acts


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"#data.tidak_ada", "tidak dapat dicetak"),
        (b"#let x = (", "tidak dapat dicetak"),
        (b'#import "@preview/cetz:0.3.0"', "tidak dipakai di sini"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b"", "kosong"),
        (b"a" * 300_000, "paling besar 200 kB"),
    ],
)
def test_a_form_that_does_not_print_is_refused_and_ours_stays(admin, source, said):
    page = press(admin, "form", {"source": SimpleUploadedFile("spt.typ", source)}, name="spt").content.decode()
    assert said in page
    assert OfficeForm.objects.count() == 0


def test_a_form_that_never_ends_is_given_up(admin, monkeypatch):
    from balakas.papers.actions import trial

    monkeypatch.setattr(trial, "SECONDS", 3)
    endless = b"#for a in range(100000) { for b in range(100000) { let c = a * b } }"
    page = press(admin, "form", {"source": SimpleUploadedFile("spt.typ", endless)}, name="spt").content.decode()
    assert "tidak selesai" in page
    assert OfficeForm.objects.count() == 0


def test_a_broken_letterhead_is_tried_on_every_form(admin):
    ours = admin.get(url("form_source", name="kop")).content
    broken = ours.replace(b"#let signature-pair(", b"#let signature-pair-lama(")
    page = press(admin, "form", {"source": SimpleUploadedFile("kop.typ", broken)}, name="kop").content.decode()
    assert "tidak dapat dicetak" in page
    assert OfficeForm.objects.count() == 0


def test_only_known_forms_have_a_page(admin):
    for name in ("tidak-ada", "tidak_ada"):
        assert admin.get(url("form", name=name)).status_code == 404
    assert admin.get(url("templates")).status_code == 200


def test_every_page_in_english(office, world, admin):
    clerk = world.client(PositionKind.CLERK)
    clerk.cookies["balakas_lang"] = "en"
    assert clerk.get(url("show", paper_id=office.draft().id)).status_code == 200
    assert io.BytesIO(clerk.get(url("list")).content).getvalue()

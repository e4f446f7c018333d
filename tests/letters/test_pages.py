"""The room's pages: what a form keeps, what a list costs, what leaves as a file, what is never served."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from balakas.audit import queries as audit
from balakas.common.ids import uuid7
from balakas.letters.actions import agenda, dispositions
from balakas.letters.forms import held, hold
from balakas.letters.models import Disposisi, Letter
from balakas.letters.queries import dispositions as chains
from balakas.letters.rules import Urgency
from balakas.staff.rules import PositionKind
from balakas.vault.queries import file_bytes
from tests.helpers import assert_same_query_count
from tests.letters.cases import LATER, NINE, dispose, facts, picture, register, take, wish

CAMAT, SEKRETARIS, KASI, TKSK, CLERK = (
    PositionKind.CAMAT,
    PositionKind.SEKRETARIS,
    PositionKind.KASI_PMDK,
    PositionKind.TKSK,
    PositionKind.CLERK,
)
SENT = {
    "sender": "Dinas Sosial Kabupaten Balangan",
    "letter_number": "400.9/017/Dinsos/2026",
    "letter_date": "2026-01-05",
    "subject": "Pemberitahuan penyaluran",
    "urgency": "urgent",
    "starts_procedure": "on",
}


def upload(content: bytes = b"", name="surat.png"):
    return SimpleUploadedFile(name, content or picture(), "image/png")


def page(client, name, **kwargs):
    return client.get(reverse(name, kwargs=kwargs))


def test_the_clerk_registers_with_a_scan(world):
    response = world.client(CLERK).post(reverse("letters:register"), {**SENT, "scan": upload()}, follow=True)
    letter = Letter.objects.get()
    assert response.redirect_chain == [(reverse("letters:detail", kwargs={"letter_id": letter.id}), 302)]
    assert "nomor agenda 1" in response.content.decode()
    assert file_bytes(letter.scan_file_id) == picture()
    assert letter.received_reason == ""


def test_a_scan_survives_an_error_elsewhere_in_the_form(world):
    client = world.client(CLERK)
    answer = client.post(reverse("letters:register"), {**SENT, "sender": "", "scan": upload()})
    token = answer.context["form"]["held"].value()
    assert held(token, world.users[CLERK].id) is not None
    assert Letter.objects.count() == 0
    client.post(reverse("letters:register"), {**SENT, "held": token})
    assert Letter.objects.get().scan_file_id is not None


def test_a_held_scan_opens_for_nobody_else(world):
    token = hold(take(world), world.users[CLERK].id)
    assert held(token, world.users[SEKRETARIS].id) is None
    assert held(token + "x", world.users[CLERK].id) is None
    world.client(SEKRETARIS).post(reverse("letters:register"), {**SENT, "held": token})
    assert Letter.objects.get().scan_file_id is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"halo, bukan gambar", "bukan PDF, JPEG, PNG, atau HEIC"), (b"\x89PNG\r\n\x1a\nrusak", "rusak")],
)
def test_a_scan_that_is_none_gets_a_sentence_and_nothing_is_lost(world, content, sentence):
    answer = world.client(CLERK).post(reverse("letters:register"), {**SENT, "scan": upload(content)})
    assert sentence in answer.content.decode()
    assert answer.context["form"]["sender"].value() == SENT["sender"]
    assert Letter.objects.count() == 0


def test_a_file_past_the_limit_gets_a_sentence(world, settings):
    settings.BALAKAS_UPLOAD_LIMIT = 1024 * 1024
    answer = world.client(CLERK).post(reverse("letters:register"), {**SENT, "scan": upload(b"x" * (1024 * 1024 + 1))})
    assert "paling besar 25 MB" in answer.content.decode()
    assert answer.context["form"]["subject"].value() == SENT["subject"]


def test_a_form_sent_twice_registers_once(world):
    client, form_id = world.client(CLERK), str(uuid7())
    first = client.post(reverse("letters:register"), {**SENT, "_form_id": form_id})
    second = client.post(reverse("letters:register"), {**SENT, "_form_id": form_id})
    assert second.url == first.url
    assert Letter.objects.count() == 1


def test_the_same_letter_again_is_asked_about(world):
    client = world.client(CLERK)
    client.post(reverse("letters:register"), SENT)
    answer = client.post(reverse("letters:register"), SENT)
    assert "sudah tercatat dengan nomor agenda 1" in answer.content.decode()
    client.post(reverse("letters:register"), {**SENT, "same_wanted": "on"})
    assert Letter.objects.count() == 2


def test_an_arrival_in_the_future_is_refused_and_not_silently_now(world):
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = world.client(CLERK).post(reverse("letters:register"), {**SENT, "received_at": later})
    assert "masa depan" in answer.content.decode()
    assert Letter.objects.count() == 0


def test_two_people_correcting_one_letter_lose_nothing(world):
    letter = register(world)
    path = reverse("letters:correct", kwargs={"letter_id": letter.id})
    sent = {**SENT, "version": "1"}
    world.client(CLERK).post(path, {**sent, "subject": "Dari pengelola"})
    answer = world.client(SEKRETARIS).post(path, {**sent, "subject": "Dari sekretaris"})
    assert "diubah orang lain" in answer.content.decode()
    assert answer.context["form"]["subject"].value() == "Dari sekretaris"
    world.client(SEKRETARIS).post(
        path, {**sent, "subject": "Dari sekretaris", "version": answer.context["form"]["version"].value()}
    )
    letter.refresh_from_db()
    assert (letter.subject, letter.version) == ("Dari sekretaris", 3)


def test_the_camat_disposes_with_what_is_ticked_already(world):
    letter = register(world)
    client = world.client(CAMAT)
    path = reverse("letters:dispose", kwargs={"letter_id": letter.id})
    form = client.get(path).context["form"]
    assert form["addressees"].value() == [str(world.users[KASI].id)]
    usual = {name: form[name].value() for name in ("addressees", "instructions")}
    assert client.post(path, usual).status_code == 302
    row = Disposisi.objects.get()
    assert [line.user for line in row.addressees.all()] == [world.users[KASI]]


def test_the_second_officer_is_told_and_keeps_what_was_typed(world):
    letter = register(world)
    dispose(world, letter, by=SEKRETARIS)
    sent = {"addressees": [str(world.users[TKSK].id)], "instructions": ["know"], "note": "Tolong dibantu"}
    answer = world.client(CAMAT).post(reverse("letters:dispose", kwargs={"letter_id": letter.id}), sent)
    assert "sudah didisposisi oleh Sekretaris" in answer.content.decode()
    assert answer.context["form"]["note"].value() == "Tolong dibantu"


def test_a_sheet_in_pen_comes_with_its_photo(world):
    letter = register(world)
    path = reverse("letters:dispose_pen", kwargs={"letter_id": letter.id})
    client = world.client(CLERK)
    sent = {
        "author": str(world.users[CAMAT].id),
        "addressees": [str(world.users[KASI].id)],
        "instructions": ["proceed"],
    }
    assert "Lampirkan foto lembar" in client.post(path, sent).content.decode()
    client.post(path, {**sent, "scan": upload(name="lembar.png")})
    shown = page(client, "letters:detail", letter_id=letter.id).content.decode()
    assert "Dicatat oleh Aulia Rahman" in shown
    photo = page(client, "letters:sheet_photo", disposisi_id=Disposisi.objects.get().id)
    assert photo["Content-Type"] == "image/jpeg"


def test_opening_the_letter_tells_the_author_that_it_was_seen(world):
    letter = register(world)
    row = dispose(world, letter, KASI)
    assert "belum dibuka" in page(world.client(CAMAT), "letters:detail", letter_id=letter.id).content.decode()
    page(world.client(KASI), "letters:detail", letter_id=letter.id)
    assert row.addressees.get().seen_at is not None
    assert "belum dibuka" not in page(world.client(CAMAT), "letters:detail", letter_id=letter.id).content.decode()


def test_only_the_copy_of_a_scan_is_served_and_reading_is_recorded(world):
    letter = register(world, scan=take(world))
    response = page(world.client(KASI), "letters:scan", letter_id=letter.id)
    assert response["Content-Type"] == "image/jpeg"
    assert response.content != picture()
    entry = audit.entries_about(world.office.id, "letter", letter.id).last()
    assert (entry.act, entry.actor_id) == ("letters.read_scan", str(world.users[KASI].id))


def test_buttons_say_only_what_may_still_be_done(world):
    letter = register(world)
    row = dispose(world, letter, KASI, TKSK)
    withdraw = reverse("letters:withdraw", kwargs={"disposisi_id": row.id})
    assert withdraw in page(world.client(CAMAT), "letters:detail", letter_id=letter.id).content.decode()
    assert withdraw not in page(world.client(KASI), "letters:detail", letter_id=letter.id).content.decode()
    dispositions.done(disposisi_id=row.id, note="", by=world.actor(TKSK), at=timezone.now())
    assert withdraw not in page(world.client(CAMAT), "letters:detail", letter_id=letter.id).content.decode()


def test_what_is_searched_for_stays_out_of_the_address(world):
    register(world, 17)
    register(world, 18, facts_given=facts(18, sender="Perum Bulog"))
    response = world.client(CLERK).post(reverse("letters:search"), {"words": "bulog 018"})
    assert response.request["QUERY_STRING"] == ""
    assert [line.letter.sender for line in response.context["rows"]] == ["Perum Bulog"]
    assert world.client(CLERK).get(reverse("letters:search")).status_code == 405


def test_filters_stand_in_the_address(world):
    register(world, 17)
    dispose(world, register(world, 18, facts_given=facts(18, urgency=Urgency.ORDINARY)))
    client = world.client(CLERK)

    def shown(**query):
        rows = client.get(reverse("letters:list"), query).context["rows"]
        return [line.letter.agenda for line in rows]

    assert shown() == ["2", "1"]
    assert shown(keadaan="registered") == ["1"]
    assert shown(keadaan="disposed") == ["2"]
    assert shown(sifat="ordinary") == ["2"]
    assert shown(tahun=2026, bulan=1) == ["2", "1"]
    assert shown(tahun=2026, bulan=2) == []
    assert shown(keadaan="lain") == ["2", "1"]


def test_the_register_as_a_workbook_runs_from_the_first_and_holds_no_formula(world):
    register(world, 17)
    register(world, 18, facts_given=facts(18, subject='=HYPERLINK("http://x")'))
    dispose(world, Letter.objects.get(agenda="1"), KASI)
    response = page(world.client(CLERK), "letters:xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[2][5] == '=HYPERLINK("http://x")'
    assert all(cell.data_type in {"s", "n"} for row in sheet.iter_rows() for cell in row)
    assert "Kasi" in rows[1][8]
    assert audit.entries_of(world.office.id).first().details == {"form": "xlsx", "count": 2}


def test_the_register_as_pdf_keeps_a_cancelled_number(world):
    letter = register(world, 17)
    agenda.cancel(letter_id=letter.id, reason="Salah alamat", by=world.actor(CLERK), at=LATER)
    register(world, 18)
    response = page(world.client(CLERK), "letters:pdf")
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(response.content)).pages)
    assert "Dibatalkan" in text
    assert "400.9/018/Dinsos/2026" in text


def test_the_printed_sheet_says_who_what_and_until_when(world):
    letter = register(world)
    row = dispose(world, letter, wish_given=wish(world, KASI, note="Siapkan data", deadline=LATER + timedelta(days=2)))
    response = page(world.client(KASI), "letters:sheet", disposisi_id=row.id)
    (sheet,) = PdfReader(BytesIO(response.content)).pages
    text = " ".join(sheet.extract_text().split())
    for said in ("LEMBAR DISPOSISI", "Siapkan data", "14 Januari 2026", "Rahmadi Anwar"):
        assert said in text
    blank = page(world.client(CLERK), "letters:blank_sheet", letter_id=letter.id)
    assert "Siapkan data penerima" in " ".join(PdfReader(BytesIO(blank.content)).pages[0].extract_text().split())


def grow(world, start):
    """Add five letters with a chain of two dispositions each."""
    for number in range(start, start + 5):
        first = dispose(world, register(world, number), SEKRETARIS)
        dispositions.forward(disposisi_id=first.id, wish=wish(world, KASI, TKSK), by=world.actor(SEKRETARIS), at=LATER)


@pytest.mark.parametrize("name", ["letters:list", "letters:xlsx", "letters:pdf"])
def test_the_register_costs_the_same_for_five_letters_and_for_fifteen(world, name):
    client = world.client(CLERK)
    grow(world, 100)
    assert_same_query_count(lambda: page(client, name), lambda: [grow(world, 200), grow(world, 300)])


def test_a_search_costs_the_same(world):
    client = world.client(CLERK)
    grow(world, 100)
    ask = lambda: client.post(reverse("letters:search"), {"words": "Dinas"})  # noqa: E731
    assert_same_query_count(ask, lambda: grow(world, 200))


def test_what_waits_costs_the_same(world):
    officers = [world.officer(kind) for kind in (CAMAT, TKSK)]
    grow(world, 100), register(world, 1)
    ask = lambda: [chains.waiting_for(officer) for officer in officers]  # noqa: E731
    assert_same_query_count(ask, lambda: [grow(world, 200), register(world, 2), register(world, 3)])


def test_a_long_chain_costs_the_same(world):
    letter = register(world)
    first = dispose(world, letter, SEKRETARIS)
    client = world.client(PositionKind.INSPECTOR)

    def further():
        for day in range(3):
            dispositions.forward(
                disposisi_id=first.id, wish=wish(world, KASI, TKSK), by=world.actor(SEKRETARIS),
                at=NINE + timedelta(days=day + 1),
            )  # fmt: skip

    further()
    assert_same_query_count(lambda: page(client, "letters:detail", letter_id=letter.id), further)


def test_the_list_pages(world):
    grow(world, 100)
    for number in range(30):
        register(world, 500 + number, starts_procedure=False)
    client = world.client(CLERK)
    first = client.get(reverse("letters:list"), {"tahun": 2026})
    assert len(first.context["rows"]) == 25
    assert "tahun=2026&amp;halaman=2" in first.content.decode()
    second = client.get(reverse("letters:list"), {"tahun": 2026, "halaman": 2})
    assert len(second.context["rows"]) == 10


def test_a_letter_of_the_day_it_came_is_dated_so(world):
    letter = register(world, facts_given=facts(letter_date=date(2026, 1, 12)))
    assert letter.letter_date == date(2026, 1, 12)

"""A form's text is never lost, a form is taken once, a full disk is told, Indonesian is spoken, headers are set."""

import errno
import re
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balakas.common.ids import uuid7
from balakas.staff.actions import drafts, people
from balakas.staff.models import FormDraft, FormReceipt, SignIn, User
from balakas.staff.rules import PositionKind
from tests.conftest import PASSWORD

ADMIN = PositionKind.ADMINISTRATOR
NEW = reverse("staff:person_new")
TYPED = {"username": "saidah.noor", "name": "Saidah Noor binti Ahmad", "rank": "Penata Muda"}


def text(response):
    return unescape(response.content.decode())


def hidden(response):
    """Return the hidden fields of a page that sends a form again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return {name: unescape(value) for name, value in found}


def log_in(client, response, username="admin"):
    """Follow the login the answer leads to, and return the page it leads back to."""
    target = response.headers["Location"]
    assert target.startswith("/akun/masuk/")
    back = parse_qs(urlsplit(target).query)["next"][0]
    entered = client.post(target, {"login": username, "password": PASSWORD, "next": back})
    assert entered.headers["Location"] == back
    return client.get(back)


@pytest.fixture
def admin(world):
    return world.client(ADMIN)


def run_out():
    """Let every login be older than a login may be."""
    SignIn.objects.update(started_at=timezone.now() - timedelta(hours=11))


# --- a session that ran out ------------------------------------------------------------------------------------------


def test_the_text_survives_a_session_that_ran_out(world, admin):
    admin.get(NEW)
    run_out()
    page = log_in(admin, admin.post(NEW, TYPED | {"password": "rahasia-sekali-99", "_form_id": str(uuid7())}))
    assert "Isian Anda sebelum keluar sudah dikembalikan" in text(page)
    for typed in TYPED.values():
        assert f'value="{typed}"' in text(page)
    assert not User.objects.filter(username="saidah.noor").exists()
    assert admin.post(NEW, TYPED | {"_form_id": hidden(page)["_form_id"]}).status_code == 302
    assert User.objects.filter(username="saidah.noor").exists()


def test_a_kept_text_is_sealed_and_forgotten_once_given_back(world):
    client = Client()
    answer = client.post(NEW, TYPED | {"password": "rahasia-sekali-99"})
    kept = bytes(FormDraft.objects.get().sealed)
    assert b"Saidah" not in kept
    token = client.cookies["balakas_draft"].value
    assert "rahasia-sekali-99" not in drafts.read_draft(token=token, path=NEW, at=timezone.now())
    log_in(client, answer)
    assert not FormDraft.objects.exists()
    assert "Saidah" not in text(client.get(NEW))


def test_a_kept_text_waits_for_who_may_open_the_page(world):
    client = Client()
    answer = client.post(NEW, TYPED)
    assert log_in(client, answer, username="camat").status_code == 404
    client.post("/akun/keluar/")
    client.post("/akun/masuk/", {"login": "admin", "password": PASSWORD})
    assert 'value="Saidah Noor binti Ahmad"' in text(client.get(NEW))


@pytest.mark.parametrize("wrong", ["old", "token", "page"])
def test_what_gives_no_text_back(world, admin, wrong):
    client = Client()
    client.post(NEW, TYPED)
    token = client.cookies["balakas_draft"].value
    if wrong == "old":
        FormDraft.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    admin.cookies["balakas_draft"] = token[:-1] + ("A" if token[-1] != "A" else "B") if wrong == "token" else token
    assert "Saidah" not in text(admin.get(reverse("staff:people") if wrong == "page" else NEW))


def test_a_button_that_only_posts_is_sent_again_from_a_page_of_its_own(world, admin):
    path = reverse("staff:person_state", args=[world.users[PositionKind.CLERK].id])
    client = Client()
    page = log_in(client, client.post(path, {"aktif": "", "catatan": "pindah ke Paringin"}))
    assert page.status_code == 200
    assert "Isian Anda belum terkirim" in text(page)
    assert "pindah ke Paringin" in text(page)
    assert f'action="{path}"' in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(path, hidden(page)).status_code == 302
    assert not User.objects.get(username="pengelola").is_active
    assert client.get(path).status_code == 405, "a text is offered once"


def test_files_must_be_chosen_again_and_it_says_so(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = Client()
    path = reverse("staff:logo_set")
    answer = client.post(path, {"logo": SimpleUploadedFile("l.png", b"x", "image/png"), "catatan": "dari Bagian Umum"})
    assert "harus dipilih lagi" in text(log_in(client, answer))


def test_a_part_of_a_page_that_saves_itself_leads_the_whole_page_to_the_login(world):
    client = Client()
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{NEW}?dari=daftar"}
    answer = client.post(reverse("staff:positions"), TYPED, headers=htmx)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["HX-Redirect"] == "/akun/masuk/?next=" + f"{NEW}%3Fdari%3Ddaftar"
    client.post("/akun/masuk/", {"login": "admin", "password": PASSWORD})
    assert 'value="Saidah Noor binti Ahmad"' in text(client.get(f"{NEW}?dari=daftar"))
    polled = Client().get(reverse("desk:home"), headers=htmx)
    assert polled.headers["HX-Redirect"].startswith("/akun/masuk/")


# --- a form that grew stale ------------------------------------------------------------------------------------------


def stale_form(world, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[ADMIN])
    client.get(NEW)
    headers = {"Origin": origin} if origin else {}
    sent = TYPED | {"csrfmiddlewaretoken": "a" * 64}
    return client, client.post(NEW, sent, headers=headers)


def test_a_form_with_an_old_token_keeps_its_text(world):
    client, page = stale_form(world, "http://testserver")
    assert page.status_code == 403
    assert "Formulir ini kedaluwarsa" in text(page)
    again = client.post(NEW, hidden(page), headers={"Origin": "http://testserver"})
    assert again.status_code == 302, text(again)
    assert User.objects.filter(username="saidah.noor").exists()


@pytest.mark.parametrize("origin", ["http://jahat.example", "null", ""])
def test_a_form_from_elsewhere_is_not_offered_again(world, origin):
    _, page = stale_form(world, origin)
    assert page.status_code == 403
    assert "Saidah" not in text(page)


# --- a form sent twice -----------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_recorded_once(world, admin):
    sent = TYPED | {"_form_id": str(uuid7())}
    first, second = admin.post(NEW, sent), admin.post(NEW, sent)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert "tidak dicatat dua kali" in text(admin.get(second.headers["Location"]))
    assert User.objects.filter(username="saidah.noor").count() == 1


def test_after_an_error_the_corrected_form_is_taken(world, admin):
    form_id = str(uuid7())
    wrong = admin.post(NEW, TYPED | {"nip": "12", "_form_id": form_id})
    assert "NIP terdiri atas 18 angka." in text(wrong)
    assert hidden(wrong)["_form_id"] != form_id
    for number in (form_id, hidden(wrong)["_form_id"]):
        FormReceipt.objects.filter(form_id=number).delete()
    assert admin.post(NEW, TYPED | {"nip": "12", "_form_id": form_id}).status_code == 200
    assert admin.post(NEW, TYPED | {"_form_id": form_id}).status_code == 302


def test_after_a_broken_page_the_same_form_is_taken(world, admin, monkeypatch):
    admin.raise_request_exception = False
    sent = TYPED | {"_form_id": str(uuid7())}
    with monkeypatch.context() as broken:
        broken.setattr(people, "create_person", lambda **_: 1 / 0)
        assert admin.post(NEW, sent).status_code == 500
    assert admin.post(NEW, sent).status_code == 302


def test_a_second_press_during_the_first_says_so_and_keeps_the_text(world, admin, monkeypatch):
    from balakas.config import resending

    monkeypatch.setattr(resending, "_PAUSE", 0.001)
    form_id = uuid7()
    drafts.claim_form(form_id=form_id, user_id=world.users[ADMIN].id, at=timezone.now())
    page = admin.post(NEW, TYPED | {"_form_id": str(form_id)})
    assert page.status_code == 409
    assert "masih diproses" in text(page)
    assert hidden(page)["_form_id"] == str(form_id), "sent again it must count as the same form"
    drafts.finish_form(form_id=form_id, location="/petugas/")
    assert admin.post(NEW, hidden(page)).headers["Location"] == "/petugas/"


def test_a_second_press_waits_for_the_first_ones_answer(world, admin, monkeypatch):
    from balakas.config import resending

    form_id = uuid7()
    drafts.claim_form(form_id=form_id, user_id=world.users[ADMIN].id, at=timezone.now())
    monkeypatch.setattr(resending.time, "sleep", lambda _: drafts.finish_form(form_id=form_id, location="/petugas/"))
    assert admin.post(NEW, TYPED | {"_form_id": str(form_id)}).headers["Location"] == "/petugas/"


def test_a_form_whose_program_died_is_taken_after_a_while(world, admin, monkeypatch):
    from balakas.config import resending

    monkeypatch.setattr(resending, "_PAUSE", 0.001)
    form_id = uuid7()
    drafts.claim_form(form_id=form_id, user_id=world.users[ADMIN].id, at=timezone.now())
    assert admin.post(NEW, TYPED | {"_form_id": str(form_id)}).status_code == 409
    FormReceipt.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert admin.post(NEW, TYPED | {"_form_id": str(form_id)}).status_code == 302
    assert User.objects.filter(username="saidah.noor").exists()


def test_anothers_form_number_tells_nothing(world, monkeypatch):
    from balakas.config import resending

    monkeypatch.setattr(resending, "_PAUSE", 0.001)
    form_id = uuid7()
    drafts.claim_form(form_id=form_id, user_id=world.users[PositionKind.CAMAT].id, at=timezone.now())
    drafts.finish_form(form_id=form_id, location="/surat/rahasia/")
    answer = world.foreign_client().post(reverse("staff:sessions_end"), {"_form_id": str(form_id)})
    assert answer.status_code == 409
    assert "/surat/rahasia/" not in text(answer)


# --- a full disk -----------------------------------------------------------------------------------------------------


def no_room(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def full_database(*_, **__):
    raise OperationalError("database or disk is full")


def assert_told(page):
    assert page.status_code == 507
    assert "Ruang penyimpanan penuh" in text(page)
    assert hidden(page)["name"] == "Saidah Noor binti Ahmad"


@pytest.mark.parametrize("fault", [no_room, full_database])
def test_a_full_disk_is_told_and_the_text_is_kept(world, admin, monkeypatch, fault):
    with monkeypatch.context() as full:
        full.setattr(people, "create_person", fault)
        page = admin.post(NEW, TYPED | {"_form_id": str(uuid7())})
    assert_told(page)
    assert admin.post(NEW, hidden(page)).status_code == 302


@pytest.mark.parametrize("act", ["claim_form", "release_form"])
def test_a_disk_too_full_for_the_forms_number_is_told_too(world, admin, monkeypatch, act):
    admin.raise_request_exception = False
    with monkeypatch.context() as full:
        full.setattr(drafts, act, full_database)
        full.setattr(people, "create_person", no_room)
        page = admin.post(NEW, TYPED | {"_form_id": str(uuid7())})
    assert_told(page)
    assert admin.post(NEW, hidden(page)).status_code == 302


@contextmanager
def really_full(monkeypatch):
    """Let the database refuse: SQLite by its own limit of pages, PostgreSQL (which has none) with its own words."""
    if connection.vendor != "sqlite":
        said = 'could not extend file "base/1/2": No space left on device'
        with monkeypatch.context() as full:
            full.setattr(FormDraft.objects, "create", lambda **_: (_ for _ in ()).throw(OperationalError(said)))
            yield
        return
    raw = connection.connection  # Django asks for nothing more in a transaction that failed
    (limit,) = raw.execute("PRAGMA max_page_count").fetchone()
    raw.execute("PRAGMA max_page_count = 1")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA max_page_count = {limit}")


def test_a_full_database_after_a_session_that_ran_out(world, monkeypatch):
    client = Client(raise_request_exception=False)
    with really_full(monkeypatch):
        page = client.post(NEW, TYPED | {"note": "Isian yang panjang. " * 20_000})
    assert_told(page)


def test_other_faults_are_no_full_disk(world, admin, monkeypatch):
    admin.raise_request_exception = False
    monkeypatch.setattr(people, "create_person", lambda **_: 1 / 0)
    page = admin.post(NEW, TYPED)
    assert page.status_code == 500
    assert "Saidah" not in text(page)


# --- language, time, headers -----------------------------------------------------------------------------------------


def test_indonesian_whatever_the_browser_asks(world, admin):
    for client in (Client(), admin):
        page = client.get("/akun/masuk/" if client is not admin else NEW, headers={"Accept-Language": "en-US,en;q=0.9"})
        assert '<html lang="id"' in text(page)
    assert "Kata sandi" in text(Client().get("/akun/masuk/", headers={"Accept-Language": "en"}))


def test_english_where_it_was_chosen(world):
    client = Client()
    client.cookies["balakas_lang"] = "en"
    page = client.get("/akun/masuk/", headers={"Accept-Language": "id"})
    assert '<html lang="en"' in text(page)
    client.cookies["balakas_lang"] = "xx"
    assert '<html lang="id"' in text(client.get("/akun/masuk/"))


def test_one_offices_zone_does_not_stay_for_the_next_reader(world, admin):
    User.objects.get(username="admin").office.__class__.objects.update(zone="Asia/Jayapura")
    before = timezone.get_current_timezone_name()
    admin.get(NEW)
    assert timezone.get_current_timezone_name() == before


@pytest.mark.parametrize("path", ["/akun/masuk/", "/petugas/baru/", "/jadwal/", "/tidak-ada/", "/petugas/"])
def test_every_answer_has_its_security_headers(world, admin, path):
    headers = admin.get(path).headers
    assert "script-src 'self' 'wasm-unsafe-eval';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=(self), geolocation=(self)")
    assert "no-store" in headers["Cache-Control"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world):
    client = Client()
    client.post("/akun/masuk/", {"login": "admin", "password": PASSWORD})
    draft = Client()
    draft.post(NEW, TYPED)
    for cookie in (client.cookies["sessionid"], draft.cookies["balakas_draft"]):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    secure = Client()
    secure.post(NEW, TYPED, secure=True)
    assert secure.cookies["balakas_draft"]["secure"]

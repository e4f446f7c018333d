"""A registered phone stays signed in for thirty days; reveals and exports ask the password again meanwhile."""

from datetime import timedelta
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balakas.audit import queries as audit
from balakas.staff.actions import passwords
from balakas.staff.models import SignIn
from balakas.staff.rules import PositionKind, Right
from tests.conftest import PASSWORD
from tests.permissions.rows import urls

OPENING = {Right.RECIPIENTS_REVEAL, Right.RECIPIENTS_EXPORT}
MORE = {
    "letters:xlsx",
    "letters:pdf",
    "recipients:missing",
    "reporting:bundle",
    "planning:invitations_print",
    "planning:invitation_print",
    "desk:person",
    "recipients:picture",
    "recipients:readings",
    "handover:picture",
    "handover:page_scan",
    "handover:list_pdf",
    "handover:receipts_pdf",
}


@pytest.fixture
def phone(world):
    """A client signed in by password that has registered its phone."""
    from django.core.cache import cache

    cache.clear()
    return signed_in_as("camat")


def signed_in_as(login):
    client = Client(HTTP_USER_AGENT="Android")
    assert client.post("/akun/masuk/", {"login": login, "password": PASSWORD}).status_code == 302
    client.get(reverse("staff:me"))
    return client


def register(client):
    return client.post(reverse("staff:phone_register"), {"label": "HP merah"})


def passes(client, **time):
    """Let time pass for this client: all that was kept is so much older."""
    gone = timedelta(**time)
    for row in SignIn.objects.all():
        row.started_at -= gone
        row.registered_at = row.registered_at and row.registered_at - gone
        row.save()
    session = client.session
    session["signed_in_at"] -= gone.total_seconds()
    for record in session["account_authentication_methods"]:
        record["at"] -= gone.total_seconds()
    session.save()


def goes_to(response):
    return urlsplit(response.headers.get("Location", "")).path


def signed_in(client):
    return client.get(reverse("staff:me")).status_code == 200


def test_without_registering_a_login_ends_after_ten_hours(phone):
    assert phone.cookies["sessionid"]["max-age"] == "", "and with the browser"
    passes(phone, hours=10, minutes=1)
    assert not signed_in(phone)


def test_a_registered_phone_stays_in_for_thirty_days_and_no_longer(phone):
    assert register(phone).status_code == 302
    assert abs(int(phone.cookies["sessionid"]["max-age"]) - 30 * 86400) < 60
    left = phone.session.get_expiry_date() - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)
    passes(phone, days=29, hours=23)
    assert signed_in(phone)
    passes(phone, hours=2)
    assert not signed_in(phone)


def test_the_row_says_whose_phone_it_is_and_keeps_no_key(phone, world):
    register(phone)
    row = SignIn.objects.get()
    assert (row.user, row.label) == (world.users[PositionKind.CAMAT], "HP merah")
    key = phone.session.session_key
    assert key not in str(row.__dict__)
    page = phone.get(reverse("staff:me")).content.decode()
    assert "HP merah" in page
    assert "ponsel terdaftar sejak" in page
    assert audit.entries_of(world.office.id).filter(act="staff.register_phone").count() == 1


def test_a_phone_needs_a_name(phone):
    phone.post(reverse("staff:phone_register"), {"label": " "})
    assert SignIn.objects.get().registered_at is None


def test_the_registration_holds_for_its_own_session_only(phone):
    """Another session that names the same login, a copied row's, is an ordinary one."""
    register(phone)
    passes(phone, hours=11)
    assert signed_in(phone)
    another = import_module("django.contrib.sessions.backends.db").SessionStore()
    another.update(dict(phone.session.items()))
    another.save()
    thief = Client()
    thief.cookies["sessionid"] = another.session_key
    assert not signed_in(thief)


def test_a_lost_phone_is_logged_out_from_another_device(phone, world):
    register(phone)
    passes(phone, days=3)
    desk = world.client(PositionKind.CAMAT)
    assert "HP merah" in desk.get(reverse("staff:me")).content.decode()
    row = SignIn.objects.get(label="HP merah")
    assert desk.post(reverse("staff:session_end", args=[row.id])).status_code == 302
    assert not signed_in(phone)


def test_a_new_password_ends_every_registration(phone, world):
    register(phone)
    camat = world.users[PositionKind.CAMAT]
    passwords.set_password(
        user_id=camat.id, password="perahu-kecil-di-hulu", by=world.actor(PositionKind.CAMAT), at=timezone.now()
    )
    assert SignIn.objects.get().registered_at is None
    assert not signed_in(phone)


def test_an_export_asks_the_password_again_and_then_is_given(phone):
    register(phone)
    export = reverse("letters:xlsx") + "?tahun=2026"
    assert phone.get(export).status_code == 200, "not within the ordinary login"
    passes(phone, hours=10, minutes=1)
    asked = phone.get(export)
    assert goes_to(asked) == "/akun/ulang/"
    assert "Pastikan ini Anda" in phone.get(asked.headers["Location"]).content.decode()
    back = phone.post(asked.headers["Location"], {"password": "salah-sama-sekali"})
    assert back.status_code == 200
    assert goes_to(phone.get(export)) == "/akun/ulang/"
    back = phone.post(asked.headers["Location"], {"password": PASSWORD})
    assert back.headers["Location"] == export
    assert phone.get(export).status_code == 200


def test_a_form_comes_back_to_its_own_page_and_to_no_other_site(phone):
    register(phone)
    passes(phone, hours=11)
    for page, wanted in (
        ("http://testserver/petugas/saya/?a=1", "/petugas/saya/?a=1"),
        ("https://jahat.example/x", "/"),
    ):
        asked = phone.post(reverse("staff:phone_register"), {"label": "x"}, headers={"referer": page})
        assert parse_qs(urlsplit(asked.headers["Location"]).query)["next"] == [wanted]
    assert SignIn.objects.get().label == "HP merah", "a stolen phone cannot draw out its own thirty days"


def test_every_reveal_and_export_asks_again():
    views = {name: entry.callback for name, entry in urls().items()}
    opening = {name for name, view in views.items() if set(getattr(view, "rights", ())) & OPENING}
    assert {"recipients:reveal", "recipients:export"} <= opening
    assert not [name for name in sorted(opening | MORE) if not getattr(views[name], "confirmed", False)]

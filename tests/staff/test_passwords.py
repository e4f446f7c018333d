from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from balakas.audit import queries as audit
from balakas.staff.actions import passwords, people, sessions
from balakas.staff.models import ResetTicket, SignIn
from balakas.staff.rules import NotAllowed, PositionKind
from tests.conftest import PASSWORD

NEW = "perahu-kecil-di-hulu"
LOGIN, CHANGE = "/akun/masuk/", "/akun/kata-sandi/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def login(username="camat", password=PASSWORD, client=None):
    client = client or Client()
    return client, client.post(LOGIN, {"login": username, "password": password})


def ticket(world, at, kind=PositionKind.CLERK):
    return passwords.issue_ticket(user_id=world.users[kind].id, by=world.actor(PositionKind.ADMINISTRATOR), at=at)


def test_passwords_are_argon2(world):
    assert identify_hasher(world.users[PositionKind.CAMAT].password).algorithm == "argon2"


def test_login_whatever_the_names_case(world):
    client, response = login("Camat")
    assert response.status_code == 302
    assert client.get(CHANGE).status_code == 200


def test_guessing_is_slowed_down(world):
    """After five wrong passwords for one account even the right one has to wait; other accounts do not."""
    for _ in range(5):
        _, response = login(password="salah-semua-0")
        assert response.status_code == 200
    client, response = login()
    assert response.status_code == 200
    assert client.get(CHANGE).status_code == 302
    assert login("kasi")[1].status_code == 302


def test_guessing_many_accounts_from_one_address_is_slowed_down(world):
    for number in range(20):
        login(f"orang{number}", "salah-semua-0")
    assert login()[1].status_code == 200


def test_a_ticket_works_once_and_only_its_hash_is_stored(world, monday):
    token = ticket(world, monday)
    stored = ResetTicket.objects.get()
    assert token not in str(stored.__dict__)
    user = passwords.use_ticket(token=token, password=NEW, at=monday + timedelta(minutes=29))
    assert user.check_password(NEW)
    with pytest.raises(passwords.TicketUnusable):
        passwords.use_ticket(token=token, password=NEW, at=monday + timedelta(minutes=29))


def test_a_ticket_lapses_after_half_an_hour_and_with_the_next_one(world, monday):
    first = ticket(world, monday)
    with pytest.raises(passwords.TicketUnusable):
        passwords.use_ticket(token=first, password=NEW, at=monday + timedelta(minutes=30))
    second = ticket(world, monday + timedelta(minutes=1))
    with pytest.raises(passwords.TicketUnusable):
        passwords.check_ticket(token=first, at=monday + timedelta(minutes=2))
    assert passwords.check_ticket(token=second, at=monday + timedelta(minutes=2)).username == "pengelola"


def test_a_weak_password_does_not_use_the_ticket_up(world, monday):
    token = ticket(world, monday)
    with pytest.raises(passwords.PasswordWeak):
        passwords.use_ticket(token=token, password="1234", at=monday)
    passwords.use_ticket(token=token, password=NEW, at=monday)


def test_a_ticket_ends_every_session(world, monday):
    clerk = world.users[PositionKind.CLERK]
    sign_in = sessions.keep_in(sign_in_id=None, user_id=clerk.id, at=monday)
    passwords.use_ticket(token=ticket(world, monday), password=NEW, at=monday)
    assert sessions.keep_in(sign_in_id=sign_in, user_id=clerk.id, at=monday) is None


def test_who_may_not_issue_and_who_gets_none(world, monday):
    clerk = world.users[PositionKind.CLERK]
    with pytest.raises(NotAllowed):
        passwords.issue_ticket(user_id=clerk.id, by=world.actor(PositionKind.CAMAT), at=monday)
    people.set_active(user_id=clerk.id, active=False, by=world.actor(PositionKind.ADMINISTRATOR), at=monday)
    with pytest.raises(passwords.AccountClosed):
        ticket(world, monday)


def test_a_ticket_of_an_account_closed_meanwhile_is_worthless(world, monday):
    token = ticket(world, monday)
    people.set_active(
        user_id=world.users[PositionKind.CLERK].id, active=False, by=world.actor(PositionKind.ADMINISTRATOR), at=monday
    )
    with pytest.raises(passwords.TicketUnusable):
        passwords.use_ticket(token=token, password=NEW, at=monday)


def test_a_given_password_is_changed_before_anything_else(world):
    user = world.users[PositionKind.CLERK]
    get_user_model().objects.filter(id=user.id).update(must_change_password=True)
    client, _ = login("pengelola")
    assert client.get("/").headers["Location"] == CHANGE
    assert client.get(reverse("desk:gallery")).headers["Location"] == CHANGE
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)
    entry = audit.entries_about(world.office.id, "user", user.id).last()
    assert (entry.act, entry.actor_id) == ("staff.set_password", str(user.id))


def test_a_changed_password_ends_the_other_devices(world):
    here, _ = login()
    there, _ = login()
    here.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert here.get(CHANGE).status_code == 200
    assert there.get(CHANGE).status_code == 302


def test_a_session_lasts_ten_hours_whatever_is_clicked(world):
    client, _ = login()
    client.get(CHANGE)
    row = SignIn.objects.get()
    SignIn.objects.update(started_at=row.started_at - timedelta(hours=9, minutes=59))
    assert client.get(CHANGE).status_code == 200
    SignIn.objects.update(started_at=row.started_at - timedelta(hours=10))
    assert client.get(CHANGE).status_code == 302


def test_log_out_everywhere(world, monday):
    here, _ = login()
    there, _ = login()
    here.get("/")
    there.get("/")
    user = world.users[PositionKind.CAMAT]
    mine = SignIn.objects.order_by("started_at").first()
    assert sessions.end_all(user_id=user.id, by=world.actor(PositionKind.CAMAT), at=monday, but=mine.id) == 1
    assert here.get(CHANGE).status_code == 200
    assert there.get(CHANGE).status_code == 302


def test_anothers_sessions_are_the_administrators(world, monday):
    user = world.users[PositionKind.CAMAT]
    SignIn.objects.create(user=user, started_at=monday, seen_at=monday)
    with pytest.raises(NotAllowed):
        sessions.end_all(user_id=user.id, by=world.actor(PositionKind.KASI_PMDK), at=monday)
    assert sessions.end_all(user_id=user.id, by=world.actor(PositionKind.ADMINISTRATOR), at=monday) == 1


def test_a_session_is_not_another_persons(world, monday):
    camat, kasi = world.users[PositionKind.CAMAT], world.users[PositionKind.KASI_PMDK]
    sign_in = sessions.keep_in(sign_in_id=None, user_id=camat.id, at=monday)
    assert sessions.keep_in(sign_in_id=sign_in, user_id=kasi.id, at=monday) is None
    sessions.end(sign_in_id=sign_in, user_id=kasi.id, by=world.actor(PositionKind.KASI_PMDK), at=monday)
    assert sessions.keep_in(sign_in_id=sign_in, user_id=camat.id, at=monday) == sign_in

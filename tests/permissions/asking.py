"""Asking one page as everybody, and saying whose answer was wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from balakas.staff.models import Appointment, User
from balakas.staff.rules import POSITIONS, PositionKind
from tests.permissions.rows import Row, made

LOGIN = "/akun/masuk/"


def wrong_answers(name: str, row: Row, world: Any) -> list[str]:
    """Return what was answered otherwise than the row says: empty when the page keeps its walls."""
    kwargs, data = made(row.kwargs, world), made(row.data, world)
    path = reverse(name, kwargs=kwargs)
    wrong = [*_anonymous(row, path, data), *_officers(row, path, data, world)]
    if kwargs and not row.public and row.foreign is not None:
        wrong += _foreign(row, path, data, world)
    return wrong


def _anonymous(row: Row, path: str, data: dict[str, Any]) -> Iterator[str]:
    response = ask(Client(), row, path, data)
    if row.public:
        if response.status_code not in row.allowed or to_login(response):
            yield f"anybody: {told(response)}"
    elif response.status_code != row.nobody or (row.nobody == 302 and not to_login(response)):
        yield f"anonymous: {told(response)}"


def _officers(row: Row, path: str, data: dict[str, Any], world: Any) -> Iterator[str]:
    for kind in PositionKind:
        may = row.public or not row.rights or any(right in POSITIONS[kind].rights for right in row.rights)
        expected = frozenset({row.but[kind]}) if kind in row.but else row.allowed if may else frozenset({404})
        response = ask(world.client(kind), row, path, data)
        if response.status_code not in expected or (response.status_code == 302 and to_login(response)):
            yield f"{kind}: {told(response)}, not {sorted(expected)}"
    if row.rights and not row.public:
        response = ask(client_of(without_position(world)), row, path, data)
        if response.status_code != 404:
            yield f"without any position: {told(response)}"


def _foreign(row: Row, path: str, data: dict[str, Any], world: Any) -> Iterator[str]:
    response = ask(client_of(almighty_stranger(world)), row, path, data)
    if response.status_code != row.foreign:
        yield f"another office's person: {told(response)}"


def ask(client: Client, row: Row, path: str, data: dict[str, Any]) -> HttpResponse:
    """Send the request, and forget what it wrote."""
    with forgotten():
        return getattr(client, row.method)(path, data)


@contextmanager
def forgotten() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def to_login(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").startswith(LOGIN)


def told(response: HttpResponse) -> str:
    return f"{response.status_code} {response.headers.get('Location', '')}".strip()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def without_position(world: Any) -> User:
    user, _ = User.objects.get_or_create(username="tanpa.jabatan", defaults={"name": "Tanpa", "office": world.office})
    return user


def almighty_stranger(world: Any) -> User:
    """Return another office's person who holds every position there: only the office keeps them out."""
    for kind in PositionKind:
        Appointment.objects.get_or_create(
            user=world.stranger, office=world.foreign_office, position=kind, defaults={"valid_from": date(2025, 1, 1)}
        )
    return world.stranger

"""The fixed world of named people (all invented), and what keeps append-only tables cleanable between tests."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client, SimpleTestCase, TransactionTestCase
from hypothesis import HealthCheck, settings

from balakas.common.actors import Actor
from balakas.staff import queries as staff_queries
from balakas.staff.models import Appointment, Office, User
from balakas.staff.rules import OfficeKind, Officer, PositionKind

# No test asserts a time: a busy machine is no fault of the code.
settings.register_profile("balakas", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("balakas")

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

MONDAY = datetime(2026, 1, 12, 1, 0, tzinfo=UTC)  # Monday 09.00 in Awayan (WITA)
PASSWORD = "rahasia-kantor-123"
PASSWORD_HASH = make_password(PASSWORD)  # once: Argon2 is slow by design


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a second database, what no database can change."""
    if not config.getoption("--database-only"):
        return
    touching = [item for item in items if _touches_database(item)]
    kept = set(touching)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = touching


def _touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return of_django or bool(names & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None


PEOPLE = {
    PositionKind.CAMAT: ("camat", "Rahmadi Anwar"),
    PositionKind.SEKRETARIS: ("sekretaris", "Norlaila Hasanah"),
    PositionKind.KASI_PMDK: ("kasi", "Syahrudin Noor"),
    PositionKind.TKSK: ("tksk", "Fitriani Zahra"),
    PositionKind.CLERK: ("pengelola", "Aulia Rahman"),
    PositionKind.VILLAGE_OFFICER: ("desa", "Hamdani Yusuf"),
    PositionKind.ADMINISTRATOR: ("admin", "Rizky Maulana"),
    PositionKind.INSPECTOR: ("inspektur", "Mariani Saleh"),
}
VILLAGES = (("63.11.03.2007", "Awayan"), ("63.11.03.2008", "Pudak"), ("63.11.03.2004", "Bihara"))


class World:
    """One district office with villages and one person per position, plus a foreign office."""

    def __init__(self) -> None:
        self.office = _office("63.11.03", "Kecamatan Awayan")
        self.villages = {
            code: Office.objects.create(
                kind=OfficeKind.VILLAGE, parent=self.office, region_code=code, name=f"Desa {name}"
            )
            for code, name in VILLAGES
        }
        self.users = {kind: self._person(kind, *names) for kind, names in PEOPLE.items()}
        self.foreign_office = _office("63.11.08", "Kecamatan Tebing Tinggi")
        self.stranger = self._hire(self.foreign_office, "asing", "Budi Lain", PositionKind.KASI_PMDK)

    def actor(self, kind: PositionKind) -> Actor:
        return staff_queries.actor_of(self.users[kind])

    def officer(self, kind: PositionKind, at: datetime = MONDAY) -> Officer:
        return staff_queries.officer_of(self.users[kind], at=at)

    def client(self, kind: PositionKind) -> Client:
        client = Client()
        client.force_login(self.users[kind])
        return client

    def foreign_client(self) -> Client:
        client = Client()
        client.force_login(self.stranger)
        return client

    def _person(self, kind: PositionKind, username: str, name: str) -> User:
        place = self.villages["63.11.03.2007"] if kind is PositionKind.VILLAGE_OFFICER else self.office
        return self._hire(place, username, name, kind)

    def _hire(self, place: Office, username: str, name: str, kind: PositionKind) -> User:
        tenant = place if place.kind == OfficeKind.DISTRICT else place.parent
        user = User(username=username, name=name, office=tenant, password=PASSWORD_HASH)
        user.save()
        Appointment.objects.create(user=user, office=place, position=kind, valid_from=date(2025, 1, 1))
        return user


def _office(code: str, name: str) -> Office:
    return Office.objects.create(
        kind=OfficeKind.DISTRICT, region_code=code, name=name, regency_name="Kabupaten Balangan", place="Awayan"
    )


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def monday() -> datetime:
    return MONDAY


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_may_be_flushed() -> Iterator[None]:
    """Lift the append-only triggers only while Django empties the tables after a transactional test."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        connection = connections["default"]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
                original(self)
                cursor.execute("SET session_replication_role = DEFAULT")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            original(self)
            for _, sql in triggers:
                cursor.execute(sql)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """Start Playwright once for pages and journeys alike (two would share one thread's loop); the screens must be built."""
    from playwright.sync_api import sync_playwright

    from balakas.common.templatetags.balakas import _MANIFEST

    if not _MANIFEST.exists():
        pytest.fail("the screens are not built: run `npm --prefix frontend run build`")
    with sync_playwright() as started:
        yield started

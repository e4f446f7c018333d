"""Two clerks press at once: each gets a number of their own, and none is left out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from balakas.papers.actions import numbers
from balakas.papers.actions.numbers import Subject, next_number, open_book
from balakas.papers.models import BookNumber, NumberBook
from balakas.papers.rules.numbers import BookKind
from balakas.staff.rules import PositionKind
from tests.conftest import World

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
CLERKS = 2


@pytest.fixture
def world(transactional_db):
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    return World()


@pytest.fixture
def both_have_read(monkeypatch):
    """Hold every clerk between reading the book and writing the number until the other stands there too, or a second."""
    meeting, original = threading.Barrier(CLERKS), numbers._printed

    def wait(*args):
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return original(*args)

    monkeypatch.setattr(numbers, "_printed", wait)


def press_at_once(world, at):
    """Return what each clerk got: a number, or the error that stopped it."""
    by, office = world.actor(PositionKind.CLERK), world.office.id
    open_book(office_id=office, kind=BookKind.AGENDA, year=2026, at=at)

    def press(_):
        try:
            return next_number(
                office_id=office, kind=BookKind.AGENDA, year=2026, subject=Subject(), by=by, at=at
            ).number
        except Exception as error:  # noqa: BLE001 -- whatever stopped a clerk is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLERKS) as pool:
        return list(pool.map(press, range(CLERKS)))


def test_without_the_lock_one_clerk_is_turned_away(world, monday, both_have_read, monkeypatch):
    monkeypatch.setattr(numbers, "_books", lambda: NumberBook.objects.select_related("office"))

    got = press_at_once(world, monday)

    assert 1 in got
    assert {"IntegrityError", "NumberUsed"} & set(map(str, got))


def test_with_the_lock_both_get_their_number(world, monday, both_have_read):
    assert sorted(press_at_once(world, monday)) == [1, 2]
    assert sorted(BookNumber.objects.values_list("number", flat=True)) == [1, 2]

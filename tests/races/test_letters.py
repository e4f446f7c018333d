"""Two officers at once: two clerks registering, two officers disposing of one letter, two opening a distribution from it.

Each race is first shown with the lock off, so that the test with the lock is known to test something.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from balakas.distributions.actions import distributions as distribution_actions
from balakas.distributions.models import Distribution
from balakas.distributions.rules.distribution import Giver, Head, Share
from balakas.letters.actions import agenda, dispositions
from balakas.letters.models import Disposisi, Letter
from balakas.letters.queries import letters
from balakas.papers.actions import numbers
from balakas.papers.models import NumberBook
from balakas.staff.rules import PositionKind
from tests.conftest import World
from tests.distributions.cases import programme
from tests.letters.cases import LATER, dispose, facts, register, wish

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
CAMAT, SEKRETARIS, KASI, CLERK = (
    PositionKind.CAMAT,
    PositionKind.SEKRETARIS,
    PositionKind.KASI_PMDK,
    PositionKind.CLERK,
)


@pytest.fixture
def world(transactional_db):
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    return World()


def meet(monkeypatch, module, name):
    """Hold each of two threads before `module.name` until the other stands there too, or a second has passed."""
    meeting, original = threading.Barrier(2), getattr(module, name)

    def wait(*args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, wait)


def at_once(*acts):
    """Do all at once; return what each got, or the name of the error that stopped it."""

    def press(act):
        try:
            return act()
        except Exception as error:  # noqa: BLE001 -- whatever stopped somebody is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(press, acts))


def unlocked(letter_id, office_id=None):
    return Letter.objects.select_related("office").get(id=letter_id)


def registering(world, number):
    # Letters that start no run: the run's own locks would keep the two apart and hide the race.
    return lambda: (
        agenda.register(
            office_id=world.office.id,
            facts=facts(number),
            by=world.actor(CLERK),
            at=LATER,
            arrival=agenda.Arrival(starts_procedure=False),
        ).agenda
    )


def disposing(world, letter, kind):
    return lambda: (
        dispositions.dispose(letter_id=letter.id, wish=wish(world, KASI), by=world.actor(kind), at=LATER).author_title
    )


def opening(world, letter, benefit_id):
    return lambda: (
        distribution_actions.open_from_letter(
            letter_id=letter.id,
            head=Head("Januari", "Januari 2026", Giver.KECAMATAN),
            shares=[Share(benefit_id, "Januari 2026", 250_000)],
            by=world.actor(KASI),
            at=LATER,
        ).title
    )


def test_two_clerks_without_the_lock_want_one_number(world, monkeypatch):
    register(world, 1, starts_procedure=False)
    monkeypatch.setattr(numbers, "_books", lambda: NumberBook.objects.select_related("office"))
    meet(monkeypatch, numbers, "_printed")
    got = at_once(registering(world, 17), registering(world, 18))
    assert "2" in got
    assert {"IntegrityError", "NumberUsed"} & set(got)


def test_two_clerks_get_two_numbers_without_a_gap(world, monkeypatch):
    register(world, 1, starts_procedure=False)
    meet(monkeypatch, numbers, "_printed")
    assert sorted(at_once(registering(world, 17), registering(world, 18))) == ["2", "3"]
    assert sorted(Letter.objects.values_list("agenda_number", flat=True)) == [1, 2, 3]


def test_eight_clerks_leave_no_gap(world):
    got = at_once(*(registering(world, number) for number in range(20, 28)))
    assert sorted(map(int, got)) == list(range(1, 9))


def test_two_officers_without_the_lock_both_think_the_letter_is_free(world, monkeypatch):
    letter = register(world)
    monkeypatch.setattr(letters, "locked", unlocked)
    meet(monkeypatch, dispositions, "_write")
    got = at_once(disposing(world, letter, CAMAT), disposing(world, letter, SEKRETARIS))
    assert "IntegrityError" in got, "both passed the check; only the constraint kept the second out"


def test_two_officers_one_disposition_and_the_second_is_told(world, monkeypatch):
    letter = register(world)
    meet(monkeypatch, dispositions, "_write")
    got = at_once(disposing(world, letter, CAMAT), disposing(world, letter, SEKRETARIS))
    assert got.count("AlreadyDisposed") == 1
    assert Disposisi.objects.count() == 1


def test_two_openings_without_the_lock_both_think_the_letter_is_free(world, monkeypatch):
    letter = register(world)
    dispose(world, letter)
    benefit_id = programme(world).benefits.get().id
    monkeypatch.setattr(letters, "locked", unlocked)
    meet(monkeypatch, distribution_actions, "_check_letter")
    meet(monkeypatch, distribution_actions, "_allot")
    got = at_once(opening(world, letter, benefit_id), opening(world, letter, benefit_id))
    assert "IntegrityError" in got


def test_two_openings_make_one_distribution(world, monkeypatch):
    letter = register(world)
    dispose(world, letter)
    benefit_id = programme(world).benefits.get().id
    meet(monkeypatch, distribution_actions, "_allot")
    got = at_once(opening(world, letter, benefit_id), opening(world, letter, benefit_id))
    assert sorted(got) == ["Januari", "OpenedAlready"]
    assert Distribution.objects.count() == 1

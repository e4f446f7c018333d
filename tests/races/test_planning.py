"""Two officers at one schedule: of two people sent to the one place left one gets it; of two who move a time one is told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, connections

from balakas.distributions.models import Distribution
from balakas.distributions.queries import distributions
from balakas.planning.actions import invitations, posts
from balakas.planning.actions.posts import Time
from balakas.planning.queries import invitations as found
from balakas.planning.queries import plans
from tests.conftest import MONDAY, World
from tests.planning.conftest import PUDAK, Case

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one_place(transactional_db):
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    case = Case(World())
    case.people(pudak=2)
    post = case.post(PUDAK)
    case.slot(post)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    return case, case.slot(post, hours=2, capacity=1)


@pytest.fixture
def both_have_counted(monkeypatch):
    """Hold each between counting the places and taking one until the other stands there too, or a second."""
    meeting, count = threading.Barrier(2), plans.invited_to

    def wait(slot_id):
        people = count(slot_id)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return people

    monkeypatch.setattr(plans, "invited_to", wait)


def both_move(case, slot):
    """Return what each got: None when it was done, else the error's name."""

    def press(row):
        try:
            invitations.move(invitation_id=row.id, slot_id=slot.id, by=case.kasi, at=MONDAY)
        except Exception as error:  # noqa: BLE001 -- whatever stopped somebody is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    rows = list(found.live(case.id))
    with ThreadPoolExecutor(2) as pool:
        return sorted(map(str, pool.map(press, rows)))


def test_without_the_locks_both_sit_on_one_place(one_place, both_have_counted, monkeypatch):
    case, slot = one_place
    monkeypatch.setattr(distributions, "locked", lambda one: Distribution.objects.select_related("office").get(id=one))
    monkeypatch.setattr(plans, "_locking", plans.Post.objects.all)
    assert both_move(case, slot) == ["None", "None"]
    assert slot.invitations.filter(voided_at=None).count() == 2


def test_with_the_locks_one_is_told_that_it_is_full(one_place, both_have_counted):
    case, slot = one_place
    assert both_move(case, slot) == ["NoPlaceLeft", "None"]
    assert slot.invitations.filter(voided_at=None).count() == 1


@pytest.fixture
def both_have_compared(monkeypatch):
    """Hold each between comparing the version and saving until the other stands there too, or a second."""
    meeting, compare = threading.Barrier(2), posts.check_version

    def wait(stored, seen):
        compare(stored, seen)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)

    monkeypatch.setattr(posts, "check_version", wait)


def both_change(case, slot):
    """Return what each got who moved the time as it was opened, by one hour and by two."""

    def press(hours):
        time = Time(starts_at=slot.starts_at + timedelta(hours=hours), ends_at=slot.ends_at + timedelta(hours=hours))
        try:
            posts.change_slot(
                slot_id=slot.id, time=time, seen_version=1, calendar=case.calendar, by=case.kasi, at=MONDAY
            )
        except Exception as error:  # noqa: BLE001 -- whatever stopped somebody is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(map(str, pool.map(press, (1, 2))))


def test_without_the_locks_one_change_of_a_time_is_lost(one_place, both_have_compared, monkeypatch):
    case, slot = one_place
    monkeypatch.setattr(distributions, "locked", lambda one: Distribution.objects.select_related("office").get(id=one))
    monkeypatch.setattr(plans, "_locking", plans.Post.objects.all)
    assert both_change(case, slot) == ["None", "None"]
    slot.refresh_from_db()
    assert slot.version == 2


def test_with_the_locks_the_second_is_told_that_the_time_was_changed(one_place, both_have_compared):
    case, slot = one_place
    assert both_change(case, slot) == ["ChangedMeanwhile", "None"]

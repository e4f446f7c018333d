"""One closes the run while another takes a sign-off back: never a closed run with an open activity."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from balakas.sop.actions import run, steps
from balakas.sop.models import Run
from balakas.sop.queries import runs
from balakas.sop.rules import run as rules
from tests.conftest import World
from tests.sop.conftest import Case, wita

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(transactional_db):
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    made = Case(World())
    made.whole()
    return made


@pytest.fixture
def both_have_read(monkeypatch):
    """Hold each between its question (may it now?) and its writing until the other stands there too, or a second."""
    meeting = threading.Barrier(2)

    def holding(original):
        def wait(*args, **kwargs):
            answer = original(*args, **kwargs)
            with suppress(threading.BrokenBarrierError):
                meeting.wait(timeout=1)
            return answer

        return wait

    monkeypatch.setattr(rules, "check_closable", holding(rules.check_closable))
    monkeypatch.setattr(rules, "check_signed", holding(rules.check_signed))


def close_and_take_back_at_once(case):
    """Return what each got: None when it was done, else the error's name."""

    def press(act):
        try:
            act()
        except Exception as error:  # noqa: BLE001 -- whatever stopped somebody is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    close = lambda: run.close_run(run_id=case.id, by=case.camat, at=wita("14 13:00"))  # noqa: E731 -- two short acts
    back = lambda: steps.take_back(  # noqa: E731
        run_id=case.id, number=5, by=case.kasi, at=wita("14 13:00"), reason="Salah tekan"
    )
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, [close, back]))


def closed_and_open(case):
    row = Run.objects.get(id=case.id)
    return row.state == "closed", runs.open_steps(row)


def test_without_the_lock_a_run_closes_over_an_open_activity(case, both_have_read, monkeypatch):
    monkeypatch.setattr(runs, "_locking", Run.objects.all)
    assert close_and_take_back_at_once(case) == [None, None]
    assert closed_and_open(case) == (True, [5])


def test_with_the_lock_the_second_is_told(case, both_have_read):
    got = close_and_take_back_at_once(case)
    assert sorted(map(str, got)) in (["None", "RunNotOpen"], ["None", "RunNotReady"])
    closed, still_open = closed_and_open(case)
    assert closed != bool(still_open)

"""Two officers take one list over, or verify one village, at the same moment: each thing happens once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections

from balakas.recipients.actions import staging, takeover
from balakas.recipients.models import Recipient, RecipientList
from balakas.recipients.queries import rowvalues
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, bring, person_row

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
OFFICERS = (PositionKind.KASI_PMDK, PositionKind.TKSK)


@pytest.fixture
def world(transactional_db: None) -> World:
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    return World()


@pytest.fixture
def both_have_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold each officer between reading the list and writing people until the other stands there too, or a second."""
    meeting, original = threading.Barrier(len(OFFICERS)), rowvalues.ready_parts

    def wait(held: RecipientList, *, at: datetime) -> Any:
        parts = list(original(held, at=at))
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return parts

    monkeypatch.setattr(rowvalues, "ready_parts", wait)


def take_over_at_once(world: World) -> list[str]:
    """Return what each officer got: how many people, or the error that stopped one."""
    held = bring(world, a_distribution(world), person_row(1), person_row(2))

    def press(kind: PositionKind) -> str:
        try:
            done = takeover.take_over(list_id=held.id, version=held.version, by=world.actor(kind), at=MONDAY)
        except Exception as error:  # noqa: BLE001 -- whatever stopped an officer is the finding
            return type(error).__name__
        finally:
            connections.close_all()
        return str(done.people)

    with ThreadPoolExecutor(len(OFFICERS)) as pool:
        return sorted(pool.map(press, OFFICERS))


def test_without_the_lock_everybody_is_on_the_list_twice(
    world: World, both_have_read: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlocked(list_id: Any, **_: Any) -> RecipientList:
        return RecipientList.objects.select_related("office", "distribution").get(id=list_id)

    monkeypatch.setattr(staging, "lock_list", unlocked)
    assert take_over_at_once(world) == ["2", "2"]
    assert Recipient.objects.count() == 4


def test_with_the_lock_the_second_officer_is_told(world: World, both_have_read: None) -> None:
    assert take_over_at_once(world) in (["2", "ListClosed"], ["2", "ChangedMeanwhile"])
    assert Recipient.objects.count() == 2

"""Two officers hand the same thing to one person at once: both hand-overs are recorded, one counts, a case says so."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from balakas.common.ids import uuid7
from balakas.handover.actions import keys, ledger, visits
from balakas.handover.models.books import Payment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Device, Tail
from balakas.handover.queries import ledger as proof
from balakas.planning.models import Post
from balakas.planning.queries import plans
from tests.conftest import World
from tests.handover.factories import a_field

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
OFFICERS = 2


@pytest.fixture
def field(transactional_db):
    assert connection.vendor == "postgresql", "the races need PostgreSQL: make test-postgres"
    made = a_field(World(), 2)
    made.give(made.people[1])  # the office's device and keys are there, the day is open
    return made


@pytest.fixture
def both_have_read(monkeypatch):
    """Hold every officer between reading what is due and writing the hand-over until the other stands there too, or a second."""
    meeting, original = threading.Barrier(OFFICERS), ledger.write

    def wait(**told):
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return original(**told)

    monkeypatch.setattr(ledger, "write", wait)


def hand_over_at_once(field, same=False):
    """Return what each officer got: the receipt, or the error that stopped him."""
    givings, client_id = field.givings(field.people[0])[:1], uuid7()

    def give(by):
        try:
            return field.give(
                field.people[0], givings, by=by, photo=b"", signature=b"", client_id=client_id if same else uuid7()
            ).visit.receipt
        except Exception as error:  # noqa: BLE001 -- whatever stopped an officer is the finding
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(OFFICERS) as pool:
        return list(pool.map(give, (field.tksk, field.kasi)))


def test_without_the_locks_a_hand_over_is_lost(field, both_have_read, monkeypatch):
    monkeypatch.setattr(keys, "kantor", lambda *, office_id, at: Device.objects.get(office_id=office_id))
    monkeypatch.setattr(
        plans, "locked_post", lambda post_id: Post.objects.select_related("distribution").get(id=post_id)
    )
    monkeypatch.setattr(visits.recipients, "locked_entitlements", _unlocked)
    monkeypatch.setattr(ledger, "lock_tail", lambda office_id: Tail.objects.get(office_id=office_id))

    got = hand_over_at_once(field)

    assert "IntegrityError" in got, got
    assert Visit.objects.count() == 2, "one of the two hand-overs that happened is nowhere"


def _unlocked(ids):
    from balakas.recipients.models import Entitlement

    rows = Entitlement.objects.select_related("recipient__person", "recipient__distribution", "allocation__benefit")
    return {row.id: row for row in rows.filter(id__in=list(ids))}


def test_with_the_locks_both_are_recorded_and_one_counts(field, both_have_read):
    got = hand_over_at_once(field)

    assert all(len(receipt) == 4 for receipt in got), got
    assert Visit.objects.count() == 3
    assert Payment.objects.filter(recipient=field.people[0], voided_by=None).count() == 1
    assert list(Case.objects.values_list("kind", flat=True)) == ["double"]
    assert proof.verify(field.world.office.id).holds


def test_one_visit_sent_twice_at_once_is_recorded_once(field, both_have_read):
    first, second = hand_over_at_once(field, same=True)

    assert first == second
    assert Visit.objects.count() == 2
    assert not Case.objects.exists()

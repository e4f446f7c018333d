"""Somebody dropped by a corrected list after having received is a case, never a deletion."""

import pytest

from balakas.handover.actions import cases as deciding
from balakas.handover.actions import dropped
from balakas.handover.models.books import Payment
from balakas.handover.models.cases import Case
from balakas.handover.rules.cases import Decision
from balakas.recipients.actions import takeover, updates
from balakas.recipients.models import Entitlement, Recipient
from balakas.recipients.models.changes import ListUpdate
from balakas.recipients.queries import difference
from balakas.recipients.rules.intake import SomethingHangs
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY
from tests.handover.factories import FIELD_DAY, a_field
from tests.recipients.joinings import kasi
from tests.recipients.making import bring, person_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(world) -> ListUpdate:
    """Two people of a list, both served; the corrected list has one of them, and waits for the second person."""
    field = a_field(world)
    shares = [field.rice_share.id, field.cash_share.id]
    first = bring(world, field.distribution, person_row(1), person_row(2), allocation_ids=shares)
    takeover.take_over(list_id=first.id, version=first.version, by=kasi(world), at=MONDAY)
    for recipient in Recipient.objects.order_by("order"):
        field.give(recipient)
    held = bring(world, field.distribution, person_row(1), allocation_ids=shares)
    held.refresh_from_db()
    found = difference.difference(held, whole=False, at=MONDAY)
    mark = difference.mark_of(held, found, whole=False)
    return updates.propose(list_id=held.id, whole=False, mark=mark, by=kasi(world), at=MONDAY)


def accept(world, update) -> int:
    return dropped.accept(update_id=update.id, by=world.actor(PositionKind.CAMAT), at=FIELD_DAY)


def test_each_giving_becomes_a_case_and_nothing_is_deleted(world, update):
    gone = Recipient.objects.order_by("order").last()
    assert accept(world, update) == 2
    assert list(Case.objects.values_list("kind", "state", "recipient_id")) == [("dropped", "open", gone.id)] * 2
    gone.refresh_from_db()
    assert (gone.state, Payment.objects.filter(recipient=gone, voided_by=None).count()) == ("listed", 2)
    assert not Entitlement.objects.filter(recipient=gone, state="open").exists()


def test_the_case_is_decided_like_any_other(world, update):
    accept(world, update)
    case = Case.objects.order_by("opened_at", "id").first()
    deciding.decide_case(
        case_id=case.id, decision=Decision.COUNTS, event_id=case.event_id, reason="masih berhak saat menerima",
        by=kasi(world), at=FIELD_DAY,
    )  # fmt: skip
    deciding.approve_case(case_id=case.id, by=world.actor(PositionKind.CAMAT), at=FIELD_DAY)
    case.refresh_from_db()
    assert case.state == "decided"
    with pytest.raises(SomethingHangs):
        dropped.undo(update_id=update.id, by=kasi(world), at=FIELD_DAY)
    assert ListUpdate.objects.get().state == "taken"


def test_undone_the_cases_are_answered(world, update):
    accept(world, update)
    dropped.undo(update_id=update.id, by=kasi(world), at=FIELD_DAY)
    assert set(Case.objects.values_list("state", flat=True)) == {"answered"}
    assert set(Recipient.objects.values_list("state", flat=True)) == {"listed"}

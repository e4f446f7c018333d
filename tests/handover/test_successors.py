"""A replacement reaches the field: the old invitation is void, who follows has one, and the phone shows both."""

import pytest
from django.utils import timezone

from balakas.handover.actions import successors
from balakas.handover.models.cases import Case
from balakas.handover.models.devices import SliceMember
from balakas.planning.actions import invitations
from balakas.planning.models import Invitation
from balakas.planning.queries import invitations as issued
from balakas.recipients.models import Recipient
from tests.conftest import MONDAY
from tests.handover.phone import giving, lease
from tests.recipients.joinings import replacement

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(field):
    invitations.issue(distribution_id=field.distribution.id, by=field.kasi, at=MONDAY)
    return field


def replaced(field, gone) -> Recipient:
    row = replacement(field.world, gone)
    return Recipient.objects.get(id=successors.accept(joining_id=row.id, by=field.camat, at=timezone.now()))


def test_the_old_voucher_is_void_and_who_follows_is_invited_to_the_same_time(invited):
    gone = invited.people[0]
    old = issued.invitation_of(gone.id)
    new = replaced(invited, gone)
    old.refresh_from_db()
    fresh = issued.invitation_of(new.id)
    assert (old.voided_at is not None, old.void_reason) == (True, "Penerima digantikan")
    assert (fresh.slot_id, fresh.recipient_id) == (old.slot_id, new.id)
    assert bytes(fresh.code_index) != bytes(old.code_index)
    assert Invitation.objects.filter(voided_at=None).count() == 4


def test_before_anybody_is_invited_nobody_is(field):
    new = replaced(field, field.people[0])
    assert not Invitation.objects.exists()
    assert invitations.issue(distribution_id=field.distribution.id, by=field.kasi, at=MONDAY) == 4
    assert issued.invitation_of(new.id) is not None


def test_the_next_bundle_shows_who_is_replaced_and_by_whom(invited, phone):
    lease(invited, phone)
    gone = invited.people[1]
    before = phone.bundle()["people"]
    assert set(before["state"]) == {"listed"}
    new = replaced(invited, gone)
    told = phone.bundle()["people"]
    at, follower = told["name"].index(gone.person.name), told["name"].index("Norhayati Contoh")
    assert (told["state"][at], told["successor"][at]) == ("replaced", follower)
    assert (told["state"][follower], told["replaces"][follower]) == ("listed", True)
    assert told["tag"] != before["tag"], "the void voucher's tag is gone, the new one's is there"
    assert (
        SliceMember.objects.get(recipient=new, live=True).slice_id == SliceMember.objects.get(recipient=gone).slice_id
    )


def test_a_phone_that_has_not_heard_yet_makes_a_case_and_not_a_payment(invited, phone):
    lent, gone = lease(invited, phone), invited.people[0]
    due = invited.due(gone)[0]
    replaced(invited, gone)
    said = phone.send(giving(phone, invited, lent, gone, due))
    assert said["results"][0]["cases"] == ["not_entitled"]
    assert Case.objects.get().recipient_id == gone.id


def test_a_failure_while_passing_on_leaves_nothing_half_done(invited, monkeypatch):
    gone = invited.people[0]
    row = replacement(invited.world, gone)

    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(successors, "_take_place", broken)
    with pytest.raises(RuntimeError):
        successors.accept(joining_id=row.id, by=invited.camat, at=MONDAY)
    row.refresh_from_db()
    gone.refresh_from_db()
    assert (row.state, gone.state, Recipient.objects.count()) == ("proposed", "leaving", 4)
    assert issued.invitation_of(gone.id) is not None

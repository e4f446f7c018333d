"""Planning one distribution: method, posts, times, invitations, on the real database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balakas.audit.models import Entry
from balakas.letters.rules import ChangedMeanwhile
from balakas.planning.actions import invitations, plan, posts
from balakas.planning.actions.posts import Place, Time
from balakas.planning.models import Invitation, PostVillage
from balakas.planning.queries import invitations as found
from balakas.planning.queries import plans
from balakas.planning.rules import invitations as invitation_rules
from balakas.planning.rules import posts as post_rules
from balakas.planning.rules import slots as slot_rules
from balakas.planning.rules import vouchers
from balakas.planning.rules.slots import Method, Oddity
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault import actions as vault_actions
from tests.conftest import MONDAY
from tests.planning.conftest import AWAYAN, BIHARA, PUDAK, TUESDAY


def terms(method: Method = Method.VILLAGE_HALL) -> plan.Terms:
    return plan.Terms(method=method, bring=("KTP asli", "KK asli"), contact="TKSK Awayan")


def decide(case, *, seen: int = 0, by=None):
    return plan.set_method(distribution_id=case.id, terms=terms(), seen_version=seen, by=by or case.kasi, at=MONDAY)


def test_the_method_is_decided_once_and_changed_only_by_who_has_read_it(case) -> None:
    assert decide(case).version == 1
    with pytest.raises(ChangedMeanwhile):
        decide(case)
    assert decide(case, seen=1).version == 2
    assert Entry.objects.filter(act="planning.set_method").count() == 2


@pytest.mark.parametrize(
    "kind", [PositionKind.CAMAT, PositionKind.TKSK, PositionKind.CLERK, PositionKind.VILLAGE_OFFICER]
)
def test_only_who_plans_may_plan(case, kind) -> None:
    with pytest.raises(NotAllowed):
        decide(case, by=case.world.actor(kind))


def test_nothing_is_planned_in_another_office(case, make_case) -> None:
    foreign = make_case(foreign=True)
    with pytest.raises(NotAllowed):
        plan.set_method(distribution_id=foreign.id, terms=terms(), seen_version=0, by=case.kasi, at=MONDAY)


def test_a_closed_distribution_is_not_planned_any_more(case) -> None:
    case.distribution.state = "closed"
    case.distribution.save()
    with pytest.raises(Exception, match="sudah ditutup"):
        decide(case)


def test_a_village_comes_to_one_post(case) -> None:
    first = case.post(PUDAK, AWAYAN)
    with pytest.raises(post_rules.VillageElsewhere, match="1 desa"):
        case.post(AWAYAN, BIHARA, name="Balai Desa Bihara")
    with pytest.raises(post_rules.PostWithoutVillage):
        posts.add_post(distribution_id=case.id, place=Place("Pos", Method.COUNTER, ()), by=case.kasi, at=MONDAY)
    other = case.post(BIHARA, name="Balai Desa Bihara")
    assert (first.order, other.order) == (1, 2)
    assert plans.village_posts(case.id) == {PUDAK: first.id, AWAYAN: first.id, BIHARA: other.id}


def test_a_post_changes_its_villages_but_not_those_already_invited(case) -> None:
    case.people(pudak=1)
    post = case.post(PUDAK, AWAYAN)
    case.slot(post)
    slot = case.slot(post, hours=1, villages=(AWAYAN,))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    place = Place("Balai", Method.VILLAGE_HALL, (PUDAK, BIHARA))
    with pytest.raises(ChangedMeanwhile):
        posts.change_post(post_id=post.id, place=place, seen_version=0, by=case.kasi, at=MONDAY)
    posts.change_post(post_id=post.id, place=place, seen_version=1, by=case.kasi, at=MONDAY)
    assert set(plans.village_posts(case.id)) == {PUDAK, BIHARA}
    slot.refresh_from_db()
    assert slot.villages == []
    without = replace(place, villages=(BIHARA,))
    with pytest.raises(post_rules.VillageInvited):
        posts.change_post(post_id=post.id, place=without, seen_version=2, by=case.kasi, at=MONDAY)
    with pytest.raises(slot_rules.SlotInUse):
        posts.remove_post(post_id=post.id, by=case.kasi, at=MONDAY)


def test_a_post_nobody_is_invited_to_goes_with_its_times(case) -> None:
    post = case.post(PUDAK)
    case.slot(post)
    posts.remove_post(post_id=post.id, by=case.kasi, at=MONDAY)
    assert plans.posts_for(case.id) == []
    assert not PostVillage.objects.exists()
    assert plans.slots_today(case.office.id, TUESDAY, TUESDAY + timedelta(days=1)).count() == 0
    assert case.post(PUDAK).id != post.id


def test_a_time_on_friday_noon_is_taken_only_when_somebody_says_so(case) -> None:
    post = case.post(PUDAK)
    friday = TUESDAY + timedelta(days=3, hours=2, minutes=30)
    time = Time(starts_at=friday, ends_at=friday + timedelta(hours=1))

    def add(time: Time):
        return posts.add_slot(post_id=post.id, time=time, calendar=case.calendar, by=case.kasi, at=MONDAY)

    with pytest.raises(slot_rules.OddityUnseen, match="salat Jumat") as refused:
        add(time)
    assert refused.value.oddities == (Oddity.FRIDAY_PRAYER,)
    slot = add(replace(time, accepted=frozenset({Oddity.FRIDAY_PRAYER})))
    assert slot.accepted == ["friday_prayer"]
    with pytest.raises(slot_rules.SlotOverlaps):
        add(replace(time, starts_at=friday + timedelta(minutes=30), accepted=frozenset(Oddity)))


def test_times_move_and_go_but_not_under_invited_people(case) -> None:
    case.people(pudak=1)
    post = case.post(PUDAK)
    slot, spare = case.slot(post), case.slot(post, hours=2)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    later = Time(starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1))
    posts.change_slot(slot_id=slot.id, time=later, seen_version=1, calendar=case.calendar, by=case.kasi, at=MONDAY)
    full = replace(later, capacity=0)
    with pytest.raises(slot_rules.OddityUnseen, match="daya tampung"):
        posts.change_slot(slot_id=slot.id, time=full, seen_version=2, calendar=case.calendar, by=case.kasi, at=MONDAY)
    with pytest.raises(slot_rules.SlotInUse):
        posts.cancel_slot(slot_id=slot.id, by=case.kasi, at=MONDAY)
    posts.cancel_slot(slot_id=spare.id, by=case.kasi, at=MONDAY)
    assert [row.id for row in plans.posts_for(case.id)[0].live_slots] == [slot.id]


def test_the_schedule_is_announced_only_when_every_village_has_a_time(case) -> None:
    case.people(pudak=1, awayan=1)
    post = case.post(PUDAK, AWAYAN)
    case.slot(post, villages=(PUDAK,))
    villages = [AWAYAN, PUDAK]

    def announce():
        return plan.announce(
            distribution_id=case.id, how="Lewat grup WhatsApp desa", callable_villages=villages, by=case.kasi, at=MONDAY
        )

    with pytest.raises(slot_rules.VillageWithoutSlot, match="jadwal untuk Awayan"):
        announce()
    case.slot(post, hours=1, villages=(AWAYAN,))
    assert announce().announced_how == "Lewat grup WhatsApp desa"


def test_everybody_gets_one_invitation_in_the_order_of_the_list(case) -> None:
    people = case.people(pudak=3, awayan=2)
    post = case.post(PUDAK, AWAYAN)
    first, second = case.slot(post, capacity=3), case.slot(post, hours=1)
    assert invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY) == 5
    seats = {row.recipient_id: row.slot_id for row in Invitation.objects.all()}
    assert set(seats) == {one.id for one in people}
    assert list(seats.values()).count(first.id) == 3
    assert list(seats.values()).count(second.id) == 2
    with pytest.raises(invitation_rules.NobodyToInvite):
        invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    case.people(pudak=1)
    assert invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY) == 1


def test_nobody_is_invited_when_somebody_has_no_time(case) -> None:
    case.people(pudak=1, awayan=1)
    case.slot(case.post(PUDAK))
    with pytest.raises(slot_rules.VillageWithoutSlot):
        invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    assert not Invitation.objects.exists()


def test_the_code_is_sealed_and_found_only_in_its_office(case, world) -> None:
    case.people(pudak=1)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    row = found.live(case.id).get()
    code = found.open_codes([row])[row.id]
    assert code.encode() not in bytes(row.code_sealed) + bytes(row.code_index)
    for text in (code, vouchers.printed(code).lower(), vouchers.qr_text(code)):
        assert found.invitation_by_code(case.office.id, text) == row
    assert found.invitation_by_code(world.foreign_office.id, code) is None
    assert found.invitation_by_code(case.office.id, vouchers.new_code()) is None
    with pytest.raises(vouchers.NotAVoucher):
        found.invitation_by_code(case.office.id, "K7QX")


def test_reissuing_voids_the_old_code(case) -> None:
    case.people(pudak=1)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    old = found.live(case.id).get()
    old_code = found.open_codes([old])[old.id]
    with pytest.raises(invitation_rules.VoidNeedsReason):
        invitations.reissue(invitation_id=old.id, reason=" ", by=case.kasi, at=MONDAY)
    new = invitations.reissue(invitation_id=old.id, reason="Hilang", by=case.kasi, at=MONDAY)
    assert (new.issue, new.slot_id) == (2, old.slot_id)
    assert found.invitation_by_code(case.office.id, old_code).voided_at == MONDAY
    assert found.live(case.id).get().id == new.id
    with pytest.raises(invitation_rules.InvitationGone):
        invitations.void(invitation_id=old.id, reason="Lagi", by=case.kasi, at=MONDAY)
    invitations.void(invitation_id=new.id, reason="Pindah", by=case.kasi, at=MONDAY)
    assert found.live_recipients(case.id) == set()


def test_somebody_is_moved_to_a_time_that_calls_the_village_and_has_room(case) -> None:
    case.people(pudak=1, awayan=1)
    post = case.post(PUDAK, AWAYAN)
    pudak, awayan = case.slot(post, villages=(PUDAK,)), case.slot(post, hours=1, villages=(AWAYAN,))
    both, full = case.slot(post, hours=2), case.slot(post, hours=3, capacity=0)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    row = found.live(case.id).get(recipient__village_code=PUDAK)
    assert row.slot_id == pudak.id

    def move(slot):
        invitations.move(invitation_id=row.id, slot_id=slot.id, by=case.kasi, at=MONDAY)

    with pytest.raises(invitation_rules.SlotElsewhere):
        move(awayan)
    with pytest.raises(slot_rules.NoPlaceLeft):
        move(full)
    move(both)
    row.refresh_from_db()
    assert row.slot_id == both.id


def test_destroyed_data_leave_nobody_to_invite(case) -> None:
    gone, _ = case.people(pudak=2)
    case.slot(case.post(PUDAK))
    vault_actions.destroy_subject(subject_id=gone.person.subject_id, at=MONDAY)
    assert invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY) == 1
    assert found.live(case.id).count() == 1


def test_opening_the_codes_is_recorded_once_for_the_whole(case) -> None:
    case.people(pudak=3)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    rows = list(found.live(case.id))
    codes = invitations.reveal_codes(distribution_id=case.id, rows=rows, by=case.kasi, at=MONDAY, what="cetak")
    assert all(vouchers.is_code(code) for code in codes.values())
    entry = Entry.objects.get(act="planning.reveal_invitations")
    assert entry.details == {"count": 3, "for": "cetak"}


def test_a_code_that_was_ever_issued_is_not_issued_again(case, monkeypatch) -> None:
    case.people(pudak=2)
    case.slot(case.post(PUDAK))
    codes = iter(["BZ5DN233", "BZ5DN233", "K7QX2M91", *(vouchers.new_code() for _ in range(9))])
    monkeypatch.setattr(vouchers, "new_code", lambda: next(codes))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    assert Invitation.objects.values("code_index").distinct().count() == 2

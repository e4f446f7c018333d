"""What anybody may ask, and what a citizen may: never who, and everything about oneself."""

import dataclasses
from datetime import timedelta

from balakas.planning.actions import invitations, plan
from balakas.planning.queries import about, duties, plans, public
from balakas.planning.queries import invitations as found
from balakas.planning.rules import vouchers
from balakas.planning.rules.invitations import InvitationState
from tests.conftest import MONDAY
from tests.planning.conftest import AWAYAN, PUDAK, TUESDAY

WEEK = timedelta(days=7)


def announce(case) -> None:
    plan.announce(
        distribution_id=case.id, how="Surat", callable_villages=duties.called_villages(case.id), by=case.kasi, at=MONDAY
    )


def test_the_schedule_is_public_once_it_was_announced(case, world) -> None:
    case.people(pudak=1, awayan=1)
    post = case.post(PUDAK, AWAYAN)
    case.slot(post, villages=(PUDAK,))
    case.slot(post, hours=2)
    assert public.schedule(case.office.id, MONDAY, MONDAY + 2 * WEEK) == []
    announce(case)
    turns = public.schedule(case.office.id, MONDAY, MONDAY + 2 * WEEK)
    assert [(turn.village, turn.starts_at) for turn in turns] == [
        ("Pudak", TUESDAY),
        ("Pudak", TUESDAY + timedelta(hours=2)),
        ("Awayan", TUESDAY + timedelta(hours=2)),
    ]
    assert public.schedule(case.office.id, MONDAY + 2 * WEEK, MONDAY + 3 * WEEK) == []
    assert public.schedule(world.foreign_office.id, MONDAY, MONDAY + 2 * WEEK) == []


def test_a_code_says_valid_void_or_unknown_and_never_who(case, world) -> None:
    case.people(pudak=1)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    row = found.live(case.id).get()
    code = found.open_codes([row])[row.id]
    offices = [world.foreign_office.id, case.office.id]
    answer = public.invitation(offices, vouchers.printed(code))
    assert (answer.state, answer.village, answer.starts_at) == (InvitationState.VALID, "Pudak", TUESDAY)
    told = " ".join(str(value) for name, value in dataclasses.asdict(answer).items() if name != "recipient_id")
    assert row.recipient.person.name not in told
    assert public.invitation([world.foreign_office.id], code).state is InvitationState.UNKNOWN
    for text in ("", "6311030101809001", vouchers.new_code()):
        assert public.invitation(offices, text) == public.PublicInvitation(InvitationState.UNKNOWN)
    invitations.void(invitation_id=row.id, reason="Ganti", by=case.kasi, at=MONDAY)
    gone = public.invitation(offices, code)
    assert (gone.state, gone.recipient_id, gone.starts_at) == (InvitationState.VOID, None, None)


def test_a_citizen_is_told_every_invitation_also_the_withdrawn(case) -> None:
    mine, other = case.people(pudak=2)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    invitations.reissue(invitation_id=found.invitation_of(mine.id).id, reason="Hilang", by=case.kasi, at=MONDAY)
    told = about.about_person(mine.person_id)
    assert len(told) == 2
    assert {entry["void_reason"] for entry in told} == {"Hilang", ""}
    assert len(about.about_person(other.person_id)) == 1


def test_evidence_points_at_its_page(case) -> None:
    kept = plan.set_method(
        distribution_id=case.id, terms=plan.Terms(method="counter"), seen_version=0, by=case.kasi, at=MONDAY
    )
    assert duties.link("planning_plan", kept.id) == ("planning:workspace", {"distribution_id": case.id})
    assert duties.link("planning_checklist", case.id) == ("planning:equipment", {"distribution_id": case.id})
    assert duties.link("planning_plan", case.id) is None
    assert duties.link("letter", case.id) is None


def test_who_was_taken_off_the_list_holds_no_good_invitation(case) -> None:
    gone, stays = case.people(pudak=2)
    slot = case.slot(case.post(PUDAK), capacity=2)
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    row = found.live(case.id).get(recipient=gone)
    code = found.open_codes([row])[row.id]
    gone.state = "out"
    gone.save()
    assert public.invitation([case.office.id], code).state is InvitationState.VOID
    assert [one.recipient_id for one in found.live(case.id)] == [stays.id]
    assert plans.invited_to(slot.id) == 1
    assert plans.posts_for(case.id)[0].live_slots[0].people == 1
    case.people(pudak=1)
    assert invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY) == 1

"""Pages of the room planning."""

from balakas.planning.actions import invitations
from balakas.planning.queries import invitations as found
from balakas.staff.rules import PositionKind, Right
from tests.conftest import MONDAY
from tests.permissions.rows import Row
from tests.planning.conftest import PUDAK, Case

READ, PLAN = Right.PLANNING_READ, Right.PLANNING_MANAGE
DESA = {PositionKind.VILLAGE_OFFICER: 404}  # a thing of Pudak, and the officer is of Awayan


def a_case(world):
    return {"distribution_id": Case(world).id}


def a_post(world):
    return {"post_id": Case(world).post(PUDAK).id}


def a_slot(world):
    case = Case(world)
    return {"slot_id": case.slot(case.post(PUDAK)).id}


def an_invitation(world):
    case = Case(world)
    case.people(pudak=1)
    case.slot(case.post(PUDAK))
    invitations.issue(distribution_id=case.id, by=case.kasi, at=MONDAY)
    return {"invitation_id": found.live(case.id).get().id}


def page(right, kwargs=a_case, **more):
    return Row(right=right, kwargs=kwargs, **more)


def button(kwargs=a_case, **data):
    return Row(right=PLAN, kwargs=kwargs, method="post", data=data)


ROWS = {
    "planning:workspace": page(READ),
    "planning:method": page(PLAN),
    "planning:share": page(READ),
    "planning:schedule": page(READ),
    "planning:schedule_file": page(READ),
    "planning:post_add": page(PLAN),
    "planning:post": page(READ, a_post, but=DESA),
    "planning:post_remove": button(a_post),
    "planning:slot_add": page(PLAN, a_post),
    "planning:slot": page(PLAN, a_slot),
    "planning:slot_cancel": button(a_slot),
    "planning:order": page(READ),
    "planning:order_preview": page(READ, answers={404}),
    "planning:order_number": button(dated="2026-01-15"),
    "planning:order_print": button(),
    "planning:order_signed": button(),
    "planning:order_take_up": button(),
    "planning:order_renew": button(reason="salah"),
    "planning:invitations": page(READ),
    "planning:invitations_issue": button(),
    "planning:invitations_number": button(dated="2026-01-15"),
    "planning:invitations_print": button(),
    "planning:invitation": page(READ, an_invitation, but=DESA),
    "planning:invitation_print": button(an_invitation),
    "planning:invitation_reissue": button(an_invitation, reason="hilang"),
    "planning:invitation_void": button(an_invitation, reason="pindah"),
    "planning:invitation_move": button(an_invitation),
    "planning:briefing": page(READ),
    "planning:briefing_settle": button(),
    "planning:briefing_file": page(READ, answers={404}),
    "planning:equipment": page(READ),
    "planning:equipment_file": page(READ, answers={404}),
}

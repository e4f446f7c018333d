"""Pages of the room staff."""

from typing import Any

from balakas.staff.models import Appointment, SignIn
from balakas.staff.rules import PositionKind, Right
from tests.permissions.rows import Row

MANAGE, SETTINGS = Right.STAFF_MANAGE, Right.OFFICE_SETTINGS


def a_person(world: Any) -> dict[str, Any]:
    return {"user_id": world.users[PositionKind.CLERK].id}


def an_appointment(world: Any) -> dict[str, Any]:
    return {"appointment_id": Appointment.objects.get(user=world.users[PositionKind.CLERK]).id}


def a_village(world: Any) -> dict[str, Any]:
    return {"office_id": world.villages["63.11.03.2008"].id}


def the_camats_login(world: Any) -> dict[str, Any]:
    from django.utils import timezone

    now = timezone.now()
    camat = world.users[PositionKind.CAMAT]
    return {"sign_in_id": SignIn.objects.create(user=camat, started_at=now, seen_at=now).id}


NOT_ANOTHERS = {kind: 404 for kind in PositionKind if kind is not PositionKind.CAMAT}

ROWS = {
    "staff:people": Row(right=MANAGE),
    "staff:person_new": Row(right=MANAGE),
    "staff:positions": Row(right=MANAGE),
    "staff:person": Row(right=MANAGE, kwargs=a_person),
    "staff:person_edit": Row(right=MANAGE, kwargs=a_person),
    "staff:person_state": Row(right=MANAGE, kwargs=a_person, method="post"),
    "staff:appoint": Row(right=MANAGE, kwargs=a_person),
    "staff:ticket": Row(right=MANAGE, kwargs=a_person, method="post"),
    "staff:person_log_out": Row(right=MANAGE, kwargs=a_person, method="post"),
    "staff:appointment_end": Row(right=MANAGE, kwargs=an_appointment),
    "staff:office": Row(right=SETTINGS),
    "staff:office_edit": Row(right=SETTINGS, kwargs=a_village),
    "staff:agency_new": Row(right=SETTINGS),
    "staff:logo_set": Row(right=SETTINGS),
    "staff:logo_remove": Row(right=SETTINGS, method="post"),
    "staff:logo": Row(answers={404}),  # none was uploaded in this world
    "staff:me": Row(),
    "staff:phone_register": Row(method="post"),
    "staff:session_end": Row(kwargs=the_camats_login, method="post", but=NOT_ANOTHERS),
    "staff:sessions_end": Row(method="post"),
    "staff:reset": Row(public=True),
    "staff:reset_open": Row(public=True, kwargs={"token": "no-such-code"}),
}

"""Who somebody is today, and what that lets them do."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext

from balakas.common.actors import Actor
from balakas.staff.models import Appointment, FormReceipt, Office, User
from balakas.staff.rules import (
    ACTING_PREFIX,
    POSITIONS,
    RIGHT_SENTENCES,
    Acting,
    Grant,
    NotAllowed,
    OfficeKind,
    Officer,
    PositionKind,
    Right,
    area_of,
    rights_of,
)


def actor_of(user: User, *, where: str = "") -> Actor:
    """Return the person as an actor."""
    return Actor(kind="staff", id=str(user.id), label=user.full_name, where=where)


def officer_of(user: User, *, at: datetime, where: str = "") -> Officer:
    """Return the person with the rights and area of all positions held on the day of `at` in the office's zone."""
    day = local_day(user.office, at)
    grants = grants_of(user.id)
    return Officer(
        actor=actor_of(user, where=where),
        office_id=user.office_id,
        user_id=user.id,
        rights=rights_of(grants, day),
        villages=area_of(grants, day),
        positions=tuple(grant.position for grant in grants if grant.holds_on(day)),
    )


def grants_of(user_id: UUID) -> list[Grant]:
    """Return every position a person holds, held or will hold."""
    rows = Appointment.objects.filter(user_id=user_id).select_related("office").order_by("valid_from", "id")
    return [
        Grant(
            position=PositionKind(row.position),
            acting=Acting(row.acting),
            village_code=row.office.region_code if row.office.kind == OfficeKind.VILLAGE else "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


def check_right(*, by: Actor, right: Right, at: datetime, office_id: UUID, village_code: str | None = None) -> None:
    """Raise `NotAllowed` unless `by` may. The system itself always may; a device acts with its officer's right."""
    if by.kind == "system":
        return
    user = (
        User.objects.select_related("office").filter(id=by.id, is_active=True).first() if by.kind == "staff" else None
    )
    if user is None or user.office_id != office_id or not officer_of(user, at=at).may(right, village_code):
        raise NotAllowed(right=gettext(RIGHT_SENTENCES[right]))


def local_day(office: Office, at: datetime) -> date:
    """Return the calendar day of `at` in the office's zone."""
    return at.astimezone(ZoneInfo(office.zone)).date()


def office_of(office_id: UUID) -> Office:
    """Return an office by id."""
    return Office.objects.get(id=office_id)


def districts() -> QuerySet[Office]:
    """Return the tenants of this database."""
    return Office.objects.filter(kind=OfficeKind.DISTRICT).order_by("region_code")


def villages_of(office_id: UUID) -> QuerySet[Office]:
    """Return the village offices of a district office."""
    return Office.objects.filter(kind=OfficeKind.VILLAGE, parent_id=office_id).order_by("region_code")


def user_for(officer: Officer, user_id: UUID) -> User:
    """Return a colleague of the same district office, else 404."""
    user = User.objects.select_related("office").filter(id=user_id, office_id=officer.office_id).first()
    if user is None:
        raise Http404
    return user


def holders(office_id: UUID, position: PositionKind, day: date) -> QuerySet[Appointment]:
    """Return who holds a position on `day` in the district, acting ones included; own holders first."""
    return (
        Appointment.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(office_id=office_id) | Q(office__parent_id=office_id),
            position=position,
            valid_from__lte=day,
            user__is_active=True,
        )
        .select_related("user", "office")
        .order_by("acting", "valid_from")
    )


def appointments_on(office_id: UUID, day: date) -> QuerySet[Appointment]:
    """Return all positions held on `day` in the district office and its villages."""
    return (
        Appointment.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(office_id=office_id) | Q(office__parent_id=office_id),
            valid_from__lte=day,
            user__is_active=True,
        )
        .select_related("user", "office")
        .order_by("position", "office__name", "user__name")
    )


def position_title(appointment: Appointment) -> str:
    """Return the position as papers print it: `Plt. Camat Awayan`, or the title the office wrote itself."""
    if appointment.title:
        return f"{ACTING_PREFIX[Acting(appointment.acting)]}{appointment.title}"
    label = POSITIONS[PositionKind(appointment.position)].label
    return f"{ACTING_PREFIX[Acting(appointment.acting)]}{gettext(label)}"


def form_location(form_id: UUID) -> str:
    """Return where a taken form's answer led, "" while it is still being answered."""
    receipt = FormReceipt.objects.filter(form_id=form_id).first()
    return receipt.location if receipt else ""

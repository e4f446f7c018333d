"""Who somebody is today, and what that lets them do."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext

from balakas.common.actors import Actor
from balakas.common.prepared import Prepared
from balakas.staff.models import Appointment, FormReceipt, Office, SignIn, User
from balakas.staff.rules import (
    ACTING_PREFIX,
    LONGEST_SIGN_IN,
    PHONE_STAYS,
    POSITIONS,
    RIGHT_SENTENCES,
    Acting,
    Grant,
    NotAllowed,
    OfficeFacts,
    OfficeKind,
    Officer,
    PositionKind,
    Right,
    area_of,
    rights_of,
)
from balakas.vault import queries as vault
from balakas.vault.rules import Place


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


def zone_of(office_id: UUID) -> str:
    """Return the name of an office's time zone."""
    return str(_ZONES.rows(office_id)[0][0])


_ZONES = Prepared(lambda office_id: Office.objects.filter(id=office_id).values_list("zone"))


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


def place_of(office_id: UUID, place_id: UUID, *, lock: bool = False) -> Office:
    """Return the district office itself, one of its villages or one of its agencies, else 404."""
    offices = Office.objects.select_for_update() if lock else Office.objects
    place = offices.filter(Q(id=office_id) | Q(parent_id=office_id), id=place_id).first()
    if place is None:
        raise Http404
    return place


def places_of(office_id: UUID) -> QuerySet[Office]:
    """Return the district office, its villages and its agencies, in that order."""
    rank = Case(When(kind=OfficeKind.DISTRICT, then=0), When(kind=OfficeKind.VILLAGE, then=1), default=2)
    return Office.objects.filter(Q(id=office_id) | Q(parent_id=office_id)).order_by(rank, "region_code", "name")


def agencies_of(office_id: UUID) -> QuerySet[Office]:
    """Return the agencies the district office deals with."""
    return Office.objects.filter(kind=OfficeKind.AGENCY, parent_id=office_id).order_by("name")


def facts_of(office: Office) -> OfficeFacts:
    """Return what an office's letterhead and settings say."""
    return OfficeFacts(**{name: getattr(office, name) for name in OfficeFacts.__dataclass_fields__})


def logo_of(office_id: UUID) -> bytes:
    """Return the office's coat of arms as PNG, b"" while none was uploaded."""
    office = office_of(office_id)
    return vault.file_bytes(office.logo_file_id) if office.logo_file_id else b""


def people_of(
    officer: Officer, *, position: str = "", place_id: UUID | None = None, active: bool | None = True, at: datetime
) -> QuerySet[User]:
    """Return the accounts of the officer's district; by position and place as held on the day of `at`."""
    people = User.objects.filter(office_id=officer.office_id)
    if active is not None:
        people = people.filter(is_active=active)
    if position or place_id:
        held = _in_force(local_day(office_of(officer.office_id), at))
        if position:
            held = held.filter(position=position)
        if place_id:
            held = held.filter(office_id=place_id)
        people = people.filter(id__in=held.values("user_id"))
    return people.order_by("name", "id")


def positions_on(user_ids: Iterable[UUID], day: date) -> dict[UUID, list[str]]:
    """Return what each person's positions are called on `day`, in one query."""
    titles: dict[UUID, list[str]] = {user_id: [] for user_id in user_ids}
    for row in _in_force(day).filter(user_id__in=titles).select_related("office").order_by("valid_from"):
        title = position_title(row)
        titles[row.user_id].append(f"{title}, {row.office.name}" if row.office.kind == OfficeKind.VILLAGE else title)
    return titles


def appointments_of(user_id: UUID) -> QuerySet[Appointment]:
    """Return the positions a person holds, held or will hold, newest first."""
    return Appointment.objects.filter(user_id=user_id).select_related("office").order_by("-valid_from", "-id")


def appointment_for(officer: Officer, appointment_id: UUID) -> Appointment:
    """Return an appointment of a colleague, else 404."""
    found = (
        Appointment.objects.filter(id=appointment_id, user__office_id=officer.office_id)
        .select_related("user", "office")
        .first()
    )
    if found is None:
        raise Http404
    return found


def stands_for(officer: Officer, *, at: datetime) -> frozenset[tuple[UUID, PositionKind]]:
    """Return whose open duties are this officer's today, as (person, position in which they got them).

    Their own; those of earlier holders of the same position at the same office; and, while the officer is acting
    (Plt., Plh.), those of the holder who is away.
    """
    day = local_day(office_of(officer.office_id), at)
    mine = list(_in_force(day).filter(user_id=officer.user_id))
    found = {(officer.user_id, PositionKind(row.position)) for row in mine}
    held = list(_in_force(day).filter(office_id__in=[row.office_id for row in mine]))
    present = {(row.user_id, row.office_id, row.position) for row in held}
    for row in mine:
        same = Appointment.objects.filter(office_id=row.office_id, position=row.position, valid_from__lte=day)
        for other in same.exclude(user_id=officer.user_id):
            gone = (other.user_id, other.office_id, other.position) not in present
            if gone or (row.acting and not other.acting):
                found.add((other.user_id, PositionKind(other.position)))
    return frozenset(found)


def heirs_of(user_id: UUID, position: PositionKind, *, day: date) -> list[User]:
    """Return who answers on `day` for what a person was given in a position: they themselves while they hold it.

    Else its holders at the same office, of right before acting. Empty when nobody holds it.
    """
    offices = set(Appointment.objects.filter(user_id=user_id, position=position).values_list("office_id", flat=True))
    held = _in_force(day).filter(office_id__in=offices, position=position).select_related("user")
    people = [row.user for row in held.order_by("acting", "valid_from")]
    own = [user for user in people if user.id == user_id]
    return own or people


def phone_of(user: User) -> str:
    """Return an officer's own phone number."""
    if not user.phone_sealed:
        return ""
    subject = vault.office_subject_id(user.office_id)
    place = Place("staff_user", "phone_sealed", user.id)
    return vault.open_sealed(bytes(user.phone_sealed), subject_id=subject, place=place)


def sign_ins_of(user_id: UUID, *, at: datetime) -> QuerySet[SignIn]:
    """Return the logins of a person that are still open, the last used first."""
    lasting = Q(started_at__gt=at - LONGEST_SIGN_IN) | Q(registered_at__gt=at - PHONE_STAYS)
    return SignIn.objects.filter(lasting, user_id=user_id, ended_at=None).order_by("-seen_at")


def sign_in_for(officer: Officer, sign_in_id: UUID, *, at: datetime) -> SignIn:
    """Return one of one's own open logins, else 404."""
    found = sign_ins_of(officer.user_id, at=at).filter(id=sign_in_id).first()
    if found is None:
        raise Http404
    return found


def posts_of(office_id: UUID) -> QuerySet[Office]:
    """Return where positions are held: the district office and its villages."""
    return places_of(office_id).exclude(kind=OfficeKind.AGENCY)


def person_facts(user: User) -> dict[str, str]:
    """Return what an account says of its owner, for a form."""
    names = ("name", "front_title", "back_title", "nip", "rank", "grade", "email")
    return {**{name: getattr(user, name) for name in names}, "phone": phone_of(user)}


def _in_force(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, user__is_active=True
    )


def form_location(form_id: UUID, user_id: UUID) -> str:
    """Return where a taken form's answer led its sender, "" while it is still being answered."""
    receipt = FormReceipt.objects.filter(form_id=form_id, user_id=user_id).first()
    return receipt.location if receipt else ""


def active_user(user_id: UUID | None) -> User | None:
    """Return an account that may still be used, with its office."""
    rows = User.objects.select_related("office").filter(is_active=True)
    return rows.filter(id=user_id).first() if user_id else None


def phone_holders(office_id: UUID, day: date) -> list[User]:
    """Return the active officers who record hand-overs or collect papers on a day, by name: a phone can be theirs."""
    able = {
        row.user_id: row.user
        for row in appointments_on(office_id, day)
        if {Right.HANDOVER_RECORD, Right.RECIPIENTS_COLLECT} & POSITIONS[PositionKind(row.position)].rights
    }
    return sorted((user for user in able.values() if user.is_active), key=lambda user: user.name)


def recorders(office_id: UUID, day: date) -> list[User]:
    """Return the active officers whose positions let them record hand-overs on a day, by name."""
    rows = appointments_on(office_id, day)
    able = {
        row.user_id: row.user for row in rows if Right.HANDOVER_RECORD in POSITIONS[PositionKind(row.position)].rights
    }
    return sorted((user for user in able.values() if user.is_active), key=lambda user: user.name)


def known_users(office_id: UUID, user_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of `user_ids` who are this office's people."""
    return frozenset(one for (one,) in _KNOWN_USERS.rows(set(user_ids), office_id, office_id))


_KNOWN_USERS = Prepared(
    lambda ids, own, parent: User.objects.filter(
        Q(office_id=own) | Q(office__parent_id=parent), id__in=ids
    ).values_list("id")
)

"""Accounts and the positions their owners hold."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.staff import queries
from balakas.staff.actions import passwords, sessions
from balakas.staff.models import Appointment, Office, User
from balakas.staff.rules import (
    SINGLE,
    Acting,
    PersonFacts,
    PositionKind,
    Right,
    Term,
    check_person,
    check_term,
    check_username,
)
from balakas.vault import actions as vault
from balakas.vault.rules import Place

_PERSON_COLUMNS = ("name", "front_title", "back_title", "nip", "rank", "grade", "email")


class UsernameTaken(BalakasError):
    """Another account has the user name, whatever its case."""

    code = "username_taken"
    message = N_("Nama pengguna ini sudah dipakai.")


class AlreadyHolds(BalakasError):
    """The person holds the position there in part of that time."""

    code = "already_holds"
    message = N_("Orang ini sudah memegang jabatan itu pada masa tersebut.")


class PositionTaken(BalakasError):
    """Somebody else holds the position of right in part of that time."""

    code = "position_taken"
    message = N_(
        "Jabatan itu dipegang %(holder)s pada masa tersebut. Akhiri dulu masanya, atau tunjuk sebagai Plt. atau Plh."
    )


class LastAdministrator(BalakasError):
    """Nobody would be left who can manage accounts."""

    code = "last_administrator"
    message = N_("Harus tetap ada seorang administrator. Tunjuk administrator lain terlebih dahulu.")


def create_person(
    *, office_id: UUID, username: str, facts: PersonFacts, by: Actor, at: datetime, password: str = ""
) -> User:
    """Make an account in a district office.

    With a password that somebody else thought up the person must choose another at the first login; without one they
    get in by a reset ticket. Raises `UsernameWrong`, `UsernameTaken`, `NameMissing`, `NipWrong`, `PasswordWeak`,
    `NotAllowed`.
    """
    check_username(username)
    check_person(facts)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(id=office_id)
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=office_id)
        if User.objects.filter(username__iexact=username).exists():
            raise UsernameTaken
        user = User(username=username, office=office, must_change_password=by.kind == "staff" and bool(password))
        _fill(user, facts, at)
        if password:
            passwords.check_strength(password, user)
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(force_insert=True)
        _record(user, "staff.create_person", by, at)
    return user


def edit_person(*, user_id: UUID, facts: PersonFacts, by: Actor, at: datetime) -> User:
    """Change what an account says of its owner. Papers already printed keep what they say."""
    check_person(facts)
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        changed = [name for name in _PERSON_COLUMNS if getattr(user, name) != getattr(facts, name)]
        _fill(user, facts, at)
        user.save()
        _record(user, "staff.edit_person", by, at, {"changed": changed})
    return user


def set_active(*, user_id: UUID, active: bool, by: Actor, at: datetime) -> User:
    """Close an account (all its sessions end) or open it again. Raises `LastAdministrator`."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        user.is_active = active
        user.save(update_fields=["is_active"])
        if not active:
            _keep_an_administrator(user.office_id, at)
            sessions.end_all(user_id=user.id, by=by, at=at)
        _record(user, "staff.open_account" if active else "staff.close_account", by, at)
    return user


def appoint(*, user_id: UUID, place_id: UUID, term: Term, by: Actor, at: datetime) -> Appointment:
    """Give a person a position at the district office or one of its villages.

    Raises `TermReversed`, `PositionElsewhere`, `AlreadyHolds`, `PositionTaken`, `NotAllowed`.
    """
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        Office.objects.select_for_update().get(id=user.office_id)  # one appointment at a time: two may not both fit
        place = Office.objects.get(Q(id=user.office_id) | Q(parent_id=user.office_id), id=place_id)
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        check_term(term, place.kind)
        _check_free(user, place, term)
        appointment = Appointment.objects.create(
            user=user,
            office=place,
            position=term.position,
            acting=term.acting,
            title=term.title,
            decree=term.decree,
            valid_from=term.valid_from,
            valid_to=term.valid_to,
        )
        details = {"position": term.position, "acting": term.acting, "from": term.valid_from.isoformat()}
        _record(user, "staff.appoint", by, at, details)
    return appointment


def end_appointment(*, appointment_id: UUID, last_day: date, by: Actor, at: datetime) -> Appointment:
    """Set the last day of a position; open duties pass to who holds it then. Raises `TermReversed`, `LastAdministrator`."""
    with transaction.atomic():
        appointment = (
            Appointment.objects.select_for_update(of=("self",)).select_related("user", "office").get(id=appointment_id)
        )
        user = appointment.user
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        term = Term(PositionKind(appointment.position), appointment.valid_from, last_day)
        check_term(term, appointment.office.kind)
        appointment.valid_to = last_day
        appointment.save(update_fields=["valid_to"])
        _keep_an_administrator(user.office_id, at)
        details = {"position": appointment.position, "last_day": last_day.isoformat()}
        _record(user, "staff.end_appointment", by, at, details)
    return appointment


def _fill(user: User, facts: PersonFacts, at: datetime) -> None:
    for name in _PERSON_COLUMNS:
        setattr(user, name, getattr(facts, name).strip())
    subject = vault.office_subject(office_id=user.office_id, at=at)
    user.phone_sealed = vault.seal(
        facts.phone.strip(), subject_id=subject, place=Place("staff_user", "phone_sealed", user.id)
    )


def _check_free(user: User, place: Office, term: Term) -> None:
    same = Appointment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=term.valid_from), office=place, position=term.position
    )
    if term.valid_to is not None:
        same = same.filter(valid_from__lte=term.valid_to)
    if same.filter(user=user).exists():
        raise AlreadyHolds
    if term.position in SINGLE and term.acting is Acting.NONE:
        holder = same.filter(acting="").select_related("user").first()
        if holder is not None:
            raise PositionTaken(holder=holder.user.full_name)


def _keep_an_administrator(office_id: UUID, at: datetime) -> None:
    """Raise `LastAdministrator` unless somebody holds the position now and without an end."""
    day = queries.local_day(queries.office_of(office_id), at)
    lasting = queries.holders(office_id, PositionKind.ADMINISTRATOR, day).filter(valid_to=None)
    if not lasting.exists():
        raise LastAdministrator


def _record(user: User, act: str, by: Actor, at: datetime, details: Mapping[str, object] | None = None) -> None:
    audit.record(
        office_id=user.office_id,
        by=by,
        at=at,
        act=act,
        kind="user",
        subject_id=user.id,
        label=user.full_name,
        details=details,
    )

"""Passwords: changed by their owner, or reset once by a ticket the office hands out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.staff import queries
from balakas.staff.actions import sessions
from balakas.staff.models import ResetTicket, User
from balakas.staff.rules import Right

TICKET_LIFE = timedelta(minutes=30)


class PasswordWeak(BalakasError):
    """The password can be guessed; the reasons are Django's validators' sentences."""

    code = "password_weak"
    message = N_("Kata sandi ini mudah ditebak. %(reasons)s")


class TicketUnusable(BalakasError):
    """Unknown, used, or older than half an hour: which of them is not told."""

    code = "ticket_unusable"
    message = N_("Kode ini tidak berlaku lagi. Minta kode baru kepada administrator kantor.")


class AccountClosed(BalakasError):
    """A closed account gets no ticket."""

    code = "account_closed"
    message = N_("Akun ini ditutup. Buka dulu akunnya.")


def check_strength(password: str, user: User) -> None:
    """Raise `PasswordWeak` with the reasons."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordWeak(reasons=" ".join(error.messages)) from None


def set_password(*, user_id: UUID, password: str, by: Actor, at: datetime) -> User:
    """Store a password its owner chose, and end the owner's other sessions. Raises `PasswordWeak`.

    The owner proved who they are with the old password or a ticket.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        check_strength(password, user)
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        sessions.forget_phones(user_id=user_id)
        _record(user, "staff.set_password", by, at)
    return user


def issue_ticket(*, user_id: UUID, by: Actor, at: datetime) -> str:
    """Return the secret of a new one-time reset; it is shown once and only its hash is kept. Earlier tickets lapse.

    Raises `NotAllowed`, `AccountClosed`.
    """
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        if not user.is_active:
            raise AccountClosed
        ResetTicket.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
        ResetTicket.objects.create(
            user=user, token_hash=_hash(token), issued_by_id=UUID(by.id), created_at=at, expires_at=at + TICKET_LIFE
        )
        _record(user, "staff.issue_reset", by, at)
    return token


def check_ticket(*, token: str, at: datetime) -> User:
    """Return whose ticket it is. Raises `TicketUnusable`."""
    return _usable(token, at).user


def use_ticket(*, token: str, password: str, at: datetime, where: str = "") -> User:
    """Set a new password by a ticket, once; all sessions of the account end. Raises `TicketUnusable`, `PasswordWeak`."""
    with transaction.atomic():
        ticket = _usable(token, at, lock=True)
        by = queries.actor_of(ticket.user, where=where)
        user = set_password(user_id=ticket.user_id, password=password, by=by, at=at)
        sessions.end_all(user_id=user.id, by=by, at=at)
        ticket.used_at = at
        ticket.save(update_fields=["used_at"])
    return user


def _usable(token: str, at: datetime, *, lock: bool = False) -> ResetTicket:
    tickets = ResetTicket.objects.select_related("user__office")
    if lock:
        tickets = tickets.select_for_update(of=("self",))
    ticket = tickets.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at, user__is_active=True).first()
    if ticket is None:
        raise TicketUnusable
    return ticket


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _record(user: User, act: str, by: Actor, at: datetime) -> None:
    audit.record(office_id=user.office_id, by=by, at=at, act=act, kind="user", subject_id=user.id, label=user.full_name)

"""Logins: each lasts ten hours at most and can be ended from another device."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.staff import queries
from balakas.staff.models import SignIn, User
from balakas.staff.rules import LONGEST_SIGN_IN, Right

_NOTICED = timedelta(minutes=5)


def keep_in(*, sign_in_id: UUID | None, user_id: UUID, at: datetime, address: str = "", agent: str = "") -> UUID | None:
    """Return the login a request belongs to: a new one for the first request, None when it was ended or is too old."""
    if sign_in_id is None:
        row = SignIn.objects.create(user_id=user_id, started_at=at, seen_at=at, address=address[:64], agent=agent[:120])
        return row.id
    found = SignIn.objects.filter(
        id=sign_in_id, user_id=user_id, ended_at=None, started_at__gt=at - LONGEST_SIGN_IN
    ).first()
    if found is None:
        return None
    if found.seen_at < at - _NOTICED:
        SignIn.objects.filter(id=found.id).update(seen_at=at, address=address[:64])
    return found.id


def end(*, sign_in_id: UUID, user_id: UUID, by: Actor, at: datetime) -> None:
    """End one login of one's own."""
    with transaction.atomic():
        ended = SignIn.objects.filter(id=sign_in_id, user_id=user_id, ended_at=None).update(ended_at=at)
        if ended:
            _record(user_id, "staff.end_session", by, at, ended)


def end_all(*, user_id: UUID, by: Actor, at: datetime, but: UUID | None = None) -> int:
    """End all logins of a person, `but` the one in hand; return how many. Another's need the right to manage accounts."""
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        if by.id != str(user_id):
            queries.check_right(by=by, right=Right.STAFF_MANAGE, at=at, office_id=user.office_id)
        others = SignIn.objects.filter(user_id=user_id, ended_at=None)
        if but is not None:
            others = others.exclude(id=but)
        ended = others.update(ended_at=at)
        if ended:
            _record(user_id, "staff.end_sessions", by, at, ended)
    return ended


def _record(user_id: UUID, act: str, by: Actor, at: datetime, ended: int) -> None:
    user = User.objects.get(id=user_id)
    audit.record(
        office_id=user.office_id, by=by, at=at, act=act, kind="user", subject_id=user_id, label=user.full_name,
        details={"ended": ended},
    )  # fmt: skip

"""Logins: each lasts ten hours at most, a registered phone's thirty days; each can be ended from another device."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.staff import queries
from balakas.staff.models import SignIn, User
from balakas.staff.rules import LONGEST_SIGN_IN, PHONE_STAYS, Right

_NOTICED = timedelta(minutes=5)


def keep_in(
    *, sign_in_id: UUID | None, user_id: UUID, at: datetime, address: str = "", agent: str = "", session_key: str = ""
) -> UUID | None:
    """Return the login a request belongs to: a new one for the first request, None when it was ended or is too old."""
    if sign_in_id is None:
        row = SignIn.objects.create(user_id=user_id, started_at=at, seen_at=at, address=address[:64], agent=agent[:120])
        return row.id
    found = queries.sign_ins_of(user_id, at=at).filter(id=sign_in_id).first()
    if found is None or not (found.started_at > at - LONGEST_SIGN_IN or found.session_hash == _hash(session_key)):
        return None
    if found.seen_at < at - _NOTICED:
        SignIn.objects.filter(id=found.id).update(seen_at=at, address=address[:64])
    return found.id


def register_phone(
    *, sign_in_id: UUID, user_id: UUID, session_key: str, label: str, by: Actor, at: datetime
) -> datetime:
    """Let one login of one's own go on for thirty days on this session only; return until when."""
    with transaction.atomic():
        row = queries.sign_ins_of(user_id, at=at).select_for_update().get(id=sign_in_id)
        row.label, row.registered_at, row.session_hash = label[:60], at, _hash(session_key)
        row.save(update_fields=["label", "registered_at", "session_hash"])
        user = User.objects.get(id=user_id)
        audit.record(
            office_id=user.office_id, by=by, at=at, act="staff.register_phone", kind="user", subject_id=user_id,
            label=user.full_name,
        )  # fmt: skip
    return at + PHONE_STAYS


def forget_phones(*, user_id: UUID) -> None:
    """Make every registered phone of a person an ordinary login again: a new password begins anew."""
    SignIn.objects.filter(user_id=user_id).exclude(registered_at=None).update(registered_at=None, session_hash="")


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


def _hash(session_key: str) -> str:
    return hashlib.sha256(session_key.encode("utf-8")).hexdigest()


def _record(user_id: UUID, act: str, by: Actor, at: datetime, ended: int) -> None:
    user = User.objects.get(id=user_id)
    audit.record(
        office_id=user.office_id, by=by, at=at, act=act, kind="user", subject_id=user_id, label=user.full_name,
        details={"ended": ended},
    )  # fmt: skip

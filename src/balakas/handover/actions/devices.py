"""Phones come to the office by a code shown once, are let in when both screens show the same words, and are revoked."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import keys
from balakas.handover.models.devices import Enrolment, Lease
from balakas.handover.models.ledger import Device, ServerKey
from balakas.handover.queries import sealing, signing
from balakas.handover.rules import devices as rules
from balakas.handover.rules import wire
from balakas.handover.rules import words as word_list
from balakas.handover.rules.devices import DeviceState
from balakas.handover.rules.events import DeviceKind, check_reason
from balakas.staff import queries as staff
from balakas.staff.rules import Right

_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A fresh code: its text goes into a QR once and is kept nowhere."""

    enrolment: Enrolment
    token: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a phone says of itself when it enrols."""

    token: str
    public_key: bytes
    proof: bytes
    name: str
    app: str = ""


def show_code(*, office_id: UUID, officer_id: UUID, by: Actor, at: datetime) -> Shown:
    """Make a one-time code for a phone of one officer. Raises `NotAllowed`."""
    token = wire.b64u(secrets.token_bytes(_TOKEN))
    with transaction.atomic():
        staff.check_right(by=by, right=Right.HANDOVER_DECIDE, at=at, office_id=office_id)
        keys.seal_key(office_id=office_id, at=at)
        row = Enrolment.objects.create(
            office_id=office_id, token_hash=_hashed(token), officer_id=officer_id, made_by_id=by.id, made_at=at,
            expires_at=at + rules.CODE_LASTS,
        )  # fmt: skip
        audit.record(
            office_id=office_id, by=by, at=at, act="handover.show_enrol_code", kind="enrolment", subject_id=row.id
        )
    return Shown(row, token)


def enrol(*, newcomer: Newcomer, at: datetime) -> tuple[Device, ServerKey]:
    """Take a phone in, waiting until its words are compared; the same phone with the same code gets the same answer.

    Raises `CodeUnknown`, `KeyNotShown`.
    """
    proof = wire.enrol_bytes(newcomer.token)
    if not sealing.is_point(newcomer.public_key) or not signing.is_signed(newcomer.public_key, proof, newcomer.proof):
        raise rules.KeyNotShown
    with transaction.atomic():
        rows = Enrolment.objects.select_for_update(of=("self",)).select_related("device")
        row = rows.filter(token_hash=_hashed(newcomer.token)).first()
        if row is None:
            raise rules.CodeUnknown
        key = keys.seal_key(office_id=row.office_id, at=at)
        if row.device is not None and bytes(row.device.public_key) == newcomer.public_key:
            return row.device, key
        if row.device is not None or at > row.expires_at:
            raise rules.CodeUnknown
        device = Device.objects.create(
            office_id=row.office_id, name=newcomer.name.strip()[: rules.NAME_LENGTH] or "Ponsel", kind=DeviceKind.PHONE,
            state=DeviceState.WAITING, officer_id=row.officer_id, public_key=newcomer.public_key, created_at=at,
            app=newcomer.app[:20], last_contact=at,
        )  # fmt: skip
        Enrolment.objects.filter(id=row.id).update(device=device, used_at=at, words=list(words(newcomer, key)))
        by = Actor(kind="device", id=str(device.id), label=device.name)
        audit.record(office_id=row.office_id, by=by, at=at, act="handover.enrol", kind="device", subject_id=device.id)
    return device, key


def words(newcomer: Newcomer, key: ServerKey) -> tuple[str, ...]:
    """Return the words that both screens show."""
    return word_list.words_of(
        device=newcomer.public_key, sign=bytes(key.public_key), seal=bytes(key.seal_public), token=newcomer.token
    )


def let_in(*, device_id: UUID, by: Actor, at: datetime) -> Device:
    """Activate a phone whose words are the same on both screens. Raises `DeviceMoved`, `NotAllowed`."""
    return _move(device_id, DeviceState.ACTIVE, by, at, activated_at=at)


def turn_away(*, device_id: UUID, by: Actor, at: datetime) -> Device:
    """Refuse a phone whose words differ. Raises `DeviceMoved`, `NotAllowed`."""
    return _move(device_id, DeviceState.REFUSED, by, at, revoked_at=at)


def revoke(*, device_id: UUID, reason: str, lost: bool, by: Actor, at: datetime) -> Device:
    """Revoke a phone: its leases end, it takes nothing along any more; what it still sends is stored, as cases.

    Raises `ReasonNeeded`, `DeviceMoved`, `NotAllowed`.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        device = _move(device_id, DeviceState.REVOKED, by, at, revoked_at=at, revoke_reason=reason[:200], lost=lost)
        Lease.objects.filter(device=device, ended_at=None).update(
            ended_at=at, ended_by_id=UUID(by.id), end_reason=reason[:200]
        )
    return device


def _move(device_id: UUID, then: DeviceState, by: Actor, at: datetime, **fields: Any) -> Device:
    with transaction.atomic():
        device = Device.objects.select_for_update().get(id=device_id, kind=DeviceKind.PHONE)
        staff.check_right(by=by, right=Right.HANDOVER_DECIDE, at=at, office_id=device.office_id)
        rules.check_next(DeviceState(device.state), then)
        Device.objects.filter(id=device.id).update(state=then, **fields)
        audit.record(
            office_id=device.office_id, by=by, at=at, act=f"handover.device_{then}", kind="device",
            subject_id=device.id, label=device.name,
        )  # fmt: skip
        device.refresh_from_db()
    return device


def hear_from(device_id: UUID, *, said: "Said", at: datetime) -> None:
    """Note what a phone says of itself at a contact; what it once said to have made it cannot unsay."""
    changed: dict[str, Any] = {"last_contact": at, "unsent": said.unsent, "photos": said.photos}
    if said.app:
        changed["app"] = said.app[:20]
    if said.last_seq:
        changed["said_seq"] = Greatest(F("said_seq"), said.last_seq)
    Device.objects.filter(id=device_id).update(**changed)


@dataclass(frozen=True, slots=True)
class Said:
    """What a phone says of itself: the last sequence it made, events and photos not sent yet, its version."""

    last_seq: int = 0
    unsent: int = 0
    photos: int = 0
    app: str = ""


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()

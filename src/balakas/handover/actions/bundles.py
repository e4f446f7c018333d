"""Giving a phone what it takes along: signed, packed, and sealed under a key that the phone brings and the server forgets."""

import gzip
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import keys
from balakas.handover.models.devices import BundleTake
from balakas.handover.models.ledger import Device, ServerKey
from balakas.handover.queries import bundles, sealing, signing
from balakas.handover.rules import wire
from balakas.handover.rules.devices import DeviceNotActive, DeviceState, NoLease
from balakas.handover.rules.wire import Purpose

_KEY, _NONCE, _LEVEL = 32, 12, 6


@dataclass(frozen=True, slots=True)
class Packed:
    """The bytes a phone stores as they come, and which key signed them."""

    content: bytes
    key: ServerKey
    people: int


def take(*, device: Device, sealed_key: bytes, at: datetime) -> Packed:
    """Give an active device everybody on its live leases, all or nothing, and write down that it took them.

    Raises `DeviceNotActive`, `NoLease`, `BoxBroken`, `RequestMalformed`.
    """
    if device.state != DeviceState.ACTIVE:
        raise DeviceNotActive
    key = keys.seal_key(office_id=device.office_id, at=at)
    opener = keys.opener(key, at=at)
    secret = sealing.open_box(opener, sealed_key, purpose=Purpose.BUNDLE_KEY, aad=str(device.id))
    if len(secret) != _KEY:
        raise wire.RequestMalformed(field="key")
    with transaction.atomic():
        load = bundles.load_of(device, at)
        if not load.slices:
            raise NoLease
        text = json.dumps(load.content, ensure_ascii=False, separators=(",", ":")).encode()
        packed = gzip.compress(text, compresslevel=_LEVEL, mtime=0)
        BundleTake.objects.create(
            device=device, slices=load.slices, people=load.people, sha256=hashlib.sha256(packed).hexdigest(),
            size=len(packed), taken_at=at,
        )  # fmt: skip
        by = Actor(kind="device", id=str(device.id), label=device.name)
        audit.record(
            office_id=device.office_id, by=by, at=at, act="handover.take_bundle", kind="device", subject_id=device.id,
            label=device.name, details={"people": load.people, "slices": len(load.slices)},
        )  # fmt: skip
    signature = signing.sign_with(keys.signer(key, at=at), wire.bundle_bytes(str(device.id), packed))
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(secret).encrypt(nonce, packed, str(device.id).encode())
    return Packed(signature + nonce + sealed, key, load.people)

"""Giving a phone what it takes along: signed, packed, and sealed under a key that the phone brings and the server forgets."""

import gzip
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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

    @classmethod
    def sealed(  # noqa: PLR0917 -- all that goes into the bytes
        cls, packed: bytes, secret: bytes, device: Device, key: ServerKey, signed: bytes, people: int, at: datetime
    ) -> "Packed":
        """Sign and seal packed content for a device."""
        signature = signing.sign_with(keys.signer(key, at=at), signed)
        nonce = secrets.token_bytes(_NONCE)
        return cls(signature + nonce + AESGCM(secret).encrypt(nonce, packed, str(device.id).encode()), key, people)


def key_of(device: Device, sealed_key: bytes, at: datetime) -> tuple[ServerKey, bytes]:
    """Return the office's key and the key a phone brings. Raises `BoxBroken`, `RequestMalformed`."""
    key = keys.seal_key(office_id=device.office_id, at=at)
    opener = keys.opener(key, at=at)
    secret = sealing.open_box(opener, sealed_key, purpose=Purpose.BUNDLE_KEY, aad=str(device.id))
    if len(secret) != _KEY:
        raise wire.RequestMalformed(field="key")
    return key, secret


def pack(content: Mapping[str, Any]) -> bytes:
    """Return content as it travels: JSON, packed."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(text, compresslevel=_LEVEL, mtime=0)


def take(*, device: Device, sealed_key: bytes, at: datetime) -> Packed:
    """Give an active device everybody on its live leases, all or nothing, and write down that it took them.

    Raises `DeviceNotActive`, `NoLease`, `BoxBroken`, `RequestMalformed`.
    """
    if device.state != DeviceState.ACTIVE:
        raise DeviceNotActive
    key, secret = key_of(device, sealed_key, at)
    # A second's work, before the write lock: all phones of a morning would queue for it.
    load = bundles.load_of(device, at)
    if not load.slices:
        raise NoLease
    packed = pack(load.content)
    with transaction.atomic():
        held = bundles.live_leases([device.id], at).values_list("id", flat=True)
        if [str(one) for one in held] != [one["lease"] for one in load.slices]:
            raise NoLease  # a lease moved meanwhile: the phone asks again and gets what holds now
        BundleTake.objects.create(
            device=device, slices=load.slices, people=load.people, sha256=hashlib.sha256(packed).hexdigest(),
            size=len(packed), taken_at=at,
        )  # fmt: skip
        by = Actor(kind="device", id=str(device.id), label=device.name)
        audit.record(
            office_id=device.office_id, by=by, at=at, act="handover.take_bundle", kind="device", subject_id=device.id,
            label=device.name, details={"people": load.people, "slices": len(load.slices)},
        )  # fmt: skip
    return Packed.sealed(packed, secret, device, key, wire.bundle_bytes(str(device.id), packed), load.people, at)

"""Collecting KTP and KK with a phone: the list it takes along, and what it says it photographed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from balakas.audit import actions as audit
from balakas.handover.actions import uploads
from balakas.handover.actions.bundles import Packed, key_of, pack
from balakas.handover.models.collected import CollectedPaper
from balakas.handover.models.devices import BundleTake
from balakas.handover.models.ledger import Device
from balakas.handover.queries import collecting
from balakas.handover.rules import wire
from balakas.handover.rules.collecting import NobodyKnown, PaperState, Photographed
from balakas.handover.rules.devices import DeviceNotActive, DeviceState
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right

_ASKED_AGAIN = frozenset({NotAllowed.code, DeviceNotActive.code, NobodyKnown.code})
"""Refusals that an office can undo: the photo is looked at again when the phone names it again."""


def take(*, device: Device, sealed_key: bytes, at: datetime) -> Packed:
    """Give an active phone the missing papers of its officer's villages, and write down that it took them.

    Raises `DeviceNotActive`, `NotAllowed`, `BoxBroken`, `RequestMalformed`.
    """
    if device.state != DeviceState.ACTIVE:
        raise DeviceNotActive
    officer = collecting.officer_of(device, at)
    if officer is None:
        raise NotAllowed(right="")
    staff.check_right(by=officer.actor, right=Right.RECIPIENTS_COLLECT, at=at, office_id=device.office_id)
    key, secret = key_of(device, sealed_key, at)
    with transaction.atomic():
        load = collecting.load_of(device, officer, at)
        packed = pack(load.content)
        BundleTake.objects.create(
            device=device, recipients=[str(one) for one in load.recipients], people=len(load.recipients),
            sha256=hashlib.sha256(packed).hexdigest(), size=len(packed), taken_at=at,
        )  # fmt: skip
        audit.record(
            office_id=device.office_id, by=officer.actor, at=at, act="handover.take_papers", kind="device",
            subject_id=device.id, label=device.name, details={"people": len(load.recipients)},
        )  # fmt: skip
    return Packed.sealed(
        packed, secret, device, key, wire.papers_bytes(str(device.id), packed), len(load.recipients), at
    )


def tell(*, device: Device, items: Sequence[Photographed], at: datetime) -> list[CollectedPaper]:
    """Take note of what a phone photographed; a photo that is whole here already becomes a document at once.

    The same id again gives the same answer, and nothing becomes a second document.
    """
    known = recipients.on_lists_of(device.office_id, {one.recipient for one in items})
    rows = [_row(device, one, known=one.recipient in known, at=at) for one in items]
    uploads.settle(device=device, named=frozenset(one.sha256 for one in rows if one.state == PaperState.WAITING), at=at)
    fresh = {one.id: one for one in CollectedPaper.objects.filter(id__in=[row.id for row in rows], device=device)}
    return [fresh.get(row.id, row) for row in rows]


def _row(device: Device, one: Photographed, *, known: bool, at: datetime) -> CollectedPaper:
    if not known:
        return _refused(device, one, NobodyKnown.code, at)
    told = {"requirement": one.requirement, "kind": one.kind, "sha256": one.sha256, "taken_at": one.taken_at}
    row, _ = CollectedPaper.objects.get_or_create(
        id=one.id,
        defaults={**told, "device": device, "recipient_id": one.recipient, "state": PaperState.WAITING, "told_at": at},
    )
    if row.device_id != device.id or row.sha256 != one.sha256 or row.recipient_id != one.recipient:
        return _refused(device, one, wire.RequestMalformed.code, at)
    if row.state == PaperState.REFUSED and row.code in _ASKED_AGAIN:
        CollectedPaper.objects.filter(id=row.id, state=PaperState.REFUSED).update(state=PaperState.WAITING, code="")
        row.refresh_from_db()
    return row


def _refused(device: Device, one: Photographed, code: str, at: datetime) -> CollectedPaper:
    """Return an answer that is kept nowhere: there is no recipient to keep it with, or the id is another's."""
    return CollectedPaper(
        id=one.id, device=device, recipient_id=one.recipient, requirement=one.requirement, kind=one.kind,
        sha256=one.sha256, state=PaperState.REFUSED, code=code, taken_at=one.taken_at, told_at=at,
    )  # fmt: skip

"""Slices of a post's people and whose turn it is: an entitlement is on one live lease only, so two phones never serve one person."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.models.devices import Lease, Slice, SliceMember
from balakas.handover.models.ledger import Device
from balakas.handover.queries import bundles, places
from balakas.handover.rules import devices as rules
from balakas.handover.rules.devices import DeviceState
from balakas.handover.rules.events import DeviceKind, check_reason
from balakas.planning.queries import plans
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions

_KEY = 32


def make_slices(*, post_id: UUID, parts: int, by: Actor, at: datetime) -> list[Slice]:
    """Cut those of a post's people who are in no slice into parts, in the order of the list.

    Raises `NobodyToServe`, `PartsUnfit`, `NotAllowed`.
    """
    with transaction.atomic():
        post = plans.locked_post(post_id)
        office_id = post.distribution.office_id
        staff.check_right(by=by, right=Right.HANDOVER_DECIDE, at=at, office_id=office_id)
        villages = places.villages_at(post.distribution_id, post.id)
        rows = recipients.listed_ids(post.distribution_id, villages)
        taken = set(
            SliceMember.objects.filter(live=True, slice__post_id=post_id).values_list("recipient_id", flat=True)
        )
        people = [one for one in rows if one not in taken]
        cut = rules.parts_of(people, parts)
        if not cut:
            raise rules.NobodyToServe
        before = Slice.objects.filter(post_id=post_id).count()
        made = [make_slice(post, part, f"Bagian {number}", by, at) for number, part in enumerate(cut, before + 1)]
        _audit(office_id, "handover.make_slices", post.id, post.name, by, at, people=len(people), parts=len(made))
    return made


def make_slice(post: Any, people: Sequence[UUID], label: str, by: Actor, at: datetime) -> Slice:
    """Put people who are in no slice into a new one; the caller has asked for the right."""
    office_id = post.distribution.office_id
    row = Slice(
        office_id=office_id, distribution_id=post.distribution_id, post_id=post.id, label=label, made_by_id=UUID(by.id),
        made_at=at,
    )  # fmt: skip
    office = vault_actions.office_subject(office_id=office_id, at=at)
    row.key_sealed = vault_actions.seal(secrets.token_bytes(_KEY), subject_id=office, place=bundles.slice_place(row.id))
    row.save(force_insert=True)
    SliceMember.objects.bulk_create([SliceMember(slice=row, recipient_id=one) for one in people], batch_size=2000)
    return row


def dissolve(*, slice_id: UUID, by: Actor, at: datetime) -> None:
    """Dissolve a slice that nobody holds: its people can be cut anew. Raises `LeaseMoved`, `NotAllowed`."""
    with transaction.atomic():
        row = _locked(slice_id, by, at)
        if Lease.objects.filter(slice=row, ended_at=None).exists():
            raise rules.LeaseMoved
        SliceMember.objects.filter(slice=row, live=True).update(live=False)
        Slice.objects.filter(id=row.id).update(dissolved_at=at)
        _audit(row.office_id, "handover.dissolve_slice", row.id, row.label, by, at)


def grant(*, slice_id: UUID, device_id: UUID, until: datetime, by: Actor, at: datetime) -> Lease:
    """Give a slice that nobody holds to an active phone. Raises `LeaseMoved`, `LeaseTime`, `DeviceNotActive`, `NotAllowed`."""
    rules.check_until(until, at)
    with transaction.atomic():
        row = _locked(slice_id, by, at)
        lease = give(row, _phone(device_id, row.office_id), until, by, at)
        _audit(row.office_id, "handover.grant_lease", row.id, row.label, by, at, device=str(device_id))
    return lease


def move(*, slice_id: UUID, device_id: UUID, until: datetime, reason: str, by: Actor, at: datetime) -> Lease:
    """Take a slice from who holds it and give it to another phone.

    The earlier holder may still serve people without knowing: what it did until now counts, what it does later is a case.
    Raises `ReasonNeeded`, `LeaseMoved`, `LeaseTime`, `DeviceNotActive`, `NotAllowed`.
    """
    reason = check_reason(reason)
    rules.check_until(until, at)
    with transaction.atomic():
        row = _locked(slice_id, by, at)
        device = _phone(device_id, row.office_id)
        ended = Lease.objects.filter(slice=row, ended_at=None).exclude(device=device)
        if not ended.update(ended_at=at, ended_by_id=UUID(by.id), end_reason=reason[:200]):
            raise rules.LeaseMoved
        lease = give(row, device, until, by, at)
        _audit(row.office_id, "handover.move_lease", row.id, row.label, by, at, device=str(device_id))
    return lease


def end(*, slice_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """End a slice's lease; nobody holds it then. Raises `ReasonNeeded`, `LeaseMoved`, `NotAllowed`."""
    reason = check_reason(reason)
    with transaction.atomic():
        row = _locked(slice_id, by, at)
        live = Lease.objects.filter(slice=row, ended_at=None)
        if not live.update(ended_at=at, ended_by_id=UUID(by.id), end_reason=reason[:200]):
            raise rules.LeaseMoved
        _audit(row.office_id, "handover.end_lease", row.id, row.label, by, at)


def release(*, device: Device, slice_id: UUID, epoch: int, at: datetime) -> None:
    """End a phone's own lease, asked for by itself; a lease it does not hold any more is no error."""
    Lease.objects.filter(device=device, slice_id=slice_id, epoch=epoch, ended_at=None).update(
        ended_at=at, end_reason="Dikembalikan perangkat"
    )


def give(row: Slice, device: Device, until: datetime, by: Actor, at: datetime) -> Lease:
    """Let a device hold a slice that nobody holds; the caller has asked for the right and locked the row. Raises `LeaseMoved`."""
    if row.dissolved_at is not None or Lease.objects.filter(slice=row, ended_at=None).exists():
        raise rules.LeaseMoved
    epoch = row.epoch + 1
    Slice.objects.filter(id=row.id).update(epoch=epoch)
    return Lease.objects.create(
        slice=row, epoch=epoch, device=device, granted_by_id=UUID(by.id), granted_at=at, until=until
    )


def _locked(slice_id: UUID, by: Actor, at: datetime) -> Slice:
    row = Slice.objects.select_for_update().get(id=slice_id)
    staff.check_right(by=by, right=Right.HANDOVER_DECIDE, at=at, office_id=row.office_id)
    return row


def _phone(device_id: UUID, office_id: UUID) -> Device:
    device = Device.objects.filter(id=device_id, office_id=office_id, kind=DeviceKind.PHONE).first()
    if device is None or device.state != DeviceState.ACTIVE:
        raise rules.DeviceNotActive
    return device


def _audit(  # noqa: PLR0917 -- what every entry of the audit says
    office_id: UUID, act: str, subject_id: UUID, label: str, by: Actor, at: datetime, **details: object
) -> None:
    audit.record(
        office_id=office_id, by=by, at=at, act=act, kind="slice", subject_id=subject_id, label=label, details=details
    )

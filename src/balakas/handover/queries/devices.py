"""Phones and the slices they hold, as the office's pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext

from balakas.handover.models.devices import BundleTake, Enrolment, Lease, Slice, SliceMember
from balakas.handover.models.ledger import Device
from balakas.handover.rules.devices import STATE_TONES, STATE_WORDS, DeviceState
from balakas.handover.rules.events import DeviceKind
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from balakas.staff.rules import Officer


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A phone in the list: `word` and `tone` of its state."""

    device: Device
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Somebody whose data are on a phone: name, village, address, when the phone took them along last."""

    name: str
    address: str
    village: str
    taken_at: datetime


def line(device: Device) -> DeviceLine:
    """Return a phone's words."""
    state = DeviceState(device.state)
    return DeviceLine(device, gettext(STATE_WORDS[state]), STATE_TONES[state])


def listed(officer: Officer) -> QuerySet[Device]:
    """Return the office's phones, those in use first; nobody's for an officer of one village."""
    if officer.villages is not None:
        return Device.objects.none()
    rows = Device.objects.filter(office_id=officer.office_id, kind=DeviceKind.PHONE).select_related("officer")
    return rows.order_by("revoked_at", "name", "id")


def device_for(officer: Officer, device_id: UUID) -> Device:
    """Return a phone of the officer's office, else 404."""
    row = listed(officer).filter(id=device_id).first()
    if row is None:
        raise Http404
    return row


def enrolment_for(officer: Officer, enrolment_id: UUID) -> Enrolment:
    """Return a code shown in the officer's office, with the phone that came by it, else 404."""
    rows = Enrolment.objects.select_related("device", "officer").filter(office_id=officer.office_id, id=enrolment_id)
    row = rows.first() if officer.villages is None else None
    if row is None:
        raise Http404
    return row


def slice_for(officer: Officer, slice_id: UUID) -> Slice:
    """Return a slice of the officer's office, else 404."""
    rows = Slice.objects.select_related("post").filter(office_id=officer.office_id, id=slice_id)
    row = rows.first() if officer.villages is None else None
    if row is None:
        raise Http404
    return row


def slices_of(post_id: UUID) -> list[Slice]:
    """Return a post's slices that are not dissolved, each with its people counted and its live lease (`live_leases`)."""
    live = Lease.objects.filter(ended_at=None).select_related("device", "device__officer")
    rows = Slice.objects.filter(post_id=post_id, dissolved_at=None).annotate(
        people=Count("members", filter=Q(members__live=True))
    )
    return list(
        rows.prefetch_related(Prefetch("leases", queryset=live, to_attr="live_leases")).order_by("made_at", "id")
    )


def live_lease(slice_id: UUID) -> Lease | None:
    """Return whose turn a slice is, None where it is nobody's."""
    return Lease.objects.select_related("device", "device__officer").filter(slice_id=slice_id, ended_at=None).first()


def phones_able(office_id: UUID) -> list[Device]:
    """Return the phones that a slice can be given to."""
    rows = Device.objects.filter(office_id=office_id, kind=DeviceKind.PHONE, state=DeviceState.ACTIVE)
    return list(rows.select_related("officer").order_by("name", "id"))


def leases_of(device_id: UUID) -> list[Lease]:
    """Return all leases of a device, the newest first."""
    rows = Lease.objects.filter(device_id=device_id).select_related("slice__post", "granted_by")
    return list(rows.order_by("-granted_at", "id"))


def takes_of(device_id: UUID) -> list[BundleTake]:
    """Return the bundles a device took along, the newest first."""
    return list(BundleTake.objects.filter(device_id=device_id).order_by("-taken_at"))


def carried(device: Device) -> list[Carried]:
    """Return exactly whose data a phone took along: everybody of its slices and of its lists of papers."""
    taken: dict[UUID, datetime] = {}
    when: dict[UUID, datetime] = {}
    for take in BundleTake.objects.filter(device=device).order_by("taken_at"):
        taken |= {UUID(one["slice"]): take.taken_at for one in take.slices}
        when |= {UUID(one): take.taken_at for one in take.recipients}
    members = SliceMember.objects.filter(slice_id__in=list(taken)).values_list("recipient_id", "slice_id")
    for recipient_id, slice_id in members:
        when[recipient_id] = max(taken[slice_id], when.get(recipient_id, taken[slice_id]))
    names = dict(staff.villages_of(device.office_id).values_list("region_code", "name"))
    return [
        Carried(
            row["person__name"], _address(row), names.get(row["village_code"], row["village_code"]), when[row["id"]]
        )
        for row in recipients.carried_people(when)
    ]


def _address(row: dict[str, str]) -> str:
    parts = (
        row["person__address"],
        row["person__rt"] and f"RT {row['person__rt']}",
        row["person__rw"] and f"RW {row['person__rw']}",
    )
    return " ".join(part for part in parts if part)

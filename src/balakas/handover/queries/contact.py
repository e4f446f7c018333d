"""What a phone is told at a contact: what of it is here, what is missing, its leases, what others handed over meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.handover.models.arrivals import Upload
from balakas.handover.models.books import Payment
from balakas.handover.models.devices import SliceMember
from balakas.handover.models.ledger import Device, Event, ServerKey
from balakas.handover.queries import bundles, ledger
from balakas.handover.rules import arrivals
from balakas.handover.rules.events import GIVING, EventType, moment_text
from balakas.handover.rules.wire import UploadState, b64u
from balakas.recipients.queries import field as recipients

PORTION = 2_000
_SETTLING = (*GIVING, EventType.VOID, EventType.OVERRIDE)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Entitlements of a device's slices settled or opened again by others, up to a position of the ledger."""

    position: int
    more: bool
    settled: list[str]
    reopened: list[str]
    chain: str = ""
    restored: bool = False


_IDENTITIES: dict[UUID, Device] = {}
"""Phones by id. Office and public key never change, so who signed a request needs no query; state and counters are read anew."""


def identity(device_id: UUID) -> Device | None:
    """Return a phone for its office and public key only; everything else of the row may be old."""
    known = _IDENTITIES.get(device_id)
    if known is None:
        known = device_by_id(device_id)
        if known is not None:
            _IDENTITIES[device_id] = known
    return known


def device_by_id(device_id: UUID) -> Device | None:
    """Return a phone, None where none is known."""
    return Device.objects.select_related("office").filter(id=device_id, kind="phone").first()


def server_state(device: Device, said_seq: int) -> dict[str, Any]:
    """Return what of the device's events is here: `high`, and the ranges that are wanted."""
    rows = Event.objects.filter(device_id=device.id, seq__gt=device.last_seq).values_list("seq", flat=True)
    ranges = arrivals.missing(device.last_seq, list(rows), max(said_seq, device.said_seq))
    return {"high": device.last_seq, "missing": [list(one) for one in ranges]}


def leases(device: Device, at: datetime) -> list[dict[str, Any]]:
    """Return the device's live leases as it is told them; none for one that may take nothing along."""
    if device.state != "active":
        return []
    return [
        {
            "slice": str(one.slice_id), "post": str(one.slice.post_id), "epoch": one.epoch,
            "until": moment_text(one.until), "label": one.slice.label,
        }
        for one in bundles.live_leases(device.id, at)
    ]  # fmt: skip


def meanwhile(device: Device, held: Sequence[str], since: int, chain: str = "") -> Meanwhile:
    """Return what others did to the people of these slices after a ledger position, at most a portion of the ledger at once.

    `chain` is what the phone was told at `since`: where the ledger says otherwise, it was restored to an earlier day.
    """
    end, last = ledger.tail_of(device.office_id)
    known = {0: "", end: last}
    if since not in known and since < end:
        known[since] = ledger.chain_at(device.office_id, since)
    restored = since > end or (chain != "" and known[since] != chain)
    found = _meanwhile(device, held, 0 if restored else since, end)
    made = known[found.position] if found.position in known else ledger.chain_at(device.office_id, found.position)
    return replace(found, restored=restored, chain=made)


def _meanwhile(device: Device, held: Sequence[str], since: int, end: int) -> Meanwhile:
    until = min(end, since + PORTION)
    if not held or since >= end:
        return Meanwhile(until if held else end, more=False, settled=[], reopened=[])
    rows = Event.objects.filter(office_id=device.office_id, position__gt=since, position__lte=until, type__in=_SETTLING)
    touched = set(
        rows.exclude(device_id=device.id).exclude(entitlement_id=None).values_list("entitlement_id", flat=True)
    )
    mine = _of_slices(touched, held)
    paid = set(Payment.objects.filter(entitlement_id__in=mine, voided_by=None).values_list("entitlement_id", flat=True))
    return Meanwhile(
        until, more=until < end, settled=sorted(str(one) for one in mine & paid),
        reopened=sorted(str(one) for one in mine - paid),
    )  # fmt: skip


def _of_slices(entitlements: set[UUID | None], held: Sequence[str]) -> set[UUID]:
    if not entitlements:
        return set()
    whose = {UUID(one): UUID(person) for one, (person, _) in recipients.standing_of(entitlements).items()}
    members = SliceMember.objects.filter(slice_id__in=list(held), recipient_id__in=set(whose.values()), live=True)
    here = set(members.values_list("recipient_id", flat=True))
    return {one for one, person in whose.items() if person in here}


def keys_told(key: ServerKey) -> dict[str, Any]:
    """Return the office's keys as a phone takes them."""
    old = ServerKey.objects.filter(office_id=key.office_id).exclude(id=key.id).order_by("created_at")
    return {
        "sign": {"id": str(key.id), "public": b64u(bytes(key.public_key))},
        "seal": {"id": str(key.id), "public": b64u(bytes(key.seal_public))},
        "retired": [{"id": str(row.id), "public": b64u(bytes(row.public_key))} for row in old],
    }


def wanted(device: Device, named: frozenset[str]) -> list[str]:
    """Return the files that events of this contact name and that are not stored yet."""
    if not named:
        return []
    done = Upload.objects.filter(device=device, sha256__in=named, state__in=(UploadState.STORED, UploadState.WAITING))
    return sorted(named - set(done.values_list("sha256", flat=True)))

"""What a phone is told at a contact: what of it is here, what is missing, its leases, what others handed over meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.common.ids import as_uuid
from balakas.common.prepared import Prepared
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
NEAR = 2_000
"""Entries back to which all phones of one transaction are told from a single look at the ledger."""
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


@dataclass(frozen=True, slots=True)
class Caller:
    """A phone at the counter: what it says of itself, the ledger position it was last told and what was told with it."""

    device: UUID
    last_seq: int = 0
    unsent: int = 0
    photos: int = 0
    app: str = ""
    since: int = 0
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """The office as it stands at the end of a transaction: the ledger's end, its phones, the sequences seen at their ends."""

    office_id: UUID
    end: int
    chain: str
    devices: Mapping[UUID, Device]
    seen: Mapping[UUID, Collection[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one phone is told."""

    state: str
    server: dict[str, Any]
    leases: list[dict[str, Any]]
    meanwhile: Meanwhile


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


def server_state(device: Device) -> dict[str, Any]:
    """Return what of the device's events is here: `high`, and the ranges that are wanted."""
    rows = Event.objects.filter(device_id=device.id, seq__gt=device.last_seq).values_list("seq", flat=True)
    ranges = arrivals.missing(device.last_seq, list(rows), device.said_seq)
    return {"high": device.last_seq, "missing": [list(one) for one in ranges]}


def leases(device: Device, at: datetime) -> list[dict[str, Any]]:
    """Return the device's live leases as it is told them; none for one that may take nothing along."""
    return _leases([device], at)[device.id]


def _leases(devices: Sequence[Device], at: datetime) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {one.id: [] for one in devices}
    for device, one, post, epoch, until, label in _LEASES.rows(
        [each.id for each in devices if each.state == "active"], at
    ):
        told = {"slice": str(one), "post": str(post), "epoch": epoch, "until": moment_text(until), "label": label}
        found[device].append(told)
    return found


_LEASES = Prepared(
    lambda ids, at: bundles.live_leases(ids, at).values_list(
        "device_id", "slice_id", "slice__post_id", "epoch", "until", "slice__label"
    )
)


def tell_all(here: Here, callers: Sequence[Caller], at: datetime) -> list[Told]:
    """Return what each caller must know: a fixed number of queries, however many they are."""
    if not callers:
        return []
    devices = {one.device: here.devices[one.device] for one in callers}
    held = _leases(list(devices.values()), at)
    told = _meanwhiles(here, callers, {one: [each["slice"] for each in listed] for one, listed in held.items()})
    return [
        Told(devices[one.device].state, _server(here, one), held[one.device], told[number])
        for number, one in enumerate(callers)
    ]


def _server(here: Here, caller: Caller) -> dict[str, Any]:
    device = here.devices[caller.device]
    above = [one for one in here.seen[device.id] if one > device.last_seq]
    ranges = arrivals.missing(device.last_seq, above, max(caller.last_seq, device.said_seq))
    return {"high": device.last_seq, "missing": [list(one) for one in ranges]}


def _meanwhiles(here: Here, callers: Sequence[Caller], held: Mapping[UUID, Sequence[str]]) -> list[Meanwhile]:
    """Return what each caller missed: from one look at the ledger's last entries; who was away for long is asked for alone."""
    near = {number for number, one in enumerate(callers) if 0 <= here.end - one.since <= NEAR}
    start = min((callers[number].since for number in near), default=here.end)
    last = _Last(here, start, {one for number in near for one in held[callers[number].device]})
    told = []
    for number, one in enumerate(callers):
        found = last.told(one, held[one.device]) if number in near else None
        told.append(found or meanwhile(here.devices[one.device], held[one.device], one.since, one.chain))
    return told


class _Last:
    """The last entries of a ledger, and what of them settles or opens entitlements of some slices."""

    def __init__(self, here: Here, start: int, slices: Collection[str]) -> None:
        self.here = here
        self.rows = _ENTRIES.rows(here.office_id, start)
        self.chains = {0: "", **{row[0]: row[1] for row in self.rows}, here.end: here.chain}
        by_whom: dict[UUID, set[UUID]] = {}
        for _, _, device, kind, claim in self.rows:
            if claim is not None and kind in _SETTLING:
                by_whom.setdefault(claim, set()).add(device)
        self.slice_of = _slices_of(by_whom, slices)
        self.paid = {one for (one,) in _PAID.rows(list(self.slice_of))} if self.slice_of else set()

    def told(self, caller: Caller, held: Sequence[str]) -> Meanwhile | None:
        """Return what the caller missed, None where the ledger is not the one it was told of."""
        if caller.chain and self.chains.get(caller.since) != caller.chain:
            return None
        end = self.here.end
        mine = {
            claim for position, _, device, kind, claim in self.rows
            if position > caller.since and device != caller.device and kind in _SETTLING and self.slice_of.get(claim) in held
        }  # fmt: skip
        return Meanwhile(
            end, more=False, settled=sorted(str(one) for one in mine & self.paid),
            reopened=sorted(str(one) for one in mine - self.paid), chain=self.chains[end],
        )  # fmt: skip


def _slices_of(claims: Collection[UUID], slices: Collection[str]) -> dict[UUID, str]:
    """Return in which of the slices the people of entitlements are."""
    if not claims or not slices:
        return {}
    whose = {as_uuid(one): as_uuid(person) for one, (person, _) in recipients.standing_of(claims).items()}
    rows = _MEMBERS.rows([UUID(one) for one in slices], set(whose.values()))
    of = {person: str(one) for person, one in rows}
    return {claim: of[person] for claim, person in whose.items() if person in of}


_ENTRIES = Prepared(
    lambda office_id, start: (
        Event.objects.filter(office_id=office_id, position__gte=start)
        .order_by("position")
        .values_list("position", "chain", "device_id", "type", "entitlement_id")
    )
)
_PAID = Prepared(
    lambda claims: Payment.objects.filter(entitlement_id__in=claims, voided_by=None).values_list("entitlement_id")
)
_MEMBERS = Prepared(
    lambda slices, people: SliceMember.objects.filter(
        slice_id__in=slices, recipient_id__in=people, live=True
    ).values_list("recipient_id", "slice_id")
)


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

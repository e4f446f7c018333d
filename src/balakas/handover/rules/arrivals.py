"""What the server makes of an event that arrives: whether it is new, what holds it back from the books, what a person must see.

What is well-formed is stored and receipted, whoever sent it and whenever; a phone that was told no would be a phone that keeps
no proof. Pure: the simulation in tests/simulation runs these very rules a million times.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import FAILED, GIVING, EventType
from balakas.handover.rules.proxies import Note
from balakas.handover.rules.wire import Status

LATE_AFTER = timedelta(hours=24)
CLOCK_ERROR = timedelta(minutes=5)
TOO_FAST = timedelta(seconds=5)
FAR_AWAY_M = 2_000
MAX_RANGES = 200
_METRES = 0.111_32
"""Metres in a microdegree."""


class Hold(StrEnum):
    """What keeps an event out of the books until somebody decides on it; kept with the event, under the ledger's chain."""

    BAD_SIGNATURE = "bad_signature"
    REVOKED_DEVICE = "revoked_device"
    OUT_OF_LEASE = "out_of_lease"
    CLOSED = "closed"
    FORBIDDEN = "forbidden"


HOLD_CASES: dict[Hold, CaseKind] = {
    Hold.BAD_SIGNATURE: CaseKind.BAD_SIGNATURE,
    Hold.REVOKED_DEVICE: CaseKind.REVOKED_DEVICE,
    Hold.OUT_OF_LEASE: CaseKind.OUT_OF_LEASE,
    Hold.CLOSED: CaseKind.NOT_ENTITLED,
    Hold.FORBIDDEN: CaseKind.NOT_ENTITLED,
}
_UNBELIEVED = frozenset({Hold.BAD_SIGNATURE, Hold.FORBIDDEN})
LEASED = GIVING | FAILED | {EventType.ENTRUST, EventType.VOID}
"""Types that act on somebody of a slice. An `EXTRA` names nobody: who it was for is a case in any event."""


@dataclass(frozen=True, slots=True)
class LeaseTerms:
    """A lease as ingestion knows it: whose, until when by time, and when an act ended it."""

    device: str
    until: datetime
    ended_at: datetime | None = None

    @property
    def end(self) -> datetime:
        """When the device's turn was over."""
        return self.until if self.ended_at is None else min(self.until, self.ended_at)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of an event on arrival. `member`: the event's person is of the slice it names.

    `place_known`: post, distribution and benefits are this office's own and belong together.
    """

    type: EventType
    device: str
    happened_at: datetime
    signed: bool
    active: bool
    lease: LeaseTerms | None
    member: bool
    closed: bool
    place_known: bool = True


def status_of(known_hash: str | None, new_hash: str, *, device_known: bool = True) -> Status:
    """Return what becomes of an event: same id and hash is known, same id and another hash stands aside."""
    if known_hash is not None:
        return Status.KNOWN if known_hash == new_hash else Status.ASIDE
    return Status.RECORDED if device_known else Status.ASIDE


def believed(held: str) -> bool:
    """Say whether a held event says anything at all: one that nobody signed does not even move a sack."""
    return not _UNBELIEVED.intersection(held.split())


def holds_of(about: Circumstances) -> tuple[Hold, ...]:
    """Return what keeps an event out of the books, in a fixed order."""
    found = []
    if not about.signed:
        found.append(Hold.BAD_SIGNATURE)
    if about.type is EventType.OVERRIDE or not about.place_known:
        found.append(Hold.FORBIDDEN)
    if not about.active:
        found.append(Hold.REVOKED_DEVICE)
    if about.type in LEASED - {EventType.EXTRA} and not in_lease(about):
        found.append(Hold.OUT_OF_LEASE)
    if about.closed:
        found.append(Hold.CLOSED)
    return tuple(found)


def in_lease(about: Circumstances) -> bool:
    """Say whether the device served its own slice in its own time."""
    lease = about.lease
    return lease is not None and lease.device == about.device and about.member and about.happened_at <= lease.end


def held_text(holds: Iterable[Hold]) -> str:
    """Return how an event keeps its holds."""
    return " ".join(sorted(holds))


def hold_cases(held: str) -> frozenset[CaseKind]:
    """Return the cases a held event opens."""
    return frozenset(HOLD_CASES[Hold(one)] for one in held.split())


def clock_notes(*, happened_at: datetime, device_at: datetime, at: datetime) -> list[Note]:
    """Return what is odd about an event's times: nothing of it changes what is done."""
    notes = []
    if at - happened_at > LATE_AFTER:
        notes.append(Note.LATE)
    if happened_at - at > CLOCK_ERROR or abs(device_at - happened_at) > CLOCK_ERROR:
        notes.append(Note.CLOCK_IMPLAUSIBLE)
    return notes


def high_water(high: int, arrived: Iterable[int]) -> int:
    """Return the sequence up to which everything is here, from the earlier one and what lies above it."""
    above = set(arrived)
    while high + 1 in above:
        high += 1
    return high


def missing(high: int, arrived: Collection[int], said: int) -> list[tuple[int, int]]:
    """Return the ranges that have not arrived between `high` and the highest sequence that came or was said to exist."""
    ranges: list[tuple[int, int]] = []
    expected = high + 1
    for seq in [*sorted(one for one in set(arrived) if one > high), max(said, high) + 1]:
        if seq > expected:
            ranges.append((expected, seq - 1))
        expected = max(expected, seq + 1)
    return ranges[:MAX_RANGES]


def is_fork(hashes: Sequence[str]) -> bool:
    """Say whether one sequence of a device has two contents: the phone was copied."""
    return len(set(hashes)) > 1


def metres_between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return roughly how far two places (microdegrees) are apart; good enough near the equator and for kilometres."""
    return round(math.hypot(one[0] - other[0], one[1] - other[1]) * _METRES)


def is_far(place: tuple[int, int], accuracy_m: int, post: tuple[int, int]) -> bool:
    """Say whether a hand-over lies further from its post than the accuracy can explain."""
    return metres_between(place, post) > FAR_AWAY_M + accuracy_m

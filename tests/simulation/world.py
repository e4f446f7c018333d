"""A field day in memory, made of a seed: phones, a server with the product's own rules, a network that loses, a clock that lies.

The server keeps what the real one keeps and judges by `rules.arrivals` and `rules.books`; a faulty variant (`mutants`) replaces
one rule. Nothing here is random but by the seed, so a seed that fails fails again.
"""

import hashlib
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from balakas.handover.rules import arrivals
from balakas.handover.rules.arrivals import Circumstances, LeaseTerms
from balakas.handover.rules.books import Giving, judge
from balakas.handover.rules.events import EventType
from balakas.handover.rules.wire import RECEIPTED, Status

DAWN = datetime(2026, 1, 20, 0, 0, tzinfo=UTC)
ROUNDS_TO_HEAL = 12
BATCH = 3


@dataclass(frozen=True, slots=True)
class Event:
    """What a phone signs: who got something of which claim, in which sequence of the phone."""

    id: str
    device: str
    seq: int
    claim: int
    epoch: int
    happened_at: datetime
    signed: bool = True

    @property
    def hash(self) -> str:
        return hashlib.blake2s(repr(self).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's signed word that (id, hash) stands at a position; `signer` is what a thief cannot write."""

    id: str
    hash: str
    position: int
    signer: str = "office"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the ledger."""

    event: Event
    held: str
    position: int


@dataclass
class Server:
    """What is on its disk. `crash_before` and `crash_after` are set by the network for one call."""

    leases: dict[tuple[str, int], LeaseTerms]
    members: dict[str, frozenset[int]]
    revoked: set[str] = field(default_factory=set)
    ledger: list[Row] = field(default_factory=list)
    by_id: dict[str, Row] = field(default_factory=dict)
    aside: dict[tuple[str, str], str] = field(default_factory=dict)
    payments: dict[int, list[str]] = field(default_factory=dict)
    doubles: set[int] = field(default_factory=set)
    cases: set[tuple[str, str]] = field(default_factory=set)

    def copy(self) -> "Server":
        return type(self)(
            dict(self.leases), dict(self.members), set(self.revoked), list(self.ledger), dict(self.by_id),
            dict(self.aside), {claim: list(paid) for claim, paid in self.payments.items()}, set(self.doubles), set(self.cases),
        )  # fmt: skip

    def take_in(self, events: list[Event]) -> list[tuple[Status, Receipt | None]]:
        return [self.one(event) for event in events]

    def one(self, event: Event) -> tuple[Status, Receipt | None]:
        known = self.by_id.get(event.id)
        status = arrivals.status_of(known.event.hash if known else None, event.hash)
        if status is Status.KNOWN and known is not None:
            return status, Receipt(event.id, event.hash, known.position)
        if status is Status.ASIDE:
            self.aside[event.id, event.hash] = "id_reused"
            self.cases.add(("id_reused", event.id))
            return status, Receipt(event.id, event.hash, 0)
        return status, self.store(event)

    def store(self, event: Event) -> Receipt:
        held = arrivals.held_text(self.holds(event))
        row = Row(event, held, len(self.ledger) + 1)
        if arrivals.is_fork(
            [event.hash, *(one.event.hash for one in self.of(event.device) if one.event.seq == event.seq)]
        ):
            self.cases.add(("fork", f"{event.device}:{event.seq}"))
        self.ledger.append(row)
        self.by_id[event.id] = row
        for kind in arrivals.hold_cases(held):
            self.cases.add((kind.value, event.id))
        self.book(event.claim)
        return Receipt(event.id, event.hash, row.position)

    def holds(self, event: Event):
        lease = self.leases.get((self.slice_of(event), event.epoch))
        return arrivals.holds_of(
            Circumstances(
                type=EventType.HANDOVER, device=event.device, happened_at=event.happened_at, signed=event.signed,
                active=event.device not in self.revoked, lease=lease, closed=False,
                member=event.claim in self.members[self.slice_of(event)],
            )
        )  # fmt: skip

    def slice_of(self, event: Event) -> str:
        return next((name for name, claims in self.members.items() if event.claim in claims), next(iter(self.members)))

    def book(self, claim: int) -> None:
        outcome = judge(self.givings(claim))
        self.payments[claim] = [outcome.winner.event_id] if outcome.winner else []
        if outcome.double:
            self.doubles.add(claim)

    def givings(self, claim: int) -> list[Giving]:
        return [
            Giving(
                row.event.id,
                1,
                row.event.happened_at.isoformat(),
                entitled=arrivals.believed(row.held),
                held=bool(row.held),
            )
            for row in self.ledger
            if row.event.claim == claim
        ]

    def of(self, device: str) -> list[Row]:
        return [row for row in self.ledger if row.event.device == device]

    def state(self, device: str, said: int) -> tuple[int, list[tuple[int, int]]]:
        here = [row.event.seq for row in self.of(device)]
        high = arrivals.high_water(0, here)
        return high, arrivals.missing(high, here, said)

    def mark(self) -> tuple[int, str]:
        """The end of the chain, as a phone is told it."""
        return (len(self.ledger), self.ledger[-1].event.hash) if self.ledger else (0, "")

    def was_restored(self, mark: tuple[int, str]) -> bool:
        """Say whether the chain a phone was told of is not this one any more."""
        position, made = mark
        return position > len(self.ledger) or (position > 0 and self.ledger[position - 1].event.hash != made)


@dataclass
class Phone:
    """What an officer holds. The outbox keeps what has no receipt; `kept` is the sealed copy of thirty days."""

    name: str
    slice: str
    epoch: int
    claims: frozenset[int]
    random: random.Random
    clock_error: timedelta = timedelta(0)
    seq: int = 0
    outbox: dict[str, Event] = field(default_factory=dict)
    kept: dict[str, Event] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    lost: bool = False
    mark: tuple[int, str] = (0, "")

    def serve(self, claim: int, at: datetime) -> Event | None:
        """Hand something over where the phone says "due": then the sack is gone, whatever happens to the phone."""
        if claim not in self.claims or claim in self.done:
            return None
        self.seq += 1
        event = Event(
            f"{self.name}-{self.random.getrandbits(48):012x}",
            self.name,
            self.seq,
            claim,
            self.epoch,
            at + self.clock_error,
        )
        self.outbox[event.id] = event
        self.kept[event.id] = event
        self.done.add(claim)
        return event

    def batch(self) -> list[Event]:
        return sorted(self.outbox.values(), key=lambda event: event.seq)[:BATCH]

    def sending(self, _events: list[Event]) -> None:
        """Nothing is dropped by sending."""

    def answered(self, results: list[tuple[Status, Receipt | None]], sent: list[Event]) -> None:
        for event, (status, receipt) in zip(sent, results, strict=True):
            if status in RECEIPTED and receipt is not None and self.verifies(event, receipt):
                self.outbox.pop(event.id, None)

    def verifies(self, event: Event, receipt: Receipt) -> bool:
        return receipt.signer == "office" and (receipt.id, receipt.hash) == (event.id, event.hash)

    def asked_for(self, ranges: list[tuple[int, int]]) -> None:
        """Send again what the server says it lacks: it may have been restored to yesterday."""
        for event in self.kept.values():
            if any(first <= event.seq <= last for first, last in ranges):
                self.outbox[event.id] = event

    def clone(self) -> "Phone":
        return type(self)(
            self.name, self.slice, self.epoch, self.claims, random.Random(self.random.random()), self.clock_error,  # noqa: S311
            self.seq, dict(self.outbox), dict(self.kept), set(self.done), mark=self.mark,
        )  # fmt: skip

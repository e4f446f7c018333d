"""One simulated day from a seed, and what must hold at its end: I1, I2, I3, I4, I6, I7, I8, I9 and I11."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from balakas.handover.rules.arrivals import LeaseTerms
from balakas.handover.rules.books import judge
from tests.simulation.world import DAWN, ROUNDS_TO_HEAL, Event, Phone, Receipt, Server

STEPS = 28


class Broken(AssertionError):
    """An invariant does not hold; its name is the first word."""


@dataclass
class Day:
    """A day under way. `served` is reality: every hand-over that happened, whatever becomes of its record."""

    seed: int
    server_type: type[Server] = Server
    phone_type: type[Phone] = Phone
    overlap: bool = False
    served: list[Event] = field(default_factory=list)
    receipts: dict[tuple[str, str], int] = field(default_factory=dict)
    innocent: bool = True

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 -- a seed is the point
        self.now = DAWN
        count = self.random.choice((1, 2, 2, 3))
        claims = list(range(self.random.randint(3, 8)))
        parts = [frozenset(claims[number::count]) for number in range(count)]
        if self.overlap:
            parts = [frozenset(claims)] * count
        members = {f"s{number}": part for number, part in enumerate(parts)}
        until = DAWN + timedelta(hours=10)
        self.phones = [
            self.phone_type(f"p{number}", f"s{number}", 1, part, random.Random(self.random.random()), self._clock())  # noqa: S311
            for number, part in enumerate(parts)
        ]
        leases = {(phone.slice, 1): LeaseTerms(phone.name, until) for phone in self.phones}
        self.server = self.server_type(leases, members)
        self.backup = self.server.copy()

    def _clock(self) -> timedelta:
        return timedelta(days=self.random.choice((-2, 2))) if self.random.random() < 0.1 else timedelta(0)

    def run(self) -> None:
        acts = (self.serve, self.serve, self.serve, self.sync, self.sync, self.lose_request, self.lose_reply, self.rare)
        for _ in range(STEPS):
            self.now += timedelta(minutes=self.random.randint(1, 9))
            self.random.choice(acts)()
        self.heal()
        self.check()

    def rare(self) -> None:
        acts = (self.crash_before, self.crash_after, self.back_up, self.restore, self.lose_phone, self.find_phone, self.clone,
                self.revoke, self.move, self.replay)  # fmt: skip
        self.random.choice(acts)()

    def one(self) -> Phone | None:
        able = [phone for phone in self.phones if not phone.lost]
        return self.random.choice(able) if able else None

    def serve(self) -> None:
        phone = self.one()
        if phone is not None and phone.claims:
            event = phone.serve(self.random.choice(sorted(phone.claims)), self.now)
            if event is not None:
                self.served.append(event)

    def sync(self, *, request: bool = True, reply: bool = True, crash: str = "") -> None:
        phone = self.one()
        if phone is not None:
            self.exchange(phone, request=request, reply=reply, crash=crash)

    def exchange(self, phone: Phone, *, request: bool = True, reply: bool = True, crash: str = "") -> None:
        """Let one phone meet the server. A crash before the commit leaves the disk as it was; after it, only the reply is lost."""
        sent = phone.batch()
        phone.sending(sent)
        if not request:
            return
        before = self.server.copy() if crash == "before" else None
        results = self.server.take_in(sent)
        if before is not None:
            early = getattr(self.server, "acknowledges_early", False)
            self.server = before
            if not early:
                return
        elif crash == "after" or not reply:
            return
        for event, (_, receipt) in zip(sent, results, strict=True):
            self.keep(event, receipt)
        phone.answered(results, sent)
        ranges = self.server.state(phone.name, phone.seq)[1]
        phone.asked_for([(1, phone.seq)] if self.server.was_restored(phone.mark) else ranges)
        phone.mark = self.server.mark()

    def keep(self, event: Event, receipt: Receipt | None) -> None:
        if receipt is not None:
            self.receipts[event.id, event.hash] = receipt.position

    def lose_request(self) -> None:
        self.sync(request=False)

    def lose_reply(self) -> None:
        self.sync(reply=False)

    def crash_before(self) -> None:
        self.sync(crash="before")

    def crash_after(self) -> None:
        self.sync(crash="after")

    def back_up(self) -> None:
        self.backup = self.server.copy()

    def restore(self) -> None:
        """Yesterday's database; leases and revocations are acts of the office, which it repeats."""
        lost, self.server = self.server, self.backup.copy()
        self.server.leases, self.server.revoked = dict(lost.leases), set(lost.revoked)

    def lose_phone(self) -> None:
        phone = self.one()
        if phone is not None and self.random.random() < 0.5:
            phone.lost, self.innocent = True, False

    def find_phone(self) -> None:
        for phone in self.phones:
            phone.lost = False

    def clone(self) -> None:
        phone = self.one()
        if phone is not None and len(self.phones) < 5:
            self.phones.append(phone.clone())
            self.innocent = False

    def revoke(self) -> None:
        phone = self.one()
        if phone is not None and self.random.random() < 0.3:
            self.server.revoked.add(phone.name)

    def move(self) -> None:
        """Move a slice to a new phone; the old one may go on without knowing."""
        phone = self.one()
        if phone is None or self.random.random() < 0.5:
            return
        epoch = max(number for name, number in self.server.leases if name == phone.slice) + 1
        for key, lease in list(self.server.leases.items()):
            if key[0] == phone.slice and lease.ended_at is None:
                self.server.leases[key] = LeaseTerms(lease.device, lease.until, self.now)
        name = f"p{len(self.phones)}m{epoch}"
        self.server.leases[phone.slice, epoch] = LeaseTerms(name, DAWN + timedelta(hours=10))
        settled = {claim for claim in phone.claims if self.server.payments.get(claim)}
        fresh = self.phone_type(name, phone.slice, epoch, phone.claims, phone.random, done=settled)
        self.phones.append(fresh)
        self.innocent = False

    def replay(self) -> None:
        """Send everything again that was ever sent: the state may not move."""
        before = self.server.copy()
        for row in before.ledger:
            self.server.one(row.event)
        if (before.payments, before.cases, len(before.ledger)) != (
            self.server.payments, self.server.cases, len(self.server.ledger)
        ):  # fmt: skip
            raise Broken("I11 a replay changed something")

    def heal(self) -> None:
        """The network works again: every phone that is there gets rid of everything within a number of rounds."""
        self.find_phone()
        for _ in range(ROUNDS_TO_HEAL):
            for phone in self.phones:
                self.exchange(phone)

    def check(self) -> None:
        here = {(row.event.id, row.event.hash) for row in self.server.ledger} | set(self.server.aside)
        if [row.position for row in self.server.ledger] != list(range(1, len(self.server.ledger) + 1)):
            raise Broken("I9 the chain has a hole")
        for event in self.served:
            if (event.id, event.hash) not in here:
                raise Broken("I3 a hand-over never arrived")
        if not set(self.receipts) <= here:
            raise Broken("I2 a receipted event is not in the ledger")
        self._books()

    def _books(self) -> None:
        for claim, paid in self.server.payments.items():
            if len(paid) > 1:
                raise Broken("I1 two payments of one claim")
            self._held(claim, paid)
            fresh = judge(sorted(self.server.givings(claim), key=lambda one: one.event_id, reverse=True))
            if paid != ([fresh.winner.event_id] if fresh.winner else []):
                raise Broken("I8 the books depend on the order of arrival")
        for claim, count in Counter(event.claim for event in self.served).items():
            if count > 1 and self.innocent:
                raise Broken("I7 a double without override, lost or copied phone")
            if count > 1 and claim not in self.server.doubles:
                raise Broken("I4 a second hand-over without a DOUBLE case")

    def _held(self, claim: int, paid: list[str]) -> None:
        held = {event_id for _, event_id in self.server.cases}
        for row in self.server.ledger:
            known = row.event.id in paid or row.event.id in held or claim in self.server.doubles
            if row.event.claim == claim and not known:
                raise Broken("I6 an event is neither in the books nor held by a case")


def fails(seed: int, **variant: object) -> str:
    """Return what breaks on this seed, "" when all holds."""
    try:
        Day(seed, **variant).run()  # type: ignore[arg-type]
    except Broken as broken:
        return str(broken)
    return ""

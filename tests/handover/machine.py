"""A field day as a state machine on the real ingestion: what may happen (rules) and what must hold after every step."""

import json
from collections import Counter
from copy import copy
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from balakas.handover.actions import devices, leases
from balakas.handover.models.books import Payment
from balakas.handover.models.cases import Case
from balakas.handover.models.devices import Slice
from balakas.handover.models.ledger import Event
from balakas.handover.queries import days, ledger
from balakas.handover.rules import replay
from balakas.handover.rules.arrivals import believed
from balakas.handover.rules.events import PAYING, EventType
from balakas.recipients.models import Entitlement
from balakas.recipients.queries import field as recipients
from balakas.staff import queries as staff
from tests.conftest import World
from tests.handover.factories import a_field
from tests.handover.phone import Phone, a_phone, giving

PEOPLE, PHONES, ROUNDS = 3, 2, 3
ONE, SOME = st.integers(0, PHONES), st.integers(0, 11)


class FieldDay(RuleBasedStateMachine):
    """Two phones with a half of the people each, a copy of one of them, an office, and somebody elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.on = a_field(World(), PEOPLE)
        self.claims = list(Entitlement.objects.select_related("recipient", "allocation").order_by("id"))
        self.phones = [a_phone(Client(), self.on) for _ in range(PHONES)]
        self.slices = leases.make_slices(post_id=self.on.post.id, parts=PHONES, by=self.on.kasi, at=timezone.now())
        self.lent = [self._grant(number) for number in range(PHONES)]
        self.outbox: dict[int, list[dict]] = {number: [] for number in range(PHONES + 1)}
        self.receipts: dict[str, tuple[str, int]] = {}
        self.grown: list[tuple[int, str]] = []
        self.done: set[tuple[int, UUID]] = set()
        self.careless = False
        self.elsewhere = self._stranger()

    def _grant(self, number: int) -> Any:
        return leases.grant(
            slice_id=self.slices[number].id, device_id=UUID(self.phones[number].id), by=self.on.kasi, at=timezone.now(),
            until=timezone.now() + timedelta(days=7),
        )  # fmt: skip

    def _stranger(self) -> Phone:
        world = self.on.world
        kasi, phone, at = staff.actor_of(world.stranger), Phone(Client()), timezone.now()
        shown = devices.show_code(office_id=world.foreign_office.id, officer_id=world.stranger.id, by=kasi, at=at)
        phone.enrol(shown.token)
        devices.let_in(device_id=UUID(phone.id), by=kasi, at=at)
        return phone

    # --- what may happen ---

    @rule(which=ONE, claim=SOME, quantity=st.sampled_from([0, 0, 0, 4]), override=st.booleans())
    def hand_over(self, which: int, claim: int, quantity: int = 0, *, override: bool = False) -> None:
        """An officer gives something; the phone refuses what it gave or does not know, unless it is overruled."""
        phone, row = self._phone(which), self.claims[claim % len(self.claims)]
        lent = self.lent[which % len(self.lent)]
        mine = row.recipient_id in set(lent.slice.members.values_list("recipient_id", flat=True))
        if (not mine or (which, row.id) in self.done) and not override:
            return
        self.careless |= override
        self.done.add((which, row.id))
        more: dict[str, Any] = {}
        if quantity and quantity < row.amount:
            item = {"benefit": str(row.allocation.benefit_id), "quantity": quantity}
            more = {"items": [item], "remainder": str(uuid4())}
        self.outbox[which].append(giving(phone, self.on, lent, row.recipient, row, **more))

    @rule(which=ONE, back=SOME)
    def void(self, which: int, back: int) -> None:
        """An officer takes a giving back; the same one perhaps twice."""
        given = [
            one["body"]
            for one in self._phone(which).made
            if one["body"].get("entitlement") and one["body"]["type"] == "handover"
        ]
        if given:
            body = given[back % len(given)]
            told = {
                name: body[name]
                for name in ("distribution", "post", "recipient", "entitlement", "visit", "slice", "epoch")
            }
            item = self._phone(which).event("void", target=body["id"], details={"reason": "undo"}, **told)
            self.outbox[which].append(item)
            self.done.discard((which, UUID(body["entitlement"])))

    @rule(which=ONE, person=SOME)
    def absent(self, which: int, person: int) -> None:
        lent, row = self.lent[which % len(self.lent)], self.on.people[person % PEOPLE]
        told = {"slice": str(lent.slice_id), "epoch": lent.epoch, "recipient": str(row.id)}
        item = self._phone(which).event("absent", details={"reason": "not_come"}, **self._place(), **told)
        self.outbox[which].append(item)

    @rule(which=ONE, quantity=st.integers(1, 30))
    def goods_come(self, which: int, quantity: int) -> None:
        items = [{"benefit": str(self.on.rice.id), "quantity": quantity + 2, "damaged": 1, "short": 1}]
        self.outbox[which].append(self._phone(which).event("receive", items=items, **self._place()))

    @rule(which=ONE)
    def forge(self, which: int) -> None:
        """Somebody without the key makes an event."""
        item = self._phone(which).event("handover", **self._place())
        self.outbox[which].append(self._phone(which).item(item["body"], signature=bytes(64)))

    @rule(which=ONE, hours=st.integers(-48, 48))
    def clock_jumps(self, which: int, hours: int) -> None:
        self._phone(which).at += timedelta(hours=hours)

    @precondition(lambda self: len(self.phones) == PHONES)
    @rule()
    def clone(self) -> None:
        """The first phone is copied with its key: from now on two of them write the same chain."""
        twin = copy(self.phones[0])
        twin.made = []
        self.phones.append(twin)
        self.careless = True

    @rule(number=st.integers(0, PHONES - 1))
    def move(self, number: int) -> None:
        """The office gives a slice to the other phone; the one that held it may not know yet."""
        row, other = self.slices[number], self.phones[1 - number]
        if Slice.objects.filter(id=row.id, leases__ended_at=None, leases__device_id=other.id).exists() or self._revoked(
            other
        ):
            return
        told = {"slice_id": row.id, "device_id": UUID(other.id), "by": self.on.kasi, "at": timezone.now()}
        until = timezone.now() + timedelta(days=7)
        if row.leases.filter(ended_at=None).exists():
            self.lent[1 - number] = leases.move(reason="Ponsel habis baterai", until=until, **told)
        else:
            self.lent[1 - number] = leases.grant(until=until, **told)
        self.careless = True

    @rule(number=st.integers(0, PHONES - 1))
    def revoke(self, number: int) -> None:
        if not self._revoked(self.phones[number]):
            told = {"reason": "Hilang", "lost": True, "by": self.on.kasi, "at": timezone.now()}
            devices.revoke(device_id=UUID(self.phones[number].id), **told)
            self.careless = True

    @rule(which=ONE, count=st.integers(1, 5), turned=st.booleans(), lost=st.sampled_from(["", "", "reply", "request"]))
    def send(self, which: int, count: int = 5, *, turned: bool = False, lost: str = "") -> None:
        """Send some of what waits, in any order; the request or the reply may get lost."""
        waiting = self.outbox[which]
        items = [*reversed(waiting[-count:])] if turned else waiting[:count]
        if not items or lost == "request":
            return
        said = self._phone(which).send(*items)
        if lost != "reply":
            self._hear(which, items, said)

    @rule(which=ONE, back=SOME)
    def send_again(self, which: int, back: int) -> None:
        """What has its receipt is sent again, twice in one request: the very same receipt, and nothing written."""
        known = [one for one in self._phone(which).made if one["id"] in self.receipts]
        if known:
            item, before = known[back % len(known)], Event.objects.count()
            results = self._phone(which).send(item, item)["results"]
            assert [one["status"] for one in results] == ["known", "known"], "I11: known is known"
            assert {one["receipt"]["position"] for one in results} == {self.receipts[item["id"]][1]}, (
                "I11: the same receipt"
            )
            assert Event.objects.count() == before, "I11: nothing is written"

    @rule(which=ONE)
    def meddle(self, which: int) -> None:
        """Another office's phone sends this office's event, and learns nothing."""
        known = [one for one in self._phone(which).made if one["id"] in self.receipts]
        if known:
            item = known[-1]
            forged = self.elsewhere.item(item["body"], signature=bytes(64))
            told = {"items": [{name: forged[name] for name in ("id", "hash", "key", "sealed")}]}
            said = self.elsewhere.post("events", told).json()
            assert said["results"][0]["status"] == "aside", "I12: another office's event is none here"
            seen = json.dumps([said["settled"], said["reopened"], said["leases"]])
            assert seen == "[[], [], []]", "I12: and tells nothing"

    def _hear(self, which: int, items: list[dict], said: dict) -> None:
        for item, result in zip(items, said["results"], strict=True):
            if result["status"] in {"recorded", "known"}:
                self.receipts[item["id"]] = (item["hash"], result["receipt"]["position"])
            if result["status"] in {"recorded", "known", "aside"} and item in self.outbox[which]:
                self.outbox[which].remove(item)

    def _phone(self, which: int) -> Phone:
        return self.phones[which % len(self.phones)]

    def _place(self) -> dict[str, str]:
        return {"distribution": str(self.on.distribution.id), "post": str(self.on.post.id), "officer": self.on.tksk.id}

    @staticmethod
    def _revoked(phone: Phone) -> bool:
        return phone.call("GET", "me").json()["state"] != "active"

    # --- what must hold ---

    @invariant()
    def books(self) -> None:
        events = list(Event.objects.filter(office_id=self.on.world.office.id).order_by("position"))
        paid = list(Payment.objects.filter(voided_by=None).values_list("entitlement_id", "event_id"))
        assert max(Counter(claim for claim, _ in paid).values(), default=0) <= 1, "I1: one payment a claim"
        here = {str(one.id): (one.hash, one.position) for one in events}
        assert all(here.get(one) == told for one, told in self.receipts.items()), "I2: what has a receipt stays"
        self._doubles(events)
        self._stock(events)
        self._held(events, {event for _, event in paid})
        self._order(events, {str(event) for _, event in paid})
        now = [(one.position, one.chain) for one in events]
        assert now[: len(self.grown)] == self.grown, "I9: the chain only grows"
        self.grown = now
        names = [one.person.name.lower() for one in self.on.people]
        assert not any(name in one.body.lower() for one in events for name in names), "I10: no name in the ledger"
        verdict = ledger.verify(self.on.world.office.id)
        assert verdict.holds, verdict

    def _standing(self, events: list[Event]) -> list[Event]:
        """Return the givings that nobody has taken back with an event that counts."""
        gone = {one.target_id for one in events if one.type == EventType.VOID and not one.held}
        return [one for one in events if one.type in PAYING and believed(one.held) and one.id not in gone]

    def _doubles(self, events: list[Event]) -> None:
        known = recipients.standing(self.on.world.office.id)
        entitled = [one for one in self._standing(events) if ledger.is_entitled(ledger.entry_of(one), known)]
        twice = {claim for claim, count in Counter(one.entitlement_id for one in entitled).items() if count > 1}
        cases = set(Case.objects.filter(kind="double").values_list("entitlement_id", flat=True))
        assert twice <= cases, "I4: a second giving is a case"
        assert self.careless or not cases, "I7: phones with parts of their own never give twice"

    def _stock(self, events: list[Event]) -> None:
        counted = days.stock_of(self.on.post.id)
        handed: Counter[str] = Counter()
        for one in self._standing(events):
            handed.update({item["benefit"]: item["quantity"] for item in ledger.body_of(one)["items"]})
        for benefit, line in counted.items():
            assert line.holds, "I5: the equation"
            assert line.handed == handed[str(benefit)], "I5: what the ledger says was given"
        assert sum(handed.values()) == sum(line.handed for line in counted.values()), "I5: of all benefits"

    def _held(self, events: list[Event], counted: set[UUID]) -> None:
        by_event = set(Case.objects.exclude(kind="double").values_list("event_id", flat=True))
        by_claim = set(Case.objects.filter(kind="double").values_list("entitlement_id", flat=True))
        loose = [
            one for one in events
            if one.type in PAYING and (one.held or one in self._standing(events))
            and one.id not in counted | by_event and one.entitlement_id not in by_claim
        ]  # fmt: skip
        assert not loose, "I6: in the books or in a case"

    def _order(self, events: list[Event], counted: set[str]) -> None:
        known = recipients.standing(self.on.world.office.id)
        turned = [ledger.entry_of(one) for one in reversed(events)]
        found = replay.outcomes(turned, lambda entry: ledger.is_entitled(entry, known))
        assert {one.winner.event_id for one in found.values() if one.winner} == counted, "I8: in any order the same"

    def teardown(self) -> None:
        """The network is whole again: within a few rounds everything of every phone has its receipt."""
        try:
            for _ in range(ROUNDS):
                for which in range(len(self.phones)):
                    self.send(which, 50)
            assert not any(self.outbox[which] for which in range(len(self.phones))), "I3: everything arrives"
            self.books()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

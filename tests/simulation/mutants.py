"""The rules of ingestion, each broken once. A mutant that no seed kills would mean that the simulation looks at nothing."""

from collections.abc import Mapping

from balakas.handover.rules import arrivals
from balakas.handover.rules.wire import RECEIPTED, Status
from tests.simulation.world import Phone, Receipt, Row, Server


class AcknowledgesBeforeCommit(Server):
    """The reply leaves before the transaction is on the disk."""

    acknowledges_early = True


class NoUniquePayment(Server):
    """Every giving becomes a payment."""

    def book(self, claim):
        super().book(claim)
        self.payments[claim] = [row.event.id for row in self.ledger if row.event.claim == claim and not row.held]


class RefusesARevokedDevice(Server):
    """What a revoked phone sends is answered with no, and stored nowhere."""

    def one(self, event):
        return (Status.UNREADABLE, None) if event.device in self.revoked else super().one(event)


class RefusesOutsideTheLease(Server):
    """What happened after the lease is answered with no."""

    def one(self, event):
        if event.id not in self.by_id and "out_of_lease" in arrivals.held_text(self.holds(event)):
            return Status.UNREADABLE, None
        return super().one(event)


class RefusesTheSecond(Server):
    """A second payment of a claim is answered with no instead of becoming a case."""

    def one(self, event):
        if event.id not in self.by_id and self.payments.get(event.claim):
            return Status.KNOWN, Receipt(event.id, event.hash, 1)
        return super().one(event)


class NoDoubleCase(Server):
    """The second payment is kept out of the books, and nobody is told."""

    def book(self, claim):
        before = set(self.doubles)
        super().book(claim)
        self.doubles = before


class FirstToArriveCounts(Server):
    """The books follow the order of arrival, not of what happened."""

    def book(self, claim):
        before = self.payments.get(claim)
        super().book(claim)
        if before:
            self.payments[claim] = before


class StoresAgain(Server):
    """A repeated sending is stored once more."""

    def one(self, event):
        return Status.RECORDED, self.store(event)


class HoldsWithoutACase(Server):
    """What is held back from the books opens no case: it is forgotten there."""

    def store(self, event):
        before = set(self.cases)
        receipt = super().store(event)
        self.cases = before
        return receipt


class ForgetsWhatItLacks(Server):
    """A restored server does not ask for what it lost."""

    def state(self, device, said):
        return super().state(device, said)[0], []

    def was_restored(self, _mark):
        return False


class OverwritesAnId(Server):
    """The same id with another content replaces the first."""

    def one(self, event):
        known = self.by_id.get(event.id)
        if known is not None and known.event.hash != event.hash:
            self.ledger[known.position - 1] = Row(event, "", known.position)
        return super().one(event)


class TakesAnySlicesMember(Server):
    """Whatever device serves whatever slice whenever: nothing is held back."""

    def holds(self, _event):
        return ()


class DropsOnSending(Phone):
    """The client drops what it has sent."""

    def sending(self, events):
        for event in events:
            self.outbox.pop(event.id)


class DropsOnAnyAnswer(Phone):
    """The client takes any answer for a receipt."""

    def answered(self, _results, sent):
        for event in sent:
            self.outbox.pop(event.id, None)


class ForgetsTheCopy(Phone):
    """The sealed copy goes with the receipt, not thirty days later."""

    def answered(self, results, sent):
        super().answered(results, sent)
        self.kept = {one: event for one, event in self.kept.items() if one in self.outbox}


class StopsAtTheFirstBad(Phone):
    """One event without a receipt blocks those behind it, for ever."""

    def answered(self, results, sent):
        if all(status in RECEIPTED for status, _ in results):
            super().answered(results, sent)


class RemembersNothing(Phone):
    """The phone forgets whom it served: a second scan says "due" again."""

    def serve(self, claim, at):
        self.done.discard(claim)
        return super().serve(claim, at)


MUTANTS: Mapping[str, Mapping[str, object]] = {
    "acknowledge before commit": {"server_type": AcknowledgesBeforeCommit},
    "no unique payment": {"server_type": NoUniquePayment},
    "overlapping slices": {"overlap": True},
    "client deletes on send": {"phone_type": DropsOnSending},
    "client deletes on any answer": {"phone_type": DropsOnAnyAnswer, "server_type": RefusesARevokedDevice},
    "server refuses a revoked device": {"server_type": RefusesARevokedDevice},
    "server refuses what is outside a lease": {"server_type": RefusesOutsideTheLease},
    "server says known to a second payment": {"server_type": RefusesTheSecond},
    "no case for a double": {"server_type": NoDoubleCase},
    "the first to arrive counts": {"server_type": FirstToArriveCounts},
    "a replay is stored again": {"server_type": StoresAgain},
    "held without a case": {"server_type": HoldsWithoutACase},
    "a restored server asks for nothing": {"server_type": ForgetsWhatItLacks},
    "the sealed copy goes with the receipt": {"phone_type": ForgetsTheCopy},
    "one bad event blocks the queue": {"phone_type": StopsAtTheFirstBad, "server_type": RefusesOutsideTheLease},
    "the phone forgets whom it served": {"phone_type": RemembersNothing},
}
"""What is broken in each."""

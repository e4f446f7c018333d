"""I1, I4, I5, I6, I8, I9 and I11 of the hand-over, on the real actions, for days nobody thought of."""

import random
from collections import Counter
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from balakas.common.ids import uuid7
from balakas.handover.actions import cases, corrections, goods
from balakas.handover.actions.goods import Head, Line
from balakas.handover.models.books import Failure, Payment, StockMove
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.queries import days, ledger
from balakas.handover.rules import replay
from balakas.handover.rules.cases import Decision
from balakas.handover.rules.events import PAYING, EventType
from balakas.handover.rules.verdicts import FailReason, Given
from balakas.recipients.models import Entitlement
from balakas.recipients.queries import field as recipients
from tests.handover.factories import FIELD_DAY, Field, a_field

PEOPLE = 2
ACTS = st.one_of(
    st.tuples(st.just("give"), st.integers(0, PEOPLE - 1), st.integers(0, 3), st.integers(1, 12)),
    st.tuples(st.just("again"), st.integers(0, 20), st.just(0), st.just(0)),
    st.tuples(st.just("void"), st.integers(0, 20), st.just(0), st.just(0)),
    st.tuples(st.just("absent"), st.integers(0, PEOPLE - 1), st.just(0), st.just(0)),
    st.tuples(st.just("arrive"), st.integers(1, 50), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("cancel"), st.integers(0, 3), st.just(0), st.just(0)),
    st.tuples(st.just("decide"), st.integers(0, 3), st.integers(0, 3), st.just(0)),
)


class Day:
    """A field day in the making: acts by number, so that Hypothesis can shrink it."""

    def __init__(self, field: Field) -> None:
        self.field, self.minute = field, 0
        self.sent: list[dict] = []

    @property
    def at(self):
        self.minute += 1
        return FIELD_DAY + timedelta(minutes=self.minute)

    def do(self, act, one, two, three):
        getattr(self, act)(one, two, three)

    def give(self, person, entitlement, quantity):
        recipient = self.field.people[person]
        rows = list(Entitlement.objects.filter(recipient=recipient).order_by("created_at", "id"))
        row = rows[entitlement % len(rows)]
        told = {
            "recipient": recipient, "givings": [Given(str(row.id), quantity)], "client_id": uuid7(), "at": self.at,
            "photo": b"", "signature": b"",
        }  # fmt: skip
        self.sent.append(told)
        self.field.give(**told)

    def again(self, which, *_):
        if self.sent:
            before = Event.objects.count()
            self.field.give(**{**self.sent[which % len(self.sent)], "at": self.at})
            assert Event.objects.count() == before, "I11: a repeated sending writes nothing"

    def void(self, which, *_):
        events = list(Event.objects.filter(type__in=corrections.VOIDABLE).order_by("position"))
        open_ones = [event for event in events if not corrections.is_voided(event.id)]
        if open_ones:
            event = open_ones[which % len(open_ones)]
            corrections.void(event_id=event.id, reason="Salah", by=self.field.kasi, at=self.at)

    def absent(self, person, *_):
        corrections.mark_absent(
            post_id=self.field.post.id, recipient_id=self.field.people[person].id, why=FailReason.NOT_COME,
            by=self.field.tksk, at=self.at,
        )  # fmt: skip

    def arrive(self, quantity, damaged, short):
        line = Line(self.field.rice.id, quantity=quantity + damaged + short, damaged=damaged, short=short)
        goods.receive_goods(post_id=self.field.post.id, lines=[line], head=Head(), by=self.field.tksk, at=self.at)

    def cancel(self, which, *_):
        rows = list(Entitlement.objects.filter(state="open", remainder_of=None).order_by("id"))
        if rows:
            Entitlement.objects.filter(id=rows[which % len(rows)].id).update(state="cancelled")

    def decide(self, which, decision, *_):
        case = Case.objects.filter(state="open", kind="double").order_by("opened_at").first()
        if case is None:
            return
        events = list(Event.objects.filter(entitlement_id=case.entitlement_id, type__in=PAYING).order_by("position"))
        events = [event for event in events if not corrections.is_voided(event.id)]
        cases.decide_case(
            case_id=case.id, decision=list(Decision)[decision], event_id=events[which % len(events)].id,
            reason="Diperiksa", by=self.field.kasi, at=self.at,
        )  # fmt: skip
        cases.approve_case(case_id=case.id, by=self.field.camat, at=self.at)


def check(field: Field) -> None:
    events = list(Event.objects.filter(office_id=field.world.office.id).order_by("position"))
    voided = {event.target_id for event in events if event.type == EventType.VOID}
    standing = [event for event in events if event.type in PAYING and event.id not in voided]
    paid = Payment.objects.filter(voided_by=None)

    claims = list(paid.values_list("entitlement_id", flat=True))
    assert len(claims) == len(set(claims)), "I1"
    known = set(Case.objects.filter(kind="double").exclude(state="answered").values_list("entitlement_id", flat=True))
    entitled = recipients.standing(field.world.office.id)
    for claim in {event.entitlement_id for event in standing}:
        twice = [
            event for event in standing
            if event.entitlement_id == claim and ledger.is_entitled(ledger.entry_of(event), entitled)
        ]  # fmt: skip
        assert len(twice) < 2 or claim in known, "I4"
    stock = days.stock_of(field.post.id)
    handed, issued = _moved(standing), _moved([one for one in events if one.type == "receive" and one.id not in voided])
    for benefit, line in stock.items():
        assert line.holds, "I5"
        assert (line.handed, line.issued) == (handed[str(benefit)], issued[str(benefit)]), "I5"
    assert not paid.filter(entitlement__state="cancelled").exists()
    decided = {event.target_id for event in events if event.type == EventType.OVERRIDE}
    for payment in paid:
        rivals = [event for event in standing if event.entitlement_id == payment.entitlement_id]
        if not decided & {event.id for event in rivals}:
            assert payment.happened_at == min(event.happened_at for event in rivals), "the earliest counts"
    by_event = set(Case.objects.exclude(kind="double").values_list("event_id", flat=True))
    counted = set(paid.values_list("event_id", flat=True))
    assert all(event.id in counted | by_event or event.entitlement_id in known for event in standing), "I6"

    entries = [ledger.entry_of(event) for event in events]
    random.Random(len(entries)).shuffle(entries)  # noqa: S311 -- any order will do
    shuffled = replay.outcomes(entries, lambda entry: ledger.is_entitled(entry, entitled))
    winners = {outcome.winner.event_id for outcome in shuffled.values() if outcome.winner}
    assert winners == {str(one) for one in counted}, "I8"
    assert ledger.verify(field.world.office.id).holds

    for root in Entitlement.objects.filter(remainder_of=None):
        given = sum(paid.filter(entitlement=root).values_list("quantity", flat=True))
        assert root.state != "settled" or root.given == given
    assert Failure.objects.filter(closed_by=None).count() <= PEOPLE
    assert not StockMove.objects.filter(quantity__lt=1).exists()


def _moved(events: list[Event]) -> Counter[str]:
    moved: Counter[str] = Counter()
    for event in events:
        for item in ledger.body_of(event)["items"]:
            moved[item["benefit"]] += item["quantity"]
    return moved


@example(acts=[("give", 0, 0, 10), ("give", 0, 0, 10)])
@example(acts=[("cancel", 0, 0, 0), ("give", 0, 0, 5), ("give", 1, 0, 5)])
@example(acts=[("give", 0, 0, 10), ("give", 0, 0, 10), ("void", 0, 0, 0), ("again", 1, 0, 0)])
@example(acts=[("give", 0, 0, 6), ("give", 0, 0, 10), ("decide", 1, 0, 0), ("give", 0, 1, 4), ("absent", 0, 0, 0)])
@example(acts=[("arrive", 20, 1, 1), ("give", 0, 0, 10), ("void", 0, 0, 0), ("void", 0, 0, 0)])
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=st.lists(ACTS, min_size=1, max_size=12))
def test_whatever_happens_the_books_are_the_ledgers(world, acts):
    with transaction.atomic():
        day = Day(a_field(world, PEOPLE))
        grown: list[tuple[int, str]] = []
        for act in acts:
            day.do(*act)
            now = list(Event.objects.order_by("position").values_list("position", "chain"))
            assert now[: len(grown)] == grown, "I9: the chain only grows"
            grown = now
        check(day.field)
        transaction.set_rollback(True)

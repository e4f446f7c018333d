"""The ledger proves itself from the database alone, and the books are what it says."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from balakas.common.actors import SYSTEM
from balakas.handover.actions import books, corrections
from balakas.handover.models.books import Failure, Payment, StockMove
from balakas.handover.models.ledger import Device, Event, ServerKey, Tail
from balakas.handover.queries import figures, ledger, signing
from balakas.handover.rules.events import EventType
from balakas.handover.rules.verdicts import FailReason, Given
from balakas.recipients.models import Entitlement
from tests.handover.factories import FIELD_DAY, PUDAK, a_field


@pytest.fixture
def field(world):
    made = a_field(world, 3)
    made.give(made.people[0])
    made.give(made.people[1], made.givings(made.people[1])[:1])
    return made


def without_triggers(statement):
    """Change the ledger as somebody with the database file would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'handover_event%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement)
        for _, sql in triggers:
            cursor.execute(sql)


def test_a_sound_ledger_holds(field):
    verdict = ledger.verify(field.world.office.id)
    assert verdict.holds
    assert verdict.entries == Event.objects.count() == 4
    assert ledger.offices() == [field.world.office.id]


@pytest.mark.parametrize(
    ("statement", "broken", "reason"),
    [
        (
            "UPDATE handover_event SET body = replace(body, '\"quantity\":10', '\"quantity\":90') WHERE position = 2",
            2,
            "changed",
        ),
        ("UPDATE handover_event SET type = 'extra' WHERE position = 2", 2, "column"),
        ("DELETE FROM handover_event WHERE position = 4", 4, "missing"),
        ("UPDATE handover_event SET chain = 'x' WHERE position = 3", 3, "changed"),
        ("UPDATE handover_event SET previous_chain = 'x' WHERE position = 3", 3, "chain"),
        ("UPDATE handover_event SET recorded_at = happened_at, chain = chain WHERE position = 2", None, ""),
    ],
)
def test_the_first_broken_entry_is_named(field, statement, broken, reason):
    Payment.objects.filter(event__position=4).delete()
    if reason == "missing":
        StockMove.objects.filter(event__position=4).delete()
    if broken is None:
        Payment.objects.all().delete()
        books.rebuild(office_id=field.world.office.id, by=SYSTEM, at=FIELD_DAY)
    without_triggers(statement)
    verdict = ledger.verify(field.world.office.id)
    assert (verdict.broken, verdict.reason) == (broken, reason)


def test_a_chain_made_anew_still_misses_the_devices_signature(field):
    event = Event.objects.get(position=4)
    body = ledger.body_of(event)
    body["items"][0]["quantity"] = 9
    from balakas.common.canonical import canonical, digest

    event.body, event.hash = canonical(body).decode(), digest(body)
    event.chain = digest(ledger.chained(event))
    without_triggers(
        f"UPDATE handover_event SET body = '{event.body}', hash = '{event.hash}', chain = '{event.chain}' WHERE position = 4"
    )
    Tail.objects.update(hash=event.chain)
    verdict = ledger.verify(field.world.office.id)
    assert (verdict.broken, verdict.reason) == (4, "signature")


def test_a_foreign_receipt_key_is_noticed(field):
    _, public = signing.new_key()
    ServerKey.objects.update(public_key=public)
    assert ledger.verify(field.world.office.id).reason == "receipt"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda: Payment.objects.filter(quantity=10).update(quantity=11), "payments"),
        (lambda: StockMove.objects.first().delete(), "stock"),
        (lambda: Failure.objects.all().delete(), "failures"),
    ],
)
def test_books_that_say_something_else_are_noticed_and_can_be_rebuilt(field, change, reason):
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=field.people[2].id, why=FailReason.MOVED, by=field.tksk, at=FIELD_DAY
    )
    change()
    verdict = ledger.verify(field.world.office.id)
    assert verdict.reason == reason
    assert verdict.broken is not None
    books.rebuild(office_id=field.world.office.id, by=SYSTEM, at=FIELD_DAY)
    assert ledger.verify(field.world.office.id).holds


def test_a_rebuild_changes_nothing_that_was_right(field):
    givings = [Given(str(field.due(field.people[2])[0].id), 4)]
    field.give(field.people[2], givings)
    field.give(field.people[2], givings, at=FIELD_DAY + timedelta(minutes=1))

    def everything():
        return (
            sorted(Payment.objects.values_list("event_id", "entitlement_id", "quantity", "voided_by_id")),
            sorted(StockMove.objects.values_list("event_id", "source", "target", "quantity")),
            sorted(Entitlement.objects.values_list("id", "state", "given", "amount")),
        )

    before = everything()
    books.rebuild(office_id=field.world.office.id, by=SYSTEM, at=FIELD_DAY)
    assert everything() == before


def test_the_online_page_is_a_device_with_a_sealed_key(field):
    device = Device.objects.get()
    assert (device.kind, device.last_seq) == ("kantor", 4)
    event = Event.objects.get(position=4)
    assert signing.is_signed(bytes(device.public_key), event.body.encode(), bytes(event.signature))
    assert not signing.is_signed(bytes(device.public_key), event.body.encode() + b" ", bytes(event.signature))
    assert not signing.is_signed(bytes(device.public_key), event.body.encode(), b"\0" * 64)
    assert len(bytes(event.signature)) == 64
    assert len(bytes(device.public_key)) == 65
    body = json.loads(event.body)
    assert body["seq"] == 4
    assert body["previous"] == Event.objects.get(position=3).hash


def test_figures_equal_the_ledger(world):
    field = a_field(world, 4)
    field.add(2, PUDAK)
    one, two, three, four, five, six = field.people
    field.give(one)
    field.give(two, [Given(str(field.due(two)[0].id), 7)])
    field.give(three, by=field.kasi)
    corrections.void_visit(
        visit_id=Event.objects.filter(recipient_id=three.id).last().visit_id,
        reason="Salah",
        by=field.kasi,
        at=FIELD_DAY,
    )
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=five.id, why=FailReason.MOVED, by=field.tksk, at=FIELD_DAY
    )
    counted = figures.figures(field.distribution.id)
    assert counted.villages[PUDAK].reasons == Counter({"moved": 1})
    assert (counted.total.allocated, counted.total.served, counted.total.failed, counted.total.waiting) == (6, 2, 1, 3)
    given = Counter()
    voided = {event.target_id for event in Event.objects.filter(type=EventType.VOID)}
    for event in Event.objects.filter(type=EventType.HANDOVER):
        if event.id not in voided:
            item = ledger.body_of(event)["items"][0]
            given[item["benefit"]] += item["quantity"]
    assert given == {str(field.rice.id): 17, str(field.cash.id): 250_000}
    assert counted.allocations[field.rice_share.id].given == given[str(field.rice.id)]
    assert counted.allocations[field.cash_share.id].given == given[str(field.cash.id)]
    assert counted.allocations[field.rice_share.id].allocated == 60
    assert four.id
    assert six.id

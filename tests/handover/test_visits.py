"""Recording a visit: once, for all that is due, never refused after it happened."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from balakas.common.ids import uuid7
from balakas.handover.actions import corrections, extras
from balakas.handover.actions.visits import Checked, Position, RecipientElsewhere
from balakas.handover.models.books import Attachment, Failure, Payment, StockMove, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.queries import cases, ledger
from balakas.handover.rules.events import EventType, HappensLater, Identity, ReasonNeeded
from balakas.handover.rules.proxies import Proxy, ProxyIncomplete, ProxyReason, Relation
from balakas.handover.rules.verdicts import FailReason, Given, NothingGiven
from balakas.papers.rules.scans import ScanUnknown
from balakas.recipients.models import Entitlement
from balakas.staff.rules import NotAllowed, PositionKind
from tests.handover.factories import BIHARA, FIELD_DAY, PHOTO, SIGNATURE, a_field, picture


@pytest.fixture
def field(world):
    return a_field(world, 3)


def held(field):
    verdict = ledger.verify(field.world.office.id)
    assert verdict.holds, verdict
    return verdict


def test_one_visit_settles_all_that_is_due(field):
    person = field.people[0]
    recorded = field.give(person)
    assert [event.type for event in recorded.events] == ["handover", "handover"]
    assert {event.visit_id for event in recorded.events} == {recorded.visit.id}
    assert sorted(Payment.objects.values_list("quantity", flat=True)) == [10, 250_000]
    assert set(Entitlement.objects.filter(recipient=person).values_list("state", "given")) == {
        ("settled", 10), ("settled", 250_000)
    }  # fmt: skip
    assert len(recorded.visit.receipt) == 4
    assert recorded.visit.check_code.startswith(recorded.visit.receipt)
    assert recorded.visit.notes == []
    assert not recorded.doubtful
    assert Event.objects.filter(type=EventType.SHIFT_OPEN).count() == 1
    held(field)


def test_the_same_sending_is_answered_with_the_same_receipt(field):
    person, client_id = field.people[0], uuid7()
    givings = field.givings(person)
    first = field.give(person, givings, client_id=client_id)
    again = field.give(person, givings, client_id=client_id, at=FIELD_DAY + timedelta(minutes=2))
    assert again.repeated
    assert again.visit == first.visit
    assert again.events == first.events
    assert Payment.objects.count() == 2
    assert not Case.objects.exists()


def test_another_content_under_the_same_id_is_a_case(field):
    client_id = uuid7()
    givings = field.givings(field.people[0])
    field.give(field.people[0], givings, client_id=client_id)
    again = field.give(field.people[1], client_id=client_id)
    assert again.repeated
    assert list(Case.objects.values_list("kind", "state")) == [("id_reused", "open")]
    assert Payment.objects.count() == 2


def test_a_short_giving_leaves_a_remainder_that_is_no_double(field):
    person = field.people[0]
    rice, cash = field.due(person)
    field.give(person, [Given(str(rice.id), 6), Given(str(cash.id), cash.amount)])
    rice.refresh_from_db()
    assert (rice.state, rice.given) == ("settled", 6)
    rest = field.due(person)
    assert [(row.amount, row.remainder_of_id, row.allocation_id) for row in rest] == [(4, rice.id, rice.allocation_id)]
    field.give(person, at=FIELD_DAY + timedelta(days=7))
    assert not Case.objects.exists()
    assert field.due(person) == []
    held(field)


def test_a_second_giving_of_one_claim_is_stored_with_a_case(field):
    person = field.people[0]
    givings = field.givings(person)[:1]
    field.give(person, givings)
    second = field.give(person, givings, by=field.kasi, at=FIELD_DAY + timedelta(minutes=5))
    assert second.doubtful
    case = Case.objects.get()
    assert (case.kind, case.state, str(case.entitlement_id)) == ("double", "open", givings[0].entitlement_id)
    assert Payment.objects.count() == 1
    assert sum(StockMove.objects.filter(target="recipient").values_list("quantity", flat=True)) == 20, (
        "the sack is gone"
    )
    held(field)


def test_a_giving_after_the_closing_or_to_somebody_taken_off_is_stored_with_a_case(field):
    field.distribution.state = "closed"
    field.distribution.save()
    field.give(field.people[0])
    assert set(Case.objects.values_list("kind", flat=True)) == {"not_entitled"}
    assert Payment.objects.count() == 2


def test_a_cancelled_claim_does_not_reach_the_books(field):
    person = field.people[0]
    givings = field.givings(person)[:1]
    Entitlement.objects.filter(recipient=person).update(state="cancelled")
    recorded = field.give(person, givings)
    assert recorded.doubtful
    assert not Payment.objects.exists()
    assert Case.objects.get().kind == "not_entitled"
    assert Entitlement.objects.get(id=givings[0].entitlement_id).state == "cancelled"
    held(field)


def test_more_than_due_counts_and_is_a_case(field):
    rice = field.due(field.people[0])[0]
    assert field.give(field.people[0], [Given(str(rice.id), 12)]).doubtful
    assert Payment.objects.get().quantity == 12
    assert Case.objects.get().kind == "not_entitled"
    held(field)


def test_void_takes_back_books_stock_and_remainder(field):
    person = field.people[0]
    rice, _ = field.due(person)
    recorded = field.give(person, [Given(str(rice.id), 6)])
    corrections.void(event_id=recorded.events[0].id, reason="Salah orang", by=field.tksk, at=FIELD_DAY)
    rice.refresh_from_db()
    assert (rice.state, rice.given) == ("open", 0)
    assert Entitlement.objects.get(remainder_of=rice).state == "cancelled"
    assert Payment.objects.get().voided_by is not None
    moves = StockMove.objects.order_by("event__position").values_list("source", "target", "quantity")
    assert list(moves) == [("post", "recipient", 6), ("recipient", "post", 6)]
    with pytest.raises(corrections.AlreadyVoided):
        corrections.void(event_id=recorded.events[0].id, reason="Lagi", by=field.tksk, at=FIELD_DAY)
    held(field)
    field.give(person)
    held(field)


def test_a_void_needs_a_reason_and_another_persons_needs_the_right_to_decide(field):
    recorded = field.give(field.people[0], by=field.kasi)
    with pytest.raises(ReasonNeeded):
        corrections.void(event_id=recorded.events[0].id, reason=" ", by=field.kasi, at=FIELD_DAY)
    with pytest.raises(NotAllowed):
        corrections.void(event_id=recorded.events[0].id, reason="Salah", by=field.tksk, at=FIELD_DAY)
    corrections.void_visit(visit_id=recorded.visit.id, reason="Salah", by=field.camat, at=FIELD_DAY)
    assert not Payment.objects.filter(voided_by=None).exists()


def test_a_void_that_leaves_one_giving_answers_the_double(field):
    givings = field.givings(field.people[0])[:1]
    field.give(field.people[0], givings)
    second = field.give(field.people[0], givings)
    corrections.void(event_id=second.events[0].id, reason="Tercatat dua kali", by=field.tksk, at=FIELD_DAY)
    assert Case.objects.get().state == "answered"
    assert Payment.objects.filter(voided_by=None).count() == 1
    held(field)


def test_absent_can_be_opened_again_by_a_void_or_a_hand_over(field):
    person = field.people[0]
    told = {"post_id": field.post.id, "recipient_id": person.id, "by": field.tksk, "at": FIELD_DAY}
    event = corrections.mark_absent(why=FailReason.NOT_COME, **told)
    corrections.void(event_id=event.id, reason="Datang terlambat", by=field.tksk, at=FIELD_DAY)
    assert not Failure.objects.filter(closed_by=None).exists()
    corrections.mark_refused(**told)
    assert Failure.objects.get(closed_by=None).reason == "refuses"
    field.give(person)
    assert not Failure.objects.filter(closed_by=None).exists()
    held(field)
    with pytest.raises(ReasonNeeded):
        corrections.mark_absent(why=FailReason.OTHER, **told)


def test_what_cannot_be_understood_is_refused(field):
    person = field.people[0]
    with pytest.raises(NothingGiven):
        field.give(person, [])
    with pytest.raises(NothingGiven):
        field.give(person, [Given(str(field.due(person)[0].id), 0)])
    with pytest.raises(ReasonNeeded):
        field.give(person, identity=Checked(Identity.BY_HAND))
    with pytest.raises(ReasonNeeded):
        field.give(person, happened_at=FIELD_DAY - timedelta(hours=2))
    with pytest.raises(HappensLater):
        field.give(person, happened_at=FIELD_DAY + timedelta(hours=2))
    with pytest.raises(ProxyIncomplete):
        field.give(person, proxy=Proxy(" ", Relation.FAMILY, ProxyReason.SICK))
    with pytest.raises(ScanUnknown):
        field.give(person, photo=b"bukan foto")
    with pytest.raises(NotAllowed):
        field.give(person, by=field.camat)
    with pytest.raises(RecipientElsewhere):
        field.give(a_field(field.world, 1).people[0], field.givings(person))
    assert not Event.objects.exists()
    assert not Visit.objects.exists()


def test_notes_say_what_somebody_should_look_at(field):
    one, two, three = field.people
    proxy = Proxy("Rusdi", Relation.FAMILY, ProxyReason.SICK)
    assert set(field.give(one, proxy=proxy, photo=b"").visit.notes) == {"evidence_pending", "letter_missing"}
    assert (
        field.give(two, proxy=Proxy("RUSDI", Relation.SAME_KK, ProxyReason.SICK), signature=picture("red")).visit.notes
        == []
    )
    late = field.give(
        three, proxy=proxy, letter=PHOTO, photo=picture("green"), signature=SIGNATURE,
        happened_at=FIELD_DAY - timedelta(hours=1), reason="Dicatat di kertas dulu",
    )  # fmt: skip
    assert set(late.visit.notes) == {"one_for_many", "late", "evidence_reused"}


def test_somebody_of_another_post_is_served_with_a_note(field):
    far = field.add(village=BIHARA)[0]
    assert field.give(far).visit.notes == ["other_post"]


def test_a_replacement_is_a_giving_of_its_own_kind(field):
    new = field.add(replaces=field.people[0])[0]
    assert {event.type for event in field.give(new).events} == {"replace"}
    assert Payment.objects.filter(recipient=new, replacement=True).count() == 2


def test_the_ledger_holds_nothing_personal_in_plain(field):
    person = field.people[0].person
    proxy = Proxy("Mardiah Contoh", Relation.OTHER, ProxyReason.OTHER, nik="6311034107509999", note="Tetangga dekat")
    recorded = field.give(
        field.people[0], proxy=proxy, identity=Checked(Identity.BY_HAND, "Dikenal ketua RT"),
        position=Position(-2_330_123, 115_460_456, 9), happened_at=FIELD_DAY - timedelta(hours=1), reason="Antar ke rumah",
    )  # fmt: skip
    body = recorded.events[0].body
    for secret in ("Mardiah", "6311034107509999", "Tetangga", "Dikenal", "2330123", "115460456", "Antar", person.name):
        assert secret not in body
    opened = {
        name: ledger.sealed_text(recorded.events[0], name, person.subject_id) for name in json.loads(body)["sealed"]
    }
    assert opened["proxy_name"] == "Mardiah Contoh"
    assert opened["position"] == "-2330123,115460456,9"


def test_pictures_are_sealed_and_named_by_their_hash(field):
    recorded = field.give(field.people[0])
    named = json.loads(recorded.events[0].body)["attachments"]
    assert {one["kind"] for one in named} == {"photo", "signature"}
    assert {one["sha256"] for one in named} == set(Attachment.objects.values_list("sha256", flat=True))


def test_the_ledger_refuses_to_be_changed(field):
    event = field.give(field.people[0]).events[0]
    for statement in (
        "UPDATE handover_event SET type = 'void'",
        "DELETE FROM handover_event",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.get(id=event.id).type == "handover"


def test_the_database_itself_allows_one_unvoided_payment(field):
    payment = Payment.objects.get(event=field.give(field.people[0]).events[0])
    other = Event.objects.get(type=EventType.SHIFT_OPEN)
    payment.id, payment.event = uuid7(), other
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save(force_insert=True)


def test_a_foreign_office_records_nothing_here(field):
    from balakas.staff import queries as staff

    with pytest.raises(NotAllowed):
        field.give(field.people[0], by=staff.actor_of(field.world.stranger))


def test_audit_names_the_act_and_no_person(field):
    from balakas.audit.models import Entry

    recorded = field.give(field.people[0])
    entry = Entry.objects.get(act="handover.record_visit")
    assert entry.subject_id == str(recorded.visit.id)
    assert field.people[0].person.name not in str(entry.__dict__)
    assert entry.actor_label == field.world.users[PositionKind.TKSK].full_name


def test_somebody_not_on_the_list_is_recorded_once_with_a_case(field):
    extra = extras.Extra("Zulkifli Contoh", "Kepala dusun", "Tidak terdata, rumahnya kebakaran")
    told = {"post_id": field.post.id, "client_id": uuid7(), "by": field.tksk, "at": FIELD_DAY, "photo": PHOTO}
    with pytest.raises(extras.ExtraIncomplete):
        extras.record_extra(person=extras.Extra("", "x", "y"), items=[(field.rice.id, 5)], **told)
    with pytest.raises(NothingGiven):
        extras.record_extra(person=extra, items=[(field.rice.id, 0)], **told)
    (event,) = extras.record_extra(person=extra, items=[(field.rice.id, 5)], **told)
    assert extras.record_extra(person=extra, items=[(field.rice.id, 5)], **told) == [event]
    assert "Zulkifli" not in event.body
    assert cases.extra_of(event)["ordered_by"] == "Kepala dusun"
    assert Case.objects.get().kind == "not_entitled"
    assert not Payment.objects.exists()
    assert StockMove.objects.get().quantity == 5
    held(field)

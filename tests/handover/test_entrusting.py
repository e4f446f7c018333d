"""Taken along for others: not received, not paid, over with the hand-over, the return or the correction."""

from datetime import timedelta

import pytest
from django.urls import reverse

from balakas.common.ids import uuid7
from balakas.handover.actions import closing, corrections, entrusting, pages
from balakas.handover.models.books import Payment, StockMove
from balakas.handover.models.ledger import Event
from balakas.handover.queries import entrusted, figures, ledger, sheets
from balakas.handover.rules.entrusting import NobodyChosen, NotEntrusted, NothingDue, TooManyEntrusted
from balakas.handover.rules.events import EventType
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FailReason, Given
from balakas.recipients.models import Entitlement
from balakas.staff.rules import PositionKind
from tests.handover.factories import FIELD_DAY, PHOTO, a_field
from tests.helpers import assert_same_query_count

LATER = FIELD_DAY + timedelta(hours=2)
RT = Proxy(name="Rahmah", relation=Relation.RT_RW, reason=ProxyReason.AWAY, has_letter=True)


@pytest.fixture
def field(world):
    return a_field(world, 3)


def carry(field, *people, carrier=RT, **more):
    told = {
        "post_id": field.post.id, "recipient_ids": [one.id for one in people], "carrier": carrier,
        "client_id": uuid7(), "by": field.tksk, "at": FIELD_DAY,
    }  # fmt: skip
    return entrusting.entrust(**{**told, **more})


def waiting(field):
    return set(entrusted.on_their_way(field.distribution.id))


def counts(field):
    total = figures.figures(field.distribution.id).total
    return total.served, total.entrusted, total.unrecorded, total.failed


def test_it_is_neither_received_nor_paid_and_the_name_is_sealed(field):
    first, second, third = field.people
    events = carry(field, first, second)
    assert [(event.type, event.recipient_id) for event in events] == [("entrust", first.id), ("entrust", second.id)]
    assert not Payment.objects.exists()
    assert not StockMove.objects.exists()
    assert set(Entitlement.objects.values_list("state", flat=True)) == {"open"}
    assert "Rahmah" not in events[0].body
    assert ledger.sealed_text(events[0], "holder", first.person.subject_id) == "Rahmah"
    assert [item["quantity"] for item in ledger.body_of(events[0])["items"]] == [10, 250_000]
    assert counts(field) == (0, 2, 1, 0)
    assert third.id not in waiting(field)
    assert ledger.verify(field.world.office.id).holds


def test_the_same_sending_writes_once(field):
    client_id = uuid7()
    first = carry(field, field.people[0], client_id=client_id)
    assert carry(field, field.people[0], client_id=client_id) == first
    assert Event.objects.filter(type=EventType.ENTRUST).count() == 1


def test_the_hand_over_at_the_door_ends_it(field):
    carry(field, field.people[0])
    visit = field.give(field.people[0], at=LATER).visit
    assert waiting(field) == set()
    assert counts(field) == (1, 0, 2, 0)
    corrections.void_visit(visit_id=visit.id, reason="Salah orang", by=field.tksk, at=LATER)
    assert waiting(field) == {field.people[0].id}


def test_a_photographed_list_ends_it(field):
    carry(field, *field.people[:2])
    page = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY).pages.get()
    unsaid = pages.Unticked(2, unsaid=True)
    pages.key_page(page_id=page.id, exceptions=[unsaid], photo=PHOTO, client_id=uuid7(), by=field.tksk, at=LATER)
    assert waiting(field) == {field.people[1].id}


def test_an_earlier_part_does_not_end_what_was_taken_along_after_it(field):
    rice, cash = field.due(field.people[0])
    field.give(field.people[0], [Given(str(rice.id), 4), Given(str(cash.id), cash.amount)])
    (event,) = carry(field, field.people[0], at=LATER)
    assert [item["quantity"] for item in ledger.body_of(event)["items"]] == [6]
    assert waiting(field) == {field.people[0].id}


def test_it_comes_back_or_was_a_mistake(field):
    one, other = carry(field, *field.people[:2])
    back = entrusting.bring_back(event_id=one.id, reason="Rumah kosong", by=field.tksk, at=LATER)
    assert ledger.body_of(back)["details"] == {"reason": "returned"}
    assert waiting(field) == {field.people[1].id}
    with pytest.raises(NotEntrusted):
        entrusting.bring_back(event_id=one.id, reason="Lagi", by=field.tksk, at=LATER)
    corrections.void(event_id=other.id, reason="Salah pilih", by=field.tksk, at=LATER)
    assert waiting(field) == set()
    assert counts(field) == (0, 0, 3, 0)
    carry(field, field.people[0], at=LATER)
    assert ledger.verify(field.world.office.id).holds


def test_nobody_twice_or_without_a_claim(field):
    with pytest.raises(NobodyChosen):
        carry(field)
    carry(field, field.people[0])
    with pytest.raises(NothingDue):
        carry(field, field.people[0], field.people[1])
    field.give(field.people[2])
    with pytest.raises(NothingDue):
        carry(field, field.people[2], at=LATER)
    assert Event.objects.filter(type=EventType.ENTRUST).count() == 1


def test_a_carrier_has_the_limit_of_a_representative(field):
    """The programme says two families; the same name in another spelling is the same carrier."""
    with pytest.raises(TooManyEntrusted) as told:
        carry(field, *field.people)
    assert told.value.params == {"limit": 2, "count": 3}
    carry(field, field.people[0])
    field.give(field.people[1], proxy=RT)
    same = Proxy(name=" rahmah ", relation=Relation.RT_RW, reason=ProxyReason.AWAY)
    with pytest.raises(TooManyEntrusted):
        carry(field, field.people[2], carrier=same, at=LATER)
    carry(field, field.people[2], carrier=Proxy(name="Salmah", relation=Relation.FAMILY, reason=ProxyReason.SICK))


def test_who_was_absent_and_is_entrusted_counts_once(field):
    told = {"post_id": field.post.id, "recipient_id": field.people[0].id, "by": field.tksk}
    corrections.mark_absent(why=FailReason.NOT_COME, at=FIELD_DAY, **told)
    carry(field, field.people[0], at=LATER)
    assert counts(field) == (0, 1, 2, 0)


def test_the_close_names_them_as_not_received(field):
    carry(field, *field.people[:2])
    row = closing.close_day(post_id=field.post.id, day=FIELD_DAY.date(), by=field.tksk, at=LATER)
    assert (row.figures["entrusted"], row.figures["unrecorded"], row.figures["served"]) == (2, 1, 0)
    said = {one["name"]: one["count"] for one in sheets.day_close(row)["people"]}
    assert said["Dititipkan, belum diterima"] == "2"
    field.give(field.people[0], at=FIELD_DAY + timedelta(days=1))
    later = figures.day_figures(field.distribution.id, field.post.id, FIELD_DAY.date())
    assert later["entrusted"] == 2, "what happened the day after does not change that day"


def form_of(*people, **more):
    return {
        "client_id": str(uuid7()), "people": [str(one.id) for one in people], "name": "Rahmah",
        "relation": "neighbour_head", "because": "away", "note": "", "has_letter": "on", **more,
    }  # fmt: skip


def test_by_form_from_the_persons_page_to_the_board_and_back(field):
    client = field.world.client(PositionKind.TKSK)
    entrust_url = reverse("handover:entrust", kwargs={"post_id": field.post.id})
    person_url = reverse("handover:person", kwargs={"post_id": field.post.id, "recipient_id": field.people[0].id})
    link = f"{entrust_url}?orang={field.people[0].id}"
    assert link in client.get(person_url).content.decode()
    assert client.get(link).content.decode().count("checked") == 1
    refused = client.post(entrust_url, form_of(*field.people))
    assert "Satu orang hanya boleh mengambilkan untuk 2 keluarga" in refused.content.decode()
    assert client.post(entrust_url, form_of(*field.people[:2])).status_code == 302
    page = client.get(person_url).content.decode()
    assert "Dibawa Rahmah" in page
    assert "Ketua RT atau RW." in page
    board = client.get(reverse("handover:overview", kwargs={"distribution_id": field.distribution.id}))
    assert "Dititipkan" in board.content.decode()
    assert "Dititipkan" in client.get(entrust_url).content.decode()
    event = Event.objects.filter(type=EventType.ENTRUST, recipient_id=field.people[0].id).get()
    back = reverse("handover:bring_back", kwargs={"event_id": event.id})
    assert client.post(back, {"reason": "Rumah kosong"}).url == person_url
    assert "Dibawa Rahmah" not in client.get(person_url).content.decode()


def test_other_needs_a_word(field):
    client = field.world.client(PositionKind.TKSK)
    answer = client.post(
        reverse("handover:entrust", kwargs={"post_id": field.post.id}), form_of(field.people[0], relation="other")
    )
    assert "Tuliskan keterangannya." in answer.content.decode()
    assert not Event.objects.filter(type=EventType.ENTRUST).exists()


def test_the_page_costs_the_same_for_two_and_for_many(field):
    client = field.world.client(PositionKind.TKSK)
    carry(field, field.people[0])

    def more():
        carry(field, *field.add(2), carrier=Proxy(name="Salmah", relation=Relation.FAMILY, reason=ProxyReason.SICK))
        field.add(6)

    where = reverse("handover:entrust", kwargs={"post_id": field.post.id})
    assert_same_query_count(lambda: client.get(where), more)


def test_part_of_it_at_the_door_ends_it_and_the_rest_stays_due(field):
    carry(field, field.people[0])
    rice, cash = field.due(field.people[0])
    field.give(field.people[0], [Given(str(rice.id), 4), Given(str(cash.id), cash.amount)], at=LATER)
    assert len(field.due(field.people[0])) == 1
    assert waiting(field) == set()

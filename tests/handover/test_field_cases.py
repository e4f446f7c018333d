"""What is the matter with an event is a case or a note; it is stored and receipted all the same."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone

from balakas.common.ids import uuid7
from balakas.distributions.models import Distribution
from balakas.distributions.rules.distribution import DistributionState
from balakas.handover.actions import cases, devices, leases
from balakas.handover.actions.ingest import writing
from balakas.handover.models.arrivals import Aside, EventSecret
from balakas.handover.models.books import Failure, Payment, PostStock, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.devices import Lease
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules import wire
from balakas.handover.rules.cases import Decision
from balakas.staff import queries as staff
from tests.handover.phone import Phone, a_phone, device_row, giving, holds, kinds, lease

pytestmark = pytest.mark.django_db


def test_an_id_used_twice_is_kept_aside(field, phone):
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    phone.send(item)
    other = phone.item({**item["body"], "due": 3})
    result = phone.send(other)["results"][0]
    assert (result["status"], result["receipt"]["position"], result["cases"]) == ("aside", 0, ["id_reused"])
    assert phone.send(other)["results"][0]["receipt"] == result["receipt"]
    assert (Event.objects.count(), Aside.objects.count(), kinds()) == (1, 1, ["id_reused"])
    holds(field)


def test_a_bad_signature_is_stored_and_believed_nothing(field, phone):
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    forged = phone.item(item["body"], signature=bytes(64))
    result = phone.send(forged)["results"][0]
    assert (result["status"], result["cases"]) == ("recorded", ["bad_signature"])
    assert not Payment.objects.exists()
    assert not PostStock.objects.exists()
    holds(field)


def test_a_phone_of_another_office_is_kept_aside(field, phone, client):
    stranger = Phone(client, keys=phone.keys, office=phone.office, id=str(uuid7()))
    item = stranger.event("shift_open", post=str(field.post.id), distribution=str(field.distribution.id))
    result = phone.send(item)["results"][0]
    assert (result["status"], result["cases"]) == ("aside", ["bad_signature"])
    assert not Event.objects.exists()


def test_a_revoked_phone_still_gets_rid_of_what_happened(field, phone):
    lent, person = lease(field, phone), field.people[0]
    items = [giving(phone, field, lent, person, claim) for claim in field.due(person)]
    devices.revoke(device_id=UUID(phone.id), reason="Hilang", lost=True, by=field.kasi, at=timezone.now())
    said = phone.send(*items)
    assert [one["status"] for one in said["results"]] == ["recorded", "recorded"]
    assert all("revoked_device" in one["cases"] for one in said["results"])
    assert (said["state"], said["leases"]) == ("revoked", [])
    assert not Payment.objects.exists()
    assert phone.post("bundle", {"key": ""}, status=403).json()["code"] == "device_not_active"
    case = Case.objects.filter(kind="revoked_device").first()
    cases.decide_case(
        case_id=case.id,
        decision=Decision.COUNTS,
        event_id=case.event_id,
        reason="Benar",
        by=field.kasi,
        at=timezone.now(),
    )
    cases.approve_case(case_id=case.id, by=field.camat, at=timezone.now())
    assert Payment.objects.filter(voided_by=None, event_id=case.event_id).exists()
    holds(field)


def test_outside_its_lease(field, phone, client):
    lent = lease(field, phone, parts=2)
    other = field.people[3]  # of the other half
    late = giving(
        phone, field, lent, field.people[0], field.due(field.people[0])[0], happened=lent.until + timedelta(seconds=1)
    )
    theirs = giving(phone, field, lent, other, field.due(other)[0])
    said = phone.send(late, theirs)
    assert [one["cases"] for one in said["results"]] == [["out_of_lease"], ["out_of_lease"]]
    assert "clock_implausible" in said["results"][0]["notes"]
    assert not Payment.objects.exists()
    assert {row.kind for row in Case.objects.all()} == {"out_of_lease"}
    assert PostStock.objects.get(benefit=field.rice).lying == -20, "the sacks are gone all the same"
    holds(field)


def test_a_moved_lease_counts_what_was_done_before(field, phone, client):
    lent, person = lease(field, phone), field.people[0]
    before = giving(phone, field, lent, person, field.due(person)[0])
    second = a_phone(client, field)
    leases.move(
        slice_id=lent.slice_id, device_id=UUID(second.id), until=timezone.now() + timedelta(days=1), reason="Rusak",
        by=field.kasi, at=timezone.now(),
    )  # fmt: skip
    after = giving(phone, field, lent, person, field.due(person)[1], happened=timezone.now() + timedelta(seconds=1))
    said = phone.send(before, after)
    assert [one["cases"] for one in said["results"]] == [[], ["out_of_lease"]]
    assert "stale_bundle" in said["results"][0]["notes"]
    assert Lease.objects.filter(slice_id=lent.slice_id, ended_at=None).get().epoch == 2
    assert second.bundle()["slices"][0]["epoch"] == 2


def test_two_phones_one_person(field, phone, client):
    """The second physical hand-over is stored, receipted and a case; the stock moves twice, the books once."""
    lent, person = lease(field, phone), field.people[0]
    claim = field.due(person)[0]
    second = a_phone(client, field)
    phone.send(giving(phone, field, lent, person, claim))
    result = second.send(giving(second, field, lent, person, claim))["results"][0]
    assert (result["status"], result["cases"]) == ("recorded", ["double", "out_of_lease"])
    assert Payment.objects.filter(voided_by=None).count() == 1
    assert PostStock.objects.get().lying == -20
    holds(field)


def test_doubles_without_any_fault_of_the_phone(field, phone):
    lent, person = lease(field, phone), field.people[0]
    claim = field.due(person)[0]
    said = phone.send(giving(phone, field, lent, person, claim), giving(phone, field, lent, person, claim))
    assert [one["cases"] for one in said["results"]] == [["double"], ["double"]]
    assert kinds() == ["double"]
    holds(field)


def test_no_claim(field, phone):
    lent, person, other = lease(field, phone), field.people[0], field.people[1]
    unknown = giving(phone, field, lent, person, field.due(person)[0], entitlement=str(uuid7()))
    foreign = giving(phone, field, lent, person, field.due(other)[0])
    more = giving(phone, field, lent, other, field.due(other)[0], due=5)
    said = phone.send(unknown, foreign, more)
    assert [one["cases"] for one in said["results"]] == [["not_entitled"]] * 3
    assert Payment.objects.count() == 1
    holds(field)


def test_what_names_nothing_of_this_office_is_stored_and_moves_nothing(field, phone):
    lent, person = lease(field, phone), field.people[0]
    claim = field.due(person)[0]
    wrong = [
        giving(phone, field, lent, person, claim, **told)
        for told in ({"post": str(uuid7())}, {"recipient": str(uuid7())}, {"distribution": str(uuid7())},
                     {"items": [{"benefit": str(uuid7()), "quantity": 1}]})
    ]  # fmt: skip
    said = phone.send(*wrong, phone.event("override", target=str(uuid7()), details={"decision": "counts"}))
    assert all(one["status"] == "recorded" and "not_entitled" in one["cases"] for one in said["results"])
    assert not Payment.objects.exists()
    assert not PostStock.objects.exists()
    holds(field)


def test_a_copied_phone_is_a_fork(field, phone):
    lent = lease(field, phone)
    copy = Phone(phone.client, phone.private, phone.public, phone.id, phone.office, phone.keys)
    one = giving(phone, field, lent, field.people[0], field.due(field.people[0])[0])
    two = giving(copy, field, lent, field.people[1], field.due(field.people[1])[0])
    assert phone.send(one)["results"][0]["cases"] == []
    assert copy.send(two)["results"][0]["cases"] == ["fork"]
    assert Payment.objects.count() == 2, "both happened"
    assert kinds() == ["fork"]
    holds(field)


def test_gaps_are_asked_for(field, phone):
    lent = lease(field, phone)
    items = [giving(phone, field, lent, person, field.due(person)[0]) for person in field.people]
    said = phone.send(items[0], items[3])
    assert said["server"] == {"high": 1, "missing": [[2, 3]]}
    assert "gap" in said["results"][1]["notes"]
    assert phone.send(items[1])["server"] == {"high": 2, "missing": [[3, 3]]}
    assert phone.send(items[2])["server"] == {"high": 4, "missing": []}
    assert device_row(phone).last_hash == items[3]["hash"]
    assert phone.send(last_seq=6)["server"]["missing"] == [[5, 6]], "what it says to have made and never sent"


def test_one_unreadable_event_stops_no_other(field, phone):
    lent, person = lease(field, phone), field.people[0]
    good = giving(phone, field, lent, person, field.due(person)[0])
    bad = {**giving(phone, field, lent, person, field.due(person)[1]), "sealed": wire.b64u(b"nonsense")}
    lied = {**giving(phone, field, lent, person, field.due(person)[1]), "hash": "0" * 64}
    long = phone.item({**good["body"], "id": str(uuid7()), "items": [{"benefit": str(uuid7())}] * 700})
    said = phone.send(bad, good, lied, long)
    told = [(one["status"], one.get("code", "")) for one in said["results"]]
    assert told == [
        ("unreadable", "box_broken"),
        ("recorded", ""),
        ("unreadable", "hash_differs"),
        ("unreadable", "event_malformed"),
    ]
    assert "receipt" not in said["results"][0]


@pytest.mark.parametrize(
    "told",
    [
        {"items": {}},
        {"items": [{}]},
        {"items": [], "since": -1},
        {"items": [], "last_seq": "x"},
        {"items": [1]},
        {"items": [], "app": "x" * 21},
    ],
)
def test_a_request_without_the_contracts_form(phone, told):
    assert phone.post("events", told, status=422).json()["code"] == "request_malformed"


def test_too_many_or_too_large(phone):
    item = {"id": "x", "hash": "0" * 64, "key": "", "sealed": ""}
    assert phone.post("events", {"items": [item] * 51}, status=422).json()["code"] == "request_malformed"
    assert phone.call("POST", "events", b" " * (wire.MAX_REQUEST + 1), status=413).json()["code"] == "too_large"


def test_what_others_handed_over_meanwhile(field, phone):
    lease(field, phone)
    assert phone.send()["settled"] == []
    done = [str(one.id) for one in field.due(field.people[2])]
    field.give(field.people[2], at=timezone.now())
    said = phone.send()
    assert said["settled"] == sorted(done)
    assert phone.send()["settled"] == []
    assert phone.send(since=10_000)["settled"] == sorted(done), "a restored server begins again"


def test_void_before_its_target_and_stock_below_nothing(field, phone):
    lent, person = lease(field, phone), field.people[0]
    claim = field.due(person)[0]
    came = phone.event("receive", post=str(field.post.id), distribution=str(field.distribution.id),
                       items=[{"benefit": str(field.rice.id), "quantity": 5}])  # fmt: skip
    given = giving(phone, field, lent, person, claim)
    void = phone.event(
        "void", post=str(field.post.id), distribution=str(field.distribution.id), recipient=str(person.id),
        entitlement=str(claim.id), visit=given["body"]["visit"], target=given["id"], slice=str(lent.slice_id), epoch=1,
        details={"reason": "undo"},
    )  # fmt: skip
    phone.send(void)
    phone.send(given)
    assert not Payment.objects.filter(voided_by=None).exists()
    assert not PostStock.objects.exists(), "handed out and taken back"
    again = giving(phone, field, lent, person, claim)
    phone.send(again)
    assert not Case.objects.exists(), "nothing was ever received here: no stock is kept"
    phone.send(came)
    assert kinds(state="open") == ["stock_negative"]
    phone.send(phone.event("receive", post=str(field.post.id), distribution=str(field.distribution.id),
                           items=[{"benefit": str(field.rice.id), "quantity": 5}]))  # fmt: skip
    assert kinds(state="open") == []
    holds(field)


def test_a_remainder_given_before_the_short_giving_arrives(field, phone):
    lent, person = lease(field, phone), field.people[0]
    claim, rest = field.due(person)[0], uuid7()
    short = giving(
        phone, field, lent, person, claim, remainder=str(rest), items=[{"benefit": str(field.rice.id), "quantity": 6}]
    )
    later = giving(
        phone,
        field,
        lent,
        person,
        claim,
        entitlement=str(rest),
        due=4,
        items=[{"benefit": str(field.rice.id), "quantity": 4}],
    )
    assert phone.send(later)["results"][0]["cases"] == ["not_entitled"]
    phone.send(short)
    assert Payment.objects.filter(voided_by=None).count() == 2
    assert kinds(state="open") == []
    holds(field)


def test_absent_then_given_in_any_order(field, phone):
    lent, person = lease(field, phone), field.people[0]
    told = {"post": str(field.post.id), "distribution": str(field.distribution.id), "recipient": str(person.id),
            "slice": str(lent.slice_id), "epoch": 1}  # fmt: skip
    absent = phone.event("absent", details={"reason": "not_come"}, **told)
    given = giving(phone, field, lent, person, field.due(person)[0])
    phone.send(given)
    phone.send(absent)
    row = Failure.objects.get()
    assert (row.reason, str(row.closed_by_id)) == ("not_come", given["id"])
    holds(field)


def test_texts_about_people_stand_beside_the_ledger(field, phone):
    lent, person = lease(field, phone), field.people[0]
    proxy = {"relation": "family", "reason": "sick", "letter": True, "lasting": False}
    item = giving(
        phone,
        field,
        lent,
        person,
        field.due(person)[0],
        proxy=proxy,
        secrets={"proxy_name": "Norhayati", "reason": "Sakit"},
    )
    phone.send(item)
    event = Event.objects.get()
    assert "Norhayati" not in event.body
    assert ledger.sealed_text(event, "proxy_name", person.person.subject_id) == "Norhayati"
    assert ledger.sealed_text(event, "note", person.person.subject_id) == ""
    assert b"Norhayati" not in bytes(EventSecret.objects.first().text_sealed)
    assert Visit.objects.get().by_proxy
    lying = phone.item({**item["body"], "id": str(uuid7()), "seq": 2}, {"proxy_name": "Orang lain", "reason": "Sakit"})
    assert "evidence_mismatch" in phone.send(lying)["results"][0]["cases"]


def test_far_from_its_post(field, phone):
    lent, person = lease(field, phone), field.people[0]
    type(field.post).objects.filter(id=field.post.id).update(lat_micro=-2_300_000, lng_micro=115_600_000)
    near = giving(
        phone,
        field,
        lent,
        person,
        field.due(person)[0],
        secrets={"position": "-2300500,115600500,20"},
        position={"accuracy_m": 20},
    )
    far = giving(
        phone,
        field,
        lent,
        person,
        field.due(person)[1],
        secrets={"position": "-2400000,115600000,20"},
        position={"accuracy_m": 20},
    )
    assert [one["cases"] for one in phone.send(near, far)["results"]] == [[], ["geo_outlier"]]


def test_extra_for_somebody_not_on_the_list(field, phone):
    lease(field, phone)
    item = phone.event(
        "extra", post=str(field.post.id), distribution=str(field.distribution.id), visit=str(uuid4()), officer=field.tksk.id,
        items=[{"benefit": str(field.rice.id), "quantity": 5}],
        secrets={"name": "Basran", "ordered_by": "Kepala Desa", "reason": "Kebakaran"},
    )  # fmt: skip
    assert phone.send(item)["results"][0]["cases"] == ["not_entitled"]
    from balakas.handover.queries.cases import extra_of

    assert extra_of(Event.objects.get())["name"] == "Basran"
    holds(field)


def test_what_happened_before_a_distribution_was_closed_waits_for_a_decision(field, phone):
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    Distribution.objects.filter(id=field.distribution.id).update(state=DistributionState.CLOSED)
    result = phone.send(item)["results"][0]
    assert (result["status"], result["cases"]) == ("recorded", ["not_entitled"])
    assert not Payment.objects.exists()
    holds(field)


def test_an_event_of_another_office_is_no_event_here(field, phone, client):
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    phone.send(item)
    world = field.world
    kasi, elsewhere = staff.actor_of(world.stranger), Phone(client)
    shown = devices.show_code(
        office_id=world.foreign_office.id, officer_id=world.stranger.id, by=kasi, at=timezone.now()
    )
    elsewhere.enrol(shown.token)
    devices.let_in(device_id=UUID(elsewhere.id), by=kasi, at=timezone.now())
    result = elsewhere.send(elsewhere.item(item["body"], signature=bytes(64)))["results"][0]
    assert (result["status"], result["receipt"]["position"]) == ("aside", 0)
    assert not Event.objects.filter(office_id=world.foreign_office.id).exists()


def test_one_event_the_database_refuses_leaves_the_chain_whole(field, phone, monkeypatch):
    lent, original = lease(field, phone), writing.write
    items = [giving(phone, field, lent, one, field.due(one)[0]) for one in field.people[:3]]
    bad = UUID(items[1]["id"])

    def write(pen, fresh):
        made = original(pen, fresh)  # the tail has moved on when the database says no
        if any(one.id == bad for one in fresh):
            raise DatabaseError
        return made

    monkeypatch.setattr(writing, "write", write)
    statuses = [one["status"] for one in phone.send(*items)["results"]]
    assert statuses[::2] == ["recorded", "recorded"]
    assert statuses[1] != "recorded"
    holds(field)
    monkeypatch.undo()
    assert phone.send(items[1])["results"][0]["status"] == "recorded"
    holds(field)

"""The field API as a phone meets it: enrolment, bundle, events, receipts, cases, files."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from balakas.handover.actions import devices
from balakas.handover.models.books import Payment, Visit
from balakas.handover.models.devices import BundleTake, Lease
from balakas.handover.models.ledger import Event
from balakas.handover.queries import public
from balakas.handover.rules import wire
from balakas.handover.rules.events import receipt_code
from balakas.handover.rules.wire import from_b64u
from balakas.handover.rules.words import words_of
from tests.handover.phone import Phone, device_row, giving, holds, lease

pytestmark = pytest.mark.django_db


def test_enrolment_by_a_code_shown_once(client, field):
    shown = devices.show_code(
        office_id=field.world.office.id, officer_id=UUID(field.tksk.id), by=field.kasi, at=timezone.now()
    )
    phone = Phone(client)
    said = phone.enrol(shown.token)
    assert said["state"] == "waiting"
    points = {name: from_b64u(said["keys"][name]["public"], field="x") for name in ("sign", "seal")}
    assert tuple(said["words"]) == words_of(device=phone.public, token=shown.token, **points)
    assert phone.enrol(shown.token)["device"] == said["device"], "the reply was lost: the same answer again"
    assert Phone(client).enrol(shown.token, status=410)["code"] == "enrol_code_gone"
    assert phone.post("bundle", {"key": ""}, status=403).json()["code"] == "device_not_active"
    devices.let_in(device_id=UUID(phone.id), by=field.kasi, at=timezone.now())
    assert phone.call("GET", "me").json()["state"] == "active"


def test_a_code_grows_old_and_a_key_must_be_held(client, field):
    at = timezone.now() - timedelta(minutes=16)
    old = devices.show_code(office_id=field.world.office.id, officer_id=UUID(field.tksk.id), by=field.kasi, at=at)
    assert Phone(client).enrol(old.token, status=410)["code"] == "enrol_code_gone"
    shown = devices.show_code(
        office_id=field.world.office.id, officer_id=UUID(field.tksk.id), by=field.kasi, at=timezone.now()
    )
    assert Phone(client).enrol(shown.token, status=422, proof=wire.b64u(bytes(64)))["code"] == "enrol_proof"
    assert Phone(client).enrol(shown.token, status=422, public_key="AA")["code"] == "enrol_proof"


def test_only_the_holder_of_the_key_gets_in(client, field, phone):
    thief = Phone(client, id=phone.id, keys=phone.keys, office=phone.office)
    assert thief.call("GET", "me", status=401).json()["code"] == "device_unknown"
    assert client.get("/api/field/v1/me").status_code == 401
    assert client.get("/api/field/v1/me", headers={"authorization": "Balakas x.y"}).status_code == 401
    assert phone.call("GET", "events", status=405).json()["code"] == "method_not_allowed"


def test_a_bundle_holds_the_phones_people_and_no_nik(field, phone):
    assert (
        phone.post(
            "bundle", {"key": wire.b64u(phone.seal(wire.Purpose.BUNDLE_KEY, phone.id, bytes(32)))}, status=403
        ).json()["code"]
        == "no_lease"
    )
    lease(field, phone, parts=2)
    bundle = phone.bundle()
    assert len(bundle["people"]["name"]) == 2
    assert bundle["people"]["last4"] == ["9001", "9002"]
    assert bundle["claims"]["amount"] == [10, 250_000, 10, 250_000]
    assert [one["label"] for one in bundle["others"]] == ["Bagian 2"]
    assert [one["name"] for one in bundle["posts"][0]["benefits"]] == ["Beras", "Uang"]
    assert "63110341" not in json.dumps(bundle)
    taken = BundleTake.objects.get()
    assert (taken.people, taken.slices[0]["epoch"]) == (2, 1)


def test_an_event_is_stored_booked_and_receipted(field, phone):
    lent, person = lease(field, phone), field.people[0]
    rice, cash = field.due(person)
    visit = str(uuid4())
    first = giving(phone, field, lent, person, rice, visit=visit)
    second = giving(phone, field, lent, person, cash, visit=visit, details={"first": first["hash"]})
    said = phone.send(second, first)
    assert [one["status"] for one in said["results"]] == ["recorded", "recorded"]
    assert [one["cases"] for one in said["results"]] == [[], []]
    assert said["server"] == {"high": 2, "missing": []}
    assert Payment.objects.filter(voided_by=None).count() == 2
    made = Visit.objects.get()
    assert made.check_code == receipt_code(visit, first["hash"])
    assert public.check(made.check_code).state == "handed_over"
    assert not field.due(person)
    holds(field)


def test_the_same_again_is_the_same_receipt(field, phone):
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    first = phone.send(item)["results"][0]
    again = phone.send(item, item)["results"]
    assert [one["status"] for one in again] == ["known", "known"]
    assert all(one["receipt"] == first["receipt"] for one in again)
    assert all(one["notes"] == ["duplicate"] for one in again)
    assert Event.objects.count() == 1
    twice = giving(phone, field, lent, person, field.due(person)[0])
    assert [one["status"] for one in phone.send(twice, twice)["results"]] == ["recorded", "known"]


def test_giving_a_slice_back(field, phone):
    lent = lease(field, phone)
    assert phone.post("release", {"slice": str(lent.slice_id), "epoch": 1}).json()["leases"] == []
    assert phone.post("release", {"slice": str(lent.slice_id), "epoch": 1}).json()["leases"] == []
    assert Lease.objects.get().ended_at


def test_a_restored_ledger_is_noticed(field, phone):
    lent = lease(field, phone)
    for person in field.people[:2]:
        assert phone.send(giving(phone, field, lent, person, field.due(person)[0]))["resend"] is False
    assert phone.send()["resend"] is False
    assert phone.send(chain="0" * 64)["resend"] is True, "the entry at this position is another one"
    assert phone.send(since=99)["resend"] is True, "the ledger is shorter than it was"


def test_what_a_phone_says_of_itself(field, phone):
    phone.send(unsent=7, photos=3, app="1.2.3", last_seq=9)
    row = device_row(phone)
    assert (row.unsent, row.photos, row.app, row.said_seq) == (7, 3, "1.2.3", 9)
    assert row.last_contact

"""The office's pages about phones: let in by words, cut and lent, moved, revoked, whose data they carry, a file instead of a network."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from balakas.audit.models import Entry
from balakas.handover.actions import leases
from balakas.handover.models.arrivals import Chunk
from balakas.handover.models.devices import Lease, Slice
from balakas.handover.models.ledger import Event
from balakas.staff.rules import PositionKind
from tests.handover.factories import a_field, a_known_phone
from tests.handover.phone import Phone, a_phone, device_row, giving, lease
from tests.helpers import assert_same_query_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(world):
    return a_field(world, 4)


@pytest.fixture
def kasi(world, client):
    client.force_login(world.users[PositionKind.KASI_PMDK])
    return client


def test_from_the_code_to_the_words(kasi, field):
    page = kasi.post(reverse("handover:enrol"), {"officer": field.tksk.id})
    address = page.context["address"]
    assert "/pos/#daftar=" in address
    assert "data:image/svg+xml" in page.content.decode()
    phone = Phone(kasi)
    words = reverse("handover:enrol_words", args=[page.context["enrolment"].id])
    assert "Belum ada ponsel" in kasi.get(words).content.decode()
    phone.enrol(address.rpartition("=")[2])
    assert " · ".join(phone.words) in kasi.get(words).content.decode()
    kasi.post(reverse("handover:device_let_in", args=[phone.id]))
    assert device_row(phone).state == "active"
    kasi.post(reverse("handover:device_turn_away", args=[phone.id]))
    assert device_row(phone).state == "active", "who was let in is not turned away"


def test_a_post_is_cut_lent_moved_and_ended(kasi, field):
    phone, second = a_phone(kasi, field), a_phone(kasi, field)
    page = reverse("handover:slices", args=[field.post.id])
    kasi.post(page, {"parts": 2})
    one, _ = Slice.objects.order_by("label")
    give = reverse("handover:slice_give", args=[one.id])
    until = (timezone.localtime() + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    kasi.post(give, {"device": phone.id, "until": until})
    assert str(Lease.objects.get().device_id) == phone.id
    moving = kasi.get(give).content.decode()
    assert "Risiko pemindahan" in moving
    assert "dua kali" in moving
    assert kasi.post(give, {"device": second.id, "until": until}).status_code == 200, "without a reason nothing moves"
    kasi.post(give, {"device": second.id, "until": until, "reason": "Rusak"})
    assert str(Lease.objects.get(ended_at=None).device_id) == second.id
    kasi.post(reverse("handover:slice_end", args=[one.id]), {"reason": "Selesai"})
    assert not Lease.objects.filter(ended_at=None).exists()
    kasi.post(reverse("handover:slice_end", args=[one.id]), {"act": "dissolve"})
    assert "Bagian 1" not in kasi.get(page).content.decode()


def test_a_lost_phone_names_whose_data_it_carries(kasi, field):
    phone = a_phone(kasi, field)
    lease(field, phone, parts=2)
    phone.bundle()
    leases.end(slice_id=Lease.objects.get().slice_id, reason="Selesai", by=field.kasi, at=timezone.now())
    page = reverse("handover:device", args=[phone.id])
    assert kasi.post(page, {"reason": "", "lost": "on"}).status_code == 200
    kasi.post(page, {"reason": "Hilang di pasar", "lost": "on"})
    assert "Ponsel hilang" in kasi.get(page).content.decode()
    text = kasi.get(reverse("handover:device_people", args=[phone.id])).content.decode()
    carried = [person.person.name for person in field.people if person.person.name in text]
    assert carried == [person.person.name for person in field.people[:2]], "those of its slice, and nobody else"
    assert Entry.objects.filter(act="handover.read_device_people").exists()


def test_a_file_in_place_of_a_network(kasi, field):
    phone = a_phone(kasi, field)
    lent, person = lease(field, phone), field.people[0]
    item = giving(phone, field, lent, person, field.due(person)[0])
    told = {
        "v": 1, "kind": "balakas-outbox", "device": phone.id, "made_at": "",
        "items": [{name: item[name] for name in ("id", "hash", "key", "sealed")}], "chunks": [{"sha256": "x"}],
    }  # fmt: skip
    send = reverse("handover:take_outbox")
    for content in (b"nonsense", b"{}", json.dumps({**told, "kind": "other"}).encode(), json.dumps(told).encode()):
        kasi.post(send, {"file": SimpleUploadedFile("a.balakas-outbox", content)})
    assert Event.objects.count() == 1
    assert phone.send(item)["results"][0]["status"] == "known", "the phone gets its receipt at its next contact"
    assert not Chunk.objects.exists()


def test_one_query_count_whatever_the_number_of_phones(kasi, field):
    a_known_phone(field)
    assert_same_query_count(
        lambda: kasi.get(reverse("handover:devices")), lambda: [a_known_phone(field, f"Ponsel {n}") for n in range(5)]
    )


def test_one_query_count_whatever_the_number_of_people_carried(kasi, field):
    phone = a_phone(kasi, field)
    lease(field, phone, parts=2)
    phone.bundle()

    def grow():
        leases.grant(
            slice_id=Slice.objects.order_by("label").last().id, device_id=UUID(phone.id),
            until=timezone.now() + timedelta(hours=1), by=field.kasi, at=timezone.now(),
        )  # fmt: skip
        phone.bundle()

    assert_same_query_count(lambda: kasi.get(reverse("handover:device_people", args=[phone.id])), grow)


def test_one_query_count_whatever_the_number_of_parts(kasi, field):
    leases.make_slices(post_id=field.post.id, parts=1, by=field.kasi, at=timezone.now())

    def grow():
        field.add(3)
        leases.make_slices(post_id=field.post.id, parts=3, by=field.kasi, at=timezone.now())

    assert_same_query_count(lambda: kasi.get(reverse("handover:slices", args=[field.post.id])), grow)

"""KTP and KK photographed with a phone: what it takes along, and how a photo becomes one document."""

import gzip
import hashlib
import json
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from balakas.common.ids import uuid7
from balakas.handover.actions import devices
from balakas.handover.models.arrivals import Chunk
from balakas.handover.models.collected import CollectedPaper
from balakas.handover.queries import devices as device_queries
from balakas.handover.queries import signing
from balakas.handover.rules import wire
from balakas.handover.rules.events import moment_text
from balakas.handover.rules.wire import Purpose, b64u
from balakas.recipients.actions import documents
from balakas.recipients.actions.documents import Upload
from balakas.recipients.models import CardDraft, Document, DocumentUse
from balakas.staff.models import Appointment
from balakas.staff.rules import PositionKind
from tests.handover.factories import BIHARA, picture
from tests.handover.phone import Phone, device_row

pytestmark = pytest.mark.django_db
NEEDED = [{"code": "ktp", "substitutes": ["village_statement"]}, {"code": "kk", "substitutes": []}]
SECRET = bytes(range(32))


@pytest.fixture
def village(field):
    """A programme that asks for KTP and KK, somebody in another village beside the four."""
    programme = field.rice.programme
    programme.required_papers = NEEDED
    programme.save()
    field.add(village=BIHARA)
    return field


@pytest.fixture
def handset(client, village):
    """The phone of Awayan's welfare officer."""
    return a_handset(client, village, PositionKind.VILLAGE_OFFICER)


def a_handset(client, on, position) -> Phone:
    phone = Phone(client)
    officer = on.world.actor(position)
    shown = devices.show_code(office_id=on.world.office.id, officer_id=UUID(officer.id), by=on.kasi, at=timezone.now())
    phone.enrol(shown.token)
    devices.let_in(device_id=UUID(phone.id), by=on.kasi, at=timezone.now())
    return phone


def take(phone, *, status=200):
    body = {"key": b64u(phone.seal(Purpose.BUNDLE_KEY, phone.id, SECRET))}
    answer = phone.post("papers", body, status=status)
    if status != 200:
        return answer.json()["code"]
    content = answer.content
    packed = AESGCM(SECRET).decrypt(content[64:76], content[76:], phone.id.encode())
    assert signing.is_signed(phone.sign_key(), wire.papers_bytes(phone.id, packed), content[:64])
    return json.loads(gzip.decompress(packed))


def named(photo, recipient, requirement="ktp", **more):
    told = {
        "id": str(uuid7()), "recipient": str(recipient.id), "requirement": requirement, "kind": requirement,
        "sha256": hashlib.sha256(photo).hexdigest(), "taken_at": moment_text(timezone.now()),
    }  # fmt: skip
    return {**told, **more}


def tell(phone, *items, status=200):
    said = phone.post("papers/photographed", {"items": list(items)}, status=status).json()
    return [(one["state"], one["code"]) for one in said["results"]] if status == 200 else said["code"]


def test_only_what_is_needed_goes_along(handset, village):
    taken = take(handset)
    people = taken["people"]
    assert people["name"] == [one.person.name for one in village.people[:4]], "nobody of another village"
    assert people["needs"] == [[["ktp", "village_statement"], ["kk"]]] * 4
    assert taken["villages"] == ["Desa Awayan"]
    assert taken["words"]["ktp"] == "KTP"
    text = json.dumps(taken)
    for secret in ("6311034107", "9001", "Jalan Contoh"):
        assert secret not in text
    assert {one.name for one in device_queries.carried(device_row(handset))} == set(people["name"])


def test_who_may_take_papers_along(client, handset, village):
    """By the right, by the village, and only while account and phone may."""
    assert handset.call("GET", "me").json()["duties"] == ["papers"]
    tksk = a_handset(client, village, PositionKind.TKSK)
    assert tksk.call("GET", "me").json()["duties"] == ["handover", "papers"]
    assert len(take(tksk)["people"]["name"]) == 5, "the whole district"
    clerk = a_handset(client, village, PositionKind.CLERK)
    assert take(clerk, status=403) == "not_allowed"
    Appointment.objects.filter(user_id=village.world.actor(PositionKind.VILLAGE_OFFICER).id).update(
        valid_to=(timezone.now() - timedelta(days=2)).date()
    )
    assert take(handset, status=403) == "not_allowed"
    devices.revoke(device_id=UUID(tksk.id), reason="hilang", lost=True, by=village.kasi, at=timezone.now())
    assert take(tksk, status=403) == "device_not_active"


def test_a_photo_becomes_one_document_whatever_is_repeated(handset, village):
    """In parts, cut off at four fifths, told twice, sent twice, told under a second id, uploaded on the page as well."""
    one = village.people[0]
    photo = picture("navy", (900, 600), "PNG") + bytes(4 * wire.CHUNK)
    total = wire.chunks_of(len(photo))
    assert total == 5
    first = named(photo, one)
    assert tell(handset, first) == [("waiting", "")]
    assert handset.upload(photo, only=range(4))["state"] == "partial"
    assert tell(handset, first) == [("waiting", "")]
    assert not Document.objects.exists()
    assert handset.upload(photo, only=range(4, 5))["state"] == "stored"
    assert tell(handset, first, named(photo, one)) == [("done", ""), ("done", "")]
    assert handset.upload(photo)["state"] == "stored"
    officer = village.world.actor(PositionKind.VILLAGE_OFFICER)
    documents.add_documents(recipient_id=one.id, uploads=[Upload("ktp", "ktp", photo)], by=officer, at=timezone.now())
    made = Document.objects.get()
    assert (made.kind, str(made.uploaded_by_id), made.client_id) == ("ktp", officer.id, UUID(first["id"]))
    assert DocumentUse.objects.get().recipient_id == one.id
    assert CardDraft.objects.get().document_id == made.id, "the card's reader is asked as for any upload"
    assert not Chunk.objects.exists()
    assert take(handset)["people"]["needs"][0] == [["kk"]]


def test_a_photo_that_was_whole_before_it_was_named(handset, village):
    photo = picture("green")
    assert handset.upload(photo)["state"] == "waiting"
    assert tell(handset, named(photo, village.people[0], "kk"), named(photo, village.people[1], "ktp")) == [
        ("done", ""),
        ("done", ""),
    ], "one photo of two cards serves both"
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["kk", "ktp"]


def test_what_becomes_no_document_says_why_and_loses_nothing(client, handset, village):
    photo, junk = picture("red"), b"no picture at all"
    foreign = village.people[4]
    assert tell(handset, named(photo, foreign), named(junk, village.people[0])) == [("waiting", "")] * 2
    handset.upload(photo)
    assert handset.upload(junk)["state"] == "waiting"
    assert tell(handset, named(photo, foreign), named(junk, village.people[1])) == [
        ("refused", "not_allowed"),
        ("refused", "not_a_photo"),
    ]
    assert tell(handset, named(photo, village.people[0], "kia")) == [("refused", "paper_unknown")]
    unknown = {**named(photo, foreign), "recipient": str(uuid7())}
    assert tell(handset, unknown) == [("refused", "recipient_unknown")]
    assert not Document.objects.exists()
    assert Chunk.objects.count() == 2, "both photos are still here"
    tksk = a_handset(client, village, PositionKind.TKSK)
    mine = named(photo, foreign)
    assert tell(tksk, {**mine, "id": str(CollectedPaper.objects.first().id)}) == [("refused", "request_malformed")]


def test_a_refusal_the_office_lifts_is_looked_at_again(handset, village):
    photo = picture("purple")
    item = named(photo, village.people[0])
    handset.upload(photo)
    officer = village.world.actor(PositionKind.VILLAGE_OFFICER)
    post = Appointment.objects.filter(user_id=officer.id)
    post.update(valid_to=(timezone.now() - timedelta(days=2)).date())
    assert tell(handset, item) == [("refused", "not_allowed")]
    post.update(valid_to=None)
    assert tell(handset, item) == [("done", "")]
    assert Document.objects.count() == 1


def test_a_revoked_phone_makes_no_documents(handset, village):
    photo = picture("black")
    item = named(photo, village.people[0])
    devices.revoke(device_id=UUID(handset.id), reason="hilang", lost=True, by=village.kasi, at=timezone.now())
    handset.upload(photo)
    assert tell(handset, item) == [("refused", "device_not_active")]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"id": "x"}, {"sha256": "A" * 64}, {"taken_at": "kemarin"}, {"kind": ""}, {"requirement": "x" * 21}]
)
def test_a_malformed_item_changes_nothing(handset, village, wrong):
    assert tell(handset, {**named(b"x", village.people[0]), **wrong}, status=422) == "request_malformed"
    assert tell(handset, *[named(b"x", village.people[0])] * 51, status=422) == "request_malformed"
    assert not CollectedPaper.objects.exists()

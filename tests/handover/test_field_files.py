"""Photos and signatures in sealed parts."""

import hashlib

import pytest

from balakas.handover.models.arrivals import Chunk, Upload
from balakas.handover.models.books import Attachment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.rules import wire
from balakas.handover.rules.wire import from_b64u
from tests.handover.factories import PHOTO, picture
from tests.handover.phone import giving, kinds, lease

pytestmark = pytest.mark.django_db


def test_a_file_in_parts(field, phone):
    lent, person = lease(field, phone), field.people[0]
    photo = picture("navy", (1400, 1400), "PNG") + b"\0" * 150_000
    made = hashlib.sha256(photo).hexdigest()
    total = wire.chunks_of(len(photo))
    item = giving(phone, field, lent, person, field.due(person)[0], attachments=[{"kind": "photo", "sha256": made}])
    assert phone.send(item)["attachments"] == [made]
    assert phone.call("GET", f"attachments/{made}").json()["state"] == "none"
    assert phone.upload(photo, only=range(1))["state"] == "partial"
    assert phone.upload(photo, only=range(1))["have"] == [0], "again: kept"
    said = phone.upload(photo, only=range(1, total))
    assert said["state"] == "stored"
    content = wire.file_receipt(sha256=made, size=len(photo), device_id=phone.id)
    from balakas.common.canonical import canonical
    from balakas.handover.queries import signing

    assert signing.is_signed(phone.sign_key(), canonical(content), from_b64u(said["receipt"]["signature"], field="x"))
    row = Attachment.objects.get()
    assert row.original_id
    assert row.shown_id
    assert not Chunk.objects.exists()
    assert phone.upload(photo, only=range(1))["state"] == "stored", "never overwritten"


def test_a_file_before_its_event(field, phone):
    lent, person = lease(field, phone), field.people[0]
    said = phone.upload(PHOTO)
    assert (said["state"], bool(said["receipt"])) == ("waiting", True)
    made = hashlib.sha256(PHOTO).hexdigest()
    item = giving(phone, field, lent, person, field.due(person)[0], attachments=[{"kind": "photo", "sha256": made}])
    said = phone.send(item)
    assert said["attachments"] == []
    assert Attachment.objects.get().original_id
    other = field.people[1]
    again = giving(phone, field, lent, other, field.due(other)[0], attachments=[{"kind": "photo", "sha256": made}])
    assert "evidence_reused" in phone.send(again)["results"][0]["notes"]
    assert Attachment.objects.filter(original_id=None).count() == 0


def test_evidence_is_complete_when_all_of_it_is_here(field, phone):
    lent, person = lease(field, phone), field.people[0]
    photo, signature = picture("red"), picture("white", (80, 30), "PNG")
    named = [
        {"kind": kind, "sha256": hashlib.sha256(one).hexdigest()}
        for kind, one in (("photo", photo), ("signature", signature))
    ]
    said = phone.send(giving(phone, field, lent, person, field.due(person)[0], attachments=named))
    assert "evidence_pending" in said["results"][0]["notes"]
    phone.upload(photo)
    assert "evidence_pending" in Visit.objects.get().notes
    phone.upload(signature)
    assert "evidence_pending" not in Visit.objects.get().notes


def test_a_file_that_is_not_what_it_says(field, phone):
    lent, person = lease(field, phone), field.people[0]
    made = hashlib.sha256(PHOTO).hexdigest()
    phone.send(
        giving(phone, field, lent, person, field.due(person)[0], attachments=[{"kind": "photo", "sha256": made}])
    )
    assert phone.upload(b"another", sha256=made)["state"] == "broken"
    assert not Case.objects.exists()
    assert phone.upload(b"another", sha256=made)["state"] == "broken"
    assert kinds() == ["evidence_mismatch"]
    assert phone.upload(PHOTO)["state"] == "stored"


def test_a_file_that_is_no_picture_is_kept_and_looked_at(field, phone):
    lent, person = lease(field, phone), field.people[0]
    text = b"this is no picture"
    named = [{"kind": "photo", "sha256": hashlib.sha256(text).hexdigest()}]
    phone.send(giving(phone, field, lent, person, field.due(person)[0], attachments=named))
    assert phone.upload(text)["state"] == "stored"
    assert kinds() == ["evidence_mismatch"]
    assert Attachment.objects.get().shown_id is None


@pytest.mark.parametrize(("index", "total"), [(5, 2), (0, 0), (0, 10_000)])
def test_chunks_out_of_bounds(phone, index, total):
    path = f"attachments/{'0' * 64}/{index}?total={total}&key={phone.keys['seal']['id']}"
    assert (
        phone.call("PUT", path, b"x", status=422, kind="application/octet-stream").json()["code"] == "request_malformed"
    )
    assert not Upload.objects.exists()

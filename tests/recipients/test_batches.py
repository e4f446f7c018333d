"""Many photos of cards at once: each kept once, sorted to people, the rest decided by a person, nothing doubled by a dead worker."""

import json
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.recipients import jobs
from balakas.recipients.actions import batches, documents
from balakas.recipients.models import CardDraft, Document, Recipient
from balakas.recipients.models.batches import BatchPhoto, CardBatch
from balakas.recipients.queries import batches as queries
from balakas.recipients.queries import drafts
from balakas.recipients.queries.cards import answers
from balakas.recipients.rules import batches as rules
from balakas.recipients.rules.batches import PhotoState
from balakas.recipients.rules.drafts import DraftState
from balakas.staff.rules import PositionKind
from balakas.vault import queries as vault
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db
TKSK = PositionKind.TKSK
NIK = "63110341075590{:02d}".format
COLOURS = ("red", "green", "blue", "teal", "gray", "black", "white", "pink", "gold", "navy")


@pytest.fixture
def people(world: World) -> list[Recipient]:
    return taken_over(world, a_distribution(world), *(person_row(number) for number in range(1, 5)))


def ktp(number: int, **changes: str) -> dict[str, object]:
    fields = {
        "nik": NIK(number),
        "name": f"SITI ANU {chr(65 + number)}{number}",
        "birth_date": "1955-07-01",
        "village": "AWAYAN",
    }
    return {"kind": "ktp", "fields": fields | changes, "confidence": dict.fromkeys(fields, 0.99)}


@pytest.fixture
def shows(monkeypatch):
    """Say what each photo shows, by its bytes; what nobody told shows no card."""
    told: dict[bytes, object] = {}
    monkeypatch.setattr(answers, "of_bytes_or_none", lambda content: told.get(content, []))
    return told


def photo(number: int) -> bytes:
    return a_photo(COLOURS[number])


def start(world, people) -> CardBatch:
    return batches.start(distribution_id=people[0].distribution_id, by=world.actor(TKSK), at=MONDAY)


def add(world, batch, *files: bytes) -> batches.Added:
    return batches.add(batch_id=batch.id, files=files, by=world.actor(TKSK), at=MONDAY)


def states(batch) -> list[str]:
    return list(BatchPhoto.objects.filter(batch=batch).order_by("order").values_list("state", flat=True))


def test_photos_find_their_people_and_wait_in_the_queue_as_drafts(world, people, shows):
    shows.update({photo(1): [ktp(1)], photo(2): [ktp(2, nik="")]})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2))
    jobs.read_batch(batch.id)
    assert states(batch) == ["placed", "placed"]
    assert set(Document.objects.values_list("person_id", flat=True)) == {people[0].person_id, people[1].person_id}
    assert {draft.state for draft in CardDraft.objects.all()} == {DraftState.READ}
    waiting = drafts.waiting(world.officer(TKSK), people[0].distribution_id)
    assert waiting.count() == 2


def test_without_a_number_name_alone_is_not_enough(world, people, shows):
    shows.update({photo(1): [ktp(1, nik="", birth_date="1955-07-02")], photo(2): [ktp(2, nik="", village="PUDAK")]})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2))
    jobs.read_batch(batch.id)
    assert states(batch) == ["stranger", "stranger"]


def test_what_is_left_is_told_apart(world, people, shows):
    shows.update({photo(1): [ktp(77)], photo(3): None})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2), photo(3))
    jobs.read_batch(batch.id)
    assert states(batch) == ["stranger", "empty", "failed"]
    assert not Document.objects.exists()


def test_two_people_with_one_number_are_a_person_s_to_decide(world, shows):
    both = taken_over(world, a_distribution(world), person_row(1), person_row(2))
    both[1].person.nik_index = bytes(both[0].person.nik_index)
    both[1].person.save()
    shows[photo(1)] = [ktp(1)]
    batch = start(world, both)
    add(world, batch, photo(1))
    jobs.read_batch(batch.id)
    assert states(batch) == ["unsure"]


def test_a_family_card_serves_its_family(world, people, shows):
    shows[photo(1)] = [
        {
            "kind": "kk",
            "fields": {"kk": "6311030910149003", "members": [{"nik": NIK(3), "name": "X"}]},
            "confidence": {"kk": 0.99},
        }
    ]
    batch = start(world, people)
    add(world, batch, photo(1))
    jobs.read_batch(batch.id)
    assert states(batch) == ["placed"]
    assert Document.objects.get().household_id == people[2].person.household_id


def test_two_cards_on_one_photo_go_to_both_and_a_stranger_beside_is_told(world, people, shows):
    shows.update({photo(1): [ktp(1), ktp(2)], photo(2): [ktp(3), ktp(77)]})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2))
    jobs.read_batch(batch.id)
    assert states(batch) == ["placed", "stranger"]
    assert {one.person_id for one in Document.objects.all()} == {one.person_id for one in people[:3]}


def test_the_same_photo_is_kept_once(world, people, shows):
    shows[photo(1)] = [ktp(1)]
    batch = start(world, people)
    assert add(world, batch, photo(1), photo(1)) == batches.Added(1, 1)
    assert add(world, batch, photo(1)) == batches.Added(0, 1)
    jobs.read_batch(batch.id)
    assert add(world, start(world, people), photo(1)) == batches.Added(0, 1)
    documents.add_documents(
        recipient_id=people[3].id, uploads=[documents.Upload("ktp", "ktp", photo(5))], by=world.actor(TKSK), at=MONDAY
    )
    assert add(world, batch, photo(5)) == batches.Added(0, 1)


def test_a_photo_of_an_earlier_distribution_serves_the_next(world, people, shows):
    shows[photo(1)] = [ktp(1)]
    following = taken_over(world, a_distribution(world), person_row(1))
    for rows in (people, following):
        batch = start(world, rows)
        assert add(world, batch, photo(1)) == batches.Added(1, 0)
        jobs.read_batch(batch.id)
    assert Document.objects.get().uses.count() == 2


def test_a_placed_photo_lies_sealed_once(world, people, shows, django_capture_on_commit_callbacks):
    shows[photo(1)] = [ktp(1)]
    batch = start(world, people)
    add(world, batch, photo(1))
    before = vault.file_path(BatchPhoto.objects.get().file_id)
    assert before.exists()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.read_batch(batch.id)
    assert not before.exists()
    kept = BatchPhoto.objects.get()
    assert (kept.file_id, bytes(kept.cards_sealed)) == (None, b"")
    assert vault.file_bytes(Document.objects.get().original_file_id) == photo(1)


def test_a_killed_worker_doubles_nothing_and_the_rest_is_read(world, people, shows, monkeypatch):
    shows.update({photo(n): [ktp(n)] for n in (1, 2, 3)})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2), photo(3))
    settle, alive = batches.settle, iter([True])

    def settle_or_die(**told):
        settle(**told)
        if not next(alive, False):
            raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(batches, "settle", settle_or_die)
        with pytest.raises(MemoryError):
            jobs.read_batch(batch.id)
    assert states(batch) == ["placed", "placed", "waiting"]
    read = []
    monkeypatch.setattr(answers, "of_bytes_or_none", lambda content: read.append(content) or shows[content])
    jobs.read_batch(batch.id)
    assert (states(batch), read) == (["placed"] * 3, [photo(3)])
    assert Document.objects.count() == 3


def test_a_photo_settled_twice_is_placed_once(world, people, shows):
    batch = start(world, people)
    add(world, batch, photo(1))
    (one,) = BatchPhoto.objects.all()
    for _ in range(2):
        batches.settle(photo_id=one.id, cards=[ktp(1)], at=MONDAY)
    assert Document.objects.count() == 1


def test_a_stopped_batch_waits_and_goes_on(world, people, shows):
    shows[photo(1)] = [ktp(1)]
    batch = start(world, people)
    add(world, batch, photo(1))
    batches.stop(batch_id=batch.id, stopped=True, by=world.actor(TKSK), at=MONDAY)
    jobs.read_batch(batch.id)
    assert states(batch) == ["waiting"]
    batches.stop(batch_id=batch.id, stopped=False, by=world.actor(TKSK), at=MONDAY)
    jobs.read_batch(batch.id)
    assert states(batch) == ["placed"]


def test_a_village_officer_places_nobody_of_another_village(world, shows):
    rows = taken_over(world, a_distribution(world), person_row(1), person_row(2, village="Pudak"))
    shows.update({photo(n): [ktp(n)] for n in (1, 2)})
    officer = world.actor(PositionKind.VILLAGE_OFFICER)
    batch = batches.start(distribution_id=rows[0].distribution_id, by=officer, at=MONDAY)
    batches.add(batch_id=batch.id, files=[photo(1), photo(2)], by=officer, at=MONDAY)
    jobs.read_batch(batch.id)
    assert sorted(states(batch)) == ["placed", "unsure"]


def zipped(*photos: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, content in enumerate(photos):
            archive.writestr(f"foto/{number}.jpg", content)
    return out.getvalue()


def test_a_zip_is_its_photos(world, people):
    batch = start(world, people)
    assert add(world, batch, zipped(photo(1), photo(2), photo(1))) == batches.Added(2, 1)


@pytest.mark.parametrize("content", [b"PK\x03\x04rusak", zipped(b"\0" * 21 * 1024 * 1024)], ids=["broken", "swollen"])
def test_a_bad_zip_is_refused_whole(world, people, content):
    with pytest.raises(rules.BadZip):
        add(world, start(world, people), content)
    assert not BatchPhoto.objects.exists()


def test_a_person_names_the_owner_or_puts_it_aside(world, people, shows):
    shows.update({photo(1): [ktp(77)], photo(2): []})
    batch = start(world, people)
    add(world, batch, photo(1), photo(2))
    jobs.read_batch(batch.id)
    first, second = BatchPhoto.objects.order_by("order")
    told = {"by": world.actor(TKSK), "at": MONDAY}
    with pytest.raises(rules.NobodyFound):
        batches.place(photo_id=first.id, kind="ktp", owner="TIDAK ADA", **told)
    assert batches.place(photo_id=first.id, kind="ktp", owner=NIK(4), **told) == people[3]
    batches.put_aside(photo_id=second.id, **told)
    assert states(batch) == ["placed", "aside"]
    with pytest.raises(rules.PhotoSettled):
        batches.put_aside(photo_id=first.id, **told)
    assert queries.content_of(BatchPhoto.objects.get(id=second.id)) is None


def test_the_pages(world, people, shows):
    shows.update({photo(1): [ktp(1)], photo(2): [ktp(77)]})
    client = world.client(TKSK)
    page = reverse("recipients:card_batches", args=[people[0].distribution_id])
    begun = client.post(page, headers={"accept": "application/json"}).json()["batch"]
    sending = reverse("recipients:send_photos", args=[begun])
    for number in (1, 2):
        answer = client.post(sending, {"photos": SimpleUploadedFile("a.jpg", photo(number))})
        assert answer.json() == {"kept": 1, "known": 0}
    assert client.post(sending, {"photos": SimpleUploadedFile("a.zip", b"PK\x03\x04rusak")}).status_code == 400
    jobs.read_batch(CardBatch.objects.get().id)
    shown = client.get(reverse("recipients:card_batch", args=[begun])).content.decode()
    assert "Kartu ini bukan milik siapa pun di daftar" in shown
    assert NIK(77) not in shown
    token = shown.split("/foto-kartu/gambar/")[1].split("/")[0]
    assert client.get(reverse("recipients:batch_picture", args=[token])).content[:3] == b"\xff\xd8\xff"
    (left,) = BatchPhoto.objects.filter(state=PhotoState.STRANGER)
    answer = client.post(
        reverse("recipients:place_photo", args=[left.id]), {"owner": people[1].person.name, "kind": "ktp"}, follow=True
    )
    assert "Foto dipasangkan." in answer.content.decode()
    assert "Semua foto sudah dipasangkan" in answer.content.decode()
    assert "Banyak foto kartu" in client.get(page).content.decode()


def test_without_a_script_the_form_goes_whole(world, people):
    page = reverse("recipients:card_batches", args=[people[0].distribution_id])
    files = [SimpleUploadedFile(f"{n}.jpg", photo(n)) for n in (1, 2)]
    answer = world.client(TKSK).post(page, {"photos": files})
    assert (answer.status_code, BatchPhoto.objects.count()) == (302, 2)


def test_a_refused_file_leaves_no_batch_behind(world, people):
    page = reverse("recipients:card_batches", args=[people[0].distribution_id])
    answer = world.client(TKSK).post(page, {"photos": SimpleUploadedFile("a.zip", b"PK\x03\x04rusak")})
    assert "ZIP ini rusak" in answer.content.decode()
    assert not CardBatch.objects.exists()


def test_the_batch_page_asks_as_often_at_any_length(world, people, shows):
    batch = start(world, people)
    add(world, batch, photo(1))
    jobs.read_batch(batch.id)
    client = world.client(TKSK)

    def grow():
        add(world, batch, *(photo(n) for n in range(2, 8)))
        jobs.read_batch(batch.id)

    assert_same_query_count(lambda: client.get(reverse("recipients:card_batch", args=[batch.id])), grow)


def test_a_card_uploaded_for_another_names_its_owner_and_two_photos_of_a_card_are_told(world, people):
    for colour, card in (("red", ktp(2)), ("blue", ktp(1))):
        upload = documents.Upload("ktp", "ktp", a_photo(colour), None, [card])
        documents.add_documents(recipient_id=people[0].id, uploads=[upload], by=world.actor(TKSK), at=MONDAY)
    shown = world.client(TKSK).get(reverse("recipients:readings", args=[people[0].distribution_id])).content.decode()
    assert f"Kartu ini tampaknya milik {people[1].person.name}, Awayan" in shown
    assert "Ada 1 foto lain dari kartu yang sama" in shown


def test_nothing_personal_stands_in_the_clear(world, people, shows):
    shows[photo(1)] = [ktp(77)]
    batch = start(world, people)
    add(world, batch, photo(1))
    jobs.read_batch(batch.id)
    (left,) = BatchPhoto.objects.all()
    assert json.loads(json.dumps(queries.cards_of(left, batch)))[0]["fields"]["nik"] == NIK(77)
    assert NIK(77).encode() not in bytes(left.cards_sealed)

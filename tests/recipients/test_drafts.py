"""The reading of a card's photo: a draft beside the list, decided by a person, sealed, overwriting nothing."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from balakas.audit.models import Entry
from balakas.recipients import jobs
from balakas.recipients.actions import documents, drafts
from balakas.recipients.actions.documents import Upload
from balakas.recipients.models import CardDraft, Document, Person, Recipient
from balakas.recipients.queries import drafts as queries
from balakas.recipients.rules import drafts as rules
from balakas.recipients.rules.drafts import DraftState, Mark
from balakas.staff.rules import NotAllowed, PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients.cards import draw, people, photograph
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db

NIK = "6311034107559001"


def card(**changes):
    fields = {"nik": NIK, "name": "SITI ANU B1", "birth_date": "1955-07-01", "sex": "P", "village": "AWAYAN"} | changes
    return {"kind": "ktp", "fields": fields, "confidence": dict.fromkeys(fields, 0.99)}


@pytest.fixture
def recipient(world: World) -> Recipient:
    return taken_over(world, a_distribution(world))[0]


def uploaded(world: World, recipient: Recipient, kind: str = "ktp", content: bytes = b""):
    return documents.add_documents(
        recipient_id=recipient.id, uploads=[Upload(kind, kind, content or a_photo())],
        by=world.actor(PositionKind.VILLAGE_OFFICER), at=MONDAY,
    )[0]  # fmt: skip


def read(world: World, recipient: Recipient, *cards) -> CardDraft:
    document = uploaded(world, recipient)
    drafts.keep_reading(document_id=document.id, cards=list(cards), at=MONDAY)
    return CardDraft.objects.get(document=document)


def decide(world: World, recipient: Recipient, draft: CardDraft, *, own=True, by=PositionKind.TKSK):
    return drafts.decide(
        document_id=draft.document_id, recipient_id=recipient.id, own=own, by=world.actor(by), at=MONDAY
    )


def marks(recipient: Recipient) -> dict[str, Mark]:
    (reading,) = queries.readings_of(recipient).values()
    return {one.field: one.mark for one in reading.lines}


def test_an_upload_asks_for_a_reading_once_it_is_committed(world, recipient, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = uploaded(world, recipient)
    assert CardDraft.objects.get(document=document).state == DraftState.WAITING
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [drafts.JOB, [str(document.id)]]


def test_a_paper_that_stands_for_a_card_is_not_read(world, recipient):
    documents.add_documents(
        recipient_id=recipient.id, uploads=[Upload("village_statement", "ktp", a_photo())],
        by=world.actor(PositionKind.VILLAGE_OFFICER), at=MONDAY,
    )  # fmt: skip
    assert not CardDraft.objects.exists()


def test_the_job_reads_the_photo_itself(world, recipient):
    citizen = people.person(people.chance("draft"), district="63.11.03")
    document = uploaded(world, recipient, content=photograph.jpeg(draw.ktp(citizen, people.chance("draft")), 85))
    jobs.read_card(document.id)
    draft = CardDraft.objects.get(document=document)
    assert draft.state == DraftState.READ
    assert queries.cards_of(draft)[0]["fields"] == citizen.truth()
    jobs.read_card(document.id)  # a job that is run again changes nothing
    assert bytes(CardDraft.objects.get(document=document).cards_sealed) == bytes(draft.cards_sealed)


def test_a_photo_without_a_card_and_one_taken_back(world, recipient):
    document = uploaded(world, recipient)
    jobs.read_card(document.id)
    assert CardDraft.objects.get().state == DraftState.EMPTY
    documents.withdraw_document(
        document_id=document.id, recipient_id=recipient.id, by=world.actor(PositionKind.VILLAGE_OFFICER), at=MONDAY
    )
    assert queries.original_of(document.id) is None
    assert not queries.readings_of(recipient)


def test_the_reading_is_sealed_under_the_person(world, recipient):
    draft = read(world, recipient, card(name="NAMA YANG DICARI"))
    assert queries.cards_of(draft)[0]["fields"]["name"] == "NAMA YANG DICARI"
    assert b"NAMA YANG" not in bytes(draft.cards_sealed)
    assert NIK.encode() not in bytes(draft.cards_sealed)


def test_card_beside_list(world, recipient):
    read(world, recipient, card(birth_date="1955-07-07", address="JL. PASAR NO. 3", birth_place="AMUNTAI"))
    found = marks(recipient)
    assert (found["nik"], found["name"], found["village"]) == (Mark.SAME, Mark.SAME, Mark.SAME)
    assert found["birth_date"] is Mark.DIFFERENT
    assert found["birth_place"] is Mark.ONLY_CARD
    assert found["rt_rw"] is Mark.UNREAD


def test_what_the_reader_doubts_is_marked_and_no_verdict():
    doubted = card(nik="6311034107559007")
    doubted["confidence"]["nik"] = 0.6
    lines = rules.compared(doubted, {"nik": NIK, "name": "SITI ANU B1"})
    assert {one.field: one.mark for one in lines}["nik"] is Mark.DOUBTFUL
    assert rules.needs_an_eye(lines)
    assert not rules.is_anothers(lines)


def test_a_strangers_card_is_told(world, recipient):
    read(world, recipient, card(nik="5301161708709002", name="YOHANES SARI"))
    (reading,) = queries.readings_of(recipient).values()
    assert reading.anothers
    assert reading.trouble


def test_of_two_cards_on_a_photo_the_persons_own_is_shown(world, recipient):
    read(world, recipient, card(nik="5301161708709002", name="YOHANES SARI"), card())
    assert marks(recipient)["nik"] is Mark.SAME


def test_of_a_kk_the_member_who_is_this_person():
    fields = {
        "kk": "6311030910149001",
        "members": [{"nik": "6311031708709002", "name": "BUDI"}, {"nik": NIK, "name": "SITI ANU B1"}],
    }
    sure = {
        "kk": 0.99,
        "members": 0.5,
        "members[0].nik": 0.99,
        "members[0].name": 0.99,
        "members[1].nik": 0.99,
        "members[1].name": 0.5,
    }
    found = rules.compared(
        {"kind": "kk", "fields": fields, "confidence": sure},
        {"kk": "6311030910149001", "nik": NIK, "name": "SITI ANUU"},
    )
    assert [(one.field, one.mark) for one in found] == [("kk", Mark.SAME), ("nik", Mark.SAME), ("name", Mark.DOUBTFUL)]


def test_a_decision_is_recorded_and_changes_nobody(world, recipient):
    draft = read(world, recipient, card(name="NAMA LAIN"))
    before = Person.objects.values().get(id=recipient.person_id)
    decide(world, recipient, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.decided_by_id) == (DraftState.CONFIRMED, world.users[PositionKind.TKSK].id)
    assert Person.objects.values().get(id=recipient.person_id) == before
    entry = Entry.objects.filter(act="recipients.decide_reading").get()
    assert "NAMA LAIN" not in json.dumps(entry.details)


def test_a_decision_is_made_once_but_may_be_turned(world, recipient):
    draft = read(world, recipient, card())
    decide(world, recipient, draft)
    with pytest.raises(rules.NoSuchDraft):
        decide(world, recipient, draft)
    decide(world, recipient, draft, own=False)
    draft.refresh_from_db()
    assert draft.state == DraftState.OTHER


def test_who_may_neither_collect_nor_verify_decides_nothing(world, recipient):
    draft = read(world, recipient, card())
    with pytest.raises(NotAllowed):
        decide(world, recipient, draft, by=PositionKind.CLERK)


def test_a_paper_without_a_reading_is_told_so(world, recipient):
    documents.add_documents(
        recipient_id=recipient.id, uploads=[Upload("village_statement", "ktp", a_photo())],
        by=world.actor(PositionKind.VILLAGE_OFFICER), at=MONDAY,
    )  # fmt: skip
    paper = Document.objects.get()
    client = world.client(PositionKind.TKSK)
    address = reverse("recipients:decide_reading", args=[recipient.id, paper.id])
    answer = client.post(address, {"own": "yes"}, follow=True)
    assert answer.status_code == 200
    assert "sudah diputuskan atau belum ada" in answer.content.decode()


def test_the_queue_shows_one_after_the_other_and_enter_goes_on(world):
    first, second = taken_over(world, a_distribution(world))
    read(world, first, card(name="NAMA LAIN"))
    read(world, second, card())
    client: Client = world.client(PositionKind.TKSK)
    page = reverse("recipients:readings", args=[first.distribution_id])
    shown = client.get(page).content.decode()
    assert "NAMA LAIN" in shown
    assert "Berbeda" in shown
    assert "autofocus" in shown
    assert NIK not in shown
    document = CardDraft.objects.get(document__person=first.person).document_id
    there = reverse("recipients:decide_reading", args=[first.id, document])
    answer = client.post(there, {"own": "yes", "from_queue": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert second.person.name in answer.content.decode()
    assert "NAMA LAIN" not in answer.content.decode()
    assert "Hasil baca kartu" in client.get(reverse("recipients:documents", args=[second.id])).content.decode()


def test_the_queue_asks_as_often_at_any_length(world):
    distribution = a_distribution(world)
    rows = taken_over(world, distribution, *(person_row(number) for number in range(1, 7)))
    read(world, rows[0], card())
    client = world.client(PositionKind.TKSK)
    page = reverse("recipients:readings", args=[distribution.id])

    def grow():
        for row in rows[1:]:
            read(world, row, card())

    assert_same_query_count(lambda: client.get(page), grow)

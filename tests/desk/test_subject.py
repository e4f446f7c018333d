"""A citizen's own data: the page, the file as PDF and JSON in one act, requests within the law's three days."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from balakas.audit.models import Entry
from balakas.desk.actions import subject_file
from balakas.desk.queries import subject, waiting
from balakas.recipients.actions import documents, erase, people, requests
from balakas.recipients.actions.documents import Upload
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Entitlement, Recipient
from balakas.recipients.models.changes import SubjectRequest
from balakas.recipients.rules import requests as rules
from balakas.recipients.rules.erasing import EraseReason
from balakas.recipients.rules.requests import Channel, Kind
from balakas.staff.rules import NotAllowed, PositionKind
from tests.conftest import MONDAY
from tests.helpers import assert_same_query_count
from tests.recipients.joinings import AWAYAN, accept, kasi, replacement
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient(world) -> Recipient:
    return taken_over(world, a_distribution(world), person_row(1))[0]


def edit(world, recipient):
    recipient.person.refresh_from_db()
    data = Particulars(name="Siti Rahmah", village_code=AWAYAN, kk="6311030910149077")
    version = recipient.person.version
    people.edit(recipient_id=recipient.id, version=version, data=data, by=kasi(world), at=MONDAY)


def ask(world, recipient, **more) -> SubjectRequest:
    wanted = {
        "recipient_id": recipient.id, "kind": Kind.CORRECTION, "channel": Channel.OFFICE, "words": "Nama saya Siti Rahmah",
        "asked_by": "", "asked_at": MONDAY, "by": kasi(world), "at": MONDAY,
    }  # fmt: skip
    return requests.open_request(**{**wanted, **more})


def file_of(world, recipient, by=PositionKind.KASI_PMDK):
    content = subject_file.reveal_file(
        recipient=Recipient.objects.select_related("person__household").get(id=recipient.id),
        by=world.actor(by),
        at=MONDAY,
    )
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        pages = PdfReader(io.BytesIO(file.read("berkas-subjek.pdf"))).pages
        return json.loads(file.read("berkas-subjek.json")), " ".join(page.extract_text() for page in pages)


def test_the_file_holds_everything_in_both_forms(world, recipient):
    edit(world, recipient)
    documents.add_documents(
        recipient_id=recipient.id, uploads=[Upload("ktp", "ktp", a_photo())], by=kasi(world), at=MONDAY
    )
    documents.reveal_pictures(
        recipient_ids=[recipient.id], distribution_id=recipient.distribution_id, office_id=world.office.id,
        by=world.actor(PositionKind.TKSK), at=MONDAY,
    )  # fmt: skip
    ask(world, recipient)
    told, text = file_of(world, recipient)
    assert (told["particulars"]["nik"], told["particulars"]["kk"]) == ("6311034107559001", "6311030910149077")
    assert told["changes"][0]["values"]["name"] == {"before": "SITI ANU B1", "after": "Siti Rahmah"}
    assert told["requests"][0]["words"] == "Nama saya Siti Rahmah"
    assert (told["documents"][0]["kind"], told["entitlements"][0]["amount"]) == ("ktp", 250_000)
    acts = [one["act"] for one in told["acts"]]
    assert {
        "recipients.edit_person",
        "recipients.look_at_papers",
        "recipients.open_request",
        "desk.subject_file",
    } <= set(acts), acts
    assert "listed" not in text, "codes are words on paper"
    for said in (
        "6311034107559001",
        "Dalam daftar",
        "Perbaikan data",
        "Siti Rahmah",
        "Rp250.000",
        "recipients.look_at_papers",
        "Nama saya Siti Rahmah",
    ):
        assert said.replace(" ", "") in text.replace(" ", "").replace("\n", ""), said
    assert set(subject.PARTS) <= told.keys(), "every kind that is held is printed too"
    assert told.keys() - set(subject.PARTS) == {"particulars", "made_at"}


def test_another_persons_data_are_not_in_it(world, recipient):
    new = Recipient.objects.get(id=accept(world, replacement(world, recipient)).recipient_id)
    taken_over(world, recipient.distribution, person_row(2))
    told, text = file_of(world, new)
    assert told["joinings"][0]["role"] == "follows"
    assert "recipients.accept_joining" in {one["act"] for one in told["acts"]}
    for foreign in ("6311034107559001", "6311034107559002"):
        assert foreign not in json.dumps(told)
        assert foreign not in text


def test_only_who_may_see_numbers_whole_makes_it(world, recipient):
    with pytest.raises(NotAllowed):
        file_of(world, recipient, by=PositionKind.CAMAT)
    assert not Entry.objects.filter(act="desk.subject_file").exists()
    file_of(world, recipient)
    assert Entry.objects.get(act="desk.subject_file").subject_id == str(recipient.person_id)


def test_the_law_gives_three_days_from_when_it_was_asked(world, recipient):
    row = ask(world, recipient, asked_at=MONDAY - timedelta(hours=10))
    assert row.due_at == MONDAY + timedelta(hours=62)
    assert b"Siti" not in bytes(row.words_sealed)
    with pytest.raises(rules.AskedLater):
        ask(world, recipient, asked_at=MONDAY + timedelta(minutes=1))


def test_it_waits_on_the_home_page_of_who_answers_with_its_deadline(world, recipient):
    row = ask(world, recipient)
    officer = world.officer(PositionKind.KASI_PMDK)
    [line] = [one for one in waiting.waiting(officer, MONDAY) if one.duty.code == "recipients.answer_request"]
    assert (line.duty.deadline, line.overdue) == (row.due_at, False)
    late = [one for one in waiting.waiting(officer, MONDAY + timedelta(hours=73)) if one.overdue]
    assert [one.duty.code for one in late] == ["recipients.answer_request"]
    village = waiting.waiting(world.officer(PositionKind.VILLAGE_OFFICER), MONDAY)
    assert "recipients.answer_request" not in {one.duty.code for one in village}


@pytest.mark.parametrize(("done", "state"), [(True, "done"), (False, "refused")])
def test_it_is_answered_once_with_what_was_done_and_how_it_was_told(world, recipient, done, state):
    row = ask(world, recipient)
    known = {"request_id": row.id, "done": done, "by": kasi(world), "at": MONDAY}
    for answer, told in ((" ", "lisan"), ("Nama diperbaiki", " ")):
        with pytest.raises(rules.AnswerMissing):
            requests.settle_request(answer=answer, told_how=told, **known)
    done_row = requests.settle_request(answer="Nama diperbaiki", told_how="Lisan di kantor", **known)
    assert (done_row.state, b"diperbaiki" in bytes(done_row.answer_sealed)) == (state, False)
    with pytest.raises(rules.RequestSettled):
        requests.settle_request(answer="lagi", told_how="lisan", **known)
    assert Entry.objects.get(act="recipients.settle_request").details["late"] is False


def test_an_erased_persons_request_keeps_no_words(world, recipient):
    ask(world, recipient, asked_by="Anaknya, Budi")
    Entitlement.objects.update(state="settled", given=250_000)
    row = erase.propose_erasure(
        person_id=recipient.person_id, reason=EraseReason.RETENTION, paper="470/12/Kec-Aw/2026",
        by=world.actor(PositionKind.ADMINISTRATOR), at=MONDAY,
    )  # fmt: skip
    erase.decide_erasure(erasure_id=row.id, accepted=True, by=world.actor(PositionKind.CAMAT), at=MONDAY)
    kept = SubjectRequest.objects.get()
    assert (kept.asked_by, bytes(kept.words_sealed)) == ("", b"")


def test_the_pages_ask_as_often_for_many_as_for_few(world, client, recipient):
    client.force_login(world.users[PositionKind.KASI_PMDK])
    ask(world, recipient)
    others = taken_over(world, recipient.distribution, *(person_row(n) for n in range(2, 6)))
    assert_same_query_count(lambda: client.get(reverse("desk:requests")), lambda: [ask(world, one) for one in others])
    edit(world, recipient)
    page = reverse("desk:person", args=[recipient.id])

    def grow() -> None:
        edit(world, recipient)
        ask(world, recipient)

    assert "Siti Rahmah" in client.get(page).content.decode()
    assert_same_query_count(lambda: client.get(page), grow)


def test_the_page_masks_numbers_and_shows_what_was_given(world, client, recipient):
    Entitlement.objects.update(state="settled", given=250_000)
    edit(world, recipient)
    client.force_login(world.users[PositionKind.CAMAT])
    shown = client.get(reverse("desk:person", args=[recipient.id])).content.decode()
    assert "Rp250.000" in shown
    assert "6311030910149077" not in shown
    assert "6311••••••••9077" in shown

"""A letter's PDF is read first: what it plainly says stands in the form, marked, over nothing that was typed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.letters.models import Letter
from balakas.papers.queries import page_text
from balakas.papers.queries.page_text import words_of
from balakas.papers.rules.letter_text import LetterText, read_letter
from balakas.staff.rules import PositionKind
from tests.letters.cases import facts, picture, register
from tests.letters.scanned import LETTERS, letter_pdf

CLERK = PositionKind.CLERK
MARK = "Dibaca dari berkas; periksa lagi."
AGENCY = LETTERS["agency"][-1]


def sent(name="agency", content=None, **typed):
    file = SimpleUploadedFile("surat.pdf", content or letter_pdf(name), "application/pdf")
    return {"scan": file, "urgency": "ordinary", "starts_procedure": "on", "step": "read", **typed}


def values(answer):
    form = answer.context["form"]
    return {name: form[name].value() for name in ("letter_number", "letter_date", "sender", "subject")}


@pytest.mark.parametrize("name", LETTERS)
def test_what_a_letter_says_is_read_or_left_alone(name):
    assert read_letter(*words_of(letter_pdf(name))) == LETTERS[name][-1]


def test_the_form_proposes_what_was_read_and_says_so_and_saves_nothing_yet(world):
    answer = world.client(CLERK).post(reverse("letters:register"), sent())
    assert values(answer) == {
        "letter_number": AGENCY.number,
        "letter_date": "2026-01-09",
        "sender": AGENCY.sender,
        "subject": AGENCY.subject,
    }
    text = answer.content.decode()
    assert text.count(MARK) == 4
    assert "Belum tersimpan" not in text
    assert answer.context["form"]["starts_procedure"].value() is True
    assert Letter.objects.count() == 0


def test_what_was_typed_stays(world):
    typed = {"sender": "Dinsos PPPA Balangan", "letter_number": "017"}
    answer = world.client(CLERK).post(reverse("letters:register"), sent(**typed))
    assert {**values(answer), **typed} == values(answer)
    assert values(answer)["subject"] == AGENCY.subject
    assert answer.content.decode().count(MARK) == 2


def test_the_proposals_are_saved_with_the_scan_by_the_next_press(world):
    client = world.client(CLERK)
    form = client.post(reverse("letters:register"), sent()).context["form"]
    kept = {name: form[name].value() for name in ("held", "from_file")}
    client.post(reverse("letters:register"), {**values_of(form), **kept, "urgency": "urgent", "starts_procedure": "on"})
    letter = Letter.objects.get()
    assert (letter.letter_number, letter.sender, letter.scan_pages) == (AGENCY.number, AGENCY.sender, 1)


def values_of(form):
    return {name: form[name].value() for name in ("letter_number", "letter_date", "sender", "subject")}


def test_saving_at_once_with_fields_missing_reads_too_and_names_what_is_still_missing(world):
    answer = world.client(CLERK).post(
        reverse("letters:register"), {**sent("no letter"), "step": "", "letter_number": "7"}
    )
    assert "Belum tersimpan" in answer.content.decode()
    answer = world.client(CLERK).post(reverse("letters:register"), {**sent(), "step": ""})
    assert values(answer)["sender"] == AGENCY.sender
    assert Letter.objects.count() == 0


def test_a_complete_form_with_a_scan_is_saved_as_typed(world):
    typed = {"sender": "Dinas Sosial", "subject": "Diketik sendiri", "letter_number": "1"}
    world.client(CLERK).post(reverse("letters:register"), {**sent(**typed), "step": ""})
    letter = Letter.objects.get()
    assert (letter.subject, letter.letter_date) == ("Diketik sendiri", None)


def test_a_field_changed_by_hand_is_no_longer_marked(world):
    kept = json.dumps({"sender": "Dinas Sosial", "subject": "Undangan", "note": "bukan kolom bacaan"})
    answer = world.client(CLERK).post(
        reverse("letters:register"),
        {
            "sender": "Dinas Kesehatan",
            "subject": "Undangan",
            "from_file": kept,
            "letter_date": "besok",
            "urgency": "ordinary",
        },
    )
    assert answer.context["from_file"] == ["Perihal"]


def test_a_known_sender_keeps_the_spelling_of_the_agenda(world):
    register(
        world, facts_given=facts(sender="DINAS SOSIAL, pemberdayaan perempuan dan perlindungan anak Kabupaten Balangan")
    )
    answer = world.client(CLERK).post(reverse("letters:register"), sent())
    assert values(answer)["sender"].startswith("DINAS SOSIAL, pemberdayaan")


def test_a_better_scan_replaces_what_the_first_said_but_not_what_was_typed(world):
    client = world.client(CLERK)
    form = client.post(reverse("letters:register"), sent()).context["form"]
    kept = {**values_of(form), "from_file": form["from_file"].value(), "subject": "Diketik"}
    answer = client.post(reverse("letters:register"), sent("rice", **kept))
    assert values(answer)["letter_number"] == LETTERS["rice"][-1].number
    assert values(answer)["subject"] == "Diketik"


def test_asking_to_read_without_a_file_is_a_plain_try_to_save(world):
    typed = {"sender": "Dinas Sosial", "subject": "Diketik", "urgency": "ordinary", "step": "read"}
    world.client(CLERK).post(reverse("letters:register"), typed)
    assert Letter.objects.get().subject == "Diketik"


@pytest.mark.parametrize("content", [picture(), letter_pdf("no letter")])
def test_a_file_that_says_nothing_is_kept_and_said(world, content):
    answer = world.client(CLERK).post(reverse("letters:register"), sent(content=content))
    assert "Tidak ada yang dapat dibaca dari berkas ini" in answer.content.decode()
    assert answer.context["held"] is not None


def test_a_file_that_keeps_the_reader_busy_gives_no_words_and_no_error(monkeypatch):
    monkeypatch.setattr(page_text, "SECONDS", 0.001)
    assert read_letter(*words_of(letter_pdf("agency"))) == LetterText()
    monkeypatch.undo()
    assert words_of(b"%PDF-1.7 dan sesudahnya bukan PDF") == ([], 0)

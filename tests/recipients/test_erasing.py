"""A destroyed person is nowhere to be read: not in the list's rows, not in its file, not in the record of acts."""

import pytest
from django.urls import reverse

from balakas.audit import queries as audit
from balakas.audit.models import Entry
from balakas.recipients.actions import erase, people
from balakas.recipients.models import Erasure, Person, RecipientList, StagedRow
from balakas.recipients.queries import blanking, final_list, lists, reading
from balakas.recipients.rules import erasing as rules
from balakas.recipients.rules import people as people_rules
from balakas.recipients.rules.cells import text_of
from balakas.recipients.rules.erasing import EraseReason
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients import making
from tests.recipients.making import a_distribution, bring, person_row, settled, taken_over

pytestmark = pytest.mark.django_db

NIK, NAME = "6311034107559001", "SITI ANU B1"
OTHER_NIK, OTHER_NAME = "6311034107559002", "SITI ANU C2"


def readable() -> str:
    """Return everything that still opens with the keys the office has: staged cells and kept files of all lists."""
    found = []
    for held in RecipientList.objects.all():
        try:
            secret = vault.subject_secret(held.subject_id)
        except KeyDestroyed:
            continue
        found += [
            vault.open_with(secret, row.cells_sealed, place=lists.place_of(row.id)).decode()
            for row in StagedRow.objects.filter(recipient_list=held)
        ]
        if held.file_id:
            found += [text_of(cell) for cells in lines_of(held) for cell in cells]
    return "\n".join(found)


def lines_of(held: RecipientList):
    return [row for sheet in reading.read_bytes(final_list.original(held)) for row in sheet.rows]


def test_the_persons_row_is_gone_from_cells_and_file_and_the_others_stay(world: World) -> None:
    recipient = settled(world)
    held = RecipientList.objects.get()
    before, old_file, old_key = lines_of(held), held.file_id, held.subject_id
    assert NIK in readable(), "the search would find the number while it is there"
    making.erased(world, recipient)
    held.refresh_from_db()
    text = readable()
    assert NIK not in text
    assert NAME not in text
    assert OTHER_NIK in text
    assert OTHER_NAME in text
    assert [row for row in lines_of(held) if any(row)] == [row for row in before if NAME not in row and any(row)]
    assert lines_of(held).index(before[3]) == 3, "every other row stands in its old line"
    with pytest.raises(KeyDestroyed):
        vault.subject_secret(old_key)
    with pytest.raises((KeyDestroyed, FileNotFoundError)):
        vault.file_bytes(old_file)
    assert held.sha256
    assert audit.verify(world.office.id).broken_seq is None


def test_rows_of_the_same_number_in_other_lists_go_too(world: World) -> None:
    recipient = settled(world)
    waiting = bring(world, a_distribution(world), person_row(1, name="Siti Lain"), person_row(3))
    making.erased(world, recipient)
    assert NIK not in readable()
    assert "SITI ANU D3" in readable()
    waiting.refresh_from_db()
    assert lists.list_for(world.officer(PositionKind.KASI_PMDK), waiting.id)


def test_a_list_without_the_person_keeps_its_key(world: World) -> None:
    recipient = settled(world)
    other = bring(world, a_distribution(world), person_row(3), person_row(4))
    making.erased(world, recipient)
    assert RecipientList.objects.get(id=other.id).subject_id == other.subject_id


def test_typed_words_about_the_person_are_overwritten_and_in_the_audit_sealed(world: World) -> None:
    kasi = world.actor(PositionKind.KASI_PMDK)
    recipient = taken_over(world, a_distribution(world), person_row(1))[0]
    secret_words = "laporan anaknya, Budi Anu"
    people.reveal_numbers(recipient_id=recipient.id, reason=secret_words, by=kasi, at=MONDAY)
    people.propose_leave(recipient_id=recipient.id, reason="died", basis=secret_words, by=kasi, at=MONDAY)
    change = recipient.changes.get()
    people.decide_change(change_id=change.id, accepted=True, by=world.actor(PositionKind.TKSK), at=MONDAY)
    assert secret_words not in str(list(Entry.objects.values("details", "label")))
    sealed = bytes.fromhex(Entry.objects.get(act="recipients.reveal_numbers").details["reason"])
    place = Place("audit_entry", "details", recipient.id)
    assert vault.open_sealed(sealed, subject_id=recipient.person.subject_id, place=place) == secret_words
    making.erased(world, recipient)
    change.refresh_from_db()
    assert change.basis == ""
    with pytest.raises(KeyDestroyed):
        vault.open_sealed(sealed, subject_id=recipient.person.subject_id, place=place)
    assert audit.verify(world.office.id).broken_seq is None


def test_two_persons_are_needed(world: World) -> None:
    recipient = settled(world)
    admin, camat = world.actor(PositionKind.ADMINISTRATOR), world.actor(PositionKind.CAMAT)
    row = making.proposed(world, recipient)
    with pytest.raises(people_rules.SecondPersonNeeded):
        erase.decide_erasure(erasure_id=row.id, accepted=True, by=admin, at=MONDAY)
    with pytest.raises(NotAllowed):
        erase.decide_erasure(erasure_id=row.id, accepted=True, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY)
    with pytest.raises(rules.AlreadyProposed):
        making.proposed(world, recipient)
    erase.decide_erasure(erasure_id=row.id, accepted=False, by=camat, at=MONDAY)
    assert Person.objects.get(id=recipient.person_id).erased_at is None
    with pytest.raises(people_rules.NotProposed):
        erase.decide_erasure(erasure_id=row.id, accepted=True, by=camat, at=MONDAY)
    with pytest.raises(NotAllowed):
        erase.propose_erasure(
            person_id=recipient.person_id, reason=EraseReason.REQUEST, paper="1/2026", by=camat, at=MONDAY
        )
    making.erased(world, recipient)
    with pytest.raises(rules.AlreadyErased):
        making.proposed(world, recipient)


@pytest.mark.parametrize("paper", ["470/12/Kec-Aw/2026", "Nomor 3 tanggal 12-01-2026", "12a"])
def test_a_papers_number(paper: str) -> None:
    assert rules.check_paper(f"  {paper} ") == paper


@pytest.mark.parametrize(
    "paper", ["", "atas permintaan Siti", "6311034107559001", "HP 0812-5000-9001", "9" * 81, "63.11 0341 0755 9001"]
)
def test_what_is_no_papers_number(paper: str) -> None:
    with pytest.raises(rules.PaperReferenceWrong):
        rules.check_paper(paper)


def test_a_text_file_stays_a_text_file() -> None:
    content = f"NO;NAMA;NIK\n1;Siti;{NIK}\n2;Budi;{OTHER_NIK}\n".encode()
    kept = blanking.without(content, lines={("", 2)}, number="")
    assert [list(row) for row in reading.read_bytes(kept)[0].rows][2][:2] == ["2", "Budi"]
    assert b"Siti" not in kept
    assert NIK.encode() not in blanking.without(content, lines=(), number=NIK)


def test_a_damaged_number_is_found_as_well() -> None:
    content = making.workbook_of(person_row(1, nik=6311034107559000), person_row(2))
    kept = blanking.without(content, lines=(), number="6311034107559000")
    assert NAME not in str(reading.read_bytes(kept)[0].rows)
    assert OTHER_NAME in str(reading.read_bytes(kept)[0].rows)


# --- the pages -------------------------------------------------------------------------------------------------------


def text(response) -> str:
    return response.content.decode()


def test_the_way_through_the_pages(world: World) -> None:
    recipient = settled(world)
    admin, camat = world.client(PositionKind.ADMINISTRATOR), world.client(PositionKind.CAMAT)
    found = text(admin.post(reverse("desk:erasures"), {"words": NIK}))
    assert NAME in found
    assert NIK not in found.partition("Yang ditemukan")[2]
    assert "SITI ANU C2" in text(admin.post(reverse("desk:erasures"), {"words": "siti c"}))
    page = reverse("desk:erasure", args=[recipient.person_id])
    assert page in found
    wrong = admin.post(page, {"reason": "retention", "paper": "untuk Siti"})
    assert "Tulis nomor naskah dasarnya saja" in text(wrong)
    assert admin.post(page, {"reason": "retention", "paper": "470/12/2026"}).status_code == 302
    row = Erasure.objects.get()
    assert reverse("desk:erasure_decide", args=[row.id]) not in text(admin.get(reverse("desk:erasures")))
    assert "Putuskan usulan pemusnahan data 470/12/2026" in text(camat.get(reverse("desk:home")))
    assert "Putuskan usulan pemusnahan data" not in text(admin.get(reverse("desk:home")))
    waiting = text(camat.get(reverse("desk:erasures")))
    assert "Masa simpan sudah habis" in waiting
    assert "Cari orangnya" not in waiting
    answer = camat.post(reverse("desk:erasure_decide", args=[row.id]), {"accepted": "yes"}, follow=True)
    assert "Data dimusnahkan" in text(answer)
    assert NAME not in text(answer)
    assert NAME not in text(admin.post(reverse("desk:erasures"), {"words": NIK}))


def test_somebody_still_due_cannot_be_proposed(world: World) -> None:
    recipient = taken_over(world, a_distribution(world), person_row(1))[0]
    admin = world.client(PositionKind.ADMINISTRATOR)
    assert "Masih berhak menerima" in text(admin.post(reverse("desk:erasures"), {"words": NIK}))
    page = reverse("desk:erasure", args=[recipient.person_id])
    assert "belum dapat dimusnahkan" in text(admin.post(page, {"reason": "request", "paper": "1/2026"}))


def test_the_page_asks_as_often_for_many_as_for_few(world: World) -> None:
    first, *others = taken_over(world, a_distribution(world), *(person_row(number) for number in range(1, 9)))
    from balakas.recipients.models import Entitlement

    Entitlement.objects.update(state="settled", given=1)
    making.proposed(world, first)
    camat, admin = world.client(PositionKind.CAMAT), world.client(PositionKind.ADMINISTRATOR)
    assert_same_query_count(
        lambda: camat.get(reverse("desk:erasures")), lambda: [making.proposed(world, one) for one in others[:4]]
    )
    for row in Erasure.objects.all()[:2]:
        Erasure.objects.filter(id=row.id).update(
            decided_at=MONDAY, accepted=False, decided_by=world.users[PositionKind.CAMAT]
        )
    assert_same_query_count(
        lambda: admin.post(reverse("desk:erasures"), {"words": "siti"}),
        lambda: taken_over(world, a_distribution(world), *(person_row(number) for number in range(9, 15))),
    )


def test_another_amount_needs_a_second_person(world: World) -> None:
    recipient = taken_over(world, a_distribution(world), person_row(1))[0]
    due = recipient.entitlements.get()
    kasi, tksk = world.client(PositionKind.KASI_PMDK), world.client(PositionKind.TKSK)
    page = reverse("recipients:amount", args=[recipient.id]) + f"?hak={due.id}"
    person = reverse("recipients:person", args=[recipient.id])
    assert page.replace("&", "&amp;") in text(kasi.get(person))
    assert "Rp250.000" in text(kasi.get(page))
    assert "berbeda dari jumlah sekarang" in text(kasi.post(page, {"amount": "250000", "basis": "SK 1/2026"}))
    assert kasi.post(page, {"amount": "500000", "basis": "SK 1/2026"}).status_code == 302
    assert "sudah ada dan menunggu" in text(kasi.post(page, {"amount": "600000", "basis": "SK 2/2026"}))
    due.refresh_from_db()
    assert due.amount == 250_000
    assert "Permakanan menjadi Rp500.000" in text(tksk.get(person))
    assert "Setujui" not in text(kasi.get(person)).split("Riwayat")[0].split("Usulkan keluar")[0]
    kasi.post(reverse("recipients:decide_change", args=[recipient.id]), {"accepted": "yes"})
    due.refresh_from_db()
    assert due.amount == 250_000
    tksk.post(reverse("recipients:decide_change", args=[recipient.id]), {"accepted": "yes"})
    due.refresh_from_db()
    assert due.amount == 500_000
    due.given, due.state = 500_000, "settled"
    due.save()
    assert kasi.get(page).status_code == 404
    assert kasi.get(reverse("recipients:amount", args=[recipient.id]) + "?hak=x").status_code == 404

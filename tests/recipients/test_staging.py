"""A list between file and people: masked numbers, rows that go to the village and come back, a take-over undone."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.recipients.actions import bad_rows, documents, rows, takeover, undo
from balakas.recipients.models import Entitlement, Household, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.queries import reading
from balakas.recipients.rules import intake as rules
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault.models import SubjectKey
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, a_photo, allocations, bring, person_row, taken_over, views_of

pytestmark = pytest.mark.django_db

NIK, KK = "6311034107559001", "6311030910149001"


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


def kasi(world: World):
    return world.actor(PositionKind.KASI_PMDK)


def page(name: str, *words: object) -> str:
    return reverse(f"recipients:{name}", args=words)


def test_numbers_are_masked_until_somebody_asks_on_the_record(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(2, nik="63110341075590"))
    client = world.client(PositionKind.KASI_PMDK)
    shown = client.get(page("list", held.id) + "?tampil=semua").content.decode()
    assert NIK not in shown
    assert KK not in shown
    assert "6311••••••••9001" in shown
    shown = client.post(page("reveal_rows", held.id) + "?tampil=semua").content.decode()
    assert NIK in shown
    entry = Entry.objects.get(act="recipients.reveal_rows")
    assert len(entry.details["rows"]) == 2
    assert NIK not in str(entry.details)


def test_a_row_s_sound_number_is_masked_and_a_damaged_one_is_there_to_be_corrected(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(2, nik="63110341075590"))
    sound, damaged = StagedRow.objects.order_by("order")
    client = world.client(PositionKind.KASI_PMDK)
    shown = client.get(page("row", held.id, sound.id)).content.decode()
    assert NIK not in shown
    assert "63110341075590" in client.get(page("row", held.id, damaged.id)).content.decode()
    assert NIK in client.post(page("reveal_row", held.id, sound.id)).content.decode()
    assert Entry.objects.filter(act="recipients.reveal_rows").count() == 1
    masked = {"version": sound.version, "name": "SITI BARU", "nik": "6311••••••••9001", "kk": "6311••••••••9001", "village": "Awayan",
              "birth_date": "01-07-1955", "sex": "P", "address": "JL. PASAR NO. 3", "rt": "003/002", "rw": "003/002"}  # fmt: skip
    client.post(page("row", held.id, sound.id), masked)
    judged = views_of(held)[0].checked.judged
    assert (judged.name, judged.nik, judged.kk) == ("SITI BARU", NIK, KK)


def sent_back(content: bytes, **changes: str) -> bytes:
    """What a village sends back: the lines of its file, with some cells of the first person changed."""
    lines = [list(row) for row in reading.read_bytes(content)[0].rows]
    head = next(place for place, cells in enumerate(lines) if "TANDA BARIS" in cells)
    for word, text in changes.items():
        lines[head + 1][lines[head].index(word)] = text
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(lines):
            sheet.write_row(line, 0, cells)
    return out.getvalue()


def test_bad_rows_go_to_the_village_and_come_back_without_doubling_anybody(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(2, nik="6311"), person_row(3, village="Antah"))
    file = bad_rows.reveal_bad_rows(list_id=held.id, by=kasi(world), at=MONDAY)
    lines = reading.read_bytes(file)[0].rows
    assert [row[2] for row in lines[3:]] == ["6311", "6311034107559003"]
    assert "16 angka" in str(lines[3][0])
    back = sent_back(file, NIK="6311034107559002")
    done = bad_rows.bring_back(list_id=held.id, content=back, by=kasi(world), at=MONDAY)
    assert (done.changed, done.ready, done.strange) == (1, 1, 0)
    again = bad_rows.bring_back(list_id=held.id, content=back, by=kasi(world), at=MONDAY)
    assert (again.changed, again.strange) == (0, 0)
    held.refresh_from_db()
    assert (held.counts["rows"], held.counts["ready"]) == (3, 2)
    takeover.take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    late = bad_rows.bring_back(list_id=held.id, content=back, by=kasi(world), at=MONDAY)
    assert (late.changed, late.strange) == (0, 1)
    assert Recipient.objects.count() == 2


def test_another_file_is_no_file_of_repairs(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""))
    with pytest.raises(rules.MarksMissing):
        bad_rows.bring_back(list_id=held.id, content=b"NAMA;NIK\nA;1\n", by=kasi(world), at=MONDAY)
    with pytest.raises(NotAllowed):
        bad_rows.reveal_bad_rows(list_id=held.id, by=world.actor(PositionKind.CLERK), at=MONDAY)
    other = bring(world, a_distribution(world), person_row(1, nik=""))
    file = bad_rows.reveal_bad_rows(list_id=other.id, by=kasi(world), at=MONDAY)
    done = bad_rows.bring_back(list_id=held.id, content=sent_back(file, NIK=NIK), by=kasi(world), at=MONDAY)
    assert (done.changed, done.strange) == (0, 1)


def test_the_pages_of_repairs(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""))
    client = world.client(PositionKind.KASI_PMDK)
    file = client.post(page("bad_rows", held.id)).content
    upload = SimpleUploadedFile("perbaikan.xlsx", sent_back(file, NIK=NIK))
    client.post(page("bring_back", held.id), {"file": upload})
    held.refresh_from_db()
    assert held.counts["ready"] == 1


def test_a_take_over_is_undone_as_one(world, distribution):
    before = taken_over(world, distribution, person_row(1))
    keys = SubjectKey.objects.filter(destroyed_at=None).count()
    held = bring(
        world,
        distribution,
        person_row(1),
        person_row(2),
        person_row(3, nik=""),
        allocation_ids=allocations(distribution)[1:],
    )
    takeover.take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    held.refresh_from_db()
    assert (Person.objects.count(), Entitlement.objects.count()) == (2, 3)
    client = world.client(PositionKind.KASI_PMDK)
    client.post(page("undo_take_over", held.id), {"version": held.version})
    held.refresh_from_db()
    assert (held.state, held.counts["ready"], held.counts["taken"], held.counts["kept_back"]) == ("staged", 2, 0, 1)
    assert [row.id for row in Recipient.objects.all()] == [before[0].id]
    assert (Person.objects.count(), Household.objects.count(), Entitlement.objects.count()) == (1, 1, 1)
    assert SubjectKey.objects.filter(destroyed_at=None).count() == keys + 1  # the list's own
    takeover.take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    assert Entitlement.objects.count() == 3


def test_a_take_over_that_something_hangs_on_stays(world, distribution):
    taken = taken_over(world, distribution, person_row(1), person_row(2))
    held = RecipientList.objects.get()
    documents.add_documents(
        recipient_id=taken[0].id,
        uploads=[documents.Upload("ktp", "ktp", a_photo())],
        by=world.actor(PositionKind.TKSK),
        at=MONDAY,
    )
    with pytest.raises(rules.SomethingHangs):
        undo.undo_take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    assert Recipient.objects.count() == 2
    with pytest.raises(rules.ChangedMeanwhile):
        undo.undo_take_over(list_id=held.id, version=held.version - 1, by=kasi(world), at=MONDAY)


def test_what_was_given_keeps_a_take_over_and_a_list_not_taken_has_none(world, distribution):
    taken_over(world, distribution, person_row(1))
    held = RecipientList.objects.get()
    Entitlement.objects.update(given=1)
    with pytest.raises(rules.SomethingHangs):
        undo.undo_take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    fresh = bring(world, distribution, person_row(5))
    with pytest.raises(rules.NothingTaken):
        undo.undo_take_over(list_id=fresh.id, version=fresh.version, by=kasi(world), at=MONDAY)


def test_a_correction_settles_or_unsettles_the_others_of_its_number(world, distribution):
    held = bring(
        world, distribution, person_row(1), person_row(2, nik=NIK, name="DUA"), person_row(3, nik=NIK, name="TIGA")
    )
    first, second, third = StagedRow.objects.order_by("order")
    assert [row.problems for row in (first, second, third)] == [
        [],
        [["duplicate_nik", "nik"]],
        [["duplicate_nik", "nik"]],
    ]
    rows.correct(
        list_id=held.id, row_id=first.id, version=1, values={"nik": "6311034107559077"}, by=kasi(world), at=MONDAY
    )
    held.refresh_from_db()
    assert [row.problems for row in StagedRow.objects.order_by("order")] == [[], [], [["duplicate_nik", "nik"]]]
    assert (held.counts["ready"], held.counts["problems"]) == (2, {"duplicate_nik": 1})
    rows.decide(
        list_id=held.id, row_id=second.id, version=1, what="leave_out", reason="dua kali", by=kasi(world), at=MONDAY
    )
    held.refresh_from_db()
    assert (held.counts["ready"], held.counts["left_out"], held.counts["problems"]) == (2, 1, {})


def test_a_pasted_table_is_a_list(world, distribution):
    table = f"NO\tNAMA\tNIK\tDESA\n1\tSiti Anu\t{NIK}\tAwayan\n2\tRahmat\t6311034107559002\tPudak\n"
    client = world.client(PositionKind.KASI_PMDK)
    answer = client.post(
        page("bring", distribution.id), {"pasted": table, "benefits": [str(allocations(distribution)[0])]}
    )
    held = RecipientList.objects.get()
    assert answer["Location"] == page("list", held.id)
    assert (held.counts["rows"], held.counts["ready"]) == (2, 2)
    shown = client.post(
        page("bring", distribution.id), {"pasted": " ", "benefits": [str(allocations(distribution)[0])]}
    )
    assert "Pilih berkas, atau tempel tabelnya" in shown.content.decode()


def test_all_proposed_repairs_of_a_kind_are_applied_in_one_act(world, distribution):
    held = bring(
        world, distribution, person_row(1, nik=KK, kk=NIK), person_row(2, nik="631103410755900Z"),
        person_row(3, nik="63110341O7559003"), person_row(4, nik="6311?341075590?4"),
    )  # fmt: skip
    client = world.client(PositionKind.KASI_PMDK)
    assert "Terapkan semua usulan" in client.get(page("list", held.id)).content.decode()
    for code in ("nik_kk_swapped", "nik_not_digits", "name_missing"):
        client.post(page("repair", held.id), {"code": code})
    held.refresh_from_db()
    judged = [view.checked.judged for view in views_of(held)]
    assert [one.nik for one in judged] == [NIK, "6311034107559002", "6311034107559003", "6311?341075590?4"]
    assert judged[0].kk == KK
    assert (held.counts["ready"], held.counts["problems"]) == (3, {"nik_not_digits": 1})
    assert [view.staged.original("nik") for view in views_of(held)][:2] == [KK, "631103410755900Z"]
    assert Entry.objects.filter(act="recipients.apply_repairs").count() == 2

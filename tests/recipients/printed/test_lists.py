"""A list from the letter's paper attachment: drafts until a person has looked, held against what is stated, resumed, refused."""

from uuid import UUID

import pytest
from django.urls import reverse

from balakas.audit.models import Entry
from balakas.recipients import jobs
from balakas.recipients.actions import intake, loading, printing, rows, takeover
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.printed import sheets as printed
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.printed.stated import DifferenceUnexplained
from balakas.recipients.rules.printed.words import ReadText
from balakas.recipients.rules.tables import Sheet
from balakas.staff.rules import PositionKind
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, allocations, views_of
from tests.recipients.printed import draw

pytestmark = pytest.mark.django_db
KASI = PositionKind.KASI_PMDK


@pytest.fixture(scope="module")
def drawn() -> draw.Drawn:
    return draw.table("lists", count=6, ruling=draw.RULED, shape=draw.SHAPES[0])


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


def begin(world, distribution, content: bytes, name: str = "lampiran.pdf") -> RecipientList:
    return intake.begin_file(
        distribution_id=distribution.id, content=content, file_name=name,
        allocation_ids=allocations(distribution)[:1], by=world.actor(KASI), at=MONDAY,
    )  # fmt: skip


def read(world, distribution, content: bytes) -> RecipientList:
    held = begin(world, distribution, content)
    jobs.stage(held.id)
    held.refresh_from_db()
    return held


def looked_at(world, held: RecipientList, *, shown=None) -> int:
    found = shown or {row.id: row.version for row in StagedRow.objects.filter(recipient_list=held)}
    count = rows.look_at(list_id=held.id, shown=found, by=world.actor(KASI), at=MONDAY)
    held.refresh_from_db()
    return count


def take_over(world, held, *, difference: str = ""):
    by = world.actor(KASI)
    return takeover.take_over(list_id=held.id, version=held.version, by=by, at=MONDAY, difference=difference)


def faked(monkeypatch, sheet: Sheet) -> None:
    """Let the reader see this sheet, whatever the file."""
    monkeypatch.setattr(printed, "read", lambda *_: printed.Printed([sheet], [b"jpeg"]))


def a_sheet(*people: list[str], sure: float = 1.0) -> Sheet:
    head = ["NO", "NAMA", "NIK", "DESA", "JUMLAH"]
    lines = [head, *([str(n), *one] for n, one in enumerate(people, start=1))]
    return Sheet("Halaman 1", [[ReadText(cell, sure) for cell in line] for line in lines])


ANI, BUDI = ["ANI", "6311034107559001", "Awayan", "250.000"], ["BUDI", "6311030107559002", "Awayan", "250.000"]


def test_a_pdf_becomes_drafts_that_wait_for_a_person(world, distribution, drawn):
    held = read(world, distribution, drawn.pdf)
    assert (held.source, held.state) == ("printed", "staged")
    assert (held.counts["rows"], held.counts["ready"], held.counts["kept_back"]) == (6, 0, 6)
    assert [view.staged.shown("nik") for view in views_of(held)] == [one["nik"] for one in drawn.truth]
    assert [view.staged.shown("name") for view in views_of(held)] == [one["name"] for one in drawn.truth]
    with pytest.raises(rules.NothingReady):
        take_over(world, held)


def test_looked_at_page_by_page_they_are_taken_over(world, distribution, drawn):
    held = read(world, distribution, drawn.pdf)
    first = {row.id: row.version for row in StagedRow.objects.filter(recipient_list=held).order_by("order")[:2]}
    assert looked_at(world, held, shown=first) == 2
    assert held.counts["ready"] == 2
    assert looked_at(world, held) == 4  # those of the first page are not counted again
    assert held.counts["ready"] == 6
    assert take_over(world, held).people == 6
    assert Entry.objects.filter(act="recipients.look_at_rows").count() == 2


def test_a_row_changed_since_it_was_shown_still_waits(world, distribution, drawn):
    held = read(world, distribution, drawn.pdf)
    row = StagedRow.objects.filter(recipient_list=held).first()
    assert looked_at(world, held, shown={row.id: row.version + 1}) == 0


def test_whoever_types_a_row_again_has_looked_at_it(world, distribution, monkeypatch):
    faked(monkeypatch, a_sheet(ANI, BUDI, sure=0.4))
    held = read(world, distribution, b"%PDF-1.7")
    view = views_of(held)[0]
    assert {one.code for one in view.problems} == {"read_doubtful", "not_looked_at"}
    fixed = rows.correct(
        list_id=held.id, row_id=view.id, version=1, values={"name": "ANI SARI"}, by=world.actor(KASI), at=MONDAY
    )
    assert fixed.problems == ()
    assert fixed.staged.original("name") == "ANI"


def test_doubtful_cells_are_marked_and_others_are_not(world, distribution, monkeypatch):
    sheet = a_sheet(ANI, BUDI)
    sheet.rows[1][2] = ReadText("6311034107559001", 0.4)  # type: ignore[index]
    faked(monkeypatch, sheet)
    held = read(world, distribution, b"%PDF-1.7")
    assert held.counts["problems"] == {"read_doubtful": 1, "not_looked_at": 2}
    assert [one.field for one in views_of(held)[0].problems if one.code == "read_doubtful"] == ["nik"]
    looked_at(world, held)
    assert held.counts["problems"] == {}


def test_a_row_that_was_not_read_is_missed_by_its_number_and_needs_a_sentence(world, distribution, monkeypatch):
    sheet = a_sheet(ANI, BUDI)
    sheet.rows[2][0] = ReadText("3")  # type: ignore[index]
    faked(monkeypatch, sheet)
    held = read(world, distribution, b"%PDF-1.7")
    looked_at(world, held)
    with pytest.raises(DifferenceUnexplained):
        take_over(world, held)
    take_over(world, held, difference="Nomor 2 dicoret dengan tangan.")
    details = Entry.objects.get(act="recipients.take_over").details
    assert (details["differs"], details["because"]) == ([["numbered", 3, 2]], "Nomor 2 dicoret dengan tangan.")


def test_a_printed_total_and_the_letters_count_are_held_against_the_rows(world, distribution, monkeypatch):
    one = distribution.allocations.get(order=0)
    one.letter_people, one.letter_total = 3, 500_000
    one.save()
    sheet = a_sheet(ANI, BUDI)
    sheet.rows.append([ReadText(text) for text in ("", "JUMLAH", "", "", "750.000")])  # type: ignore[attr-defined]
    faked(monkeypatch, sheet)
    held = read(world, distribution, b"%PDF-1.7")
    page = world.client(KASI).get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "Jumlah uang yang tercetak di kertas Rp750.000; jumlah baris yang terbaca Rp500.000." in page
    assert "Menurut surat ada 3 penerima; menurut daftar 2." in page
    assert "Menurut surat jumlahnya" not in page


def test_the_page_shows_the_paper_beside_the_rows_and_takes_one_word_for_them(world, distribution, drawn):
    held = read(world, distribution, drawn.pdf)
    client = world.client(KASI)
    shown = client.get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "Bandingkan dengan kertas" in shown
    assert drawn.truth[0]["nik"] not in shown
    page = client.post(reverse("recipients:reveal_rows", args=[held.id])).content.decode()
    assert drawn.truth[0]["nik"] in page
    picture = page.split("/penerima/daftar/halaman/")[1].split("/")[0]
    address = reverse("recipients:printed_page", args=[picture])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert world.client(PositionKind.ADMINISTRATOR).get(address).status_code == 404
    rows_shown = page.split('name="rows" value="')[1].split('"')[0]
    client.post(reverse("recipients:look", args=[held.id]), {"rows": rows_shown})
    held.refresh_from_db()
    assert held.counts["ready"] == 6


def test_uploading_reads_in_the_background_whatever_the_size(world, distribution, drawn):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = world.client(KASI)
    chosen = {"file": SimpleUploadedFile("lampiran.pdf", drawn.pdf), "benefits": [str(allocations(distribution)[0])]}
    client.post(reverse("recipients:bring", args=[distribution.id]), chosen)
    held = RecipientList.objects.get()
    assert (held.state, held.source) == ("reading", "printed")


def test_the_progress_counts_pages(world, distribution, drawn, monkeypatch):
    held = begin(world, distribution, drawn.pdf)
    told = []
    keep = printed.read

    def listening(content, say):
        return keep(
            content, lambda page, of: (say(page, of), told.append(RecipientList.objects.get(id=held.id).progress))
        )

    monkeypatch.setattr(printed, "read", listening)
    jobs.stage(held.id)
    assert [(one["done"], one["of"], one["pages"]) for one in told] == [(1, 1, True)]
    RecipientList.objects.filter(id=held.id).update(state="reading", progress=told[0])
    page = world.client(KASI).get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "Halaman yang sudah dibaca" in page


def test_a_list_discarded_meanwhile_stops_the_reading(world, distribution, drawn, monkeypatch):
    held = begin(world, distribution, drawn.pdf)
    keep = printed.read

    def discarded_before_the_first_page(content, told):
        intake.discard(list_id=held.id, by=world.actor(KASI), at=MONDAY)
        return keep(content, told)

    monkeypatch.setattr(printed, "read", discarded_before_the_first_page)
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.state, held.columns) == ("discarded", {})
    assert not StagedRow.objects.exists()


def test_a_killed_worker_reads_no_page_twice_and_doubles_nobody(world, distribution, drawn, monkeypatch):
    held = begin(world, distribution, drawn.pdf)
    monkeypatch.setattr(loading, "PART", 4)
    insert, parts = loading.insert_ready, iter([True])

    def insert_or_die(*words):
        if not next(parts, False):
            raise MemoryError
        return insert(*words)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "insert_ready", insert_or_die)
        with pytest.raises(MemoryError):
            jobs.stage(held.id)
    assert StagedRow.objects.count() == 4
    monkeypatch.setattr(printed, "read", lambda *_: pytest.fail("read a second time"))
    jobs.stage(held.id)
    held.refresh_from_db()
    assert (held.counts["rows"], StagedRow.objects.count()) == (6, 6)


def test_other_columns_need_no_second_reading_and_keep_what_was_looked_at(world, distribution, drawn, monkeypatch):
    held = read(world, distribution, drawn.pdf)
    looked_at(world, held)
    monkeypatch.setattr(printed, "read", lambda *_: pytest.fail("read a second time"))
    places = {name: place for name, place in held.columns["places"].items() if name != "kk"}
    held = intake.set_columns(list_id=held.id, version=held.version, places=places, by=world.actor(KASI), at=MONDAY)
    assert held.counts["ready"] == 6
    assert not views_of(held)[0].staged.shown("kk")


def test_what_was_read_is_sealed_and_goes_with_the_list(world, distribution, drawn):
    held = read(world, distribution, drawn.pdf)
    grid = UUID(held.columns["grid"])
    assert drawn.truth[0]["nik"].encode() not in vault.file_path(grid).read_bytes()
    assert drawn.truth[0]["nik"] in str(printing.sheets_of(held)[0].rows)
    intake.discard(list_id=held.id, by=world.actor(KASI), at=MONDAY)
    with pytest.raises(KeyDestroyed):
        printing.sheets_of(held)


def test_a_photo_that_is_no_table_is_put_down_with_its_sentence(world, distribution):
    held = read(world, distribution, draw.a_poster())
    assert held.state == "unread"
    page = world.client(KASI).get(reverse("recipients:list", args=[held.id])).content.decode()
    assert "tidak terlihat tabel orang" in page
    assert lists.shown_rows(held, shown="semua").count() == 0

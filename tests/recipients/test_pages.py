import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.recipients.actions import staging
from balakas.recipients.models import Document, Entitlement, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.queries import about
from balakas.recipients.queries.reading import read_bytes
from balakas.recipients.rules.staged import Staged
from balakas.recipients.rules.tables import ListRow
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.recipients.making import a_distribution, a_photo, allocations, bring, person_row, taken_over, workbook_of

pytestmark = pytest.mark.django_db

AWAYAN = "63.11.03.2007"


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


def page(name: str, *args: object) -> str:
    return reverse(f"recipients:{name}", args=args)


def kasi(world: World) -> Client:
    return world.client(PositionKind.KASI_PMDK)


def tksk(world: World) -> Client:
    return world.client(PositionKind.TKSK)


def village_officer(world: World) -> Client:
    return world.client(PositionKind.VILLAGE_OFFICER)


def send_file(world: World, distribution, content: bytes, name: str = "daftar.xlsx"):
    data = {"file": SimpleUploadedFile(name, content), "benefits": [str(one) for one in allocations(distribution)[:1]]}
    return kasi(world).post(page("bring", distribution.id), data)


def test_a_list_may_be_larger_than_other_files_but_not_from_a_stranger(world, distribution, settings, rf):
    settings.BALAKAS_UPLOAD_LIMIT = 1_000
    send_file(world, distribution, workbook_of(person_row(1)))
    assert RecipientList.objects.count() == 1
    settings.BALAKAS_UPLOAD_LIMITS = {"recipients:bring": 1_000}
    assert "terlalu besar" in send_file(world, distribution, workbook_of(person_row(2))).content.decode()
    settings.BALAKAS_UPLOAD_LIMITS = {"recipients:bring": 10_000}
    for officer, size in ((None, 0), (object(), 5_000)):
        request = rf.post(page("bring", distribution.id), {"file": SimpleUploadedFile("daftar.xlsx", b"x" * 5_000)})
        request.officer = officer
        assert request.FILES["file"].size == size


def test_a_list_from_the_file_to_the_people(world, distribution):
    answer = send_file(world, distribution, workbook_of(person_row(1), person_row(2, nik="63110341O7559002")))
    held = RecipientList.objects.get()
    assert answer["Location"] == page("list", held.id)
    shown = kasi(world).get(page("list", held.id)).content.decode()
    assert "NIK memuat huruf" in shown
    assert "1 baris siap" in shown
    row = StagedRow.objects.get(severity="error")
    fixing = kasi(world).get(page("row", held.id, row.id)).content.decode()
    assert "6311034107559002" in fixing  # the proposed repair
    values = {
        "version": row.version,
        "nik": "6311034107559002",
        "name": "SITI LAIN",
        "village": "Awayan",
        "birth_date": "01-07-1955",
        "sex": "P",
        "kk": "6311030910149002",
        "address": "JL. PASAR NO. 3",
        "rt": "003/002",
        "rw": "003/002",
    }
    answer = kasi(world).post(page("row", held.id, row.id), values)
    assert answer["Location"] == page("list", held.id)
    held.refresh_from_db()
    answer = kasi(world).post(page("take_over", held.id), {"version": held.version})
    assert answer["Location"] == page("workspace", distribution.id)
    assert set(Person.objects.values_list("rt", "rw")) == {("003", "002")}
    assert Entitlement.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong"),
        (b"{\\rtf1 x", "bukan daftar yang dapat dibaca"),
        (b"PK\x03\x04rusak", "rusak atau tidak lengkap"),
        (b"halo;dunia\n1;2\n", "Baris judul kolom"),
    ],
)
def test_a_bad_file_gets_its_sentence_at_the_field(world, distribution, content, sentence):
    shown = send_file(world, distribution, content).content.decode()
    assert sentence in shown
    assert not RecipientList.objects.exists()


@pytest.mark.parametrize(("villages", "said"), [(("Ulu Benteng", "Tamban"), True), (("Ulu Benteng", "Awayan"), False)])
def test_a_list_of_another_kecamatan_is_said_to_be_one(world, distribution, villages, said):
    content = workbook_of(*(person_row(n, village=village) for n, village in enumerate(villages, start=1)))
    answer = send_file(world, distribution, content)
    assert ("Mungkin ini daftar kecamatan lain" in kasi(world).get(answer["Location"]).content.decode()) is said


def test_no_number_is_shown_whole_without_being_asked_for(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    for address in (
        page("person", recipient.id),
        page("people", distribution.id),
        page("village", distribution.id, AWAYAN),
        page("edit", recipient.id),
    ):
        shown = kasi(world).get(address).content.decode()
        assert "6311034107559001" not in shown
        assert "6311030910149001" not in shown
    shown = kasi(world).post(page("reveal", recipient.id), {"reason": "mencocokkan kartu"}).content.decode()
    assert "6311034107559001" in shown
    assert Entry.objects.filter(act="recipients.reveal_numbers").count() == 1
    kasi(world).post(page("reveal", recipient.id), {"reason": ""})
    assert Entry.objects.filter(act="recipients.reveal_numbers").count() == 1


def test_search_takes_no_name_or_number_into_the_address(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    for words in ("6311 0341 0755 9001", "siti anu"):
        answer = tksk(world).post(page("search"), {"words": words})
        assert page("person", recipient.id) in answer.content.decode()
    assert (
        page("person", recipient.id)
        not in tksk(world).post(page("search"), {"words": "6311034107559009"}).content.decode()
    )
    assert page("person", recipient.id) not in tksk(world).get(page("search") + "?words=siti").content.decode()


def test_two_people_editing_one_record_on_the_page(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    values = {"version": 1, "name": "Siti Satu", "village_code": AWAYAN, "birth_date": "1955-07-01", "sex": "P"}
    assert kasi(world).post(page("edit", recipient.id), values).status_code == 302
    answer = kasi(world).post(page("edit", recipient.id), {**values, "name": "Siti Dua"})
    assert "baru saja diubah orang lain" in answer.content.decode()
    assert "Siti Dua" in answer.content.decode()  # nothing typed is lost
    assert Person.objects.get().name == "Siti Satu"


def photos(**files: bytes) -> dict[str, SimpleUploadedFile]:
    return {
        f"photos_{name}": SimpleUploadedFile(f"{name}.jpg", content, "image/jpeg") for name, content in files.items()
    }


def test_photos_from_a_phone_and_their_watermarked_pictures(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    client = village_officer(world)
    assert (
        client.post(page("documents", recipient.id), photos(ktp=a_photo("white"), kk=a_photo("white"))).status_code
        == 302
    )
    shown = client.get(page("documents", recipient.id)).content.decode()
    assert "multiple" in shown
    address = re.search(r'src="(/penerima/gambar/[^"]+)"', shown).group(1)
    picture = client.get(address)
    assert picture["Content-Type"] == "image/jpeg"
    assert "no-store" in picture["Cache-Control"]
    with Image.open(BytesIO(picture.content)) as image:
        assert min(low for low, _ in image.getextrema()) < 200  # something is written across the white card
    assert tksk(world).get(address).status_code == 404
    assert Entry.objects.filter(act="recipients.look_at_papers").count() == 1


def test_several_photos_at_once(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    files = [SimpleUploadedFile(f"{colour}.jpg", a_photo(colour), "image/jpeg") for colour in ("teal", "navy", "teal")]
    village_officer(world).post(page("documents", recipient.id), {"photos_ktp": files})
    assert Document.objects.count() == 2, "the same photo twice is one document"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"bukan foto", "bukan foto yang dapat dibaca"), (b"\xff\xd8\xff" + b"0" * 21_000_000, "terlalu besar")],
)
def test_a_bad_photo_gets_its_sentence(world, distribution, content, sentence):
    recipient = taken_over(world, distribution, person_row(1))[0]
    shown = village_officer(world).post(page("documents", recipient.id), photos(ktp=content)).content.decode()
    assert sentence in shown
    assert not Document.objects.exists()


def test_a_village_is_looked_through_and_verified(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    village_officer(world).post(page("documents", recipient.id), photos(ktp=a_photo(), kk=a_photo()))
    shown = tksk(world).get(page("village", distribution.id, AWAYAN) + "?lihat=1").content.decode()
    assert shown.count("/penerima/gambar/") >= 2
    assert Entry.objects.filter(act="recipients.look_at_papers").count() == 1
    tksk(world).post(page("verify", distribution.id, AWAYAN), {})
    assert not Entry.objects.filter(act="recipients.verify_village").exists()
    tksk(world).post(page("verify", distribution.id, AWAYAN), {"looked_through": "on"})
    assert "Sudah diperiksa" in tksk(world).get(page("workspace", distribution.id)).content.decode()


def test_an_officer_of_another_village_sees_none_of_it(world, distribution):
    other = taken_over(world, distribution, person_row(1, village="Pudak"))[0]
    client = village_officer(world)
    for address in (
        page("person", other.id),
        page("documents", other.id),
        page("village", distribution.id, "63.11.03.2008"),
    ):
        assert client.get(address).status_code == 404
    assert "Pudak" not in client.get(page("workspace", distribution.id)).content.decode()


def test_an_exception_and_its_lifting(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    client = village_officer(world)
    client.post(page("except", recipient.id), {"requirement": "kk", "reason": "hanyut banjir"})
    assert "hanyut banjir" in client.get(page("person", recipient.id)).content.decode()
    client.post(page("lift", recipient.id), {"requirement": "kk"})
    assert "hanyut banjir" not in client.get(page("person", recipient.id)).content.decode()


def test_leaving_is_decided_by_another_and_a_substitute_follows(world, distribution):
    recipient = taken_over(world, distribution, person_row(1))[0]
    kasi(world).post(page("leave", recipient.id), {"reason": "died", "basis": "Surat kematian"})
    assert [duty.code for duty in about.waiting_for(world.officer(PositionKind.TKSK))][:1]
    kasi(world).post(page("decide_change", recipient.id), {"accepted": "yes"})
    recipient.refresh_from_db()
    assert recipient.state == "leaving"
    tksk(world).post(page("decide_change", recipient.id), {"accepted": "yes"})
    recipient.refresh_from_db()
    assert recipient.state == "out"
    said = {
        "reason": "died", "evidence": "death", "evidence_number": "474/1", "who": "keluarga", "ordered_by": "Kepala Desa",
        "paper_title": "Berita acara desa", "paper_number": "1/2026", "paper_date": "2026-01-12", "baru-name": "Anak Siti",
        "baru-village_code": AWAYAN, "baru-no_nik": "none",
    }  # fmt: skip
    answer = kasi(world).post(page("replace", recipient.id), said)
    assert not Recipient.objects.filter(replaces=recipient).exists()
    accepting = reverse("handover:accept_joining", args=[answer["Location"].strip("/").split("/")[-1]])
    kasi(world).post(accepting)
    assert not Recipient.objects.filter(replaces=recipient).exists()
    tksk(world).post(accepting)
    assert Recipient.objects.get(replaces=recipient).person.name == "Anak Siti"


def test_the_grid_saves_row_by_row_and_whole(world, distribution):
    kasi(world).post(page("type", distribution.id), {"typed-benefits": [str(allocations(distribution)[0])]})
    held = RecipientList.objects.get()
    grid = kasi(world).get(page("grid", held.id)).content.decode()
    ids = re.findall(r'name="row" value="([0-9a-f-]{36})"', grid)
    assert len(ids) == 10
    one = {
        "row": ids[0],
        f"{ids[0]}-name": "Siti Anu",
        f"{ids[0]}-nik": "6311034107559001",
        f"{ids[0]}-kk": "6311030910149001",
        f"{ids[0]}-village": "Awayan",
    }
    assert "Tersimpan" in kasi(world).post(page("save_typed", held.id), one).content.decode()
    both = {**one, "row": ids[:2], f"{ids[1]}-name": "Budi Anu", f"{ids[1]}-village": "Pudak"}
    kasi(world).post(page("grid", held.id), both)
    assert StagedRow.objects.count() == 2
    assert "NIK kosong" in kasi(world).get(page("grid", held.id)).content.decode()


def test_what_was_typed_survives_a_session_that_ran_out(world, distribution):
    kasi(world).post(page("type", distribution.id), {"typed-benefits": [str(allocations(distribution)[0])]})
    held, row_id = RecipientList.objects.get(), str(uuid7())
    client = Client()
    client.post(
        page("grid", held.id), {"row": row_id, f"{row_id}-name": "Siti Hampir Hilang", f"{row_id}-village": "Awayan"}
    )
    client.force_login(world.users[PositionKind.KASI_PMDK])
    assert "Siti Hampir Hilang" in client.get(page("grid", held.id)).content.decode()


def test_lists_as_files(world, distribution):
    taken_over(world, distribution, person_row(1))
    sheet = read_bytes(village_officer(world).get(page("missing", distribution.id, "xlsx")).content)[0]
    assert sheet.rows[3][1] == "SITI ANU B1"
    assert "6311034107559001" not in str(sheet.rows)
    answer = kasi(world).get(page("missing", distribution.id, "pdf"))
    assert answer.content.startswith(b"%PDF")
    whole = read_bytes(kasi(world).post(page("export", distribution.id)).content)[0]
    assert whole.rows[3][2:4] == ["6311034107559001", "6311030910149001"]
    assert tksk(world).post(page("export", distribution.id)).status_code == 404
    assert Entry.objects.filter(act__startswith="recipients.export").count() == 3


def test_columns_are_set_by_hand(world, distribution):
    held = bring(
        world,
        distribution,
        content=workbook_of(
            person_row(1), head=["NO", "X", "NIK", "NO KK", "TGL LAHIR", "JK", "ALAMAT", "RT/RW", "NAMA"]
        ),
    )
    places = {f"column_{name}": place for name, place in {**held.columns["places"], "name": 1, "village": 8}.items()}
    kasi(world).post(page("columns", held.id), {"version": held.version, **places})
    held.refresh_from_db()
    assert held.counts["ready"] == 1


def test_decisions_and_the_end_of_a_list(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""))
    row = StagedRow.objects.get()
    kasi(world).post(page("decide_row", held.id, row.id), {"version": row.version, "what": "none"})
    held.refresh_from_db()
    assert held.counts["ready"] == 1
    assert kasi(world).post(page("original", held.id)).content == workbook_of(person_row(1, nik=""))
    kasi(world).post(page("discard", held.id))
    assert kasi(world).get(page("list", held.id)).status_code == 302


def test_every_list_costs_the_same_at_two_sizes(world, distribution):
    first = taken_over(world, distribution, *(person_row(n) for n in range(1, 4)))
    held = RecipientList.objects.get()
    client = kasi(world)
    grown = iter(range(4, 90))

    def grow() -> None:
        taken_over(world, distribution, *(person_row(next(grown)) for _ in range(9)))

    for address in (
        page("workspace", distribution.id), page("people", distribution.id), page("village", distribution.id, AWAYAN),
        page("documents", first[0].id), page("person", first[0].id),
    ):  # fmt: skip
        assert_same_query_count(lambda address=address: client.get(address), grow)
    assert_same_query_count(lambda: client.post(page("search"), {"words": "siti"}), grow)
    assert_same_query_count(lambda: client.get(page("list", held.id) + "?tampil=semua"), lambda: _stage_more(held))


def _stage_more(held: RecipientList) -> None:
    fresh = [StagedRow(recipient_list=held, order=n, cells_sealed=b"", state="waiting") for n in range(10, 40)]
    StagedRow.objects.bulk_create(fresh)
    staged = Staged(ListRow("", 1, {"name": "Anu", "nik": ""}))
    staging.write_rows(held, [(row, staged) for row in fresh], at=MONDAY)

from io import BytesIO

import pytest
from PIL import Image

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.recipients.actions import documents, verification
from balakas.recipients.actions.documents import Upload
from balakas.recipients.models import Document, DocumentUse, Recipient, VillageVerification
from balakas.recipients.queries import board, lacking, listed, pictures
from balakas.recipients.rules import intake, papers
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault import queries as vault
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db

AWAYAN, PUDAK = "63.11.03.2007", "63.11.03.2008"


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


@pytest.fixture
def recipient(world, distribution) -> Recipient:
    return taken_over(world, distribution)[0]


def upload(
    world: World, recipient: Recipient, *kinds: str, by=PositionKind.VILLAGE_OFFICER, requirement: str = "", **more
):
    photos = [Upload(kind, requirement or kind, a_photo(), **more) for kind in kinds]
    return documents.add_documents(recipient_id=recipient.id, uploads=photos, by=world.actor(by), at=MONDAY)


def standing(recipient: Recipient) -> papers.Standing:
    row = board.everybody(recipient.distribution_id).get(id=recipient.id)
    return board.held_by([row], recipient.distribution_id)[0].standing


def verify(world: World, distribution, *, by=PositionKind.TKSK, village=AWAYAN, looked=True, alone=False):
    return verification.verify_village(
        distribution_id=distribution.id,
        village_code=village,
        looked_through=looked,
        alone=alone,
        by=world.actor(by),
        at=MONDAY,
    )


def test_the_original_is_kept_byte_for_byte_and_a_clean_copy_is_shown(world, recipient):
    document = upload(world, recipient, "ktp")[0]
    assert vault.file_bytes(document.original_file_id) == a_photo()
    shown = vault.file_bytes(document.shown_file_id)
    assert shown != a_photo()
    with Image.open(BytesIO(shown)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
    assert document.person_id == recipient.person_id


def test_a_kk_serves_every_listed_member_of_the_household(world, distribution):
    one, two, three = taken_over(
        world, distribution, person_row(1), person_row(2, kk="6311030910149001"), person_row(3)
    )
    document = upload(world, one, "kk")[0]
    assert document.household_id == one.person.household_id
    assert set(DocumentUse.objects.values_list("recipient_id", flat=True)) == {one.id, two.id}
    assert "kk" in standing(three).missing


def test_a_kk_comes_before_its_number(world, distribution):
    one = taken_over(world, distribution, person_row(1, kk=""))[0]
    upload(world, one, "kk")
    one.person.refresh_from_db()
    assert one.person.household is not None
    assert one.person.household.kk_sealed == b""


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"bukan foto", pictures.NotAPhoto),
        (b"%PDF-1.7 " + b"x" * 50, pictures.NotAPhoto),
        (a_photo()[:400], pictures.PhotoBroken),
        (b"\xff\xd8\xff" + b"\x00" * (21 * 1024 * 1024), pictures.PhotoTooLarge),
        (a_photo("white", form="GIF"), pictures.NotAPhoto),
        (a_photo("white", form="PNG", size=(9_000, 7_000)), pictures.PhotoTooLarge),
    ],
)
def test_what_is_no_photo_gets_a_sentence_and_leaves_nothing(world, recipient, content, error):
    with pytest.raises(error) as refusal:
        documents.add_documents(
            recipient_id=recipient.id, uploads=[Upload("ktp", "ktp", a_photo()), Upload("kk", "kk", content)],
            by=world.actor(PositionKind.TKSK), at=MONDAY,
        )  # fmt: skip
    assert str(refusal.value)
    assert not Document.objects.exists()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_other_kinds_of_photos_become_clean_ones(form):
    assert pictures.read_photo(a_photo(form=form)).jpeg.startswith(b"\xff\xd8")


def test_a_photo_taken_sideways_stands_upright():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "teal").save(out, "JPEG", exif=exif)
    with Image.open(BytesIO(pictures.read_photo(out.getvalue()).jpeg)) as image:
        assert image.size == (200, 400)


def test_the_watermark_is_in_the_picture():
    clean = pictures.read_photo(a_photo("white")).jpeg
    marked = pictures.watermarked(clean, "HANYA UNTUK PENYALURAN")
    with Image.open(BytesIO(marked)) as image:
        assert image.size == (900, 560)
        assert min(low for low, _ in image.getextrema()) < 200


def test_sending_the_same_photo_twice_is_once(world, recipient):
    client_id = uuid7()
    upload(world, recipient, "ktp", client_id=client_id)
    upload(world, recipient, "ktp", client_id=client_id)
    assert Document.objects.count() == 1


def test_a_village_officer_works_in_the_own_village_only(world, distribution):
    other = taken_over(world, distribution, person_row(1, village="Pudak"))[0]
    with pytest.raises(NotAllowed):
        upload(world, other, "ktp")


def test_substitutes_make_complete_where_the_programme_accepts_them(world, recipient):
    assert standing(recipient).completeness is papers.Completeness.MISSING
    upload(world, recipient, "village_statement", requirement="ktp")
    assert standing(recipient).missing == ()
    with pytest.raises(papers.PaperUnknown):
        upload(world, recipient, "birth_certificate", requirement="kk")


def test_an_exception_with_a_reason_is_amber(world, recipient):
    actor = world.actor(PositionKind.TKSK)
    upload(world, recipient, "ktp")
    with pytest.raises(intake.ReasonMissing):
        documents.except_paper(recipient_id=recipient.id, requirement="kk", reason=" ", by=actor, at=MONDAY)
    documents.except_paper(recipient_id=recipient.id, requirement="kk", reason="KK hanyut banjir", by=actor, at=MONDAY)
    assert standing(recipient).completeness is papers.Completeness.EXCEPTED
    documents.lift_exception(recipient_id=recipient.id, requirement="kk", by=actor, at=MONDAY)
    assert standing(recipient).missing == ("kk",)


def test_a_withdrawn_photo_counts_no_more(world, recipient):
    document = upload(world, recipient, "ktp")[0]
    documents.withdraw_document(
        document_id=document.id, recipient_id=recipient.id, by=world.actor(PositionKind.TKSK), at=MONDAY
    )
    assert standing(recipient).missing == ("ktp", "kk")


def whole_village(world: World, distribution) -> list[Recipient]:
    found = taken_over(world, distribution)
    for one in found:
        upload(world, one, "ktp", "kk")
    return found


def test_a_second_person_verifies_a_whole_village_in_one_act(world, distribution):
    whole_village(world, distribution)
    with pytest.raises(papers.NotLookedThrough):
        verify(world, distribution, looked=False)
    verify(world, distribution)
    assert DocumentUse.objects.filter(verified_at=None).count() == 0
    assert board.all_done(distribution.id, "63.11.03")
    assert listed.verified_villages(distribution.id) == {AWAYAN}
    with pytest.raises(papers.AlreadyVerified):
        verify(world, distribution)
    assert Entry.objects.filter(act="recipients.verify_village").count() == 1


def test_an_incomplete_or_empty_village_is_not_verified(world, distribution):
    taken_over(world, distribution)
    with pytest.raises(papers.VillageIncomplete) as refusal:
        verify(world, distribution)
    assert refusal.value.params == {"count": 2}
    with pytest.raises(papers.VillageEmpty):
        verify(world, distribution, village=PUDAK)


def test_nobody_verifies_the_own_uploads_unless_alone_and_then_somebody_countersigns(world, distribution):
    one = taken_over(world, distribution, person_row(1))[0]
    upload(world, one, "ktp", "kk", by=PositionKind.TKSK)
    with pytest.raises(papers.UploaderVerifies):
        verify(world, distribution)
    verify(world, distribution, alone=True)
    assert listed.waits_for_second_person(distribution.id) == {AWAYAN}
    with pytest.raises(papers.UploaderVerifies):
        verification.countersign(
            distribution_id=distribution.id, village_code=AWAYAN, by=world.actor(PositionKind.TKSK), at=MONDAY
        )
    verification.countersign(
        distribution_id=distribution.id, village_code=AWAYAN, by=world.actor(PositionKind.KASI_PMDK), at=MONDAY
    )
    assert listed.waits_for_second_person(distribution.id) == frozenset()
    with pytest.raises(papers.NothingToCountersign):
        verification.countersign(
            distribution_id=distribution.id, village_code=AWAYAN, by=world.actor(PositionKind.CAMAT), at=MONDAY
        )


def test_a_change_ends_the_verification(world, distribution):
    found = whole_village(world, distribution)
    verify(world, distribution)
    upload(world, found[0], "ktp")
    assert VillageVerification.objects.get().revoked_at is not None
    assert not board.all_done(distribution.id, "63.11.03")
    verify(world, distribution)
    assert board.all_done(distribution.id, "63.11.03")


def test_somebody_who_comes_later_ends_the_verification_of_their_village_only(world, distribution):
    whole_village(world, distribution)
    verify(world, distribution)
    taken_over(world, distribution, person_row(3, village="Pudak"))
    assert VillageVerification.objects.get().revoked_at is None
    taken_over(world, distribution, person_row(4))
    assert VillageVerification.objects.get().revoked_at is not None


def test_looking_at_papers_is_one_entry_a_page(world, distribution, recipient):
    documents.reveal_pictures(
        recipient_ids=[recipient.id], distribution_id=distribution.id, office_id=world.office.id,
        by=world.actor(PositionKind.TKSK), at=MONDAY,
    )  # fmt: skip
    assert Entry.objects.filter(act="recipients.look_at_papers").count() == 1
    with pytest.raises(NotAllowed):
        documents.reveal_pictures(
            recipient_ids=[recipient.id], distribution_id=distribution.id, office_id=world.office.id,
            by=world.actor(PositionKind.CLERK), at=MONDAY,
        )  # fmt: skip


def test_the_board_costs_the_same_whatever_the_number(world, distribution, django_assert_max_num_queries):
    taken_over(world, distribution, *(person_row(n) for n in range(1, 9)))
    with django_assert_max_num_queries(6):
        counted = board.whole_board(distribution.id, "63.11.03")
    assert [(one.name, one.recipients, one.missing) for one in counted] == [("Awayan", 8, 8)]


def test_the_home_page_counts_papers_as_the_board_does(world, distribution):
    """The one by codes alone, for every home page; the other by people: both must say the same at every step."""
    officer = world.officer(PositionKind.TKSK)
    one, two, three = taken_over(world, distribution, person_row(1), person_row(2), person_row(3, village="Pudak"))
    other = taken_over(world, a_distribution(world), person_row(4))[0]
    upload(world, other, "ktp", "kk")

    def both() -> list[dict[str, bool]]:
        ids = [distribution.id, other.distribution_id]
        found = lacking.lacking(officer, ids)
        for each in ids:
            counted = board.board(officer, each, world.office.region_code)
            assert found[each] == {village.code: bool(village.missing) for village in counted}
        return [found[each] for each in ids]

    assert both() == [{AWAYAN: True, PUDAK: True}, {AWAYAN: False}]
    upload(world, one, "ktp", "kk")
    upload(world, two, "birth_certificate", requirement="ktp")
    assert both()[0] == {AWAYAN: True, PUDAK: True}
    documents.except_paper(
        recipient_id=two.id, requirement="kk", reason="KK hilang", by=world.actor(PositionKind.TKSK), at=MONDAY
    )
    assert both()[0] == {AWAYAN: False, PUDAK: True}
    Recipient.objects.filter(id=three.id).update(state="out")
    assert both()[0] == {AWAYAN: False}
    documents.withdraw_document(
        document_id=Document.objects.filter(person=one.person).get().id, recipient_id=one.id,
        by=world.actor(PositionKind.TKSK), at=MONDAY,
    )  # fmt: skip
    assert both()[0] == {AWAYAN: True}

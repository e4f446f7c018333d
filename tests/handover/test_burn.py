"""What leaves the office carries its day, village and position in its pixels; the original is as it came."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image, ImageChops

from balakas.common.ids import uuid7
from balakas.handover.actions import burn, pages, photos, reads
from balakas.handover.actions.visits import Position
from balakas.reporting.queries import sheets
from balakas.vault import queries as vault
from tests.handover.factories import FIELD_DAY, a_field, picture

pytestmark = pytest.mark.django_db
HERE = Position(-2_412_849, 115_529_138, 12, missing="")
LARGE = picture("navy", (900, 600))


@pytest.fixture
def field(world):
    return a_field(world, 2)


def added(field, **more):
    told = {"caption": "Antrean", "client_id": uuid7(), "by": field.tksk, "at": FIELD_DAY, "photo": LARGE}
    return photos.add_photo(distribution_id=field.distribution.id, **{**told, **more})


def pixels(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def strip_of(content, above=600):
    image = pixels(content)
    return image.crop((0, above, image.width, image.height))


def whites(image):
    return sum(min(pixel) > 200 for pixel in image.get_flattened_data())


def test_a_photo_in_the_report_says_when_and_where_in_its_pixels(field, monkeypatch):
    said = []
    real = burn.burn
    monkeypatch.setattr(burn, "burn", lambda content, lines: said.append(list(lines)) or real(content, lines))
    row = added(field, post_id=field.post.id, position=HERE)
    assert said == [
        [
            "Selasa, 20 Januari 2026 09.00 WITA",
            "Desa Awayan, Kecamatan Awayan · Balai Desa Awayan",
            "2,41285° LS, 115,52914° BT",
        ]
    ]
    assert sheets.photo_files(field.distribution.id) == {"photo-1": row.shown_id}
    shown = vault.file_bytes(row.shown_id)
    assert pixels(shown).height > 600, "the strip stands below the picture"
    assert whites(strip_of(shown)) > 500, "letters are there"
    assert vault.file_bytes(row.original_id) == LARGE


def test_another_day_village_or_position_gives_other_pixels(field):
    def strip(**more):
        return strip_of(vault.file_bytes(added(field, **more).shown_id))

    first = strip(post_id=field.post.id, position=HERE)
    others = (
        strip(post_id=field.other_post.id, position=HERE),
        strip(post_id=field.post.id),
        strip(post_id=field.post.id, position=HERE, taken_at=datetime(2026, 1, 19, 1, 0, tzinfo=UTC)),
    )
    for other in others:
        assert ImageChops.difference(first, other.resize(first.size)).getbbox()
    assert ImageChops.difference(first, strip(post_id=field.post.id, position=HERE)).getbbox() is None


def test_a_pdf_is_no_photo(field):
    with pytest.raises(photos.NotAPhoto):
        added(field, photo=_pdf())


def test_inked_pages_leave_with_their_code_day_and_village(field):
    paper = pages.print_list(post_id=field.post.id, by=field.tksk, at=FIELD_DAY)
    page = paper.pages.get()
    pages.key_page(page_id=page.id, photo=LARGE, by=field.tksk, at=FIELD_DAY)
    ((content, media_type),) = reads.ink_pages(field.distribution.id, by=field.kasi, at=FIELD_DAY)
    assert media_type == "image/jpeg"
    assert whites(strip_of(content)) > 500
    page.refresh_from_db()
    assert vault.file_bytes(page.scan_original_id) == LARGE
    assert reads._page_lines(page)[0].startswith(f"Lembar {paper.code}-1 · difoto Selasa, 20 Januari 2026")


@pytest.mark.parametrize(
    ("lat", "lng", "said"),
    [
        (-2_412_849, 115_529_138, "2,41285° LS, 115,52914° BT"),
        (3_595_196, 98_672_226, "3,59520° LU, 98,67223° BT"),
        (None, 115_529_138, "Posisi tidak tercatat"),
    ],
)
def test_positions_in_words(lat, lng, said):
    assert burn.position_words(lat, lng) == said


def test_long_words_stay_inside_a_small_picture():
    made = pixels(burn.burn(picture("navy", (400, 300)), ["x" * 90]))
    assert made.width == 400
    assert whites(made.crop((396, 300, 400, made.height))) == 0


def _pdf():
    stream = io.BytesIO()
    Image.new("RGB", (50, 50)).save(stream, "PDF")
    return stream.getvalue()

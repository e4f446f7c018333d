"""Words burnt into the copy of a photo: day, village and position cannot be parted from it any more.

The original stays sealed byte for byte; only what is shown and exported carries the strip.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont

from balakas.common.indonesian import clock, day_and_date
from balakas.papers.actions.make import FONTS
from balakas.staff import queries as staff

_FONT = "Arimo_400Regular.ttf"
_SMALLEST = 10
_TINY = 6
_SHARE = 34  # letters are a thirty-fourth of the longer side: legible when two photos stand side by side on a sheet
_QUALITY = 84
_SHORT_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_MICRO = 1_000_000


def lines_for(
    office_id: UUID, *, taken_at: datetime, village: str, place: str = "", lat_micro: int | None, lng_micro: int | None
) -> list[str]:
    """Return what is burnt in: `Rabu, 14 Januari 2026 10.35 WITA`, the village and place, the position."""
    office = staff.office_of(office_id)
    local = taken_at.astimezone(ZoneInfo(office.zone))
    where = ", ".join(part for part in (village, office.name) if part)
    return [
        f"{day_and_date(local.date())} {clock(local)} {_SHORT_ZONES.get(office.zone, '')}".strip(),
        f"{where} · {place}" if place else where,
        position_words(lat_micro, lng_micro),
    ]


def position_words(lat_micro: int | None, lng_micro: int | None) -> str:
    """-> `2,41285° LS, 115,52914° BT`, or that no position is known."""
    if lat_micro is None or lng_micro is None:
        return "Posisi tidak tercatat"
    lat, lng = (f"{abs(value) / _MICRO:.5f}".replace(".", ",") for value in (lat_micro, lng_micro))
    return f"{lat}° {'LS' if lat_micro < 0 else 'LU'}, {lng}° {'BB' if lng_micro < 0 else 'BT'}"


def burn(picture: bytes, lines: Sequence[str]) -> bytes:
    """Return the JPEG with a dark strip below the picture's own pixels that says `lines` in white."""
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as source:
        image = source.convert("RGB")
    font = _font(image, lines)
    high = int(font.size * 1.35)
    pad = max(4, int(font.size / 2))
    strip = high * len(lines) + 2 * pad
    made = Image.new("RGB", (image.width, image.height + strip), (17, 24, 32))
    made.paste(image, (0, 0))
    draw = ImageDraw.Draw(made)
    for number, line in enumerate(lines):
        draw.text((pad, image.height + pad + number * high), line, fill="white", font=font)
    stream = io.BytesIO()
    made.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue()


def _font(image: Image.Image, lines: Sequence[str]) -> ImageFont.FreeTypeFont:
    """Return the typeface, as large as the picture wants and its longest line allows."""
    size = max(_SMALLEST, max(image.size) // _SHARE)
    font = ImageFont.truetype(str(FONTS / _FONT), size)
    longest = max(font.getlength(line) for line in lines)
    room = image.width - 2 * (size // 2 + 4)
    if longest > room > 0:
        font = ImageFont.truetype(str(FONTS / _FONT), max(_TINY, int(size * room / longest)))
    return font

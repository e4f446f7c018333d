"""Photos of cards: decoded and encoded anew, so that nothing but the picture is kept in what people see."""

from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # a phone's MPO opens as JPEG
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}
MAX_MEGABYTES = 20
MAX_PIXELS = 60_000_000
_SHOWN_EDGE = 2_000
_QUALITY = 85
_MARK_SHARE = 34  # the watermark's letters are this part of the picture's longer edge


class NotAPhoto(BalakasError):
    """The file is no picture of the allowed kinds."""

    code = "not_a_photo"
    message = N_("Berkas ini bukan foto yang dapat dibaca. Pakai JPEG, PNG, WEBP, atau HEIC.")


class PhotoTooLarge(BalakasError):
    """The photo's file or its picture is over the limit."""

    code = "photo_too_large"
    message = N_("Foto ini terlalu besar. Ukuran paling besar %(limit)s MB; ambil ulang dengan ukuran biasa.")


class PhotoBroken(BalakasError):
    """The photo breaks off."""

    code = "photo_broken"
    message = N_("Foto ini rusak atau tidak lengkap terkirim. Coba kirim lagi atau ambil ulang.")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo: the media type it came in, and its picture as a clean JPEG."""

    media_type: str
    jpeg: bytes


def read_photo(content: bytes) -> Photo:
    """Decode a photo and encode it anew, upright and without its metadata.

    Raises `NotAPhoto`, `PhotoTooLarge`, `PhotoBroken`.
    """
    if len(content) > MAX_MEGABYTES * 1024 * 1024:
        raise PhotoTooLarge(limit=MAX_MEGABYTES)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PhotoTooLarge(limit=MAX_MEGABYTES)
            kind = MEDIA_TYPES[str(image.format)]
            return Photo(kind, _clean(image))
    except (UnidentifiedImageError, Image.DecompressionBombError) as wrong:
        raise NotAPhoto from wrong
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise PhotoBroken from broken


def _clean(image: Image.Image) -> bytes:
    image.draft("RGB", (_SHOWN_EDGE, _SHOWN_EDGE))
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((_SHOWN_EDGE, _SHOWN_EDGE))
    return _jpeg(upright)


def watermarked(jpeg: bytes, text: str) -> bytes:
    """Return the picture with `text` across it, again and again, so that a copy says what it was shown for."""
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
        picture = image.convert("RGB")
    text = text.replace("–", "-").replace("—", "-")  # the built-in font draws these as empty boxes
    size = max(14, max(picture.size) // _MARK_SHARE)
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    edge = int((picture.width**2 + picture.height**2) ** 0.5)
    layer = Image.new("L", (edge, edge), 0)
    draw = ImageDraw.Draw(layer)
    step = int(right - left) + size * 3
    for line, y in enumerate(range(0, edge, int(bottom - top) + size * 4)):
        for x in range(-(line % 2) * step // 2, edge, step):
            draw.text((x, y), text, fill=120, font=font)
    mask = layer.rotate(28).crop(_middle(edge, picture.size))
    picture.paste(Image.new("RGB", picture.size, (200, 20, 20)), mask=mask)
    return _jpeg(picture)


def _middle(edge: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = (edge - size[0]) // 2, (edge - size[1]) // 2
    return left, top, left + size[0], top + size[1]


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()

"""A photo's file as pixels."""

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from balakas.recipients.queries import pictures
from balakas.recipients.queries.cards import engine

_MOST_BYTES = pictures.MAX_MEGABYTES * 1_000_000
_LONGEST = 3200


def load(path: Path) -> engine.Picture:
    """Return the picture of a file. Raises what `decode` raises."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise pictures.PhotoTooLarge(limit=pictures.MAX_MEGABYTES)
        return decode(path.read_bytes())
    except OSError as error:
        raise pictures.NotAPhoto from error


def decode(content: bytes) -> engine.Picture:
    """Return the picture as blue, green, red, turned as its camera noted, at most 3,200 pixels long.

    Raises `NotAPhoto`, `PhotoTooLarge`, and `PhotoBroken` where an upload stopped half-way.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            size, kind = opened.size, opened.format
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise pictures.NotAPhoto from error
    if kind not in {*pictures.FORMATS, "MPO"}:
        raise pictures.NotAPhoto
    if size[0] * size[1] > pictures.MAX_PIXELS:
        raise pictures.PhotoTooLarge(limit=pictures.MAX_MEGABYTES)
    if kind == "HEIF":
        content = pictures.read_photo(content).jpeg
    # A picture of twice the needed size is taken at half its size while it is unpacked, which spares memory.
    how = cv2.IMREAD_COLOR if max(size) < 2 * _LONGEST else cv2.IMREAD_REDUCED_COLOR_2
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    if picture is None:
        raise pictures.PhotoBroken
    scale = _LONGEST / max(picture.shape[:2])
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(picture, np.uint8)

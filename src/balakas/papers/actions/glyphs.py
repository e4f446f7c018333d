"""Which characters our typefaces can draw, read from the font files themselves.

PDF/A refuses a character no font has. A name brought in with an emoji must not stop a village's papers,
so what cannot be drawn is printed as a replacement sign; the stored data stay as they are.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

_REPLACEMENT = "?"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SEGMENTS = 4
_GROUPS = 12
_LAST_MARK = 0xFFFF


def printable(value: object, fonts: Path) -> object:
    """Return `value` (as made of JSON's types) with every string drawable by the fonts in the folder `fonts`."""
    if isinstance(value, str):
        return _drawable(value, _covered(fonts))
    if isinstance(value, Mapping):
        return {str(key): printable(item, fonts) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item, fonts) for item in value]
    return value


def _drawable(text: str, covered: frozenset[int]) -> str:
    if text.isascii():
        return _CONTROLS.sub("", text)
    composed = unicodedata.normalize("NFC", text)
    return "".join(_one(char, covered) for char in composed)


def _one(char: str, covered: frozenset[int]) -> str:
    if char in "\n\t":
        return char
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
        return ""
    return char if ord(char) in covered else _REPLACEMENT


@lru_cache(maxsize=4)
def _covered(fonts: Path) -> frozenset[int]:
    """Return the code points every font file in the folder can draw."""
    sets = [set(_codes(path.read_bytes())) for path in sorted(fonts.glob("*.ttf"))]
    return frozenset(set.intersection(*sets)) if sets else frozenset()


def _codes(font: bytes) -> Iterator[int]:
    """Yield the code points of a TrueType font's character map (formats 4 and 12 of OpenType's `cmap`)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _SEGMENTS:
            yield from _segments(font, start + offset)
        elif form == _GROUPS:
            yield from _groups(font, start + offset)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    message = f"font without a {tag.decode()} table"
    raise ValueError(message)


def _segments(font: bytes, start: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
    for first, last in zip(starts, ends, strict=True):
        yield from (code for code in range(first, last + 1) if code != _LAST_MARK)


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    for index in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * index)
        yield from range(first, last + 1)

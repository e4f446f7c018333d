"""A photo or scan of a printed list: flattened, its lines found, its text read."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from balakas.recipients.queries.cards import engine, finding, recognising
from balakas.recipients.queries.printed import flattening
from balakas.recipients.rules.cards.lines import Letter
from balakas.recipients.rules.printed.words import Page, Stroke, Word

_FIRST_LOOK = 1_120
_CLOSE = 21.0  # pixels of a line's height that the network finds best
_BAND = 800_000  # pixels looked at at once: what fits the memory
_OVERLAP = 3.0  # heights
_MOST_WORDS = 6_000
_DOUBT = 0.75  # a number less sure than this is looked at again
_DIGITS = "0123456789"


def page_of(picture: engine.Picture) -> Page:
    """Return the words and lines of a photographed sheet; an empty page where there is no text."""
    sheet = flattening.flat(picture)
    if sheet is None:
        return Page()
    boxes = _boxes(sheet)
    if not boxes:
        return Page()
    height = float(np.median([box.height for box in boxes]))
    level, upright = _strokes(sheet, height)
    page = Page(level=level, upright=upright)
    for box in boxes[:_MOST_WORDS]:
        page.words += [word for part in _cut_at(box, upright) for word in _words(sheet, part)]
    return page


def _boxes(sheet: engine.Picture) -> list[finding.Box]:
    """Return the lines of text, looked for band by band at the size that suits their height."""
    rough = finding.find(sheet, _FIRST_LOOK)
    if not rough:
        return []
    height = float(np.median([box.height for box in rough]))
    scale = min(1.0, _CLOSE / height)
    rows = max(round(_BAND / (sheet.shape[1] * scale * scale)), round(height * _OVERLAP * 4))
    overlap = round(height * _OVERLAP)
    found: list[finding.Box] = []
    for top in range(0, max(1, sheet.shape[0] - overlap), rows - overlap):
        band = sheet[top : top + rows]
        low = 0 if top == 0 else overlap / 2
        high = band.shape[0] if top + rows >= sheet.shape[0] else rows - overlap / 2
        boxes = finding.find(np.ascontiguousarray(band), round(max(band.shape[:2]) * scale))
        found += [replace(box, y=box.y + top) for box in boxes if low <= box.y < high]
    return [box for box in found if box.height < 4 * height]


def _strokes(sheet: engine.Picture, height: float) -> tuple[list[Stroke], list[Stroke]]:
    level, upright = flattening.line_masks(sheet, height)
    return _runs(level, upright=False), _runs(upright, upright=True)


def _runs(mask: engine.Picture, *, upright: bool) -> list[Stroke]:
    count, _, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for place in range(1, count):
        left, top, width, height, _ = (int(one) for one in stats[place])
        if upright:
            found.append(Stroke(float(middles[place][0]), top, top + height))
        else:
            found.append(Stroke(float(middles[place][1]), left, left + width))
    return found


def _cut_at(box: finding.Box, upright: list[Stroke]) -> Iterator[finding.Box]:
    """Part a box that reaches over an upright line: the network joins what stands close on both sides."""
    left, right = box.x - box.length / 2, box.x + box.length / 2
    slack = box.height * 0.35
    cuts = sorted(
        stroke.at
        for stroke in upright
        if left + slack < stroke.at < right - slack and stroke.start - slack < box.y < stroke.end + slack
    )
    edges = [left, *cuts, right]
    for start, end in pairwise(edges):
        if end - start > slack:
            middle = (start + end) / 2
            yield finding.Box(
                middle, box.y + (middle - box.x) * math.tan(box.angle), end - start, box.height, box.angle
            )


def _words(sheet: engine.Picture, box: finding.Box) -> Iterator[Word]:
    (letters,) = recognising.recognise([recognising.cut(sheet, box)])
    digits = sum(letter.sign in _DIGITS for letter in letters)
    if digits >= 12 and (digits != len(letters) or digits != 16 or min(letter.likely for letter in letters) < _DOUBT):  # noqa: PLR2004 -- a NIK
        letters = _number(sheet, box, letters)
    left = box.x - box.length / 2
    word: list[Letter] = []
    for letter in (*letters, Letter(" ", 1.0)):
        if letter.sign != " ":
            word.append(letter)
            continue
        if word:
            half = box.length / max(1, len(letters)) / 2
            yield Word(
                left + word[0].at * box.length - half, box.y - box.height / 2, left + word[-1].at * box.length + half, box.y + box.height / 2,
                "".join(one.sign for one in word), min(one.likely for one in word),
            )  # fmt: skip
        word = []


def _number(sheet: engine.Picture, box: finding.Box, before: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """Read a number again from nearer; what gives sixteen digits is believed."""
    best = before
    for share in (0.85, 0.75, 1.12):
        nearer = finding.Box(box.x, box.y, box.length * (1.0 if share < 1 else 1.02), box.height * share, box.angle)
        (letters,) = recognising.recognise([recognising.cut(sheet, nearer)])
        plain = [letter for letter in letters if letter.sign != " "]
        if len(plain) == 16 and all(letter.sign in _DIGITS for letter in plain):  # noqa: PLR2004 -- a NIK
            return tuple(plain)
    return best

"""A photo in, the cards on it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from balakas.recipients.queries.cards import codes, engine, finding, gazetteer, recognising, straightening
from balakas.recipients.rules.cards import kk, ktp, labels, layout, numbers, rows
from balakas.recipients.rules.cards.card import Card
from balakas.recipients.rules.cards.lines import Letter, Line, sure_of

FIRST_LOOK = 736
_TRIED = 3
_LOW = 18.5  # pixels of the first look
_NEARER = 0.8  # of a line's height
_SHORT = 1.1  # times longer than high
_TITLE_SHAPE = 5.0  # times longer than high, at least
_TALLEST = 4
_NARROW = 0.6  # of their length: labels are known beforehand, so half-legible ones are still recognised
_UPPER = 0.68  # of a KK: the second table below holds nothing that is asked
_SMALL = 12.5
"""Lines lower than this, in pixels of the first look, are looked at again from nearer."""


@dataclass(slots=True)
class Photo:
    """A photo being read: which boxes were read so far, and what they say."""

    picture: engine.Picture
    boxes: list[finding.Box]
    page: straightening.Page
    turned: bool
    read: dict[int, tuple[Letter, ...]]

    def lines(self, places: Sequence[int], *, narrow: float = 1.0, allowed: str = recognising.WORKING) -> list[Line]:
        """Read the boxes at these places, those that were not read before."""
        missing = [place for place in places if place not in self.read]
        cuts = [recognising.cut(self.picture, self.boxes[p], narrow=narrow, turned=self.turned) for p in missing]
        for place, letters in zip(missing, recognising.recognise(cuts, allowed), strict=True):
            self.read[place] = self._nearer(place) if numbers.is_half_read(letters) else letters
        return [self.line(place) for place in places]

    def _nearer(self, place: int) -> tuple[Letter, ...]:
        """Read a number again from nearer: small print in a high box leaves its digits too narrow."""
        box = self.boxes[place]
        nearer = replace(box, height=box.height * _NEARER)
        (letters,) = recognising.recognise([recognising.cut(self.picture, nearer, turned=self.turned)])
        return letters

    def line(self, place: int) -> Line:
        """Return a box as a line of the straight page, its letters empty when it was not read."""
        box = self.boxes[place]
        along, row = self.page.place(box.x, box.y)
        sign = -1.0 if self.turned else 1.0
        return Line(self.read.get(place, ()), sign * along, sign * row, box.length, box.height)


def cards_on(picture: engine.Picture) -> list[Card]:
    """Return the cards of a photo, from top left to bottom right; none when it shows none."""
    boxes = finding.find(picture, FIRST_LOOK)
    if len(boxes) < _TRIED:
        return []
    turned = stands_on_its_head(picture, boxes)
    photo = _photo(picture, boxes, turned=turned)
    title = _kk_title(photo)
    scale = max(picture.shape[:2]) / FIRST_LOOK
    if float(np.median([box.height for box in boxes])) < _SMALL * max(1.0, scale):
        closer = finding.look_closer(picture, boxes, turned=turned, upper=_UPPER if title else 1.0)
        photo = _photo(picture, closer, turned=turned)
        title = _kk_title(photo) if title else None
    if title is not None:
        return [_family_card(photo, title)]
    lines = _identity_lines(photo)
    return [ktp.read(sheet, gazetteer.origin_of, gazetteer.around) for sheet in layout.sheets(lines) if sheet.is_ktp]


def _photo(picture: engine.Picture, boxes: list[finding.Box], *, turned: bool) -> Photo:
    return Photo(picture, boxes, straightening.page_of(boxes), turned, {})


def _kk_title(photo: Photo) -> Line | None:
    """Return the title of a KK, among the tallest lines; None on anything else.

    A KK is a hundred letters wide, so that its lines are low in the first look; on other photos no title is sought.
    """
    scale = max(1.0, max(photo.picture.shape[:2]) / FIRST_LOOK)
    if float(np.median([box.height for box in photo.boxes])) > _LOW * scale:
        return None
    long = [place for place, box in enumerate(photo.boxes) if box.length > _TITLE_SHAPE * box.height]
    return kk.title_of(photo.lines(sorted(long, key=lambda place: -photo.boxes[place].height)[:_TALLEST]))


def _identity_lines(photo: Photo) -> list[Line]:
    """Read the lines a KTP is asked for: labels and headings pressed together, values as they are, the rest not at all."""
    bare = [photo.line(place) for place in range(len(photo.boxes))]
    parts = rows.parted(bare)
    photo.lines([*parts.headings, *parts.labels], narrow=_NARROW)
    unasked = {place for place, value in parts.beside.items() if _is_unasked(photo.line(place))}
    values = [value for place, found in parts.beside.items() if place not in unasked for value in found]
    photo.lines(values, allowed=recognising.CAPITALS)
    return photo.lines([*parts.labels, *parts.headings, *parts.whole, *values])


def _is_unasked(line: Line) -> bool:
    return any(labels.after_label(line, labels.KTP_ROWS[name]) is not None for name in ("citizen", "valid"))


def _family_card(photo: Photo, title: Line) -> Card:
    """Read what a KK is asked for: its left half, then the column of birth dates."""
    everything = [photo.line(place) for place in range(len(photo.boxes))]
    left = [
        place
        for place, line in enumerate(everything)
        if line.left < title.x and line.y > title.y - title.height and not _is_row_number(line, everything)
    ]
    lines = photo.lines(left)
    niks = kk.niks_of(lines, title)
    return kk.read(
        lines,
        kk.rows_of(lines, niks, _dates(photo, everything, lines, niks)),
        title,
        gazetteer.origin_of,
        codes.number_in(photo.picture),
    )


def _is_row_number(line: Line, everything: list[Line]) -> bool:
    """Say whether a line is so short, and first in its row, that only the row's number can stand there."""
    if line.length > _SHORT * line.height:
        return False
    return not any(other.right < line.x and abs(other.y - line.y) < line.height / 2 for other in everything)


def _dates(photo: Photo, everything: list[Line], lines: list[Line], niks: list[Line]) -> list[Line]:
    """Read the column whose head is "Tanggal Lahir"."""
    head = kk.header_of(lines, labels.KK_COLUMNS["nik"])
    if head is None or not niks:
        return []
    beside = [p for p, line in enumerate(everything) if abs(line.y - head.y) < head.height * 0.6 and line.x > head.x]
    column = kk.header_of(photo.lines(beside), labels.KK_COLUMNS["birth_date"])
    if column is None:
        return []
    rows = [
        place
        for place, line in enumerate(everything)
        if abs(line.x - column.x) < 0.5 * column.length and any(abs(line.y - nik.y) < 0.5 * nik.height for nik in niks)
    ]
    return photo.lines(rows)


def stands_on_its_head(picture: engine.Picture, boxes: list[finding.Box]) -> bool:
    """Read a few lines both ways round and say whether they read better upside down."""
    tried = sorted((box for box in boxes if box.length > 3 * box.height), key=lambda box: box.length)[:_TRIED]
    both = [recognising.cut(picture, box, turned=turned) for box in tried for turned in (False, True)]
    sure = [sure_of(letters) for letters in recognising.recognise(both)]
    return sum(sure[1::2]) > sum(sure[::2])

"""A PDF page's own text and ruling lines. Only the reading process loads this."""

import unicodedata
from collections.abc import Iterator, Sequence

from pdfminer.layout import LTChar, LTComponent, LTCurve, LTFigure, LTImage, LTLine, LTPage, LTRect

from balakas.recipients.rules.printed.words import Page, Stroke, Word

MOST_ITEMS = 200_000
_THIN = 2.5  # points: a filled rectangle this thin is a drawn line
_SCANNED = 0.6  # of the page that a picture covers when the page is a scan, whatever text lies over it
_FEWEST = 20  # characters of a page that has text
_LEGIBLE = 0.9  # of the characters that have a meaning
_BLANK = 0.18  # of a letter's size: white that parts two words
_LEVEL = 1.0  # points a level line may rise


def page_of(layout: LTPage) -> Page | None:
    """Return a page's words and lines; None where its text tells nothing and its picture must be read."""
    characters, strokes, pictured = _parted(layout)
    legible = sum(_is_legible(one) for one in characters)
    if (
        len(characters) < _FEWEST
        or legible < _LEGIBLE * len(characters)
        or pictured > _SCANNED * layout.width * layout.height
    ):
        return None
    page = Page(words=[word for row in _rows(characters) for word in _words(row, layout.height)])
    for x0, y0, x1, y1 in strokes:
        top, bottom = layout.height - y1, layout.height - y0
        if bottom - top <= _LEVEL and x1 > x0:
            page.level.append(Stroke((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= _LEVEL and bottom > top:
            page.upright.append(Stroke((x0 + x1) / 2, top, bottom))
    return page


def _parted(layout: LTPage) -> tuple[list[LTChar], list[tuple[float, float, float, float]], float]:
    """Return the upright characters, the drawn lines, and how much of the page pictures cover."""
    characters: list[LTChar] = []
    strokes: list[tuple[float, float, float, float]] = []
    pictured = 0.0
    waiting: list[LTComponent] = [layout]
    seen = 0
    while waiting and seen < MOST_ITEMS:
        item = waiting.pop()
        seen += 1
        if isinstance(item, LTChar):
            if item.upright and item.size > 1:
                characters.append(item)
        elif isinstance(item, LTImage):
            pictured += item.width * item.height
        elif isinstance(item, LTCurve):
            strokes += _lines(item)
        elif isinstance(item, LTPage | LTFigure):
            waiting += list(item)
    return characters, strokes, pictured


def _lines(item: LTCurve) -> Iterator[tuple[float, float, float, float]]:
    """Yield what a path draws as lines: itself, a thin rectangle's middle, a stroked rectangle's four sides, a polyline's parts."""
    x0, y0, x1, y1 = item.bbox
    if isinstance(item, LTLine):
        yield x0, y0, x1, y1
    elif min(x1 - x0, y1 - y0) <= _THIN:
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        yield (middle_x, y0, middle_x, y1) if x1 - x0 < y1 - y0 else (x0, middle_y, x1, middle_y)
    elif item.stroke and isinstance(item, LTRect):
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    elif item.stroke:
        for (ax, ay), (bx, by) in zip(item.pts, item.pts[1:], strict=False):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_legible(one: LTChar) -> bool:
    text = one.get_text()
    return not text.startswith("(cid:") and all(unicodedata.category(sign) not in {"Co", "Cc", "Cn"} for sign in text)


def _rows(characters: Sequence[LTChar]) -> Iterator[list[LTChar]]:
    """Yield the characters line by line, from the top."""
    row: list[LTChar] = []
    for one in sorted(characters, key=lambda char: (-char.y0, char.x0)):
        if row and row[0].y0 - one.y0 > 0.4 * row[0].size:
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _words(row: list[LTChar], height: float) -> Iterator[Word]:
    """Yield a line's words; letters printed twice for boldness count once."""
    text: list[LTChar] = []
    for one in sorted(row, key=lambda char: char.x0):
        last = text[-1] if text else None
        if last is not None and one.get_text() == last.get_text() and one.x0 - last.x0 < 0.2 * one.size:
            continue
        if last is not None and (one.x0 - last.x1 > _BLANK * one.size or one.get_text().isspace()):
            yield _word(text, height)
            text = []
        if not one.get_text().isspace():
            text.append(one)
    if text:
        yield _word(text, height)


def _word(text: Sequence[LTChar], height: float) -> Word:
    plain = unicodedata.normalize("NFKC", "".join(one.get_text() for one in text))
    top, bottom = max(one.y1 for one in text), min(one.y0 for one in text)
    return Word(text[0].x0, height - top, text[-1].x1, height - bottom, plain)

"""Tables without ruling lines: columns by the white between them, rows by the numbers that begin or identify them."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from balakas.recipients.rules import columns
from balakas.recipients.rules.lines import is_closing
from balakas.recipients.rules.printed.words import ReadText, Word, joined, lines_of

_LONG = 12  # digits that make a word an identity number
_WHITE = 0.35  # of a word's height: what parts two columns at least
_NARROW = 1.1  # white below this parts two columns only where both have a heading
_HEAD_WHITE = 0.7
_HEAD_PITCH = 1.6  # heights between two lines of one head, at most
_SLIM = 0.15
_FEWEST = 3  # columns of a table
_TALLEST_HEAD = 4  # lines
_APART = 2.5  # heights of white between them
_CLOSE = 2.2  # heights between two lines of one row, at most

_COUNT = re.compile(r"[(\[]?\d{1,2}[)\]]?( ?= ?[\d+x ]+)?")
"""A column's number under its heading."""

Line = list[Word]
Span = tuple[float, float]


def is_identity(word: Word) -> bool:
    """Say whether a word is an identity number, perhaps with a misread digit."""
    digits = sum(sign.isdigit() for sign in word.text)
    return digits >= _LONG and digits * 10 >= len(word.text.replace(" ", "")) * 8


def edges_of(words: Iterable[Word], height: float) -> tuple[float, ...]:
    """Return where columns begin and end, found from the lines that hold an identity number; empty without a table."""
    lines = lines_of(words)
    body = [line for line in lines if any(map(is_identity, line)) and len(line) >= _FEWEST]
    if not body:
        return ()
    inside = [word for line in body for word in line]
    spans = _islands(inside, height * _WHITE)
    heads = _islands([word for line in _head_lines(lines, body) for word in line], height * _HEAD_WHITE)
    spans = _headed(_parted(spans, heads, inside, height), heads, height)
    if len(spans) < _FEWEST:
        return ()
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    return (spans[0][0] - height, *inner, spans[-1][1] + height)


def _islands(words: Iterable[Word], white: float) -> list[Span]:
    """Return the stretches along the line that some word covers, from the left."""
    spans: list[Span] = []
    for word in sorted(words, key=lambda word: word.left):
        if spans and word.left - spans[-1][1] < white:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.right))
        else:
            spans.append((word.left, word.right))
    return spans


def _head_lines(lines: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """Return the lines of the head above the first person: the one that says most, and those close to it."""
    above = [line for line in lines if line[0].y < body[0][0].y][-_TALLEST_HEAD:]
    said = [columns.layout_of([joined(part) for part in _clusters(line, _HEAD_WHITE)]) for line in above]
    best = max((place for place, found in enumerate(said) if found), key=lambda place: said[place].score, default=None)  # type: ignore[union-attr]
    if best is None:
        return []
    first = last = best
    while first and _gap(above[first - 1], above[first]) < _HEAD_PITCH:
        first -= 1
    while last + 1 < len(above) and _gap(above[last], above[last + 1]) < _HEAD_PITCH:
        last += 1
    return list(above[first : last + 1])


def _gap(upper: Line, lower: Line) -> float:
    """Return how far apart two lines stand, in heights of a word."""
    return (lower[0].y - upper[0].y) / (lower[0].bottom - lower[0].top)


def _headed(spans: list[Span], heads: Sequence[Span], height: float) -> list[Span]:
    """Fit the columns to their headings.

    A narrowly parted column without a heading goes to its left neighbour: words of names that stand below each other.
    A heading above one column widens it, and one above nothing is an empty column (a signature's).
    """
    if not heads:
        return spans
    kept = spans[:1]
    for span in spans[1:]:
        if not _over(span, heads) and span[0] - kept[-1][1] < height * _NARROW:
            kept[-1] = (kept[-1][0], span[1])
        else:
            kept.append(span)
    for head in heads:
        below = _over(head, kept)
        if len(below) == 1:
            place = kept.index(below[0])
            kept[place] = (min(head[0], below[0][0]), max(head[1], below[0][1]))
        elif not below:
            kept.append(head)
    return sorted(kept)


def _parted(spans: Sequence[Span], heads: Sequence[Span], words: Sequence[Word], height: float) -> list[Span]:
    """Part a column that stands under several headings where hardly any word crosses and most words begin: print too tight for white."""
    done: list[Span] = []
    for span in spans:
        above = _over(span, heads)
        rest = span
        for left, right in pairwise(above):
            at = _best_cut(words, max(rest[0], left[0]) + height / 2, right[1], height)
            if at is not None:
                done.append((rest[0], at - height * _SLIM))
                rest = (at, rest[1])
        done.append(rest)
    return done


def _best_cut(words: Sequence[Word], first: float, last: float, height: float) -> float | None:
    """Return the left edge within `first` to `last` that fewest words cross and most words share."""
    best: tuple[int, int, float] | None = None
    for at in sorted({word.left for word in words if first < word.left < last}):
        crossing = sum(word.left < at - height * _SLIM and word.right > at for word in words)
        sharing = sum(abs(word.left - at) < height * _SLIM for word in words)
        if best is None or (crossing, -sharing) < best[:2]:
            best = (crossing, -sharing, at)
    return best[2] if best else None


def _over(span: Span, others: Sequence[Span]) -> list[Span]:
    return [other for other in others if other[1] > span[0] and other[0] < span[1]]


def rows_of(words: Iterable[Word], edges: Sequence[float]) -> list[list[ReadText]]:
    """Return the rows of a table with these columns; lines that belong to no person are rows of their own."""
    lines = [_split(line, edges) for line in lines_of(words)]
    anchors = [place for place, line in enumerate(lines) if _begins(line)]
    owner = _owners(lines, anchors)
    _take_head(lines, owner, anchors)
    rows: dict[int, list[Line]] = {}
    for place, line in enumerate(lines):
        rows.setdefault(owner[place], [[] for _ in line])
        for column, held in enumerate(line):
            rows[owner[place]][column] += held
    own = {place for place in rows if owner.count(place) == 1 and place not in anchors}
    return [
        apart([word for cell in row for word in cell]) if place in own and _is_beside(row, place, anchors) else [joined(cell) for cell in row]
        for place, row in rows.items()
    ]  # fmt: skip


def _is_beside(row: list[Line], place: int, anchors: Sequence[int]) -> bool:
    """Say whether a line stands above or below the table and not in it."""
    texts = [joined(cell) for cell in row if cell]
    if sum(map(columns.is_head_word, texts)) > 1 or all(re.fullmatch(_COUNT, text) for text in texts):
        return False
    return not anchors or place < anchors[0] or (place > anchors[-1] and sum(map(bool, row)) < len(row) - 1)


def apart(line: Sequence[Word]) -> list[ReadText]:
    """Return a line outside a table; texts far apart (signatures beside each other) are cells of their own."""
    return [joined(part) for part in _clusters(line, _APART)]


def _clusters(line: Sequence[Word], white: float) -> list[Line]:
    """Part a line where `white` heights or more stand between two words."""
    parts = [[line[0]]]
    for word in line[1:]:
        if word.left - parts[-1][-1].right > white * (word.bottom - word.top):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _split(line: Line, edges: Sequence[float]) -> list[Line]:
    cells: list[Line] = [[] for _ in edges[1:]]
    for word in line:
        place = sum(word.x > edge for edge in edges[1:-1])
        cells[place].append(word)
    return cells


def _begins(line: list[Line]) -> bool:
    """Say whether a line begins or is a person's row: it holds an identity number, or a row's number before other cells."""
    if any(is_identity(word) for cell in line for word in cell):
        return True
    first = " ".join(word.text for word in line[0])
    filled = [cell for cell in line[1:] if cell]
    letters = any(sign.isalpha() for cell in filled for word in cell for sign in word.text)
    return re.fullmatch(r"\d{1,5}\.?", first) is not None and bool(filled) and letters


def _owners(lines: Sequence[list[Line]], anchors: Sequence[int]) -> list[int]:
    """Return for each line the line of its row: its own, or that of the person it goes on with."""
    owner = list(range(len(lines)))
    for place in range(len(lines)):
        if place in anchors or not anchors or not _may_go_on(lines[place]):
            continue
        before = next((one for one in reversed(anchors) if one < place), None)
        if before is not None and _goes_on(lines, owner, before, place):
            owner[place] = before
    return owner


def _goes_on(lines: Sequence[list[Line]], owner: Sequence[int], before: int, place: int) -> bool:
    """Say whether a line stands close below the row of `before`, with nothing of another row between."""
    if any(owner[between] != before for between in range(before, place)):
        return False
    above = [word for cell in lines[place - 1] for word in cell]
    here = [word for cell in lines[place] for word in cell]
    height = median(word.bottom - word.top for word in here)
    return median(w.y for w in here) - median(w.y for w in above) < _CLOSE * height


def _may_go_on(line: list[Line]) -> bool:
    """Say whether a line may be the second one of a person's row: nothing in the first column, no total, no closing words."""
    texts = [" ".join(word.text for word in cell) for cell in line if cell]
    return not line[0] and not is_closing(texts) and not all(map(columns.is_listed, texts))


def _take_head(lines: Sequence[list[Line]], owner: list[int], anchors: Sequence[int]) -> None:
    """Join the lines of a head that together say more than each alone; a row of column numbers stays by itself."""
    first = anchors[0] if anchors else len(lines)
    best: tuple[float, int, int] | None = None
    for end in range(first):
        for start in range(max(0, end - _TALLEST_HEAD + 1), end + 1):
            texts = [
                joined([word for line in lines[start : end + 1] for word in line[column]])
                for column in range(len(lines[0]))
            ]
            found = columns.layout_of(texts)
            # Of heads that say as much the one of fewest lines is meant: a title above adds words, no columns.
            rank = (found.score, start - end) if found else None
            if rank and (best is None or rank > (best[0], best[1])):
                best = (*rank, start)
    if best is None:
        return
    height = -best[1] + 1
    for place in range(best[2], best[2] + height):
        owner[place] = best[2]

"""Tables with ruling lines: cells are what lines enclose, merged ones included."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from balakas.recipients.rules.printed.words import Page, ReadText, Stroke, Word, joined

_COVERED = 0.6  # of a cell's side that must be drawn for it to part two cells
_FEWEST = 2  # columns and rows of a table

Place = tuple[int, int]
"""A column and a row of a frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines of one table: where columns and rows begin and end, and the strokes that draw them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]

    def holds(self, word: Word) -> bool:
        """Say whether a word stands inside."""
        return self.xs[0] < word.x < self.xs[-1] and self.ys[0] < word.y < self.ys[-1]


def frames(page: Page, height: float) -> list[Frame]:
    """Return the tables of a page from the top; `height` is that of its words. A line that meets no other is none."""
    near = height * 0.4
    level = _merged([one for one in page.level if one.end - one.start > height], near)
    upright = _merged([one for one in page.upright if one.end - one.start > height * 0.8], near)
    found = [_frame(group, near) for group in _touching(level, upright, near)]
    return sorted((one for one in found if one is not None), key=lambda frame: frame.ys[0])


def _frame(group: tuple[list[Stroke], list[Stroke]], near: float) -> Frame | None:
    level, upright = group
    xs, ys = _places(upright, near), _places(level, near)
    if len(xs) <= _FEWEST or len(ys) <= _FEWEST - 1:
        return None
    return Frame(xs, ys, tuple(level), tuple(upright))


def _merged(strokes: Iterable[Stroke], near: float) -> list[Stroke]:
    """Join pieces of one line: drawn cell by cell, or broken in a photo."""
    done: list[Stroke] = []
    for one in sorted(strokes, key=lambda stroke: (stroke.start, stroke.at)):
        for place in range(len(done) - 1, -1, -1):
            other = done[place]
            if abs(other.at - one.at) < near / 2 and one.start <= other.end + near:
                done[place] = Stroke(other.at, other.start, max(other.end, one.end))
                break
        else:
            done.append(one)
    return done


def _touching(
    level: Sequence[Stroke], upright: Sequence[Stroke], near: float
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Part the lines by table: those that meet belong together."""
    owner = list(range(len(level) + len(upright)))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    for first, flat in enumerate(level):
        for second, high in enumerate(upright):
            if flat.start - near <= high.at <= flat.end + near and high.start - near <= flat.at <= high.end + near:
                owner[root(first)] = root(len(level) + second)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for place, one in enumerate((*level, *upright)):
        groups.setdefault(root(place), ([], []))[place >= len(level)].append(one)
    return list(groups.values())


def _places(strokes: Iterable[Stroke], near: float) -> tuple[float, ...]:
    """Return where lines stand, those close together (a double line) as one."""
    places: list[list[float]] = []
    for at in sorted(stroke.at for stroke in strokes):
        if places and at - places[-1][-1] < near:
            places[-1].append(at)
        else:
            places.append([at])
    return tuple(sum(group) / len(group) for group in places)


@dataclass(frozen=True, slots=True)
class Cell:
    """An enclosed cell: the columns and rows of the frame it covers, its words."""

    left: int
    top: int
    right: int
    bottom: int
    words: tuple[Word, ...]


def cells(frame: Frame, words: Iterable[Word]) -> list[Cell]:
    """Return the cells of a table with their words."""
    owner = _enclosed(frame)
    held: dict[Place, list[Word]] = {}
    for word in words:
        held.setdefault(owner[_at(frame, word)], []).append(word)
    areas: dict[Place, list[Place]] = {}
    for place, key in owner.items():
        areas.setdefault(key, []).append(place)
    return [_cell(area, held.get(key, ())) for key, area in areas.items()]


def _cell(area: Sequence[Place], words: Sequence[Word]) -> Cell:
    xs, ys = [x for x, _ in area], [y for _, y in area]
    return Cell(min(xs), min(ys), max(xs) + 1, max(ys) + 1, tuple(words))


def _enclosed(frame: Frame) -> dict[Place, Place]:
    """Return for each place of the frame the first place of the cell it belongs to: no line parts the two."""
    columns, rows = len(frame.xs) - 1, len(frame.ys) - 1
    owner = {(x, y): (x, y) for y in range(rows) for x in range(columns)}

    def root(place: Place) -> Place:
        while owner[place] != place:
            place = owner[place]
        return place

    for x, y in list(owner):
        if x + 1 < columns and not _drawn(frame.upright, frame.xs, x + 1, frame.ys[y : y + 2]):
            owner[root((x + 1, y))] = root((x, y))
        if y + 1 < rows and not _drawn(frame.level, frame.ys, y + 1, frame.xs[x : x + 2]):
            owner[root((x, y + 1))] = root((x, y))
    return {place: root(place) for place in owner}


def _at(frame: Frame, word: Word) -> tuple[int, int]:
    x = min(max(bisect_right(frame.xs, word.x) - 1, 0), len(frame.xs) - 2)
    y = min(max(bisect_right(frame.ys, word.y) - 1, 0), len(frame.ys) - 2)
    return x, y


def _drawn(strokes: Iterable[Stroke], places: Sequence[float], which: int, side: Sequence[float]) -> bool:
    """Say whether a side between two cells, on the line `which` of `places`, is drawn for the most part."""
    near = min(after - before for before, after in pairwise(places)) / 2
    start, end = side
    covered = sum(
        max(0.0, min(stroke.end, end) - max(stroke.start, start))
        for stroke in strokes
        if abs(stroke.at - places[which]) < near
    )
    return covered >= _COVERED * (end - start)


def grid(found: Sequence[Cell], columns: int, rows: int) -> list[list[ReadText]]:
    """Return the table's rows; a cell merged downwards (a village beside its people) holds for every row it covers."""
    lines = [[ReadText("")] * columns for _ in range(rows)]
    for cell in found:
        text = joined(cell.words)
        for y in range(cell.top, cell.bottom):
            lines[y][cell.left] = text
    return lines

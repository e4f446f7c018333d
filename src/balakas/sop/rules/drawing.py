"""The flowchart as lines and shapes for inline SVG: one picture per row that fills its table cell, whatever its height.

Columns are per cent of the width. Heights are either of the whole cell (`0`, `50%`, `100%`) or pixels from its middle, so
that symbols keep their form while the cell stretches with its text.
"""

from dataclasses import dataclass

from balakas.common.messages import N_
from balakas.sop.rules.flow import Arrow, Lane, Placed, Row
from balakas.sop.rules.procedure import Symbol

HALF_HEIGHT = 18
HALF_WIDTH = {Symbol.TERMINATOR: 30, Symbol.PROCESS: 30, Symbol.DECISION: 32, Symbol.CONNECTOR: 16}
_LANE = 36
_CHANNEL = "10"
YES, NO = N_("Ya"), N_("Tidak")


@dataclass(frozen=True, slots=True)
class Line:
    """A line; every value is an SVG length as text."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Head:
    """An arrow's head: its tip lies `dx`, `dy` pixels from the middle of the column at `x`; `turn` in degrees, 0 = right."""

    x: str
    dx: int
    dy: int
    turn: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A symbol at the middle of its column; `text` says what the performer does."""

    x: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """The answer (`YES`, `NO`) beside an arrow, in pixels from the middle of the column."""

    x: str
    dx: int
    dy: int
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of one row: `edges` in the cell's own heights, `lanes` in pixels from its middle; `walls` part the columns."""

    edges: tuple[Line, ...]
    lanes: tuple[Line, ...]
    heads: tuple[Head, ...]
    shapes: tuple[Shape, ...]
    words: tuple[Word, ...]
    walls: tuple[str, ...]


def draw(row: Row) -> Drawing:
    """Return the drawing of a row."""
    halves = {one.column: HALF_WIDTH[one.symbol] for one in row.symbols}
    edges, heads, words = _coming_down(row)
    lanes: list[Line] = []
    if row.leaves is not None and row.symbols:
        edges.append(_vertical(row, row.leaves, "50%", "100%"))
        if row.leaves_as:
            words.append(Word(_x(row, row.leaves), 8, HALF_HEIGHT + 14, YES))
    for arrow in row.arrows:
        lanes += _arrow_lines(row, arrow)
        heads.append(_arrow_head(row, arrow, halves[arrow.end]))
        words += _arrow_word(row, arrow)
    return Drawing(
        tuple(edges),
        tuple(lanes),
        tuple(heads),
        tuple(_shape(row, one) for one in row.symbols),
        tuple(words),
        tuple(f"{100 * column / row.columns:.2f}%" for column in range(1, row.columns)),
    )


def _coming_down(row: Row) -> tuple[list[Line], list[Head], list[Word]]:
    if row.from_above is None or row.into is None:
        return [], [], []
    if not row.symbols:
        return [_vertical(row, row.into, "0", "100%")], [], []
    head = Head(_x(row, row.into), 0, -HALF_HEIGHT, 90)
    if row.from_above == row.into:
        return [_vertical(row, row.into, "0", "50%")], [head], []
    across = Line(_x(row, row.from_above), _CHANNEL, _x(row, row.into), _CHANNEL)
    down = _vertical(row, row.into, _CHANNEL, "50%")
    return [_vertical(row, row.from_above, "0", _CHANNEL), across, down], [head], []


def _arrow_lines(row: Row, arrow: Arrow) -> list[Line]:
    start, end = _x(row, arrow.start), _x(row, arrow.end)
    if arrow.lane is Lane.STRAIGHT:
        return [Line(start, "0", end, "0")]
    lane = str(_LANE if arrow.lane is Lane.BELOW else -_LANE)
    return [Line(start, "0", start, lane), Line(start, lane, end, lane), Line(end, lane, end, "0")]


def _arrow_head(row: Row, arrow: Arrow, half: int) -> Head:
    x = _x(row, arrow.end)
    if arrow.lane is Lane.BELOW:
        return Head(x, 0, HALF_HEIGHT, 270)
    if arrow.lane is Lane.ABOVE:
        return Head(x, 0, -HALF_HEIGHT, 90)
    return Head(x, -half, 0, 0) if arrow.end > arrow.start else Head(x, half, 0, 180)


def _arrow_word(row: Row, arrow: Arrow) -> list[Word]:
    if not arrow.answer:
        return []
    if arrow.lane is Lane.STRAIGHT:
        side = 38 if arrow.end > arrow.start else -60
        return [Word(_x(row, arrow.start), side, -5, YES if arrow.answer == "yes" else NO)]
    dy = -_LANE - 5 if arrow.lane is Lane.ABOVE else _LANE + 14
    return [Word(_x(row, arrow.start), 6 if arrow.end > arrow.start else -44, dy, NO if arrow.answer == "no" else YES)]


def _shape(row: Row, one: Placed) -> Shape:
    return Shape(_x(row, one.column), one.symbol.value, one.text)


def _vertical(row: Row, column: int, top: str, bottom: str) -> Line:
    return Line(_x(row, column), top, _x(row, column), bottom)


def _x(row: Row, column: int) -> str:
    return f"{100 * (column + 0.5) / row.columns:.2f}%"

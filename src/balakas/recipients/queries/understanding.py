"""A list's file from its bytes to its people in parts: walked over twice, first to understand it as a whole, then to hand it on.

Touches neither database nor Django, so that it runs in a helper process of its own for a list of a province. What it hands
on is packed by columns: texts joined to one travel between processes many times as fast as one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from balakas.recipients.queries import reading
from balakas.recipients.queries.checking import Area, Survey, Surveyor
from balakas.recipients.rules import columns, tables
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.tables import Above, AnySheet, Stretch, Table

_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Asked:
    """A file to be read: its bytes, columns set by hand for it (`places`) or for heads like its own (by their fingerprint)."""

    content: bytes
    year: int
    part: int
    places: dict[str, int] | None = None
    remembered: Mapping[str, dict[str, int]] = field(default_factory=dict)
    printed: Sequence[AnySheet] = ()
    """The sheets themselves, where a machine read them from paper; how sure it was of a cell goes on with it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file is as a whole: how many people, on which sheets, how its columns and its writing are to be read."""

    count: int
    sheets: tuple[str, ...]
    fingerprint: str
    columns: dict[str, Any]
    survey: Survey


@dataclass(frozen=True, slots=True)
class Recipe:
    """What preparing a list's rows needs besides the rows: its district, its file's name, the keys."""

    area: Area
    file_name: str
    secret: bytes
    nik_key: bytes
    printed: bool = False


class Packed(NamedTuple):
    """People who stand below each other, by columns; a column of texts may be one text with separators."""

    above: Above
    lines: list[int]
    columns: list[str | Sequence[Cell]]


Part = list[Packed]


def read(coming: Iterator[tuple[Recipe, Asked]]) -> Iterator[Any]:
    """Take one file that is asked for; yield the recipe as it came, what was understood, then the parts."""
    recipe, asked = next(coming)
    understood, parts = understand(asked)
    yield recipe
    yield understood
    yield from parts


def understand(asked: Asked) -> tuple[Understood, Iterator[Part]]:
    """Return what the file is and its people in parts of `asked.part`.

    Raises what `reading.open_bytes` and `tables.walk` raise, `NobodyListed`.
    """
    sheets = asked.printed or reading.open_bytes(asked.content)
    places = asked.places
    table, surveyor = _surveyed(sheets, places, asked.year)
    fingerprint = columns.fingerprint(table.layout)
    if places is None and (places := asked.remembered.get(fingerprint)):
        table, surveyor = _surveyed(sheets, places, asked.year)
    if not surveyor.count:
        raise tables.NobodyListed
    layout = table.layout
    found = places if places is not None else dict(layout.places) if layout else {}
    told = {"places": found, "heads": list(layout.heads) if layout else [], "by_hand": places is not None}
    understood = Understood(surveyor.count, tuple(table.sheets), fingerprint, told, surveyor.survey())
    packed = _as_it_is if asked.printed else _packed
    return understood, _parts(tables.walk(sheets, Table(), places=places), asked.part, packed)


def _surveyed(sheets: Sequence[AnySheet], places: dict[str, int] | None, year: int) -> tuple[Table, Surveyor]:
    table, surveyor = Table(), Surveyor(year)
    for stretch in tables.walk(sheets, table, places=places):
        surveyor.take(stretch)
    return table, surveyor


def _parts(
    stretches: Iterator[Stretch], size: int, packed: Callable[[Sequence[Cell]], str | Sequence[Cell]]
) -> Iterator[Part]:
    """Cut the list into parts of `size` people, the last one smaller."""
    part: Part = []
    room = size
    for stretch in stretches:
        for lines, cells in _cut(stretch, room, size):
            part.append(Packed(stretch.above, lines, [packed(column) for column in zip(*cells, strict=True)]))
            room -= len(lines)
            if room == 0:
                yield part
                part, room = [], size
    if part:
        yield part


def _cut(stretch: Stretch, room: int, size: int) -> Iterator[tuple[list[int], list[tuple[Cell, ...]]]]:
    """Cut a stretch where a part is full: `room` is what fits into the part begun."""
    lines, cells = iter(stretch.lines), iter(stretch.cells)
    while some := list(islice(lines, room)):
        yield some, list(islice(cells, len(some)))
        room = size


def _packed(column: Sequence[Cell]) -> str | Sequence[Cell]:
    """Join a column of texts to one text, where it can be parted again."""
    try:
        text = _BETWEEN.join(column)  # type: ignore[arg-type]  # a cell that is no text is why there is an except
    except TypeError:
        return column
    return text if text.count(_BETWEEN) == len(column) - 1 else column


def _as_it_is(column: Sequence[Cell]) -> Sequence[Cell]:
    return column


def unpacked(column: str | Sequence[Cell]) -> Sequence[Cell]:
    """Return a column's cells."""
    return column.split(_BETWEEN) if isinstance(column, str) else column

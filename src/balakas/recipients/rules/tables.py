"""From the cells of a sheet to the rows of people: head, titles, totals, signatures and empty rows are told apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, Protocol

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules import columns, lines
from balakas.recipients.rules.cells import Cell, is_blank, is_number, text_of
from balakas.recipients.rules.columns import HeadsAlike, Layout
from balakas.recipients.rules.nik import is_number_text, normalise

_HEAD_WITHIN = 60
"""How far down a sheet its head row is looked for."""

_STRETCH = 5_000  # rows handed on at once
_SAMPLE = 500  # rows looked at where the digits must tell which column it is
_LONG = 10  # digits that make a cell an identity number rather than a count
_FEW_FIELDS = 2
_NEARLY = 0.6
_LABELLED = re.compile(
    r"^(desa|kelurahan|kel|kampung|kecamatan|kec|kabupaten|kab|provinsi)[./a-z ]*\s*:", re.IGNORECASE
)


class NoHeadRow(BalakasError):
    """No row names a NIK or a name beside another field."""

    code = "no_head_row"
    message = N_("Baris judul kolom (misalnya NAMA, NIK, ALAMAT) tidak ditemukan di berkas ini.")


class NobodyListed(BalakasError):
    """There are heads and nobody under them."""

    code = "nobody_listed"
    message = N_(
        "Di bawah judul kolom berkas ini tidak ada seorang pun. Periksa apakah berkas yang dipilih sudah benar."
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was read: its name (empty for a text file) and all rows from the first."""

    name: str
    rows: Sequence[Sequence[Cell]]


class AnySheet(Protocol):
    """A sheet whose rows may be read while they are walked over, as often as somebody walks."""

    @property
    def name(self) -> str:
        """Its name, empty for a text file."""

    @property
    def rows(self) -> Iterable[Sequence[Cell]]:
        """All rows from the first, anew for each walk."""


class ListRow(NamedTuple):
    """A row about a person.

    `line` counts from 1; `cells` are those of the known fields; `titles` stand above the row; `joined` names the fields
    that share their cell with another ("Tempat, tanggal lahir").
    """

    sheet: str
    line: int
    cells: dict[str, Cell]
    titles: tuple[str, ...] = ()
    joined: frozenset[str] = frozenset()


class Above(NamedTuple):
    """What rows below each other have in common: their sheet, which fields their cells are, the titles, the joined fields."""

    sheet: str
    names: tuple[str, ...]
    titles: tuple[str, ...]
    joined: frozenset[str]


class Stretch(NamedTuple):
    """People who stand below each other: the line of each and the cells of the known fields, in the order of `above.names`."""

    above: Above
    lines: list[int]
    cells: list[tuple[Cell, ...]]

    def rows(self) -> Iterator[ListRow]:
        """Return each with all that it needs to be understood alone."""
        sheet, names, titles, joined = self.above
        for line, cells in zip(self.lines, self.cells, strict=True):
            yield ListRow(sheet, line, dict(zip(names, cells, strict=True)), titles, joined)


@dataclass(slots=True)
class Table:
    """What was understood of one file; its rows only where somebody wants them all at once."""

    rows: list[ListRow] = field(default_factory=list)
    layout: Layout | None = None
    sheets: list[str] = field(default_factory=list)


def read_tables(sheets: Sequence[AnySheet], *, places: dict[str, int] | None = None) -> Table:
    """Read all sheets as one list; raises what `walk` raises."""
    table = Table()
    for stretch in walk(sheets, table, places=places):
        table.rows += stretch.rows()
    return table


def walk(sheets: Sequence[AnySheet], table: Table, *, places: dict[str, int] | None = None) -> Iterator[Stretch]:
    """Yield the people of all sheets as one list and write onto `table` how its columns are understood.

    `places` (field to column, from 0) sets the columns by hand. A sheet without a head of its own goes on with the
    columns of the sheet before. Raises `NoHeadRow`, `HeadsAlike`.
    """
    for sheet in sheets:
        reader = _Reader(sheet, table.layout, places)
        for number, stretch in enumerate(reader.stretches()):
            if number == 0:
                table.layout = table.layout if table.sheets else reader.found
                table.sheets.append(sheet.name)
            yield stretch
        table.layout = table.layout or reader.found
    if table.layout is None:
        raise NoHeadRow


class _Reader:
    """Walks down one sheet. `open` is false after a total or a signature: then only a row with a number counts."""

    def __init__(self, sheet: AnySheet, before: Layout | None, places: dict[str, int] | None) -> None:
        self.sheet, self.places = sheet, places
        self.head = list(islice(sheet.rows, _HEAD_WITHIN + 2 + _SAMPLE))
        self.start, self.found = _find_head(self.head)
        if self.found and not {"nik", "kk"} <= self.found.places.keys():
            self.found = columns.with_numbers_found(self.found, self.head[self.start : self.start + _SAMPLE])
        self.layout = self.found or before
        self.open, self.titles = True, tuple(_titles(self.head[: self.start]))
        self.block: tuple[str, ...] = ()

    def stretches(self) -> Iterator[Stretch]:
        """Yield the people; a stretch ends where a title or another head comes in between, or when it is long enough."""
        if self.layout is None or (self.found is None and not _goes_on(self.head, self.layout)):
            return
        self._set(self.layout)
        stretch = Stretch(self._above(), [], [])
        for above, line, cells in self._people():
            if len(stretch.lines) == _STRETCH or (above is not stretch.above and above != stretch.above):
                if stretch.lines:
                    yield stretch
                stretch = Stretch(above, [], [])
            stretch.lines.append(line)
            stretch.cells.append(cells)
        if stretch.lines:
            yield stretch

    def _people(self) -> Iterator[tuple[Above, int, tuple[Cell, ...]]]:
        above, plain = self._above(), self._plain()
        for line, cells in enumerate(self._below(), start=self.start + 1):
            picked = plain(cells)
            if picked is None:
                if lines.is_end(cells):
                    return
                picked = self._row(cells)
                above, plain = self._above(), self._plain()  # a title or another head may have come
            if picked is not None:
                yield above, line, picked

    def _below(self) -> Iterator[Sequence[Cell]]:
        return islice(self.sheet.rows, self.start, None)

    def _above(self) -> Above:
        return Above(self.sheet.name, self.names, self.block or self.titles, self.joined)

    def _plain(self) -> Callable[[Sequence[Cell]], tuple[Cell, ...] | None]:
        """Return what answers for a row whose NIK or KK is sixteen digits, as nearly every one is; None: look closer.

        A function with all it needs at hand, for it is asked a million times.
        """
        pick, width = self.pick, self.width
        sure, second = (self.layout.places.get(name) for name in ("nik", "kk")) if self.layout else (None, None)

        def plain(cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
            if len(cells) < width:
                return None
            number = cells[sure] if sure is not None else None
            if not (type(number) is str and is_number_text(number)):
                number = cells[second] if second is not None else None
                if not (type(number) is str and is_number_text(number)):
                    return None
            first = cells[0]
            return None if type(first) is str and first.startswith(lines.END_MARK) else pick(cells)

        return plain

    def _set(self, layout: Layout) -> None:
        if self.places is not None:
            layout = Layout(self.places, {}, layout.number, layout.heads)
        elif layout.alike:
            _refuse_heads_alike(layout, self._below)
        self._lay(layout)

    def _lay(self, layout: Layout) -> None:
        """Take a layout, and what picking its cells quickly needs."""
        self.layout, self.joined = layout, layout.joined
        self.names, places = tuple(layout.places), tuple(layout.places.values())
        self.width = max(places) + 1
        self.pick = itemgetter(*places) if len(places) > 1 else _one_cell(places[0])

    def _row(self, cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
        """Look closely at a row: the cells of a person, or None for a head, a title, a total, a signature."""
        layout = self.layout
        filled = [cell for cell in cells if text_of(cell)]
        if layout is None or not filled or lines.is_count_row(cells) or self._is_head(cells):
            return None
        if _is_lower_head(filled):
            self.open = True
            return None
        picked = {name: cells[place] if place < len(cells) else None for name, place in layout.places.items()}
        strong = any(_is_long_number(picked.get(name)) for name in ("nik", "kk"))
        if not strong and lines.is_closing(filled):
            self.open = False
            return None
        if not strong and self._is_title(filled):
            return None
        if not (strong or self._is_person(picked, cells)):
            return None
        return tuple(picked.values())

    def _is_title(self, filled: list[Cell]) -> bool:
        """Say whether this is a line of its own inside a table; it may name the village of the rows below it ("DESA : BIHARA")."""
        text = " ".join(map(text_of, filled))
        few = self.layout is not None and len(self.layout.places) <= _FEW_FIELDS
        if not _LABELLED.match(text) and (len(filled) > 1 or few):
            return False
        if not columns.is_listed(text):
            self.block = (text,)
        return True

    def _is_head(self, cells: Sequence[Cell]) -> bool:
        """Say whether this is a head again: the same on the next page, or another one that starts another table."""
        if self.layout is None:
            return False
        if self.layout.heads and columns.heads_of(cells) == self.layout.heads:
            self.open = True
            return True
        if sum(1 for cell in cells if columns.is_head_word(cell)) <= _FEW_FIELDS:
            return False
        again = columns.layout_of(cells)
        if again is None:
            return False
        self.open = True
        if self.places is None and again.heads != self.layout.heads and again.score >= self.layout.score:
            self._lay(again)
        return True

    def _is_person(self, picked: dict[str, Cell], cells: Sequence[Cell]) -> bool:
        said = {name for name, cell in picked.items() if not is_blank(cell)}
        own = said - {"village", "district", "rt", "rw"}
        number = self.layout.number if self.layout else None
        numbered = (
            number is not None
            and number < len(cells)
            and re.fullmatch(r"\d{1,5}\.?", text_of(cells[number])) is not None
        )
        if not own:
            return False
        if not self.open:
            return numbered and len(said) >= _FEW_FIELDS
        return numbered or len(said) >= _FEW_FIELDS or len(picked) <= _FEW_FIELDS


def _one_cell(place: int) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """Return what picks the cell of a table of one column, as `itemgetter` picks several."""
    return lambda cells: (cells[place],)


def _find_head(rows: Sequence[Sequence[Cell]]) -> tuple[int, Layout | None]:
    """Return the row after the head and its layout.

    Each of the first rows is read as a head, alone or joined with the row below. The first that understands nearly as
    much as the best one is taken: a sheet may hold several tables, and a title may by chance read like a poor head.
    """
    found = [_head_at(rows, place) for place in range(min(len(rows), _HEAD_WITHIN))]
    best = max((layout.score for _, layout in found if layout), default=0.0)
    for after, layout in found:
        if layout is not None and layout.score >= best * _NEARLY:
            return after, layout
    return 0, None


def _head_at(rows: Sequence[Sequence[Cell]], place: int) -> tuple[int, Layout | None]:
    cells = rows[place]
    alone = columns.layout_of(cells)
    below = rows[place + 1] if place + 1 < len(rows) else []
    if sum(1 for cell in cells if columns.is_head_word(cell)) > _FEW_FIELDS and _may_be_lower_head(below):
        both = columns.layout_of(columns.joined_heads(cells, below))
        if both and (alone is None or both.score > alone.score):
            return place + 2, both
    return place + 1, alone


def _may_be_lower_head(cells: Sequence[Cell]) -> bool:
    """Say whether a row may be a lower head: words only, at least one of them a known heading."""
    filled = [cell for cell in cells if text_of(cell)]
    if not any(columns.is_listed(text_of(cell)) for cell in filled):
        return False
    return not any(is_number(cell) or re.search(r"\d", text_of(cell)) for cell in filled)


def _is_lower_head(filled: Sequence[Cell]) -> bool:
    """Say whether a row holds words of heads and nothing else, as the lower row of a repeated head does."""
    return len(filled) >= _FEW_FIELDS and all(columns.is_head_word(cell) for cell in filled)


def _titles(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    yield from (text for cells in rows if (text := " ".join(filter(None, map(text_of, cells)))))


def _goes_on(rows: Sequence[Sequence[Cell]], layout: Layout) -> bool:
    """Say whether a sheet without a head holds identity numbers where the sheet before held them."""
    places = [layout.places[name] for name in ("nik", "kk") if name in layout.places]
    return any(
        len(normalise(cells[place])) >= _LONG for cells in rows[:_HEAD_WITHIN] for place in places if place < len(cells)
    )


def _refuse_heads_alike(layout: Layout, below: Callable[[], Iterable[Sequence[Cell]]]) -> None:
    for _name, first, second in layout.alike:
        for cells in below():
            one, two = (text_of(cells[place]) if place < len(cells) else "" for place in (first, second))
            if two and one != two:
                raise HeadsAlike(heading=layout.heads[first], first=letter(first), second=letter(second))


def _is_long_number(cell: Cell) -> bool:
    """Say whether a cell holds an identity number, damaged or not; an official's NIP under a signature is none."""
    text = normalise(cell)
    return sum(map(str.isdigit, text)) >= _LONG and not text.startswith("NIP")


def letter(place: int) -> str:
    """Column 0 -> `A`, 27 -> `AB`."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

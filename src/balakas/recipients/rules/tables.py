"""From the cells of a sheet to the rows of people: head, titles, totals, signatures and empty rows are told apart."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules import columns
from balakas.recipients.rules.cells import Cell, is_blank, is_number, text_of
from balakas.recipients.rules.columns import HeadsAlike, Layout
from balakas.recipients.rules.nik import is_number_text, normalise

_HEAD_WITHIN = 60
"""How far down a sheet its head row is looked for."""

_SAMPLE = 500  # rows looked at where the digits must tell which column it is
_LONG = 10  # digits that make a cell an identity number rather than a count
_FEW_FIELDS = 2
_NEARLY = 0.6
_SIGNING = 3  # the most cells that one line of a signature fills
_END_MARK = "###"
_FEW_AT_END = 3
_TOTAL = re.compile(r"^(SUB ?|GRAND ?)?(TOTAL|JUMLAH|JML)\b", re.IGNORECASE)
_MONTH = "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
_CLOSING = re.compile(
    r"^(mengetahui|menyetujui|mengesahkan|disahkan|diketahui|dibuat|disusun|diperiksa|yang membuat|yang menyerahkan|"
    r"hormat kami|a\.n\.|plt\.?\s|plh\.?\s|pj\.?\s|camat\b|kepala desa\b|lurah\b|kepala dinas\b|sekretaris\b|pendamping\b|"
    r"tksk\b|ketua\b|petugas\b|kasi\b|nip\b|catatan\b|keterangan\s*:|ket\s*[.:]|sumber\s*:|tembusan\b|halaman\b|hal\b\.?\s*\d|"
    r"ditetapkan|dicetak|tanggal cetak|demikian|saksi\b|penerima,$|terbilang\b|\(?\s*[._]{4,})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(desa|kelurahan|kel|kampung|kecamatan|kec|kabupaten|kab|provinsi)[./a-z ]*\s*:", re.IGNORECASE
)
_PLACE_AND_DATE = re.compile(
    rf"^[a-z .'-]{{3,40}},?\s+(\d{{1,2}}|[._\s]+)?\s*({_MONTH}|[._]{{3,}})\s*(\d{{4}}|20[._]+)", re.IGNORECASE
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


@dataclass(slots=True)
class Table:
    """What was understood of one file."""

    rows: list[ListRow] = field(default_factory=list)
    layout: Layout | None = None
    sheets: list[str] = field(default_factory=list)


def read_tables(sheets: Sequence[Sheet], *, places: dict[str, int] | None = None) -> Table:
    """Read all sheets as one list.

    `places` (field to column, from 0) sets the columns by hand. A sheet without a head of its own goes on with the
    columns of the sheet before. Raises `NoHeadRow`, `HeadsAlike`.
    """
    table = Table()
    for sheet in sheets:
        reader = _Reader(sheet, table.layout, places)
        rows = list(reader.rows())
        if rows:
            table.layout = reader.found if not table.rows else table.layout
            table.rows += rows
            table.sheets.append(sheet.name)
        table.layout = table.layout or reader.found
    if table.layout is None:
        raise NoHeadRow
    return table


class _Reader:
    """Walks down one sheet. `open` is false after a total or a signature: then only a row with a number counts."""

    def __init__(self, sheet: Sheet, before: Layout | None, places: dict[str, int] | None) -> None:
        self.sheet, self.places = sheet, places
        self.start, self.found = _find_head(sheet.rows)
        if self.found and not {"nik", "kk"} <= self.found.places.keys():
            self.found = columns.with_numbers_found(self.found, sheet.rows[self.start : self.start + _SAMPLE])
        self.layout = self.found or before
        self.open, self.titles = True, tuple(_titles(sheet.rows[: self.start]))
        self.block: tuple[str, ...] = ()

    def rows(self) -> Iterator[ListRow]:
        if self.layout is None or (self.found is None and not _goes_on(self.sheet.rows, self.layout)):
            return
        self._set(self.layout)
        for line, cells in enumerate(self.sheet.rows[self.start :], start=self.start + 1):
            row = self._plain_row(line, cells)
            if row is None:
                if _is_end(cells):
                    return
                row = self._row(line, cells)
            if row is not None:
                yield row

    def _plain_row(self, line: int, cells: Sequence[Cell]) -> ListRow | None:
        """Answer for a row whose NIK or KK is sixteen digits, as nearly every one is; None: look closer."""
        if len(cells) < self.width:
            return None
        number = cells[self.sure] if self.sure is not None else None
        if not (type(number) is str and is_number_text(number)):
            number = cells[self.second] if self.second is not None else None
            if not (type(number) is str and is_number_text(number)):
                return None
        first = cells[0]
        if type(first) is str and first.startswith(_END_MARK):
            return None
        picked = dict(zip(self.names, self.pick(cells), strict=True))
        return ListRow(self.sheet.name, line, picked, self.block or self.titles, self.joined)

    def _set(self, layout: Layout) -> None:
        if self.places is not None:
            layout = Layout(self.places, {}, layout.number, layout.heads)
        else:
            _refuse_heads_alike(layout, self.sheet.rows[self.start :])
        self._lay(layout)

    def _lay(self, layout: Layout) -> None:
        """Take a layout, and what picking its cells quickly needs."""
        self.layout, self.joined = layout, layout.joined
        self.names, places = tuple(layout.places), tuple(layout.places.values())
        self.sure, self.second = layout.places.get("nik"), layout.places.get("kk")
        self.width = max(places) + 1
        self.pick = itemgetter(*places) if len(places) > 1 else _one_cell(places[0])

    def _row(self, line: int, cells: Sequence[Cell]) -> ListRow | None:
        layout = self.layout
        filled = [cell for cell in cells if text_of(cell)]
        if layout is None or not filled or _is_count_row(cells) or self._is_head(cells):
            return None
        if _is_lower_head(filled):
            self.open = True
            return None
        picked = {name: cells[place] if place < len(cells) else None for name, place in layout.places.items()}
        strong = any(_is_long_number(picked.get(name)) for name in ("nik", "kk"))
        if not strong and is_closing(filled):
            self.open = False
            return None
        if not strong and self._is_title(filled):
            return None
        if not (strong or self._is_person(picked, cells)):
            return None
        return ListRow(self.sheet.name, line, picked, self.block or self.titles, layout.joined)

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


def _is_end(cells: Sequence[Cell]) -> bool:
    """Say whether a row ends the list: hardly anything but end marks; a NIK that Excel showed as `#######` ends nothing."""
    texts = [text for text in map(text_of, cells) if text]
    marks = sum(text.startswith(_END_MARK) for text in texts)
    return bool(marks) and (marks == len(texts) or (len(texts) <= _FEW_AT_END and texts[0].startswith(_END_MARK)))


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


def _refuse_heads_alike(layout: Layout, rows: Sequence[Sequence[Cell]]) -> None:
    for _name, first, second in layout.alike:
        for cells in rows:
            one, two = (text_of(cells[place]) if place < len(cells) else "" for place in (first, second))
            if two and one != two:
                raise HeadsAlike(heading=layout.heads[first], first=letter(first), second=letter(second))


def _is_long_number(cell: Cell) -> bool:
    """Say whether a cell holds an identity number, damaged or not; an official's NIP under a signature is none."""
    text = normalise(cell)
    return sum(map(str.isdigit, text)) >= _LONG and not text.startswith("NIP")


def _is_count_row(cells: Sequence[Cell]) -> bool:
    """`1 2 3 … 15`, `(1) (2) (3)`, `a b c`, `I II III` or `5 6 7=5+6` under the head."""
    texts = [text.strip("()[]. ") for text in map(text_of, cells) if text]
    if len(texts) < 3:  # noqa: PLR2004
        return False
    for numbers in (_counted(texts), _lettered(texts)):
        if numbers and numbers[0] in {0, 1} and {after - before for before, after in pairwise(numbers)} <= {0, 1}:
            return True
    return False


def _counted(texts: Sequence[str]) -> list[int]:
    """Read arabic and roman numbers, with what a column is computed from behind them; empty when a text is neither."""
    found = [re.fullmatch(r"(\d{1,3})(\s*[=(:].{0,30})?", text) for text in texts]
    if all(found):
        return [int(one[1]) for one in found if one]
    roman = [_ROMAN.index(text.upper()) + 1 if text.upper() in _ROMAN else 0 for text in texts]
    return roman if all(roman) else []


def _lettered(texts: Sequence[str]) -> list[int]:
    """Read `a b c` as 1, 2, 3; empty when a text is no single letter."""
    if all(len(text) == 1 and text.isascii() and text.isalpha() for text in texts):
        return [ord(text.upper()) - ord("A") + 1 for text in texts]
    return []


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def is_closing(filled: Sequence[Cell]) -> bool:
    """Say whether a row is a total or a line of a signature; its first two texts decide."""
    texts = [text_of(cell) for cell in filled]
    words = [text for text in texts if not re.fullmatch(r"[\d.,]+", text)]
    if any(_TOTAL.match(text) for text in words[:2]):
        return True
    if len(filled) > _SIGNING:  # a person's row may well hold "Paringin, 17 Agustus 1945"
        return False
    return any(_CLOSING.match(text) or _PLACE_AND_DATE.match(text) for text in words[:2])


def letter(place: int) -> str:
    """Column 0 -> `A`, 27 -> `AB`."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

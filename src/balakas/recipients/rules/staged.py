"""A staged row as it is sealed: its cells as they came, what was corrected, what was decided."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from balakas.recipients.rules.cells import Cell, is_blank, text_of
from balakas.recipients.rules.columns import FIELDS
from balakas.recipients.rules.intake import Decision, NoNik
from balakas.recipients.rules.printed.words import ReadText
from balakas.recipients.rules.tables import Above, ListRow

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_EASY = frozenset({str, type(None)})
_is_blank = lru_cache(maxsize=4096, typed=True)(is_blank)
_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_UNDECIDED = Decision()
_NOTHING: list[Any] = [[], [], [], {}, [], [], []]


class Look(IntEnum):
    """Whether a person has held a row against the paper it was read from: not needed, still to come, done."""

    NONE = 0
    WANTED = 1
    DONE = 2


@dataclass(frozen=True, slots=True)
class Staged:
    """One row. `corrected` holds what people typed over the cells; `benefits` the allocations where they differ from the list's."""

    row: ListRow
    corrected: dict[str, str] = field(default_factory=dict)
    decision: Decision = field(default_factory=Decision)
    benefits: tuple[str, ...] = ()
    look: Look = Look.NONE

    @property
    def current(self) -> ListRow:
        """The row with its corrections laid over, as it is judged; once a person has looked at it no cell is in doubt."""
        cells: dict[str, Cell] = {**self.row.cells, **self.corrected}
        if self.look is Look.DONE:
            cells = {name: str(cell) if isinstance(cell, ReadText) else cell for name, cell in cells.items()}
        return self.row._replace(cells=cells, joined=self.row.joined - self.corrected.keys())

    def shown(self, name: str) -> str:
        """Return a field's text as it stands now."""
        return text_of(self.current.cells.get(name))

    def original(self, name: str) -> str:
        """Return a field's text as it came; empty unless it was corrected."""
        return text_of(self.row.cells.get(name)) if name in self.corrected else ""


def pack(staged: Staged) -> str:
    """Return the row as JSON, to be sealed: `[cells, joined, titles, corrections, decision, benefits, [look, doubts]]`.

    Cells stand in the order of `FIELDS`, `null` where the list has no such column; empty ends are left out, for a list of a
    million rows is kept whole. Titles matter only where the row itself names no village.
    """
    row = staged.row
    cells: list[Any] = list(map(row.cells.get, FIELDS))
    if not _EASY.issuperset(map(type, cells)) or None in row.cells.values():
        cells = [_enclose(row.cells[name]) if name in row.cells else None for name in FIELDS]
    parts: list[Any] = [
        cells,
        sorted(row.joined),
        list(row.titles) if row.titles and _is_blank(row.cells.get("village")) else [],
        staged.corrected,
        _packed_decision(staged.decision),
        list(staged.benefits),
        [staged.look, _doubts(row.cells)] if staged.look else [],
    ]
    while not parts[-1]:
        parts.pop()
    return _encode(parts)


def _doubts(cells: dict[str, Cell]) -> dict[str, int]:
    """Return how sure the machine is of each cell it read, in hundredths, the certain ones left out."""
    return {
        name: round(cell.sure * 100) for name, cell in cells.items() if isinstance(cell, ReadText) and cell.sure < 1
    }


def pack_columns(above: Above, columns: Sequence[Sequence[Cell]]) -> list[str]:
    """Return what `pack` makes of each of these rows as they came, by columns: one pattern is filled for all of them."""
    held = dict(zip(above.names, columns, strict=True))
    marks, filled = [], []
    for name in FIELDS:
        column = held.get(name)
        if column is None:
            marks.append("null")
            continue
        plain = _is_plain(column)
        marks.append('"%s"' if plain else "%s")
        filled.append(column if plain else [_encode(_enclose(cell)) for cell in column])
    tail, tails = _tails(above, held.get("village"))
    if tails:
        filled.append(tails)
    pattern = f"[[{','.join(marks)}]{'%s' if tails else tail.replace('%', '%%')}]"
    return list(map(pattern.__mod__, zip(*filled, strict=True)))


def _is_plain(column: Sequence[Cell]) -> bool:
    """Say whether all cells are texts that JSON writes as they are."""
    try:
        return _ESCAPED.search("".join(column)) is None  # type: ignore[arg-type]  # a cell that is no text is why there is an except
    except TypeError:
        return False


def _tails(above: Above, villages: Sequence[Cell] | None) -> tuple[str, list[str]]:
    """Return what stands behind the cells: the same for all rows, or for each its own where only some need their titles."""
    joined, titles = sorted(above.joined), list(above.titles)
    bare, titled = "," + _encode(joined) if joined else "", f",{_encode(joined)},{_encode(titles)}"
    if not titles or villages is None:
        return (titled if titles else bare), []
    return "", [titled if _is_blank(village) else bare for village in villages]


def _packed_decision(decision: Decision) -> list[Any]:
    if decision == _UNDECIDED:
        return []
    packed = [decision.no_nik, decision.accepted, decision.left_out]
    return [*packed, list(decision.overridden_by)] if decision.overridden_by else packed


def unpack(text: str, *, sheet: str, line: int) -> Staged:
    """Read what `pack` wrote; the sheet and the line stand beside it in the clear."""
    held = json.loads(text)
    held += _NOTHING[len(held) :]
    cells = {name: _open(cell) for name, cell in zip(FIELDS, held[0], strict=True) if cell is not None}
    look, doubts = held[6] or (Look.NONE, {})
    for name, sure in doubts.items():
        cells[name] = ReadText(text_of(cells[name]), sure / 100)
    row = ListRow(sheet, line, cells, tuple(held[2]), frozenset(held[1]))
    no_nik, accepted, left_out, by = [*(held[4] or (None, {}, "")), ()][:4]
    decision = Decision(NoNik(no_nik) if no_nik else None, accepted, left_out, tuple(by))
    return Staged(row, held[3], decision, tuple(held[5]), Look(look))


def _enclose(cell: Cell) -> Any:
    """Keep a cell's kind: a NIK that came as a number must stay recognisable as one."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return {"flag": cell}
    if isinstance(cell, int | float):
        return {"number": repr(cell)}
    if isinstance(cell, datetime | date):
        return {"date": text_of(cell)}
    return str(cell) if isinstance(cell, time | timedelta) else ""


def _open(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]  # a string, as `_enclose` leaves them
    if "flag" in cell:
        return bool(cell["flag"])
    if "number" in cell:
        return float(cell["number"])
    return date.fromisoformat(cell["date"])

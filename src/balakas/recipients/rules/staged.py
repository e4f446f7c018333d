"""A staged row as it is sealed: its cells as they came, what was corrected, what was decided."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from balakas.recipients.rules.cells import Cell, text_of
from balakas.recipients.rules.intake import Decision, NoNik
from balakas.recipients.rules.tables import ListRow


@dataclass(frozen=True, slots=True)
class Staged:
    """One row. `corrected` holds what people typed over the cells; `benefits` the allocations where they differ from the list's."""

    row: ListRow
    corrected: dict[str, str] = field(default_factory=dict)
    decision: Decision = field(default_factory=Decision)
    benefits: tuple[str, ...] = ()

    @property
    def current(self) -> ListRow:
        """The row with its corrections laid over, as it is judged."""
        cells: dict[str, Cell] = {**self.row.cells, **self.corrected}
        return replace(self.row, cells=cells, joined=self.row.joined - self.corrected.keys())

    def shown(self, name: str) -> str:
        """Return a field's text as it stands now."""
        return text_of(self.current.cells.get(name))

    def original(self, name: str) -> str:
        """Return a field's text as it came; empty unless it was corrected."""
        return text_of(self.row.cells.get(name)) if name in self.corrected else ""


def pack(staged: Staged) -> str:
    """Return the row as JSON, to be sealed."""
    row = staged.row
    return json.dumps({
        "sheet": row.sheet,
        "line": row.line,
        "titles": list(row.titles),
        "joined": sorted(row.joined),
        "cells": {name: _enclose(cell) for name, cell in row.cells.items()},
        "corrected": staged.corrected,
        "no_nik": staged.decision.no_nik,
        "accepted": staged.decision.accepted,
        "left_out": staged.decision.left_out,
        "benefits": list(staged.benefits),
    }, ensure_ascii=False, separators=(",", ":"))  # fmt: skip


def unpack(text: str) -> Staged:
    """Read what `pack` wrote."""
    held = json.loads(text)
    cells = {name: _open(cell) for name, cell in held["cells"].items()}
    row = ListRow(held["sheet"], held["line"], cells, (), tuple(held["titles"]), frozenset(held["joined"]))
    no_nik = NoNik(held["no_nik"]) if held["no_nik"] else None
    return Staged(row, held["corrected"], Decision(no_nik, held["accepted"], held["left_out"]), tuple(held["benefits"]))


def _enclose(cell: Cell) -> Any:
    """Keep a cell's kind: a NIK that came as a number must stay recognisable as one."""
    if cell is None or isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int | float):
        return {"number": repr(cell)}
    if isinstance(cell, datetime | date):
        return {"date": text_of(cell)}
    return str(cell) if isinstance(cell, time | timedelta) else ""


def _open(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]  # a string, a boolean or nothing, as `_enclose` leaves them
    if "number" in cell:
        return float(cell["number"])
    return date.fromisoformat(cell["date"])

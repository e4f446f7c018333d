"""From rows as they were read to what is staged: checked, packed, sealed, indexed. Touches no database.

The same code runs in this process for a list of an office and in a helper process for a list of a province.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from balakas.common.ids import uuid7_texts
from balakas.recipients.queries.checking import Area, CheckedRow, Checker, Survey
from balakas.recipients.rules.staged import Look, Staged, pack
from balakas.recipients.rules.tables import ListRow
from balakas.vault import actions as vault
from balakas.vault.rules import Indexer


@dataclass(frozen=True, slots=True)
class Recipe:
    """What preparing a list's rows needs: its district, what its rows tell together, the keys."""

    area: Area
    survey: Survey
    file_name: str
    secret: bytes
    nik_key: bytes
    printed: bool = False


NOT_LOOKED_AT = ("not_looked_at", "")
"""What every row of a printed list waits for."""


class Prepared(NamedTuple):
    """One row, ready but for what only the database knows; whether its NIK came before is not asked yet."""

    id: str
    sheet: str
    line: int
    sealed: bytes
    nik_index: bytes
    problems: tuple[tuple[str, str], ...]
    village_code: str
    name: str
    kk: str


class Preparer:
    """Prepares rows part by part."""

    def __init__(self, recipe: Recipe) -> None:
        self.secret, self.niks = recipe.secret, Indexer(recipe.nik_key)
        self.checker = Checker(recipe.area, recipe.survey, file_name=recipe.file_name, printed=recipe.printed)
        self.look = Look.WANTED if recipe.printed else Look.NONE

    def __call__(self, rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
        """Prepare rows sent as plain tuples (they travel between processes three times as fast), and answer likewise."""
        return [tuple(row) for row in self.prepare([ListRow(*row) for row in rows])]  # type: ignore[arg-type]

    def prepare(self, rows: Sequence[ListRow]) -> list[Prepared]:
        """Check, pack, seal and index these rows."""
        checked, ids = list(map(self.checker.alone, rows)), uuid7_texts(len(rows))
        packed = [pack(Staged(row, look=self.look)) for row in rows]
        sealed = vault.seal_many(self.secret, packed, ids, table="recipients_stagedrow", column="cells_sealed")
        indexes = self.niks.many([row.judged.nik if row.judged.sound else "" for row in checked])
        made = list(map(_prepared, checked, ids, sealed, indexes))
        return [row._replace(problems=(*row.problems, NOT_LOOKED_AT)) for row in made] if self.look else made


def _prepared(row: CheckedRow, row_id: str, sealed: bytes, index: bytes) -> Prepared:
    source, judged, village, problems = row
    told = tuple([(problem.code, problem.field) for problem in problems]) if problems else ()
    kk = "" if any(field == "kk" for _, field in told) else judged.kk
    return Prepared(
        row_id, source.sheet[:100], source.line, sealed, index, told, village.code if village else "", judged.name, kk
    )

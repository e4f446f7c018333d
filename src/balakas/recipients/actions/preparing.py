"""From rows as they were read to what is staged: checked, packed, sealed, indexed. Touches no database.

The same code runs in this process for a list of an office and in a helper process for a list of a province.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from balakas.common.ids import uuid7_texts
from balakas.recipients.queries.checking import Checker, Survey
from balakas.recipients.queries.checking_columns import ColumnChecker, Told
from balakas.recipients.queries.understanding import Part, Recipe, Understood, unpacked
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.staged import Look, Staged, pack, pack_columns
from balakas.recipients.rules.tables import Above, Stretch
from balakas.vault import actions as vault
from balakas.vault.rules import Indexer

NOT_LOOKED_AT = ("not_looked_at", "")
"""What every row of a printed list waits for."""


class Prepared(NamedTuple):
    """Rows by columns, ready but for what only the database knows; whether a NIK came before is not asked yet.

    `told` has the problems of those rows that have any, by their place in the part.
    """

    ids: list[str]
    sheets: list[str]
    lines: list[int]
    sealed: list[bytes]
    nik_indexes: list[bytes]
    villages: list[str]
    names: list[str]
    kks: list[str]
    told: dict[int, Told]


def prepare(coming: Iterator[Any]) -> Iterator[Any]:
    """Take the recipe, what was understood of the list, then its parts; yield what was understood, then the parts prepared."""
    recipe: Recipe = next(coming)
    understood: Understood = next(coming)
    yield understood
    preparer = Preparer(recipe, understood.survey)
    yield from map(preparer.prepare, coming)


class Preparer:
    """Prepares rows part by part."""

    def __init__(self, recipe: Recipe, survey: Survey) -> None:
        self.secret, self.niks = recipe.secret, Indexer(recipe.nik_key)
        checker = Checker(recipe.area, survey, file_name=recipe.file_name, printed=recipe.printed)
        self.checker, self.printed = ColumnChecker(checker), recipe.printed

    def prepare(self, part: Part) -> Prepared:
        """Check, pack, seal and index these rows."""
        made = Prepared([], [], [], [], [], [], [], [], {})
        packed: list[str] = []
        niks: list[str] = []
        for above, lines, columns in part:
            cells = list(map(unpacked, columns))
            judged = self.checker.check(above, cells)
            told = judged.told
            if self.printed:
                told = {number: (*told.get(number, ()), NOT_LOOKED_AT) for number in range(len(lines))}
            made.told.update((len(made.lines) + number, one) for number, one in told.items())
            made.lines.extend(lines)
            made.sheets.extend([above.sheet[:100]] * len(lines))
            made.villages.extend(judged.villages)
            made.names.extend(judged.names)
            made.kks.extend(judged.kks)
            niks += judged.niks
            packed += _looked_for(above, lines, cells) if self.printed else pack_columns(above, cells)
        made.ids.extend(uuid7_texts(len(packed)))
        made.sealed.extend(
            vault.seal_many(self.secret, packed, made.ids, table="recipients_stagedrow", column="cells_sealed")
        )
        made.nik_indexes.extend(self.niks.many(niks))
        return made


def _looked_for(above: Above, lines: list[int], columns: list[Sequence[Cell]]) -> list[str]:
    """Pack rows that a machine read: how sure it was stays beside them, and somebody has to look."""
    stretch = Stretch(above, lines, list(zip(*columns, strict=True)))
    return [pack(Staged(row, look=Look.WANTED)) for row in stretch.rows()]

"""Checks rows by columns: the same answers as `Checker.alone` row by row, five times as fast, for nearly all rows of a list are sound.

Whatever is not plainly sound is left to the checker itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

from balakas.recipients.queries.checking import Checker, reading_of
from balakas.recipients.rules import names
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.nik import WOMAN, Sex, born_in, has_womans_day, is_number_text
from balakas.recipients.rules.rows import Place
from balakas.recipients.rules.tables import Above, ListRow

Told = tuple[tuple[str, str], ...]
"""Problems as (code, field)."""

_EASY = frozenset({str, type(None)})
_ZEROS = "0" * 16
_WOMAN_FROM = str(WOMAN)


class Judgement(NamedTuple):
    """What is read in some rows, each list in their order; `niks` are empty where unsound, `told` has rows with problems only.

    `kks` are empty where the number is in doubt.
    """

    niks: list[str]
    kks: list[str]
    names: list[str]
    villages: list[str]
    told: dict[int, Told]


class ColumnChecker:
    """Checks stretches of one list."""

    def __init__(self, checker: Checker) -> None:
        self.checker, self.year = checker, checker.column.year
        self._sex = partial(names.sex_of, codes_pria_wanita=checker.column.pria_wanita)

    def check(self, above: Above, columns: Sequence[Sequence[Cell]]) -> Judgement:
        """Check rows that stand below each other; `columns` in the order of `above.names`."""
        held = dict(zip(above.names, columns, strict=True))
        count = len(columns[0])
        niks, kks = list(held.get("nik") or repeat(None, count)), list(held.get("kk") or repeat("", count))
        called = list(held.get("name") or repeat(None, count))
        places = self._places(above, held, count)
        sound = self._sound(niks, kks, called, held, "birth_date" in above.joined, has_kk="kk" in held)
        told: dict[int, Told] = {}
        for number, (fine, (place, _)) in enumerate(zip(sound, places, strict=True)):
            if fine and place is Place.KNOWN and not self.checker.printed:
                continue
            cells = dict(zip(above.names, (column[number] for column in columns), strict=True))
            _, judged, _, problems = self.checker.alone(ListRow(above.sheet, 0, cells, above.titles, above.joined))
            if problems:
                told[number] = tuple([(problem.code, problem.field) for problem in problems])
            niks[number], called[number] = judged.nik if judged.sound else "", judged.name
            kks[number] = "" if any(problem.field == "kk" for problem in problems) else judged.kk
        return Judgement(niks, kks, called, [code for _, code in places], told)  # type: ignore[arg-type]  # all texts now

    def _sound(
        self, niks: Iterable[Cell], kks: Iterable[Cell], called: Iterable[Cell], held: dict[str, Sequence[Cell]],
        joined: bool, *, has_kk: bool,
    ) -> Iterator[bool]:  # fmt: skip
        """Say of each row whether nothing is wrong with it but perhaps its village: a quick yes, never a quick no."""
        births = held.get("birth_date")
        dates = map(_born_as, births, repeat(joined), repeat(self.year)) if births else repeat(_NO_DATE)
        sexes = map(self._sex, held["sex"]) if "sex" in held else repeat(None)
        for nik, kk, name, sex, (written, empty) in zip(niks, kks, called, sexes, dates, strict=False):
            yield (
                type(nik) is str
                and is_number_text(nik)
                and nik[-4:] != "0000"
                and (not has_kk or (type(kk) is str and is_number_text(kk) and kk != _ZEROS))
                and (nik[6:12] in written or (empty and _alone(nik, str(kk))))
                and (sex is None or (sex is Sex.FEMALE) is (nik[6:8] > _WOMAN_FROM))
                and type(name) is str
                and names.name_of(name) == name != ""
            )

    def _places(self, above: Above, held: dict[str, Sequence[Cell]], count: int) -> list[tuple[Place, str]]:
        """Return what is known of each row's village; each way of writing it is asked once."""
        villages, districts = (held.get(name) or [None] * count for name in ("village", "district"))
        pairs = list(zip(villages, districts, strict=True))
        if _EASY.issuperset(map(type, villages)):
            found = {pair: self._place(above, pair, held) for pair in set(pairs)}
            return [found[pair] for pair in pairs]
        return [self._place(above, pair, held) for pair in pairs]

    def _place(self, above: Above, pair: tuple[Cell, Cell], held: dict[str, Sequence[Cell]]) -> tuple[Place, str]:
        cells = {name: cell for name, cell in zip(("village", "district"), pair, strict=True) if name in held}
        place, village = self.checker.finder.place(ListRow(above.sheet, 0, cells, above.titles, above.joined))
        return place, village.code if village else ""


def _alone(nik: str, kk: str) -> bool:
    """Say whether a NIK without a date beside it is sound and surely in its own column."""
    return born_in(nik) is not None and (not is_number_text(kk) or not has_womans_day(kk))


@lru_cache(maxsize=131_072, typed=True)
def _born_as(cell: Cell, joined: bool, year: int) -> tuple[frozenset[str], bool]:
    """Return how a NIK writes this birth (`day month year` for either sex, in every reading), and whether there is none at all."""
    readings = reading_of(cell, joined, year)
    written = (f"{day.day + more:02d}{day:%m}{day.year % 100:02d}" for day in readings.all for more in (0, WOMAN))
    return frozenset(written), readings.empty


_NO_DATE: tuple[frozenset[str], bool] = (frozenset(), True)

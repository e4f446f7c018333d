"""Checks a list's file: what was understood, which rows are ready and what is wrong with the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, Self

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.queries import reading
from balakas.recipients.rules import dates, places, rows, tables
from balakas.recipients.rules.cells import Cell, is_blank, text_of
from balakas.recipients.rules.dates import Readings
from balakas.recipients.rules.printed.words import ReadText
from balakas.recipients.rules.rows import Column, Judged, Place, Problem
from balakas.recipients.rules.tables import AnySheet, ListRow, Stretch, Table
from balakas.regions.queries import packaged
from balakas.regions.rules.codes import canonical_code, parent_of
from balakas.regions.rules.villages import Village, match_village, matching_villages, same_district, split_district


class NotADistrict(BalakasError):
    """There is no district of this code."""

    code = "office_unknown"
    message = N_("Kode kecamatan %(code)s tidak ada. Contoh: 63.11.03.")


@dataclass(frozen=True, slots=True)
class Area:
    """The office's district: its own villages, those of the regency, and the district's name."""

    name: str
    villages: tuple[Village, ...]
    regency: tuple[Village, ...]
    districts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """What all rows of a list tell together: how it writes dates and sexes, whether it stands on several sheets."""

    column: Column
    several_sheets: bool

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with the list, so that one row can be judged without all others."""
        column = self.column
        return {
            "year": column.year, "month_first": column.month_first, "pria_wanita": column.pria_wanita,
            "several_sheets": self.several_sheets,
        }  # fmt: skip

    @classmethod
    def of(cls, held: Mapping[str, Any], *, year: int) -> Self:
        """Read what `as_json` gave; nothing is known of a list that is typed, which is written day first."""
        column = Column(held.get("year", year), held.get("month_first", False), held.get("pria_wanita", False))
        return cls(column, held.get("several_sheets", False))


class CheckedRow(NamedTuple):
    """A row, what was read in it, its village if known, and all its problems."""

    source: ListRow
    judged: Judged
    village: Village | None
    problems: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """Say whether no error keeps the row back."""
        return not any(problem.severity is rows.Severity.ERROR for problem in self.problems)


def area_of(office_code: str) -> Area:
    """Return the district of `office_code` (`63.11.03`). Raises `NotADistrict`."""
    try:
        code = canonical_code(office_code)
    except BalakasError as wrong:
        raise NotADistrict(code=office_code[:20]) from wrong
    district = packaged.region(code)
    regency = packaged.villages_of_regency(parent_of(code))
    villages = tuple(village for village in regency if village.district_code == code)
    if district is None or not villages:
        raise NotADistrict(code=office_code[:20])
    districts = {found.code: found.name for found in packaged.children(parent_of(code))}
    return Area(district.name, villages, regency, districts)


def check_list(path: Path, *, office_code: str, today: date | None = None) -> dict[str, Any]:
    """Check the file at `path` for the office: `{"rows", "ready", "problems", "columns", "sheets"}`.

    `today` settles the century of two-digit years. Touches no database. Raises what `reading.open_file`,
    `tables.walk` and `area_of` raise.
    """
    area = area_of(office_code)
    year = (today or date.today()).year  # noqa: DTZ011
    table = Table()
    return summary(table, checked(reading.open_file(path), table, area, file_name=path.name, year=year))


def summary(table: Table, listed: Iterable[CheckedRow]) -> dict[str, Any]:
    """Return the answer of `balakas lists check --json`; a code counts rows, zeros are left out."""
    counts: Counter[str] = Counter()
    number = ready = 0
    for row in listed:
        number += 1
        ready += row.ready
        if row.problems:
            counts.update({problem.code for problem in row.problems})
    layout = table.layout
    return {
        "rows": number,
        "ready": ready,
        "problems": {code: counts[code] for code in rows.SENTENCES if counts[code]},
        "columns": dict(layout.headings) if layout else {},
        "sheets": [name for name in table.sheets if name],
    }


def checked(sheets: Sequence[AnySheet], table: Table, area: Area, *, file_name: str, year: int) -> Iterator[CheckedRow]:
    """Yield the rows of a list checked and write onto `table` what was understood; its other rows say how it writes dates."""
    surveyor = Surveyor(year)
    for stretch in tables.walk(sheets, table):
        surveyor.take(stretch)
    checker = Checker(area, surveyor.survey(), file_name=file_name, printed=surveyor.printed)
    for stretch in tables.walk(sheets, Table()):
        yield from checker.check(stretch.rows())


class Surveyor:
    """Learns from all rows of a list what one row alone does not tell."""

    def __init__(self, year: int) -> None:
        self.year, self.count, self.printed = year, 0, False
        self._births: dict[bool, Counter[Cell]] = {False: Counter(), True: Counter()}
        self._sexes: set[Cell] = set()
        self._sheets: set[str] = set()

    def take(self, stretch: Stretch) -> None:
        """Look at some rows."""
        above, names = stretch.above, stretch.above.names
        if self.count == 0:
            self.printed = any(isinstance(cell, ReadText) for cell in stretch.cells[0])
        self.count += len(stretch.lines)
        self._sheets.add(above.sheet)
        if "birth_date" in names:
            births = map(itemgetter(names.index("birth_date")), stretch.cells)
            self._births["birth_date" in above.joined].update(births)
        self._sexes.update(map(itemgetter(names.index("sex")), stretch.cells) if "sex" in names else (None,))

    def survey(self) -> Survey:
        """Return what was learnt."""
        births = (
            (reading_of(cell, joined, self.year), count)
            for joined, cells in self._births.items()
            for cell, count in cells.items()
        )
        column = rows.column_of(births, self._sexes, year=self.year)
        return Survey(column, len(self._sheets) > 1)


class Checker:
    """Checks the rows of one list part by part; what was seen in an earlier part makes a NIK a duplicate in a later one."""

    def __init__(self, area: Area, survey: Survey, *, file_name: str, printed: bool = False) -> None:
        self.printed = printed
        self.column = survey.column
        self.finder = _Finder(area, file_name, several=survey.several_sheets)
        self.seen: set[str] = set()

    def check(self, listed: Iterable[ListRow]) -> list[CheckedRow]:
        """Check the next rows of the list."""
        return [self._in_turn(self.alone(row)) for row in listed]

    def alone(self, row: ListRow) -> CheckedRow:
        """Check a row without asking whether another one holds the same NIK."""
        place, village = self.finder.place(row)
        readings = reading_of(row.cells.get("birth_date"), "birth_date" in row.joined, self.column.year)
        judged = rows.judge(row.cells, readings=readings, place=place, column=self.column)
        problems = (*judged.problems, *_doubtful(row)) if self.printed else judged.problems
        return CheckedRow(row, judged, village, problems)

    def _in_turn(self, row: CheckedRow) -> CheckedRow:
        judged = row.judged
        if not judged.sound:
            return row
        if judged.nik in self.seen:
            return row._replace(problems=(*row.problems, rows.problem("duplicate_nik", "nik")))
        self.seen.add(judged.nik)
        return row


SURE = 0.6
"""A cell whose weakest letter is less likely than this is marked for the eye."""


def _doubtful(row: ListRow) -> Iterable[Problem]:
    """Name the cells of a printed list that the machine is not sure of."""
    return [
        rows.problem("read_doubtful", name)
        for name, cell in row.cells.items()
        if isinstance(cell, ReadText) and cell and cell.sure < SURE
    ]


@lru_cache(maxsize=131_072, typed=True)
def reading_of(cell: Cell, joined: bool, year: int) -> Readings:
    """Read a birth date; `joined`: the cell holds "Tempat, tanggal lahir".

    There a place alone leaves the date missing, and something else behind a comma is unreadable.
    """
    if joined:
        place, written = dates.split_place(cell)
        if not written and "," in place:
            written = place.partition(",")[2]
        return dates.read(written, year=year)
    readings = dates.read(cell, year=year)
    if not readings.unreadable:
        return readings
    written = dates.split_place(cell)[1]
    return dates.read(written, year=year) if written else readings


class _Finder:
    """Finds a row's village: its own cell first, else the title above it, the sheet's name, the file's name."""

    def __init__(self, area: Area, file_name: str, *, several: bool) -> None:
        self.area = area
        self.several = several
        self._cells: dict[tuple[Cell, Cell], tuple[Place, Village | None]] = {}
        self._sheets: dict[tuple[str, tuple[str, ...]], tuple[Place, Village | None]] = {}
        self.from_file = self._by_name(Path(file_name).stem.replace("_", " ").replace("-", " "))

    def place(self, row: ListRow) -> tuple[Place, Village | None]:
        """Return what is known of a row's village."""
        cell, district = row.cells.get("village"), row.cells.get("district")
        found = self._cells.get((cell, district))
        if found is not None and type(cell) is str:
            return found
        if is_blank(cell):
            return self._around(row)
        found = self._of_text(text_of(cell), text_of(district))
        if found[0] is Place.UNKNOWN:
            name, behind = places.without_extras(text_of(cell))
            if name and name != text_of(cell):
                found = self._of_text(name, behind or text_of(district))
        if type(cell) is str:
            self._cells[cell, district] = found
        return found

    def _of_text(self, text: str, district: str) -> tuple[Place, Village | None]:
        name, behind = split_district(text)
        elsewhere = self._elsewhere(behind or district)
        if elsewhere and matching_villages(name, elsewhere):
            return Place.OUTSIDE, None
        village = match_village(name, self.area.villages)
        if village:
            return Place.KNOWN, village
        return (Place.OUTSIDE if matching_villages(name, self.area.regency) else Place.UNKNOWN), None

    def _elsewhere(self, district: str) -> tuple[Village, ...]:
        """Return the villages of another district that the row names; none when it names ours or nothing."""
        codes = {code for code, name in self.area.districts.items() if district and same_district(district, name)}
        own = self.area.villages[0].district_code
        return () if own in codes else tuple(village for village in self.area.regency if village.district_code in codes)

    def _around(self, row: ListRow) -> tuple[Place, Village | None]:
        key = (row.sheet, row.titles)
        if key not in self._sheets:
            found = self._by_titles(row.titles) or self._by_sheet(row.sheet) or self.from_file
            self._sheets[key] = found or (Place.UNKNOWN, None)
        return self._sheets[key]

    def _by_titles(self, titles: tuple[str, ...]) -> tuple[Place, Village | None] | None:
        for title in reversed(titles):
            found = self._first_known(places.named_in(title)) or self._by_whole(title)
            if found:
                return found
        return None

    def _by_sheet(self, name: str) -> tuple[Place, Village | None] | None:
        """Read a sheet's name: a lone sheet with the district's own name means the district; among several it means the village."""
        return self._by_whole(name, even_district=self.several) or self._by_name(name)

    def _by_whole(self, name: str, *, even_district: bool = False) -> tuple[Place, Village | None] | None:
        if same_district(name, self.area.name) and not even_district:
            return None
        return self._first_known((name,))

    def _by_name(self, name: str) -> tuple[Place, Village | None] | None:
        rest = places.rest_of(name)
        return self._first_known(places.named_in(name)) or (self._by_whole(rest) if rest else None)

    def _first_known(self, names: Sequence[str]) -> tuple[Place, Village | None] | None:
        for name in names:
            found = self._of_text(name, "")
            if found[0] is not Place.UNKNOWN:
                return found
        return None

"""What may be wrong with a row of a list: a code, how grave it is, a sentence and the cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balakas.common.messages import N_
from balakas.recipients.rules import dates, kk, names, nik
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.dates import Readings
from balakas.recipients.rules.nik import NikFault, Sex


class Severity(StrEnum):
    """An error keeps a row from being taken over until a person decides; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


class Place(StrEnum):
    """What is known of a row's village."""

    KNOWN = "known"
    OUTSIDE = "village_outside"
    UNKNOWN = "village_unknown"


SENTENCES: dict[str, str] = {
    "nik_missing": N_("NIK kosong. Isi NIK, atau tandai orang ini belum ber-NIK."),
    "nik_kk_swapped": N_("NIK dan nomor KK tampaknya tertukar kolom."),
    "nik_damaged": N_("NIK rusak oleh Excel: angka terakhirnya hilang. Ketik ulang dari KTP atau KK."),
    "nik_not_digits": N_("NIK memuat huruf atau tanda yang bukan angka."),
    "nik_length": N_("NIK tidak terdiri atas 16 angka."),
    "nik_impossible_date": N_("Tanggal lahir di dalam NIK tidak ada di kalender. Periksa pada KTP."),
    "nik_birth_mismatch": N_(
        "Tanggal lahir di dalam NIK berbeda dengan kolom tanggal lahir. Ini dapat terjadi dan tetap sah."
    ),
    "nik_sex_mismatch": N_(
        "Jenis kelamin di dalam NIK berbeda dengan kolom jenis kelamin. Ini dapat terjadi dan tetap sah."
    ),
    "kk_missing": N_("Nomor KK kosong."),
    "kk_length": N_("Nomor KK tidak terdiri atas 16 angka."),
    "duplicate_nik": N_("NIK ini sudah ada pada baris sebelumnya."),
    "village_unknown": N_("Desa tidak dikenal atau kosong."),
    "village_outside": N_("Desa ini berada di kecamatan lain."),
    "name_missing": N_("Nama kosong."),
    "birth_date_unreadable": N_("Tanggal lahir tidak terbaca."),
}
"""The sentence of every problem code."""

ERRORS = frozenset({
    "nik_missing", "nik_length", "nik_not_digits", "nik_damaged", "nik_kk_swapped", "duplicate_nik", "village_unknown",
    "village_outside", "name_missing",
})  # fmt: skip
"""Codes that keep a row back; all others warn, for a lawful citizen's NIK is never refused."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one row, at a field; `repair` is a proposed value, empty where there is none."""

    code: str
    field: str
    repair: str = ""

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return Severity.ERROR if self.code in ERRORS else Severity.WARNING

    @property
    def sentence(self) -> str:
        """The message id of its sentence."""
        return SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class Column:
    """What a whole file tells about its columns: order of dates, code of sexes, the year of today."""

    year: int
    month_first: bool = False
    pria_wanita: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A row read: normalised values, problems in the order of the codes, and whether its NIK is sound."""

    nik: str
    kk: str
    name: str
    birth: date | None
    sex: Sex | None
    sound: bool
    problems: tuple[Problem, ...]


def judge(cells: dict[str, Cell], *, readings: Readings, place: Place, column: Column) -> Judged:
    """Read a row and name what is wrong with it, except that another row holds the same NIK."""
    fault = nik.fault_of(cells.get("nik"), kk=cells.get("kk"), births=readings.all)
    number = nik.normalise(cells.get("nik"))
    sex = names.sex_of(cells.get("sex"), codes_pria_wanita=column.pria_wanita)
    name = names.name_of(cells.get("name"))
    problems = [
        *_of_nik(fault, cells),
        *_mismatches(number if fault is None else "", readings, sex),
        *_of_rest(cells, name, place, readings),
    ]
    birth = _birth(number, readings, column)
    return Judged(number, nik.normalise(cells.get("kk")), name, birth, sex, fault is None, tuple(problems))


def _birth(number: str, readings: Readings, column: Column) -> date | None:
    """Choose a reading: the NIK decides between day/month and month/day, else the column's order does."""
    parts = nik.parts_of(number)
    fitting = [day for day in readings.all if parts and parts.fits(day)]
    return fitting[0] if fitting else readings.choose(month_first=column.month_first)


def _of_nik(fault: NikFault | None, cells: dict[str, Cell]) -> Iterable[Problem]:
    if fault is NikFault.SWAPPED:
        yield Problem(fault, "nik", nik.normalise(cells.get("kk")))
    elif fault is not None:
        yield Problem(fault, "nik", nik.proposal(cells.get("nik")) if fault is NikFault.NOT_DIGITS else "")


def _mismatches(number: str, readings: Readings, sex: Sex | None) -> Iterable[Problem]:
    """Differences are told for a sound NIK only: in another one every digit is in doubt."""
    parts = nik.parts_of(number)
    if parts is None:
        return
    if readings.all and not any(parts.fits(day) for day in readings.all):
        yield Problem("nik_birth_mismatch", "birth_date")
    if sex is not None and sex is not parts.sex:
        yield Problem("nik_sex_mismatch", "sex")


def _of_rest(cells: dict[str, Cell], name: str, place: Place, readings: Readings) -> Iterable[Problem]:
    fault = kk.fault_of(cells["kk"]) if "kk" in cells else None
    if fault is not None:
        yield Problem(fault, "kk")
    if not name:
        yield Problem("name_missing", "name")
    if place is not Place.KNOWN:
        yield Problem(place, "village")
    if readings.unreadable:
        yield Problem("birth_date_unreadable", "birth_date")


def repeated(numbers: Iterable[str]) -> list[bool]:
    """Say for each sound NIK (empty for rows without one) whether an earlier row holds the same."""
    seen: set[str] = set()
    result = []
    for number in numbers:
        result.append(bool(number) and number in seen)
        seen.add(number)
    return result


def column_of(birth_cells: Iterable[Readings], sexes: list[Cell], *, year: int) -> Column:
    """Learn from all rows how the file writes dates and sexes."""
    return Column(year, dates.prefers_month_first(birth_cells), names.means_pria_wanita(sexes))

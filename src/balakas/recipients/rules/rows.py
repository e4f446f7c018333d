"""What may be wrong with a row of a list: a code, how grave it is, a sentence and the cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

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
    "aid_forbidden": N_(
        "Orang atau keluarga ini menerima program lain yang tidak boleh bersama pada periode yang sama."
    ),
    "village_unknown": N_("Desa tidak dikenal atau kosong."),
    "village_outside": N_("Desa ini berada di kecamatan lain."),
    "name_missing": N_("Nama kosong."),
    "birth_date_unreadable": N_("Tanggal lahir tidak terbaca."),
    "read_doubtful": N_("Tulisan di kertas kurang jelas bagi mesin. Bandingkan dengan aslinya."),
    "not_looked_at": N_("Dibaca mesin; belum dibandingkan dengan kertasnya."),
}
"""The sentence of every problem code."""

ERRORS = frozenset({
    "nik_missing", "nik_length", "nik_not_digits", "nik_damaged", "nik_kk_swapped", "duplicate_nik", "aid_forbidden",
    "village_unknown", "village_outside", "name_missing", "not_looked_at",
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


class Judged(NamedTuple):
    """A row read: normalised values, problems in the order of the codes, and whether its NIK is sound."""

    nik: str
    kk: str
    name: str
    birth: date | None
    sex: Sex | None
    sound: bool
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1_024)
def problem(code: str, field: str) -> Problem:
    """Return a problem without a repair; the same object each time, for a list of a million rows has many."""
    return Problem(code, field)


def judge(cells: dict[str, Cell], *, readings: Readings, place: Place, column: Column) -> Judged:
    """Read a row and name what is wrong with it, except that another row holds the same NIK."""
    births = readings.all
    number, born, fault = _nik(cells, births)
    kk_number, kk_fault = _kk(cells)
    sex = names.sex_of(cells.get("sex"), codes_pria_wanita=column.pria_wanita)
    name = names.name_of(cells.get("name"))
    fitting = [day for day in births if born.fits(day)] if born else []
    found: list[Problem] = []
    if fault is not None:
        found.append(_of_nik(fault, cells))
    elif born is not None:
        found += _mismatches(born, sex, unlike=bool(births) and not fitting)
    if kk_fault is not None or not name or place is not Place.KNOWN or readings.unreadable:
        found += _of_rest(kk_fault, name, place, readings)
    birth = fitting[0] if fitting else readings.choose(month_first=column.month_first)
    return Judged(number, kk_number, name, birth, sex, fault is None, tuple(found))


def _mismatches(born: nik.Born, sex: Sex | None, *, unlike: bool) -> Iterable[Problem]:
    """Differences are told for a sound NIK only: in another one every digit is in doubt."""
    if unlike:
        yield problem("nik_birth_mismatch", "birth_date")
    if sex is not None and sex is not born.sex:
        yield problem("nik_sex_mismatch", "sex")


def _of_rest(kk_fault: kk.KkFault | None, name: str, place: Place, readings: Readings) -> Iterable[Problem]:
    if kk_fault is not None:
        yield problem(kk_fault, "kk")
    if not name:
        yield problem("name_missing", "name")
    if place is not Place.KNOWN:
        yield problem(place, "village")
    if readings.unreadable:
        yield problem("birth_date_unreadable", "birth_date")


def _nik(cells: dict[str, Cell], births: tuple[date, ...]) -> tuple[str, nik.Born | None, NikFault | None]:
    """Return the NIK normalised, what it says of a birth, what is wrong with it."""
    cell = cells.get("nik")
    fault = nik.fault_of(cell, kk=cells.get("kk"), births=births)
    number = nik.normalise(cell)
    return number, nik.born_in(number), fault


def _kk(cells: dict[str, Cell]) -> tuple[str, kk.KkFault | None]:
    """Return the family card's number normalised and what is wrong with it; a list without such a column lacks nothing."""
    if "kk" not in cells:
        return "", None
    return nik.normalise(cells["kk"]), kk.fault_of(cells["kk"])


def _of_nik(fault: NikFault, cells: dict[str, Cell]) -> Problem:
    if fault is NikFault.SWAPPED:
        return Problem(fault, "nik", nik.normalise(cells.get("kk")))
    return Problem(fault, "nik", nik.proposal(cells.get("nik")) if fault is NikFault.NOT_DIGITS else "")


def column_of(births: Iterable[tuple[Readings, int]], sexes: Iterable[Cell], *, year: int) -> Column:
    """Learn from all rows how the file writes dates and sexes."""
    return Column(year, dates.prefers_month_first(births), names.means_pria_wanita(sexes))

"""One row of a list as facts that can be compared: names folded, numbers cleaned, the birth date beside the one in the NIK."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from balakas.recipients.rules import dates, nik
from balakas.recipients.rules.cells import is_nothing
from balakas.recipients.rules.duplicates.words import core_of, plain
from balakas.recipients.rules.names import block_of, sex_of

_SHORTEST_NUMBER, _LONGEST_NUMBER = 7, 20
_HEAD = 12
_NO_SERIAL = "0000"


class Listed(NamedTuple):
    """The cells of a row, as text; empty where there is nothing."""

    name: str
    nik: str
    kk: str
    birth_place: str
    birth_date: str
    sex: str
    address: str
    rt: str
    rw: str
    village: str


class Facts(NamedTuple):
    """What of a row is compared; None where the row says nothing."""

    name: str | None
    """Folded words in their order."""
    sorted_name: str | None
    letters: str | None
    """The name's letters in order of the alphabet: equal when letters only changed places."""
    first: str | None
    last: str | None
    words: int
    nik: str | None
    nik_digits: str | None
    """The NIK's digits in ascending order."""
    nik_head: str | None
    """Its first twelve digits: district, birth date and sex."""
    serial: int | None
    nik_birth: str | None
    """`YYMMDD` out of the NIK."""
    kk: str | None
    kk_digits: str | None
    birth: str | None
    """`YYYYMMDD`."""
    short_birth: str | None
    """`YYMMDD`."""
    turned_birth: str | None
    """`YYYYDDMM`, where that is a date too."""
    year: int | None
    is_round: bool
    """1 January or 1 July: the day is not known."""
    sex: str | None
    place: str | None
    street: str | None
    block: str | None
    """RT and RW."""
    village: str | None


def facts_of(row: Listed, *, year: int) -> Facts:
    """Return what can be compared of a row; `year` is the current one and settles two-digit years."""
    *numbers, nik_sex = _nik_facts(row.nik)
    kk = _number(row.kk)
    rt, rw = _block(row.rt), _block(row.rw)
    return Facts(
        *_name_facts(row.name), *numbers, kk, "".join(sorted(kk)) if kk else None, *_birth_facts(row.birth_date, year), _sex(row.sex) or nik_sex,
        plain(row.birth_place) or None, plain(row.address) or None, f"{rt}/{rw}" if rt or rw else None, plain(row.village) or None,
    )  # fmt: skip


@lru_cache(maxsize=200_000)
def _name_facts(name: str) -> tuple[str | None, str | None, str | None, str | None, str | None, int]:
    core = core_of(name)
    if not core:
        return None, None, None, None, None, 0
    return " ".join(core), " ".join(sorted(core)), "".join(sorted("".join(core))), core[0], core[-1], len(core)


def _nik_facts(cell: str) -> tuple[str | None, str | None, str | None, int | None, str | None, str | None]:
    """Return the number, its digits sorted, its first twelve, its serial, the birth date and the sex in it."""
    number = _number(cell)
    if number is None:
        return None, None, None, None, None, None
    birth, sex = _born(number[6:12]) if len(number) >= _HEAD else (None, None)
    if number.endswith(_NO_SERIAL):  # a spreadsheet kept twelve digits
        return None, None, number[:_HEAD], None, birth, sex
    serial = int(number[_HEAD:]) if len(number) == nik.LENGTH else None
    return number, "".join(sorted(number)), number[:_HEAD], serial, birth, sex


@lru_cache(maxsize=200_000)
def _born(digits: str) -> tuple[str | None, str | None]:
    """Return birth date and sex out of the six digits of a NIK that hold them."""
    parts = nik.parts_of(f"000000{digits}0001")
    return (f"{parts.year:02d}{parts.month:02d}{parts.day:02d}", parts.sex.value) if parts else (None, None)


def _number(cell: str) -> str | None:
    """Return the digits of a NIK or KK; None for nothing, for what a spreadsheet ruined and for one digit all along."""
    digits = cell if cell.isdigit() and cell.isascii() else nik.normalise(cell)
    if not (digits.isdigit() and digits.isascii()) or not _SHORTEST_NUMBER <= len(digits) <= _LONGEST_NUMBER:
        return None
    return None if len(set(digits)) <= 2 else digits  # noqa: PLR2004 -- 0000…, 9999… and the like stand for nothing


@lru_cache(maxsize=200_000)
def _birth_facts(cell: str, year: int) -> tuple[str | None, str | None, str | None, int | None, bool]:
    if is_nothing(cell):
        return None, None, None, None, False
    day = dates.read(cell, year=year).choose()
    if day is None:
        return None, None, None, None, False
    turned = f"{day.year:04d}{day.day:02d}{day.month:02d}" if day.day <= 12 and day.day != day.month else None  # noqa: PLR2004
    return f"{day:%Y%m%d}", f"{day:%y%m%d}", turned, day.year, is_round(day)


def is_round(day: date) -> bool:
    """Say whether the date is what an office writes when the day is not known."""
    return day.day == 1 and day.month in {1, 7}


@lru_cache(maxsize=1_000)
def _sex(cell: str) -> str | None:
    sex = sex_of(cell)
    return sex.value if sex else None


@lru_cache(maxsize=1_000)
def _block(cell: str) -> str:
    return block_of(cell).lstrip("0")

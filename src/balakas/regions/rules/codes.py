"""Region codes: their grammar and whose they are. Standard library only.

Two systems of codes are in use and look alike. The ministry of home affairs (*Kemendagri*: NIK, KK, Dukcapil, most
lists) writes 63.11.03.2004; the statistics office (*BPS*: Regsosek, BDT) writes 6311030006 for the same village, with
three digits for the district and three for the village. Where digits alone fit both, only known codes decide.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

EDITION = "Kepmendagri 300.2.2-2430/2025"


class Level(StrEnum):
    """The four levels of administration."""

    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


class Kind(StrEnum):
    """What a region calls itself, read from its code (Permendagri 58/2021)."""

    PROVINCE = "provinsi"
    REGENCY = "kabupaten"
    CITY = "kota"
    DISTRICT = "kecamatan"
    WARD = "kelurahan"
    VILLAGE = "desa"
    CUSTOMARY = "desa_adat"


class System(StrEnum):
    """Whose code it is."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


class NotARegionCode(BalakasError):
    """The text is no code of the ministry's."""

    code = "not_a_region_code"
    message = N_("“%(text)s” bukan kode wilayah Kemendagri. Contoh kode kecamatan: 63.11.03.")


@dataclass(frozen=True, slots=True)
class Region:
    """A region by its ministry's code, e.g. `63.11.03`, and its name as the edition prints it."""

    code: str
    name: str


_LEVELS = {2: Level.PROVINCE, 4: Level.REGENCY, 6: Level.DISTRICT, 10: Level.VILLAGE}
_CUTS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}
_FIRST_CITY = 71
_LAST_REGENCY = 69
_VILLAGE_KINDS = {"1": Kind.WARD, "2": Kind.VILLAGE, "3": Kind.CUSTOMARY}
_BPS_DISTRICT, _VILLAGE_DIGITS = 7, 10
_SEPARATORS = re.compile(r"[\s.\-/_,]+")


def canonical_code(text: str) -> str:
    """Return the ministry's code with its dots: `631103`, `63-11-03` or `63.11.03` -> `63.11.03`.

    Raises `NotARegionCode` when the digits are no code of that grammar. Whether such a region exists is for the data.
    """
    digits = digits_of(text)
    if not is_kemendagri(digits):
        raise NotARegionCode(text=text[:40])
    return _dotted(digits)


def digits_of(text: str) -> str:
    """Return a code's digits without separators and without a spreadsheet's leading apostrophe."""
    return _SEPARATORS.sub("", text.strip().lstrip("'"))


def is_kemendagri(digits: str) -> bool:
    """Say whether bare `digits` obey the ministry's grammar PP KK CC DDDD (regency 01–69, city 71–99, village 1–3)."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in _LEVELS or digits[0] == "0":
        return False
    parts = _dotted(digits).split(".")
    regency_fits = len(parts) < 2 or 1 <= int(parts[1]) <= _LAST_REGENCY or int(parts[1]) >= _FIRST_CITY  # noqa: PLR2004
    district_fits = len(parts) < 3 or parts[2] != "00"  # noqa: PLR2004
    return regency_fits and district_fits and (len(digits) < _VILLAGE_DIGITS or digits[6] in _VILLAGE_KINDS)


def is_bps(digits: str) -> bool:
    """Say whether bare `digits` fit a district (7) or village (10) of the statistics office: PP KK CCC DDD."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in {_BPS_DISTRICT, _VILLAGE_DIGITS}:
        return False
    return digits[0] != "0" and digits[4:7] != "000" and digits[7:] != "000"


def code_systems(text: str) -> frozenset[System]:
    """Return every system the text fits by its shape: none for no code, two when digits alone cannot tell."""
    groups = tuple(len(part) for part in _SEPARATORS.split(text.strip().lstrip("'")) if part)
    digits = digits_of(text)
    found = set()
    if is_kemendagri(digits) and groups in {(len(digits),), _CUTS[len(digits)]}:
        found.add(System.KEMENDAGRI)
    if is_bps(digits) and groups in {(len(digits),), (2, 2, 3), (2, 2, 3, 3)}:
        found.add(System.BPS)
    return frozenset(found)


def level_of(code: str) -> Level:
    """Return the level of a dotted ministry's code."""
    return _LEVELS[len(code.replace(".", ""))]


def kind_of(code: str) -> Kind:
    """Return what the region of a dotted ministry's code calls itself."""
    level = level_of(code)
    if level is Level.VILLAGE:
        return _VILLAGE_KINDS[code[9]]
    if level is Level.REGENCY:
        return Kind.CITY if int(code[3:5]) >= _FIRST_CITY else Kind.REGENCY
    return Kind.PROVINCE if level is Level.PROVINCE else Kind.DISTRICT


def parent_of(code: str) -> str:
    """Return the code one level up, "" for a province."""
    return code.rpartition(".")[0]


def _dotted(digits: str) -> str:
    parts, start = [], 0
    for width in _CUTS[len(digits)]:
        parts.append(digits[start : start + width])
        start += width
    return ".".join(parts)

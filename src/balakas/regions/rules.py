"""Region codes and village names: their grammar, and finding the village somebody meant. Standard library only.

Two systems of codes are in use and look alike. The ministry of home affairs (*Kemendagri*: NIK, KK, Dukcapil, most
lists) writes 63.11.03.2004; the statistics office (*BPS*: Regsosek, BDT) writes 6311030006 for the same village, with
three digits for the district and three for the village. Where digits alone fit both, only known codes decide.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Village:
    """A village as lists name it.

    `aliases` are other spellings in use (the statistics office's, the people's); `bps_code` is ten digits or "".
    """

    code: str
    name: str
    district_code: str
    aliases: tuple[str, ...] = ()
    bps_code: str = ""


# --- codes -------------------------------------------------------------------------------------------------------

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
    digits = _SEPARATORS.sub("", text.strip().lstrip("'"))
    if not is_kemendagri(digits):
        raise NotARegionCode(text=text[:40])
    return _dotted(digits)


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
    digits = _SEPARATORS.sub("", text.strip().lstrip("'"))
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


# --- names -------------------------------------------------------------------------------------------------------

# "Kampung" is no prefix: hundreds of villages carry it as their name.
_PREFIXES = (("desa", "kelurahan"), ("desa", "kel"), ("kel", "desa"), ("desa",), ("ds",), ("kelurahan",), ("kel",))
_DISTRICT_PREFIXES = ("kecamatan", "kec")
_RIVER = frozenset({"sei", "sungei", "sungai", "sg", "sui"})
_NOT_WORD = re.compile(r"[^\w]+|_+")
_DISTRICT_TAIL = re.compile(r"[\s,;(/\-]+(?:kec|kecamatan)\b[.:]?\s*(?P<district>[^,;()]+)\)?.*$", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    """Return the name's words folded for comparing: case, accents of type, punctuation and spaces gone."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"(?<=\w)['’‘`´](?=\w)", "", plain)  # Ra'as and Raas are one name
    return tuple("sungai" if word in _RIVER else word for word in _NOT_WORD.split(plain) if word)


def matching_villages(text: str, villages: Iterable[Village]) -> tuple[Village, ...]:
    """Return every village `text` may mean: by code where it is one, else by name or alias; each once, in given order.

    Spelling is forgiven in steps, and a later step is asked only when the earlier found none: the words; the words
    written together or apart; a leading `S.` for a word with S. Prefixes ("Desa", "Ds.", "Kel.") never count.
    """
    listed = tuple(villages)
    if any(mark.isdigit() for mark in text) and (systems := code_systems(text)):
        digits = _SEPARATORS.sub("", text.strip().lstrip("'"))
        return tuple(village for village in listed if _has_code(village, digits, systems))
    wanted = _forms(text)
    for test in (_same_words, _same_letters, _same_but_for_s):
        found = tuple(village for village in listed if test(wanted, _village_forms(village)))
        if found:
            return found
    return ()


def match_village(text: str, villages: Iterable[Village]) -> Village | None:
    """Return the one village `text` means among `villages`, None when it is none of them or could be several."""
    found = matching_villages(text, villages)
    return found[0] if len({village.code for village in found}) == 1 else None


def split_district(text: str) -> tuple[str, str]:
    """Part a village from the district written behind it: `Desa Baru Kec. Awayan` -> (`Desa Baru`, `Awayan`).

    The second part is "" where no district is named.
    """
    tail = _DISTRICT_TAIL.search(text)
    return (text[: tail.start()].strip(), tail["district"].strip()) if tail else (text.strip(), "")


def same_district(text: str, name: str) -> bool:
    """Say whether `text` ("KEC. AWAYAN", "Awayan") names the district `name`."""
    words = words_of(text)
    if len(words) > 1 and words[0] in _DISTRICT_PREFIXES:
        words = words[1:]
    return bool(words) and "".join(words) == "".join(words_of(name))


_Forms = frozenset[tuple[str, ...]]


def _has_code(village: Village, digits: str, systems: frozenset[System]) -> bool:
    ministry = System.KEMENDAGRI in systems and village.code.replace(".", "") == digits
    return ministry or (System.BPS in systems and bool(village.bps_code) and village.bps_code == digits)


def _forms(text: str) -> _Forms:
    """Return the words with and without a prefix; a name that is nothing but the prefix keeps it."""
    words = words_of(text)
    forms = {words}
    for prefix in _PREFIXES:
        if len(words) > len(prefix) and words[: len(prefix)] == prefix:
            forms.add(words[len(prefix) :])
            break
    return frozenset(forms - {()})


@lru_cache(maxsize=4096)
def _village_forms(village: Village) -> _Forms:
    return frozenset(form for spelling in (village.name, *village.aliases) for form in _forms(spelling))


def _same_words(wanted: _Forms, have: _Forms) -> bool:
    return not wanted.isdisjoint(have)


def _same_letters(wanted: _Forms, have: _Forms) -> bool:
    return not {"".join(form) for form in wanted}.isdisjoint({"".join(form) for form in have})


def _same_but_for_s(wanted: _Forms, have: _Forms) -> bool:
    """`S. Pumpung` is Sungai Pumpung, or Simpang Pumpung: whichever there is, and no answer when there are both."""
    tails = {form[1:] for form in wanted if len(form) > 1 and form[0] == "s"}
    return any(form[0].startswith("s") and form[1:] in tails for form in have if len(form) > 1)

"""Finding the village somebody meant: never a wrong guess. Standard library only."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from balakas.regions.rules.codes import System, code_systems, digits_of


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
        digits = digits_of(text)
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

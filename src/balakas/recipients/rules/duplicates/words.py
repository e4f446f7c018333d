"""What of an Indonesian name stays the same when another hand writes it.

Titles come and go with a pilgrimage or a death, `M.`, `Muh.` and `Muhammad` are one word, and the sounds f/p, z/j, oo/o/u, sy/s, kh/h
are spelt as heard. A name is folded to words that two honest clerks would both arrive at; the folded words are for comparing only.
"""

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset({
    "H", "HJ", "HJH", "HAJI", "HAJJI", "HAJJAH", "HAJAH", "KH", "KYAI", "USTADZ", "USTAZ", "UST", "HABIB", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH",
    "TN", "NY", "NN", "BPK", "BAPAK", "IBU", "SDR", "SDRI", "DRS", "DRA", "DR", "IR", "PROF", "RADEN", "BIN", "BINTI", "BT", "BTE", "ALIAS", "AL",
})  # fmt: skip
"""Words that name a rank, a pilgrimage, a death or a tie, but no person."""

_MUHAMMAD = frozenset({
    "M", "MUH", "MOH", "MOHD", "MHD", "MUHD", "MUHAMMAD", "MUHAMAD", "MUHAMMED", "MOHAMAD", "MOHAMMAD", "MOHAMED", "MOHAMMED", "MOCHAMAD", "MOCHAMMAD",
    "MUCHAMAD", "MUCHAMMAD", "MUCH", "MOCH", "AMAT", "MAT",
})  # fmt: skip
_SITI = frozenset({"ST", "STI", "SITI", "SITTI", "SITTY", "SITY", "SHITI"})
_ABDUL = frozenset({"ABD", "ABDUL", "ABDOEL", "ABDL", "ABDOL"})
_AHMAD = frozenset({"AHMAD", "AHMED", "ACHMAD", "AKHMAD", "AHMMAD", "ACH", "AKH", "AHD"})
WEAK = frozenset({"MUHAMAD", "SITI", "AHMAD"})
"""Folded first names so common that lists leave them out or put them in at will."""

_SHORTENED = {
    "UDIN": "DIN", "LEMAN": "SULAIMAN", "IMAH": "FATIMAH", "JAENAB": "ZAINAB", "SLAMET": "SELAMAT", "SELAMET": "SELAMAT", "SLAMAT": "SELAMAT", "IBRA": "IBRAHIM",
    "HADIJAH": "KHADIJAH", "ROHMAN": "RAHMAN", "ROCHMAN": "RAHMAN", "ROHMAT": "RAHMAT", "MUKLIS": "MUKHLIS", "ISMAEL": "ISMAIL", "ALFI": "ALFIAN",
}  # fmt: skip
_DEGREE = re.compile(r",\s*(?:[A-Z]{1,4}\.?\s*){1,4}(?=,|$)")
_APART = re.compile(r"[^A-Z]+")
_NO_BREAK = re.compile(r"['’`ʼ]")
_JOINED_ABDUL = re.compile(r"^ABD[UO](?:RR|SS|LL|NN|TT)(?=[AEIOU])")
# In this order: what a rule leaves is what the next one meets.
_SOUNDS = (
    (re.compile("OE"), "U"), (re.compile("DJ"), "J"), (re.compile("TJ"), "C"), (re.compile("SJ"), "S"), (re.compile("NJ"), "NY"),
    (re.compile("KH|CH"), "H"), (re.compile("SY|SH"), "S"), (re.compile("DZ|DH"), "D"), (re.compile("TH"), "T"), (re.compile("GH"), "G"),
    (re.compile("PH|F|V"), "P"), (re.compile("Q"), "K"), (re.compile("X"), "KS"), (re.compile("Z"), "J"),
    (re.compile("AE"), "AI"), (re.compile("IY(?=[AU])"), "I"), (re.compile("UW(?=A)"), "U"), (re.compile("IJ(?=A[HN]?$)"), "IJ"),
    (re.compile("^Y(?=[AU])"), "J"), (re.compile("Y$"), "I"), (re.compile("O"), "U"), (re.compile(r"(.)\1+"), r"\1"), (re.compile("(?<=A)H$"), ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the word as it sounds: `SYAIFUL`, `SAIPUL` -> `SAIPUL`; `NOOR`, `NUR` -> `NUR`. `word` is capitals."""
    for family, one in ((_MUHAMMAD, "MUHAMAD"), (_SITI, "SITI"), (_ABDUL, "ABDUL"), (_AHMAD, "AHMAD")):
        if word in family and len(word) > 1:
            return one
    word = _SHORTENED.get(word, word)
    for sound, spelt in _SOUNDS:
        word = sound.sub(spelt, word)
    return word


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name in their order, without titles and degrees; empty for no name."""
    plain = _plain(name)
    words: list[str] = []
    for word in _APART.split(_DEGREE.sub("", plain)):
        if not word or word in TITLES:
            continue
        if word == "M" and not words:
            words.append("MUHAMAD")
            continue
        joined = _JOINED_ABDUL.match(word)
        if joined and word != "ABDULLAH":
            words += ["ABDUL", fold(word[joined.end() - 1 :])]
            continue
        words.append(fold(word))
    return tuple(word for word in words if word)


@lru_cache(maxsize=200_000)
def core_of(name: str) -> tuple[str, ...]:
    """Return the words that tell people apart: weak first names are left out where others stand beside them."""
    words = words_of(name)
    strong = tuple(word for word in words if word not in WEAK)
    return strong or words


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return a place, street or village for comparing: capitals and digits, the kind of street left out."""
    words = re.sub(r"[^A-Z0-9]+", " ", _plain(text)).split()
    return " ".join(word for word in words if word not in _KINDS)


_KINDS = frozenset(
    {
        "JL",
        "JLN",
        "JALAN",
        "GG",
        "GANG",
        "DS",
        "DESA",
        "DSN",
        "DUSUN",
        "KEL",
        "KELURAHAN",
        "KP",
        "KAMPUNG",
        "KOMP",
        "KOMPLEK",
        "NO",
    }
)


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _NO_BREAK.sub("", text))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NO_BREAK.sub("", text).upper()

"""Number books: how a number looks, which comes next, what may be done with one."""

import re
from collections.abc import Iterable
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class BookKind(StrEnum):
    """The books an office keeps; each starts anew with the year."""

    AGENDA = "agenda"
    OUTGOING = "outgoing"
    SPT = "spt"
    MINUTES = "minutes"


BOOK_LABELS: dict[BookKind, str] = {
    BookKind.AGENDA: N_("Agenda surat masuk"),
    BookKind.OUTGOING: N_("Surat keluar"),
    BookKind.SPT: N_("Surat perintah tugas"),
    BookKind.MINUTES: N_("Berita acara"),
}


class BookMode(StrEnum):
    """Ours: counted here without gaps. External: given by SRIKANDI or the paper book and typed in."""

    OURS = "ours"
    EXTERNAL = "external"


class NumberState(StrEnum):
    """A number stays in the book also when what bore it was cancelled."""

    TAKEN = "taken"
    CANCELLED = "cancelled"


PATTERNS: dict[BookKind, str] = {
    BookKind.AGENDA: "{number}",
    BookKind.OUTGOING: "{classification}/{number}/{unit}/{year}",
    BookKind.SPT: "{classification}/{number}/{unit}/{year}",
    BookKind.MINUTES: "{classification}/{number}/BA/{unit}/{year}",
}
FIELDS = frozenset({"classification", "number", "unit", "year", "month"})
_FIELD = re.compile(r"\{([^{}]*)\}")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class NumberTypedMissing(BalakasError):
    """An external book's number has to be typed."""

    code = "number_typed_missing"
    message = N_("Nomor dari %(book)s belum diisi.")


class NumberUsed(BalakasError):
    """The number stands in the book already."""

    code = "number_used"
    message = N_("Nomor %(number)s sudah dipakai di buku ini.")


class NumberNotThere(BalakasError):
    """A number can only be inserted after one that was given out."""

    code = "number_not_there"
    message = N_("Nomor %(number)s belum ada di buku ini, jadi tidak ada yang dapat disisipkan sesudahnya.")


class NumberFull(BalakasError):
    """All 26 letters after a number are used."""

    code = "number_full"
    message = N_("Sesudah nomor %(number)s sudah disisipkan 26 nomor.")


class NumberCancelled(BalakasError):
    """The number was cancelled before."""

    code = "number_cancelled"
    message = N_("Nomor %(number)s sudah dibatalkan.")


class ReasonMissing(BalakasError):
    """The act asks for a reason."""

    code = "reason_missing"
    message = N_("Alasan belum diisi.")


class NumberBearsRecord(BalakasError):
    """The number is on a paper or letter of ours, which is what has to be cancelled."""

    code = "number_bears_record"
    message = N_(
        "Nomor %(number)s dipakai sebuah naskah atau surat. Batalkan naskah atau suratnya, nomornya ikut batal."
    )


class BookInUse(BalakasError):
    """A book that has given out numbers keeps its start and its kind of counting."""

    code = "book_in_use"
    message = N_("Buku ini sudah memberi nomor, jadi nomor awal dan jenisnya tidak dapat diubah lagi tahun ini.")


class BookNotInsertable(BalakasError):
    """Nothing is inserted into a book that is kept elsewhere."""

    code = "book_not_insertable"
    message = N_("Nomor buku ini diberikan di luar BALAKAS; sisipkan nomornya di sana.")


class PatternWrong(BalakasError):
    """A pattern needs `{number}` and knows only our fields."""

    code = "pattern_wrong"
    message = N_("Pola nomor harus memuat {number}; yang dikenal: {classification}, {number}, {unit}, {year}, {month}.")


def check_pattern(pattern: str) -> None:
    """Raise `PatternWrong` unless the pattern has `{number}` and no field we do not know."""
    found = set(_FIELD.findall(pattern))
    rest = _FIELD.sub("", pattern)
    if "number" not in found or found - FIELDS or "{" in rest or "}" in rest:
        raise PatternWrong


def printed(pattern: str, *, number: int, suffix: str, classification: str, unit: str, year: int, month: int) -> str:
    """Return the number as it stands on the paper; segments that come out empty are left out.

    `("{classification}/{number}/{unit}/{year}", 12, "a", "800", "Kec-Awy", 2026, 1)` -> `800/12a/Kec-Awy/2026`.
    """
    values = {
        "number": f"{number}{suffix}",
        "classification": classification,
        "unit": unit,
        "year": str(year),
        "month": _ROMAN[month],
    }
    segments = [_FIELD.sub(lambda match: values[match.group(1)], segment) for segment in pattern.split("/")]
    return "/".join(segment for segment in segments if segment)


def following(last: int, start: int) -> int:
    """Return the number after `last`, never before the book's start (an office may begin in mid-year at 412)."""
    return max(last + 1, start)


def next_suffix(number: int, used: Iterable[str]) -> str:
    """Return the first free letter after a number: 12 -> 12a -> 12b. Raises `NumberFull`."""
    taken = set(used)
    for letter in _LETTERS:
        if letter not in taken:
            return letter
    raise NumberFull(number=number)


def check_reason(reason: str) -> str:
    """Return the reason trimmed. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()

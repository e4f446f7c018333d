"""Dates, numbers and money as Indonesians write them. Pure: standard library only."""

from datetime import date, datetime

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def number(value: int) -> str:
    """`1234567` -> `1.234.567`."""
    return f"{value:,}".replace(",", ".")


def rupiah(value: int) -> str:
    """Integer rupiah -> `Rp600.000`; a negative amount carries its minus before the sign of the currency."""
    return f"-Rp{number(-value)}" if value < 0 else f"Rp{number(value)}"


def long_date(day: date) -> str:
    """-> `17 Agustus 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_and_date(day: date) -> str:
    """-> `Senin, 17 Agustus 2026`."""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def clock(moment: datetime) -> str:
    """-> `07.34` (the hour's point is the Indonesian form)."""
    return f"{moment.hour:02d}.{moment.minute:02d}"


def in_words(value: int) -> str:
    """Return a number in words (*terbilang*): `1_250_000` -> `satu juta dua ratus lima puluh ribu`.

    Raises `ValueError` for a negative number or one of 10^15 and above, which no form of the office needs.
    """
    if not 0 <= value < 10**15:
        message = "in_words takes 0 to 999,999,999,999,999"
        raise ValueError(message)
    return " ".join(_words(value)) if value else _UNITS[0]


def _words(value: int) -> list[str]:
    for scale, name in _SCALES:
        if value >= scale:
            head = ["seribu"] if scale == 10**3 and value < 2 * scale else [*_words(value // scale), name]
            return head + _words(value % scale)
    return _below_thousand(value)


def _below_thousand(value: int) -> list[str]:
    if value == 0:
        return []
    if value < 12:
        return [_UNITS[value]]
    if value < 20:
        return [_UNITS[value - 10], "belas"]
    if value < 100:
        return [_UNITS[value // 10], "puluh", *_below_thousand(value % 10)]
    head = ["seratus"] if value < 200 else [_UNITS[value // 100], "ratus"]
    return head + _below_thousand(value % 100)

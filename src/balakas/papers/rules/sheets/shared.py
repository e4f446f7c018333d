"""The parts every form shares: letterhead, signer, check line."""

from datetime import date
from typing import NotRequired, TypedDict

from balakas.common.indonesian import DAYS, MONTHS, in_words
from balakas.staff.rules import ACTING_PREFIX, Acting


class Kop(TypedDict):
    """The letterhead. `logo` is the name of an image given beside the data; without one no space is kept for it."""

    government: str  # "Pemerintah Kabupaten Balangan"
    office: str  # "Kecamatan Awayan"
    address: str  # street, town, postal code in one line
    contact: str  # telephone, e-mail; "" leaves the line out
    logo: NotRequired[str]


class Signer(TypedDict):
    """Who signs, as printed. Empty `rank` and `nip` leave their lines out (a TKSK has neither)."""

    position: str  # "Camat Awayan", "Plt. Camat Awayan": see `printed_position`
    name: str  # with academic titles; "" prints dots
    rank: NotRequired[str]  # "Pembina (IV/a)"
    nip: NotRequired[str]
    on_behalf: NotRequired[str]  # "a.n. Camat Awayan"


class Check(TypedDict):
    """Where anybody may check the paper."""

    code: str
    address: str


class Sheet(TypedDict):
    """What every form may have besides its own fields."""

    kop: Kop
    paper_size: NotRequired[str]  # "F4" (the default) or "A4"
    check: NotRequired[Check]


def printed_position(position: str, acting: Acting = Acting.NONE) -> str:
    """`("CAMAT AWAYAN", Acting.PLT)` -> `Plt. CAMAT AWAYAN` (Permendagri 1/2023: who acts says so before the title)."""
    return f"{ACTING_PREFIX[acting]}{position}"


def official(*, position: str, name: str, rank: str = "", nip: str = "", acting: Acting = Acting.NONE) -> Signer:
    """Return a signer as Permendagri 1/2023 art. 44 has him: name with titles, rank and NIP where he has them."""
    return {"position": printed_position(position, acting), "name": name, "rank": rank, "nip": grouped_nip(nip)}


def grouped_nip(nip: str) -> str:
    """`198001012005011001` -> `19800101 200501 1 001`; anything that is not 18 digits stays as it is."""
    digits = nip.replace(" ", "")
    if len(digits) != 18 or not digits.isdigit():  # noqa: PLR2004 -- the length of a NIP
        return nip
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def day_in_words(day: date) -> str:
    """-> `Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam`, as minutes begin."""
    return f"{DAYS[day.weekday()]} tanggal {in_words(day.day)} bulan {MONTHS[day.month - 1]} tahun {in_words(day.year)}"

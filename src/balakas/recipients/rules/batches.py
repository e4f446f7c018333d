"""Many photos of cards at once: where each stands, what a card says of its owner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.people import name_key

MOST_IN_ZIP = 1_000
MOST_UNPACKED = 2_000_000_000
BATCH_KIND = "card_batch"
"""What audit calls a batch."""


class PhotoState(StrEnum):
    """Where a photo stands.

    `PLACED`: with the people whose cards it shows. `STRANGER`: a card of nobody on the list. `UNSURE`: of several, or of
    somebody outside the uploader's area. `EMPTY`: no card is seen. `FAILED`: no picture. `ASIDE`: a person put it aside.
    """

    WAITING = "waiting"
    PLACED = "placed"
    STRANGER = "stranger"
    UNSURE = "unsure"
    EMPTY = "empty"
    FAILED = "failed"
    ASIDE = "aside"


_ANSWERED = frozenset({PhotoState.PLACED, PhotoState.ASIDE})
NEXT: dict[PhotoState, frozenset[PhotoState]] = {
    PhotoState.WAITING: frozenset(set(PhotoState) - {PhotoState.WAITING, PhotoState.ASIDE}),
    PhotoState.STRANGER: _ANSWERED,
    PhotoState.UNSURE: _ANSWERED,
    PhotoState.EMPTY: _ANSWERED,
    PhotoState.FAILED: _ANSWERED,
    PhotoState.PLACED: frozenset(),
    PhotoState.ASIDE: frozenset(),
}
TO_DECIDE = (PhotoState.STRANGER, PhotoState.UNSURE, PhotoState.EMPTY, PhotoState.FAILED)
"""What waits for a person."""

STATE_WORDS = {
    PhotoState.WAITING: N_("Menunggu dibaca"),
    PhotoState.PLACED: N_("Sudah dipasangkan"),
    PhotoState.STRANGER: N_("Kartu ini bukan milik siapa pun di daftar"),
    PhotoState.UNSURE: N_("Pemilik kartu ini perlu ditentukan"),
    PhotoState.EMPTY: N_("Tidak terlihat kartu pada foto ini"),
    PhotoState.FAILED: N_("Berkas ini bukan foto yang dapat dibaca"),
    PhotoState.ASIDE: N_("Disingkirkan"),
}
STATE_TONES = {
    PhotoState.WAITING: "accent", PhotoState.PLACED: "good", PhotoState.STRANGER: "bad", PhotoState.UNSURE: "warn",
    PhotoState.EMPTY: "warn", PhotoState.FAILED: "warn", PhotoState.ASIDE: "idle",
}  # fmt: skip


class PhotoSettled(BalakasError):
    """Somebody decided about this photo already, or it has not been read yet."""

    code = "photo_settled"
    message = N_("Foto ini sudah diputuskan atau belum selesai dibaca.")


class NobodyFound(BalakasError):
    """What was typed names nobody, or more than one, on the list."""

    code = "nobody_found"
    message = N_(
        "Isian ini cocok dengan %(count)s penerima. Ketik NIK, atau nama lengkap yang hanya dimiliki satu orang."
    )


class BadZip(BalakasError):
    """The ZIP is broken, locked or out of proportion."""

    code = "photos_zip"
    message = N_("ZIP ini rusak, terkunci, atau terlalu besar. Kirim fotonya langsung, atau bagi menjadi beberapa ZIP.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a card names: numbers whose owners are looked for, else name, birth date and village."""

    kind: str
    niks: tuple[str, ...]
    kk: str
    name: str
    birth_date: str
    village: str


def asked(card: Mapping[str, Any]) -> Asked:
    """Return what a card says of its owner; a number that is no sixteen digits names nobody."""
    fields = card["fields"]
    niks = [fields.get("nik", ""), *(one.get("nik", "") for one in fields.get("members", ()))]
    whole = tuple(nik for nik in niks if re.fullmatch(r"\d{16}", nik))
    kk = fields.get("kk", "")
    return Asked(
        card["kind"], whole, kk if re.fullmatch(r"\d{16}", kk) else "", name_key(fields.get("name", "")),
        fields.get("birth_date", ""), name_key(fields.get("village", "")),
    )  # fmt: skip


def check_next(now: PhotoState, then: PhotoState) -> None:
    """Raise `PhotoSettled` where the step is not allowed."""
    if then not in NEXT[now]:
        raise PhotoSettled

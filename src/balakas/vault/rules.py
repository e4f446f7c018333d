"""What sealing means: where a value stands, what makes two written forms the same number."""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class SubjectKind(StrEnum):
    """Whose data a key seals; destroying the key destroys that subject's data (UU 27/2022 arts. 43-44)."""

    PERSON = "person"
    HOUSEHOLD = "household"
    OFFICE = "office"
    IMPORT = "import"


class IndexKind(StrEnum):
    """What a blind index is made of; each kind has a key of its own, so tags of two kinds never match."""

    NIK = "nik"
    KK = "kk"
    PHONE = "phone"
    LAST_DIGITS = "last_digits"
    VOUCHER = "voucher"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; it is bound to the value, so that one moved to another row does not open."""

    table: str
    column: str
    row: UUID

    def associated(self) -> bytes:
        """Return the associated data of AES-GCM."""
        return f"{self.table}/{self.column}/{self.row.hex}".encode("ascii")


class KeyDestroyed(BalakasError):
    """The subject's key is gone for ever; so are the data."""

    code = "key_destroyed"
    message = N_("Data orang ini sudah dimusnahkan dan tidak dapat dibuka lagi.")


class SealBroken(BalakasError):
    """The value was changed, moved, or sealed under another key."""

    code = "seal_broken"
    message = N_("Data tersegel tidak dapat dibuka: isinya berubah atau kuncinya berbeda.")


class KeysMissing(BalakasError):
    """The data folder has no master key."""

    code = "keys_missing"
    message = N_("Berkas kunci tidak ditemukan di folder data. Pulihkan dari cadangan atau jalankan `balakas init`.")


def normalised(value: str) -> bytes:
    """Return the bytes an index is made over: trimmed, upper case, without separators."""
    return re.sub(r"[\s.\-'/]", "", value).upper().encode("utf-8")

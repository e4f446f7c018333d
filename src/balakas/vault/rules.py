"""What sealing means: where a value stands, what makes two written forms the same number."""

import hashlib
import re
from collections.abc import Iterable
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


class Indexer:
    """Makes blind indexes by the hundred thousand: HMAC-SHA256 by its definition (RFC 2104), the key's two blocks hashed once.

    Three times as fast as one call each. `key` is 32 bytes, so never longer than a block.
    """

    def __init__(self, key: bytes) -> None:
        self.key = key
        padded = key.ljust(_BLOCK, b"\0")
        self._inner, self._outer = (hashlib.sha256(padded.translate(pad)) for pad in (_INNER, _OUTER))

    def many(self, values: Iterable[str]) -> list[bytes]:
        """Return the index of each value; an empty one has none (b"")."""
        return [self.one(value) if value else b"" for value in values]

    def one(self, value: str) -> bytes:
        """Return a value's index."""
        inside, outside = self._inner.copy(), self._outer.copy()
        inside.update(value.encode("ascii") if value.isascii() and value.isdigit() else normalised(value))
        outside.update(inside.digest())
        return outside.digest()


_BLOCK = 64
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))

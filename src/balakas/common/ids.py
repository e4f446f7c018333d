"""UUIDv7 (RFC 9562, section 5.7): time-ordered ids made before anything is stored. Python 3.11 has none."""

import secrets
import time
from functools import lru_cache
from uuid import UUID

_VERSION_7 = 0x7
_VARIANT_RFC = 0b10


@lru_cache(maxsize=65_536)
def as_uuid(text: str) -> UUID:
    """Return the UUID that `text` writes, with or without hyphens; those read before cost a tenth. Raises `ValueError`."""
    return UUID(text)


def uuid7(*, unix_ms: int | None = None) -> UUID:
    """Return a new UUIDv7; `unix_ms` (milliseconds since 1970) is for tests, by default now."""
    moment = time.time_ns() // 1_000_000 if unix_ms is None else unix_ms
    rand_a = secrets.randbits(12)
    rand_b = secrets.randbits(62)
    value = (moment & (2**48 - 1)) << 80 | _VERSION_7 << 76 | rand_a << 64 | _VARIANT_RFC << 62 | rand_b
    return UUID(int=value)


def uuid7_texts(count: int) -> list[str]:
    """Return many new UUIDv7 in rising order as 32 hexadecimal digits, for rows by the hundred thousand.

    One clock reading and one call for chance; the twelve bits after the moment count up and carry into the moment (RFC
    9562, section 6.2, method 1).
    """
    start = time.time_ns() // 1_000_000
    chance = secrets.token_bytes(8 * count).hex()
    return [
        f"{start + (number >> 12):012x}7{number & 0xFFF:03x}8{chance[16 * number + 1 : 16 * number + 16]}"
        for number in range(count)
    ]

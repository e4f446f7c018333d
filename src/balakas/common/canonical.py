"""Canonical JSON (RFC 8785), strings and safe integers only, and the hash over it."""

import hashlib
from collections.abc import Mapping

import rfc8785


def canonical(value: object) -> bytes:
    """Return the canonical bytes of `value`.

    Raises `TypeError` for a float: rounding differs between languages, so amounts are integers in the smallest unit.
    """
    _refuse_floats(value)
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # refused above where it is not JSON


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical bytes as 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        message = "canonical JSON holds strings and safe integers only"
        raise TypeError(message)
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)

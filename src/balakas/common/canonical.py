"""Canonical JSON (RFC 8785), strings and safe integers only, and the hash over it."""

import hashlib
import json
from collections.abc import Mapping

import rfc8785

_SAFE = 2**53 - 1
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """Return the canonical bytes of `value`.

    Raises `TypeError` for a float: rounding differs between languages, so amounts are integers in the smallest unit.
    """
    if _plain(value):
        return _ENCODE(value).encode("utf-8")
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # refused by `_plain` where it is not JSON


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical bytes as 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object) -> bool:
    """Say whether the standard library writes `value` canonically, five times as fast: its keys are ASCII, its integers safe.

    It sorts keys by code point, RFC 8785 by UTF-16 units; they differ only beyond ASCII. A test compares the two.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -_SAFE <= value <= _SAFE  # type: ignore[operator]
    if kind is dict:
        keys = all(type(key) is str and key.isascii() for key in value)  # type: ignore[attr-defined]
        return min([_plain(item) for item in value.values()], default=True) and keys  # type: ignore[attr-defined]  # looks at all
    if kind is list or kind is tuple:
        return min([_plain(item) for item in value], default=True)  # type: ignore[attr-defined]
    _refuse_floats(value)
    return False


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

"""What phone and server say to each other, byte for byte; the cases in `vectors/field.json` are run by both.

docs/reference/field-api.md is the whole contract. Nothing here signs or seals: `queries.signing` and `queries.sealing` do.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

MAX_ITEMS = 50
MAX_BODY = 32_768
MAX_REQUEST = 2 * 1024 * 1024
CHUNK = 65_536
MAX_FILE = 8 * 1024 * 1024
MAX_CHUNKS = MAX_FILE // CHUNK
TAG_SIZE = 8
POINT_SIZE = 65
SALT_SIZE = 16
SECRET_NAMES = frozenset({
    "reason", "checked", "position", "proxy_name", "proxy_nik", "proxy_note", "note", "name", "ordered_by", "address",
    "holder",
})  # fmt: skip
MAX_SECRET = 2_000


class Purpose(StrEnum):
    """What a sealed box is for; one cannot stand for the other."""

    OUTBOX = "outbox"
    CHUNK = "chunk"
    BUNDLE_KEY = "bundle-key"


class Status(StrEnum):
    """What became of one sent event."""

    RECORDED = "recorded"
    KNOWN = "known"
    ASIDE = "aside"
    RETRY = "retry"
    UNREADABLE = "unreadable"


RECEIPTED = frozenset({Status.RECORDED, Status.KNOWN, Status.ASIDE})
"""Statuses that carry a signed receipt: only these let a phone drop its copy."""


class UploadState(StrEnum):
    """How far a file is. `WAITING`: whole, and the event that names it is not here yet. `BROKEN`: to be sent anew."""

    NONE = "none"
    PARTIAL = "partial"
    WAITING = "waiting"
    STORED = "stored"
    BROKEN = "broken"


class RequestMalformed(BalakasError):
    """The request has not the contract's form."""

    code = "request_malformed"
    message = N_("Permintaan tidak dapat dibaca: bagian “%(field)s” tidak sesuai bentuknya.")


_SHA = re.compile(r"[0-9a-f]{64}\Z")
_B64U = re.compile(r"[A-Za-z0-9_-]*\Z")


def b64u(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_b64u(text: object, *, field: str) -> bytes:
    """Return the bytes of base64url without padding. Raises `RequestMalformed`."""
    if not isinstance(text, str) or not _B64U.match(text):
        raise RequestMalformed(field=field)
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise RequestMalformed(field=field) from None


def is_sha(text: object) -> bool:
    """Say whether `text` is a SHA-256 in lower-case hex."""
    return isinstance(text, str) and _SHA.match(text) is not None


def request_bytes(method: str, path: str, body: bytes) -> bytes:
    """Return what a device signs of a request. No clock: a phone whose clock is days off must get through."""
    return f"balakas/request/1\n{method}\n{path}\n{hashlib.sha256(body).hexdigest()}".encode()


def enrol_bytes(token: str) -> bytes:
    """Return what a phone signs to show that it holds the key it brings."""
    return f"balakas/enrol/1\n{token}".encode()


def bundle_bytes(device_id: str, packed: bytes) -> bytes:
    """Return what the server signs of a bundle: whose it is, and its gzip bytes."""
    return f"balakas/bundle/1\n{device_id}\n{hashlib.sha256(packed).hexdigest()}".encode()


def papers_bytes(device_id: str, packed: bytes) -> bytes:
    """Return what the server signs of a list of papers to collect; a bundle cannot stand for one."""
    return f"balakas/papers/1\n{device_id}\n{hashlib.sha256(packed).hexdigest()}".encode()


def keys_bytes(canonical_keys: bytes) -> bytes:
    """Return what an outgoing office key signs of the keys that follow it."""
    return b"balakas/keys/1\n" + canonical_keys


def file_receipt(*, sha256: str, size: int, device_id: str) -> Mapping[str, Any]:
    """Return what the receipt of an attachment is signed over."""
    return {"attachment": sha256, "bytes": size, "device": device_id}


def chunk_place(sha256: str, index: int, total: int) -> str:
    """Return what a sealed chunk is bound to."""
    return f"{sha256}/{index}/{total}"


def chunks_of(size: int) -> int:
    """Return into how many chunks a file of `size` bytes is cut."""
    return max(1, -(-size // CHUNK))


def tag(key: bytes, code: str) -> bytes:
    """Return a voucher's tag under a slice's key."""
    return hmac.digest(key, code.encode("utf-8"), "sha256")[:TAG_SIZE]


def commitment(salt: bytes, text: str) -> str:
    """Return what an event's body holds of a text about a person: nothing that could be read, and all that proves it."""
    return hashlib.sha256(salt + text.encode("utf-8")).hexdigest()

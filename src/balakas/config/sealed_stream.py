"""A stream sealed to a recipient, in chunks: a backup of any size passes through a megabyte of memory.

Form: `BALAKAS1`, the head's length (4 bytes), the head (JSON: ephemeral public key, recipient), then chunks, each with
its length (4 bytes). The key is HKDF-SHA256 of the X25519 agreement over the head; a chunk is AES-256-GCM under its
number and whether it is the last, so that a chunk left out, moved or cut off does not open.
"""

import json
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.config import recovery
from balakas.config.recovery import Recipient

MAGIC = b"BALAKAS1"
CHUNK = 1024 * 1024
_LARGEST_HEAD = 4096
_KEY = 32  # bytes of an X25519 key
_TAG = 16


class NotABackup(BalakasError):
    """The file is no backup, or it was cut off or changed."""

    code = "not_a_backup"
    message = N_("Berkas ini bukan cadangan BALAKAS, atau isinya rusak.")


class OtherPhrase(BalakasError):
    """A sound phrase, but not the one of this backup."""

    code = "other_phrase"
    message = N_("Frasa pemulihan ini milik kantor atau cadangan lain.")


class SealingWriter:
    """A file to write into, sealed on its way to `target`; `close` writes the last chunk."""

    def __init__(self, target: BinaryIO, recipient: Recipient) -> None:
        ephemeral = X25519PrivateKey.generate()
        head = json.dumps(
            {"ephemeral": ephemeral.public_key().public_bytes_raw().hex(), **recipient.to_json()}, sort_keys=True
        ).encode("ascii")
        target.write(MAGIC + struct.pack(">I", len(head)) + head)
        self._cipher = AESGCM(_key(ephemeral.exchange(recovery.public_key(recipient)), head))
        self._target, self._buffer, self._number = target, bytearray(), 0

    def write(self, content: bytes) -> int:
        """Take some bytes."""
        self._buffer += content
        while len(self._buffer) > CHUNK:
            self._seal(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]
        return len(content)

    def close(self) -> None:
        """Write the last chunk, which says that it is the last."""
        self._seal(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _seal(self, content: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), content, None)
        self._target.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


def _read_head(head: bytes) -> tuple[Recipient, bytes]:
    """Return whom a backup is sealed to, and its ephemeral key. Raises `NotABackup` for a damaged head."""
    try:
        values = json.loads(head)
        ephemeral = bytes.fromhex(values["ephemeral"])
        recipient = Recipient.from_json(values)
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise NotABackup from damaged
    if len(ephemeral) != _KEY:
        raise NotABackup
    return recipient, ephemeral


class OpeningReader:
    """A file to read from, opened on its way from `source`. Raises `NotABackup`, `OtherPhrase`, `PhraseWrong`."""

    def __init__(self, source: BinaryIO, phrase: str) -> None:
        head = _head(source)
        recipient, ephemeral = _read_head(head)
        private = recovery.private_key(phrase, recipient.salt)
        if private.public_key().public_bytes_raw() != recipient.public:
            raise OtherPhrase
        agreed = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        self._cipher = AESGCM(_key(agreed, head))
        self._chunks, self._buffer = self._opened(source), bytearray()
        self.recipient = recipient

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end of a whole stream."""
        while size < 0 or len(self._buffer) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        taken = bytes(self._buffer if size < 0 else self._buffer[:size])
        del self._buffer[: len(taken)]
        return taken

    def _opened(self, source: BinaryIO) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            length = struct.unpack(">I", _exactly(source, 4))[0]
            if not _TAG <= length <= CHUNK + _TAG:
                raise NotABackup
            sealed = _exactly(source, length)
            content, last = self._chunk(number, sealed)
            number += 1
            yield content
        if source.read(1):
            raise NotABackup

    def _chunk(self, number: int, sealed: bytes) -> tuple[bytes, bool]:
        for last in (False, True):
            try:
                return self._cipher.decrypt(_nonce(number, last=last), sealed, None), last
            except InvalidTag:
                continue
        raise NotABackup


def _head(source: BinaryIO) -> bytes:
    if source.read(len(MAGIC)) != MAGIC:
        raise NotABackup
    length = struct.unpack(">I", _exactly(source, 4))[0]
    if length > _LARGEST_HEAD:
        raise NotABackup
    head = _exactly(source, length)
    try:
        Recipient.from_json(json.loads(head))
    except (ValueError, KeyError, TypeError):
        raise NotABackup from None
    return head


def _exactly(source: BinaryIO, size: int) -> bytes:
    content = source.read(size)
    if len(content) != size:
        raise NotABackup
    return content


def _key(agreed: bytes, head: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"balakas backup" + head).derive(agreed)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])

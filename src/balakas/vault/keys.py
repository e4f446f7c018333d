"""The key tree: master key (a file) -> office key -> subject key (wrapped in the database) -> column key.

Standard: AES-256-GCM for wrapping and sealing, HKDF-SHA256 for derivation.
"""

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from balakas.vault.rules import IndexKind, KeysMissing, SealBroken

KEY_SIZE = 32
NONCE_SIZE = 12


def files_folder() -> Path:
    """Return the folder of sealed files."""
    return Path(settings.BALAKAS_FILES)


def derive(secret: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=purpose.encode("utf-8")).derive(secret)


def master() -> bytes:
    """Return the master key. Raises `KeysMissing`."""
    return _read_master(Path(settings.BALAKAS_KEYS) / "master.key")


@lru_cache(maxsize=4)
def _read_master(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise KeysMissing from None


def office_key(office_id: UUID) -> bytes:
    """Return the key that wraps an office's subject keys."""
    return _derived(master(), f"office/{office_id.hex}")


def index_key(office_id: UUID, kind: IndexKind) -> bytes:
    """Return the key of one kind of blind index in one office."""
    return _derived(office_key(office_id), f"index/{kind}")


def purpose_key(purpose: str) -> bytes:
    """Return a key for what belongs to no subject: sessions and form drafts."""
    return _derived(master(), f"purpose/{purpose}")


@lru_cache(maxsize=4096)
def _derived(secret: bytes, purpose: str) -> bytes:
    return derive(secret, purpose)


@lru_cache(maxsize=4096)
def column_key(secret: bytes, table: str, column: str) -> bytes:
    """Return the key of one column of one subject."""
    return derive(secret, f"column/{table}/{column}")


def wrap(office_id: UUID, subject_id: UUID, secret: bytes, nonce: bytes) -> bytes:
    """Return a subject's secret sealed under the office's key."""
    return nonce + AESGCM(office_key(office_id)).encrypt(nonce, secret, subject_id.bytes)


def unwrap(office_id: UUID, subject_id: UUID, wrapped: bytes) -> bytes:
    """Return a subject's secret. Raises `SealBroken` when wrapped under another key."""
    try:
        return AESGCM(office_key(office_id)).decrypt(wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:], subject_id.bytes)
    except InvalidTag:
        raise SealBroken from None

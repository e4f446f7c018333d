"""Opening what is sealed, and finding by blind index."""

import hmac
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from balakas.vault import keys
from balakas.vault.models import StoredFile, SubjectKey
from balakas.vault.rules import Indexer, IndexKind, KeyDestroyed, Place, SealBroken, SubjectKind, normalised

_NONCE = 12


def open_sealed(sealed: bytes, *, subject_id: UUID, place: Place) -> str:
    """Return the text that `vault.actions.seal` sealed at `place`; empty bytes open to "".

    Raises `KeyDestroyed` when the subject's data were destroyed, `SealBroken` when the bytes are not what was sealed there.
    """
    return open_bytes(sealed, subject_id=subject_id, place=place).decode("utf-8")


def open_bytes(sealed: bytes, *, subject_id: UUID, place: Place) -> bytes:
    """Return the bytes sealed at `place`; see `open_sealed`."""
    if not sealed:
        return b""
    return open_with(subject_secret(subject_id), sealed, place=place)


def open_with(secret: bytes, sealed: bytes, *, place: Place) -> bytes:
    """Open with a secret already unwrapped (`subject_secrets`): for lists."""
    if not sealed:
        return b""
    sealed = bytes(sealed)
    key = keys.column_key(secret, place.table, place.column)
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.associated())
    except InvalidTag:
        raise SealBroken from None


def office_subject_of(office_id: UUID) -> UUID:
    """Return the office's own subject. Raises `KeyDestroyed` where nothing was ever sealed for the office."""
    found = SubjectKey.objects.filter(office_id=office_id, kind=SubjectKind.OFFICE).first()
    if found is None:
        raise KeyDestroyed
    return found.id


def subject_secret(subject_id: UUID) -> bytes:
    """Return a subject's unwrapped key (32 bytes).

    Raises `KeyDestroyed`; `KeysMissing` when the data folder has no master key.
    """
    secret = subject_secrets([subject_id]).get(subject_id)
    if secret is None:
        raise KeyDestroyed
    return secret


def subject_secrets(subject_ids: Iterable[UUID]) -> Mapping[UUID, bytes]:
    """Return the unwrapped keys of many subjects in one query; destroyed ones are left out."""
    rows = SubjectKey.objects.filter(id__in=set(subject_ids), destroyed_at=None)
    return {row.id: keys.unwrap(row.office_id, row.id, bytes(row.wrapped)) for row in rows}


def office_subject_id(office_id: UUID) -> UUID:
    """Return the office's own subject. Raises `KeyDestroyed` when it has none."""
    found = SubjectKey.objects.filter(office_id=office_id, kind=SubjectKind.OFFICE).first()
    if found is None:
        raise KeyDestroyed
    return found.id


def blind_index(office_id: UUID, kind: IndexKind, value: str) -> bytes:
    """Return the 32-byte HMAC under which a value of `kind` is found in this office."""
    return hmac.digest(keys.index_key(office_id, kind), normalised(value), "sha256")


def indexer(office_id: UUID, kind: IndexKind) -> Indexer:
    """Return what makes the blind indexes of many values of `kind` in an office."""
    return Indexer(keys.index_key(office_id, kind))


def blind_indexes(office_id: UUID, kind: IndexKind, values: Iterable[str]) -> list[bytes]:
    """Return `blind_index` of many values; an empty value has none (b"")."""
    return indexer(office_id, kind).many(values)


def file_bytes(file_id: UUID) -> bytes:
    """Return the original bytes of a stored file. The caller has checked who may, and records the read.

    Raises `KeyDestroyed`, `SealBroken`.
    """
    row = StoredFile.objects.get(id=file_id)
    return open_bytes(file_path(file_id).read_bytes(), subject_id=row.subject_id, place=file_place(file_id))


def files_with(*, office_id: UUID, sha256: str) -> list[UUID]:
    """Return the ids of an office's stored files with these bytes, whoever's they are."""
    return list(StoredFile.objects.filter(office_id=office_id, sha256=sha256).values_list("id", flat=True))


def file_of(file_id: UUID) -> StoredFile:
    """Return a stored file's row (size, type, SHA-256)."""
    return StoredFile.objects.get(id=file_id)


def file_place(file_id: UUID) -> Place:
    """Return where a file's content is bound to."""
    return Place("vault_storedfile", "content", file_id)


def file_path(file_id: UUID) -> Path:
    """Return the path of a file's sealed content."""
    return keys.files_folder() / file_id.hex[-2:] / file_id.hex


def files_like(*, office_id: UUID, subject_ids: Iterable[UUID], sha256: str) -> list[StoredFile]:
    """Return all files of these subjects with the same content."""
    return list(StoredFile.objects.filter(office_id=office_id, subject_id__in=list(subject_ids), sha256=sha256))


def known_file(*, office_id: UUID, subject_ids: Iterable[UUID], sha256: str) -> StoredFile | None:
    """Return a file of these subjects with the same content, if one is stored."""
    return StoredFile.objects.filter(office_id=office_id, subject_id__in=list(subject_ids), sha256=sha256).first()

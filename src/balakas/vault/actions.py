"""Sealing values and files, making and destroying keys."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from balakas.common.bulk import insert_rows
from balakas.common.ids import uuid7
from balakas.vault import keys, queries
from balakas.vault.models import StoredFile, SubjectKey
from balakas.vault.rules import Place, SubjectKind


def create_subject(*, office_id: UUID, kind: SubjectKind, at: datetime) -> UUID:
    """Make a key for a new subject and return its id."""
    return create_subjects(office_id=office_id, kind=kind, count=1, at=at)[0]


def create_subjects(*, office_id: UUID, kind: SubjectKind, count: int, at: datetime) -> list[UUID]:
    """Make keys for many subjects in one statement; return their ids."""
    made = [draft_subject() for _ in range(count)]
    keep_subjects(made, office_id=office_id, kind=kind, at=at)
    return [subject_id for subject_id, _ in made]


def draft_subject() -> tuple[UUID, bytes]:
    """Return a new subject's id and key, to seal with at once; `keep_subjects` must follow in the same transaction."""
    return uuid7(), secrets.token_bytes(keys.KEY_SIZE)


def keep_subjects(made: Iterable[tuple[UUID, bytes]], *, office_id: UUID, kind: SubjectKind, at: datetime) -> None:
    """Write the keys of drafted subjects, wrapped under the office's, in one statement."""
    rows = (
        (subject_id, office_id, str(kind), keys.wrap(office_id, subject_id, secret, secrets.token_bytes(keys.NONCE_SIZE)), at, None)
        for subject_id, secret in made
    )  # fmt: skip
    insert_rows(SubjectKey, ("id", "office_id", "kind", "wrapped", "created_at", "destroyed_at"), rows)


def office_subject(*, office_id: UUID, at: datetime) -> UUID:
    """Return the office's own subject (letters, papers), made on first use."""
    found = SubjectKey.objects.filter(office_id=office_id, kind=SubjectKind.OFFICE).first()
    if found is None:
        with transaction.atomic():
            return create_subject(office_id=office_id, kind=SubjectKind.OFFICE, at=at)
    return found.id


def destroy_subject(*, subject_id: UUID, at: datetime) -> None:
    """Destroy a subject's key: nothing sealed under it opens again, here or in any later backup.

    The caller checks who may and records the act.
    """
    SubjectKey.objects.filter(id=subject_id).update(wrapped=b"", destroyed_at=at)


def seal(plain: str | bytes, *, subject_id: UUID, place: Place) -> bytes:
    """Return `plain` sealed for one place; "" gives b"" (an empty value is no secret).

    Raises `KeyDestroyed`.
    """
    if not plain:
        return b""
    return seal_with(queries.subject_secret(subject_id), plain, place=place)


def seal_with(secret: bytes, plain: str | bytes, *, place: Place) -> bytes:
    """Seal with a secret already unwrapped: for many rows."""
    if not plain:
        return b""
    content = plain.encode("utf-8") if isinstance(plain, str) else plain
    nonce = secrets.token_bytes(keys.NONCE_SIZE)
    key = keys.column_key(secret, place.table, place.column)
    return nonce + AESGCM(key).encrypt(nonce, content, place.associated())


def seal_many(secret: bytes, plains: Sequence[str], rows: Sequence[str], *, table: str, column: str) -> list[bytes]:
    """Seal one column of many rows (their ids as 32 hexadecimal digits): the same as `seal_with` for each, with one key set up.

    A nonce of its own for each value, from one call for chance.
    """
    encrypt = AESGCM(keys.column_key(secret, table, column)).encrypt
    size = keys.NONCE_SIZE
    chance = secrets.token_bytes(size * len(plains))
    before = f"{table}/{column}/".encode("ascii")
    sealed = []
    for number, (plain, row) in enumerate(zip(plains, rows, strict=True)):
        if not plain:
            sealed.append(b"")
            continue
        nonce = chance[size * number : size * number + size]
        sealed.append(nonce + encrypt(nonce, plain.encode("utf-8"), before + row.encode("ascii")))
    return sealed


def seal_for(purpose: str, plain: bytes) -> bytes:
    """Seal what belongs to no subject (a session, a form draft) under a key of its purpose."""
    nonce = secrets.token_bytes(keys.NONCE_SIZE)
    return nonce + AESGCM(keys.purpose_key(purpose)).encrypt(nonce, plain, purpose.encode("ascii"))


def open_for(purpose: str, sealed: bytes) -> bytes:
    """Open what `seal_for` sealed. Raises `cryptography.exceptions.InvalidTag`."""
    nonce, content = sealed[: keys.NONCE_SIZE], sealed[keys.NONCE_SIZE :]
    return AESGCM(keys.purpose_key(purpose)).decrypt(nonce, content, purpose.encode("ascii"))


def store_file(*, office_id: UUID, subject_id: UUID, content: bytes, media_type: str, at: datetime) -> StoredFile:
    """Seal a file byte for byte into the data folder and return its row.

    The file is on the disk before the row is written; a crash between the two leaves an unreadable orphan, never a row
    without its file. Raises `OSError` (a full disk), with nothing left behind.
    """
    file_id = uuid7()
    sealed = seal(content, subject_id=subject_id, place=queries.file_place(file_id))
    _write_durably(queries.file_path(file_id), sealed)
    return StoredFile.objects.create(
        id=file_id,
        office_id=office_id,
        subject_id=subject_id,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        created_at=at,
    )


def remove_content(*, file_id: UUID) -> None:
    """Remove a file's sealed bytes once the act is through; its row stays. The caller destroys the key."""
    path = queries.file_path(file_id)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise

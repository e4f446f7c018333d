"""The reading of a printed list kept sealed: once read, other columns and a killed worker need no second reading."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from balakas.recipients.models import RecipientList
from balakas.recipients.queries.printed import sheets as printed
from balakas.recipients.rules.intake import ListState
from balakas.recipients.rules.printed.sheets import pack, unpack
from balakas.recipients.rules.tables import Sheet
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries


class Stopped(Exception):
    """The list is no longer this worker's to read."""


def kept(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a list's columns hold of its reading, which other columns leave as it is."""
    return {name: columns[name] for name in ("grid", "pages") if name in columns}


def read_once(held: RecipientList, content: bytes, run: str, *, at: datetime) -> None:
    """Read a list's PDF or picture page by page, unless that was done; its cells and the pages' pictures are sealed.

    Raises what `printed.read` raises; `Stopped` once it is somebody else's or was discarded.
    """
    if "grid" in held.columns:
        return
    started = timezone.now().isoformat()

    def told(page: int, of: int) -> None:
        progress = {
            "run": run, "started": started, "begun_at": 0, "done": page, "of": of, "pages": True, "at": timezone.now().isoformat(),
        }  # fmt: skip
        if not _mine(held, run).update(progress=progress):
            raise Stopped

    found = printed.read(content, told)
    with transaction.atomic():
        if not _mine(held, run).select_for_update().exists():
            raise Stopped
        pages = [_store(held, one, "image/jpeg", at=at) for one in found.pictures]
        held.columns = {
            **held.columns,
            "grid": _store(held, pack(found.sheets), "application/json", at=at),
            "pages": pages,
        }
        _mine(held, run).update(columns=held.columns)


def _mine(held: RecipientList, run: str) -> Any:
    return RecipientList.objects.filter(id=held.id, state=ListState.READING, progress__run=run)


def _store(held: RecipientList, content: bytes, media_type: str, *, at: datetime) -> str:
    file = vault.store_file(
        office_id=held.office_id, subject_id=held.subject_id, content=content, media_type=media_type, at=at
    )
    return str(file.id)


def sheets_of(held: RecipientList) -> list[Sheet]:
    """Return the sheets as they were read."""
    return unpack(vault_queries.file_bytes(UUID(held.columns["grid"])))


def page_of(held: RecipientList, page: int) -> bytes:
    """Return the picture of a page, from 1. Raises `IndexError` for one that is not there."""
    return vault_queries.file_bytes(UUID(held.columns["pages"][page - 1]))

"""A list after one of its people was erased: that row is emptied, the rest sealed anew, the old key destroyed."""

import re
from datetime import datetime
from uuid import UUID

from balakas.recipients.models import Person, RecipientList, StagedRow
from balakas.recipients.queries import blanking, lists
from balakas.recipients.rules.intake import ListState
from balakas.recipients.rules.staged import Staged, pack
from balakas.recipients.rules.tables import ListRow
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import SubjectKind


def take_out(person: Person, number: str, *, at: datetime) -> int:
    """Empty a person's rows in every list of the office and destroy the keys those lists had; return how many lists.

    A row is the person's when it was taken over as them, or holds their NIK (`number`, "" for none).
    """
    held = (
        RecipientList.objects.select_for_update()
        .filter(office_id=person.office_id)
        .exclude(state__in=(ListState.DISCARDED, ListState.READING))  # what is being read has just come in
    )
    return sum(_without(one, person, number, at=at) for one in held.order_by("id"))


def _without(held: RecipientList, person: Person, number: str, *, at: datetime) -> bool:
    old = vault_queries.subject_secret(held.subject_id)
    rows = list(StagedRow.objects.filter(recipient_list=held).select_related("recipient"))
    opened = {
        row.id: vault_queries.open_with(old, row.cells_sealed, place=lists.place_of(row.id)).decode() for row in rows
    }
    gone = [row for row in rows if _is_of(row, opened[row.id], person, number)]
    if not gone:
        return False
    subject_id = vault.create_subject(office_id=held.office_id, kind=SubjectKind.IMPORT, at=at)
    for row in gone:
        opened[row.id] = pack(Staged(ListRow(row.sheet, row.row_number, {})))
        row.problems, row.severity, row.findings = [], "", ""
        row.nik_index, row.person = b"", None
    _seal_rows(rows, opened, subject_id)
    _seal_file(held, gone, number, subject_id, at=at)
    old_subject, held.subject_id = held.subject_id, subject_id
    held.version += 1
    held.save()
    vault.destroy_subject(subject_id=old_subject, at=at)
    return True


def _is_of(row: StagedRow, text: str, person: Person, number: str) -> bool:
    if row.recipient is not None and row.recipient.person_id == person.id:
        return True
    return bool(number) and number in re.sub(r"[\s.\-'/]", "", text)


def _seal_rows(rows: list[StagedRow], opened: dict[UUID, str], subject_id: UUID) -> None:
    secret = vault_queries.subject_secret(subject_id)
    for row in rows:
        row.cells_sealed = vault.seal_with(secret, opened[row.id], place=lists.place_of(row.id))
    StagedRow.objects.bulk_update(
        rows, ["cells_sealed", "problems", "severity", "findings", "nik_index", "person"], batch_size=200
    )


def _seal_file(held: RecipientList, gone: list[StagedRow], number: str, subject_id: UUID, *, at: datetime) -> None:
    """Keep the agency's file without the person's rows; `sha256` goes on naming the file that came."""
    if held.file_id is None:
        return
    before = vault_queries.file_of(held.file_id)
    content = blanking.without(
        vault_queries.file_bytes(before.id), lines={(row.sheet, row.row_number) for row in gone}, number=number
    )
    kept = vault.store_file(
        office_id=held.office_id, subject_id=subject_id, content=content, media_type=_kind(content), at=at
    )
    vault.remove_content(file_id=before.id)
    held.file_id = kept.id
    if _kind(content).endswith("sheet"):
        held.file_name = re.sub(r"\.\w{1,5}$", "", held.file_name)[:195] + ".xlsx"


def _kind(content: bytes) -> str:
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return book if content.startswith(b"PK") else "text/csv"

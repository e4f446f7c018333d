"""Bringing a list in: its file sealed byte for byte, its rows staged and judged, its columns corrected."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.indonesian import long_date
from balakas.distributions.queries import distributions
from balakas.distributions.rules import distribution as distribution_rules
from balakas.recipients.actions import staging
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists, reading
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules import tables
from balakas.recipients.rules.intake import ListState, Source
from balakas.recipients.rules.staged import Staged
from balakas.recipients.rules.tables import Table
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import SubjectKind


def bring_file(
    *, distribution_id: UUID, content: bytes, file_name: str, allocation_ids: Sequence[UUID], by: Actor, at: datetime
) -> RecipientList:
    """Stage a list's file for a distribution.

    Raises what `reading.read_bytes` and `tables.read_tables` raise, `NobodyListed`, `NotAllowed`, `DistributionCannot`, `NoBenefitChosen`,
    `SameFileAgain`.
    """
    office_id = office_checked(distribution_id, by=by, at=at)
    chosen = chosen_allocations(distribution_id, allocation_ids)
    sha256 = hashlib.sha256(content).hexdigest()
    refuse_same_file(distribution_id, sha256)
    sheets = reading.read_bytes(content)
    table = tables.read_tables(sheets)
    print_of_heads = fingerprint(table)
    remembered = lists.remembered_columns(office_id, print_of_heads)
    if remembered:
        table = tables.read_tables(sheets, places=remembered)
    if not table.rows:
        raise tables.NobodyListed
    with transaction.atomic():
        subject_id = vault.create_subject(office_id=office_id, kind=SubjectKind.IMPORT, at=at)
        file = vault.store_file(
            office_id=office_id, subject_id=subject_id, content=content, media_type=_kind(content), at=at
        )
        row = RecipientList.objects.create(
            office_id=office_id, distribution_id=distribution_id, subject_id=subject_id, source=Source.FILE,
            file_id=file.id, file_name=file_name[-200:], sha256=sha256, fingerprint=print_of_heads,
            columns=columns_of(table, by_hand=bool(remembered), places=remembered), sheets=[name for name in table.sheets if name],
            allocations=chosen, state=ListState.STAGED, created_by_id=by.id, created_at=at,
        )  # fmt: skip
        staging.add_rows(row, table.rows)
        staging.judge_again(row, at=at)
        audit.record(
            office_id=row.office_id, by=by, at=at, act="recipients.bring_list", kind=rules.LIST_KIND, subject_id=row.id,
            details={"sha256": sha256, "rows": len(table.rows), "distribution": str(distribution_id)},
        )  # fmt: skip
    return row


def office_checked(distribution_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """Return the office of a distribution for somebody who may bring lists into it while it is open."""
    distribution = distributions.distribution_of(distribution_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=distribution.office_id)
    state = distribution_rules.DistributionState(distribution.state)
    distribution_rules.check_open(state, distribution.title)
    return distribution.office_id


def chosen_allocations(distribution_id: UUID, allocation_ids: Sequence[UUID]) -> list[str]:
    """Return the chosen allocations as the list stores them; those of another distribution do not count.

    Raises `NoBenefitChosen`.
    """
    own = {allocation.id for allocation in distributions.allocations_of(distribution_id)}
    chosen = [str(one) for one in allocation_ids if one in own]
    if not chosen:
        raise rules.NoBenefitChosen
    return chosen


def refuse_same_file(distribution_id: UUID, sha256: str) -> None:
    """Raise `SameFileAgain` for bytes that came before."""
    before = lists.same_file(distribution_id, sha256)
    if before is not None:
        raise rules.SameFileAgain(day=long_date(before.created_at.date()), file=before.file_name)


def set_columns(*, list_id: UUID, version: int, places: dict[str, int], by: Actor, at: datetime) -> RecipientList:
    """Read the stored file anew with columns set by hand; corrections of rows that are still there stay.

    Raises `ListClosed`, `ChangedMeanwhile`, `NameColumnNeeded`, `ColumnTwice`.
    """
    with transaction.atomic():
        row = staging.lock_list(list_id, by=by, at=at)
        if row.version != version:
            raise rules.ChangedMeanwhile
        if row.state != ListState.STAGED or row.file_id is None:
            raise rules.ListClosed
        rules.check_columns(places, shared=rules.MAY_SHARE)
        sheets = reading.read_bytes(vault_queries.file_bytes(row.file_id))
        table = tables.read_tables(sheets, places=places)
        kept = {(one.sheet, one.row_number): staged for one, staged in lists.opened(row) if staged.corrected}
        StagedRow.objects.filter(recipient_list=row).delete()
        staging.add_rows(row, table.rows)
        _lay_corrections_over(row, kept)
        row.columns = columns_of(table, by_hand=True, places=places)
        staging.judge_again(row, at=at)
        audit.record(
            office_id=row.office_id, by=by, at=at, act="recipients.set_columns", kind=rules.LIST_KIND, subject_id=row.id,
            details={"places": dict(places)},
        )  # fmt: skip
    return row


def _lay_corrections_over(row: RecipientList, kept: dict[tuple[str, int], Staged]) -> None:
    for one, staged in lists.opened(row):
        before = kept.get((one.sheet, one.row_number))
        if before is not None:
            one.recipient_list = row
            staging.write_row(one, Staged(staged.row, before.corrected, before.decision, before.benefits))


def discard(*, list_id: UUID, by: Actor, at: datetime) -> None:
    """Put a list aside of which nothing was taken over; its file and rows are destroyed with its key.

    Raises `ListClosed`.
    """
    with transaction.atomic():
        row = staging.lock_list(list_id, by=by, at=at)
        rules.check_discard(ListState(row.state))
        row.state = ListState.DISCARDED
        row.version += 1
        row.save()
        StagedRow.objects.filter(recipient_list=row).delete()
        vault.destroy_subject(subject_id=row.subject_id, at=at)
        audit.record(
            office_id=row.office_id,
            by=by,
            at=at,
            act="recipients.discard_list",
            kind=rules.LIST_KIND,
            subject_id=row.id,
        )


def start_typed(*, distribution_id: UUID, allocation_ids: Sequence[UUID], by: Actor, at: datetime) -> RecipientList:
    """Begin a list that is typed from the letter's attachment. Raises `NoBenefitChosen`, `DistributionCannot`."""
    office_id = office_checked(distribution_id, by=by, at=at)
    chosen = chosen_allocations(distribution_id, allocation_ids)
    with transaction.atomic():
        subject_id = vault.create_subject(office_id=office_id, kind=SubjectKind.IMPORT, at=at)
        row = RecipientList.objects.create(
            office_id=office_id, distribution_id=distribution_id, subject_id=subject_id, source=Source.TYPED,
            allocations=chosen, state=ListState.STAGED, created_by_id=by.id, created_at=at,
            counts=staging.counts_of([]),
        )  # fmt: skip
        audit.record(
            office_id=row.office_id, by=by, at=at, act="recipients.start_typed_list", kind=rules.LIST_KIND,
            subject_id=row.id, details={"distribution": str(distribution_id)},
        )  # fmt: skip
    return row


def reveal_original(*, list_id: UUID, by: Actor, at: datetime) -> tuple[RecipientList, bytes]:
    """Return a list's original file, recorded. Raises `NotAllowed`; `KeyDestroyed` for a discarded list."""
    row = RecipientList.objects.get(id=list_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_EXPORT, at=at, office_id=row.office_id)
    if row.file_id is None:
        raise rules.ListClosed
    content = vault_queries.file_bytes(row.file_id)
    audit.record(
        office_id=row.office_id, by=by, at=at, act="recipients.reveal_original", kind=rules.LIST_KIND, subject_id=row.id
    )
    return row, content


def fingerprint(table: Table) -> str:
    """Return what tells that two files have the same heads."""
    heads = table.layout.heads if table.layout else ()
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()


def columns_of(table: Table, *, by_hand: bool, places: dict[str, int] | None = None) -> dict[str, object]:
    """Return how the columns were understood: `places`, `heads` (of every column), `by_hand`."""
    layout = table.layout
    found = places if places is not None else dict(layout.places) if layout else {}
    return {"places": found, "heads": list(layout.heads) if layout else [], "by_hand": by_hand}


def _kind(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "application/vnd.ms-excel" if content.startswith(b"\xd0\xcf\x11\xe0") else "text/csv"

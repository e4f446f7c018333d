"""Bringing a list in: its file sealed byte for byte, its rows staged and judged, its columns corrected."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common import jobs
from balakas.common.actors import Actor
from balakas.common.indonesian import long_date
from balakas.distributions.queries import distributions
from balakas.distributions.rules import distribution as distribution_rules
from balakas.recipients.actions import loading, printing, staging
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.printed import sheets as printed
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.intake import ListState, RowState, Source
from balakas.recipients.rules.staged import Staged
from balakas.recipients.rules.tally import Tally
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import SubjectKind

AT_ONCE = 1024 * 1024
"""Files up to this size are read while the page waits; larger ones by the background worker, with progress."""


def takes_long(content: bytes) -> bool:
    """Say whether a file is read in the background: a large one, and a printed one, whose pages take seconds each."""
    return len(content) > AT_ONCE or printed.is_printed(content)


def bring_file(
    *, distribution_id: UUID, content: bytes, file_name: str, allocation_ids: Sequence[UUID], by: Actor, at: datetime
) -> RecipientList:
    """Stage a list's file for a distribution while somebody waits; a file that cannot be read leaves nothing behind.

    Raises what `loading.load` and `begin_file` raise.
    """
    with transaction.atomic():
        held = _begin(distribution_id, content, file_name, allocation_ids, by=by, at=at)
        loading.load(held.id, at=at)
        held.refresh_from_db()
    return held


def begin_file(
    *, distribution_id: UUID, content: bytes, file_name: str, allocation_ids: Sequence[UUID], by: Actor, at: datetime
) -> RecipientList:
    """Keep a list's file and have it read in the background.

    Raises `NotAllowed`, `DistributionCannot`, `NoBenefitChosen`, `SameFileAgain`.
    """
    with transaction.atomic():
        held = _begin(distribution_id, content, file_name, allocation_ids, by=by, at=at)
        jobs.enqueue("balakas.recipients.jobs.stage", held.id)
    return held


def _begin(
    distribution_id: UUID, content: bytes, file_name: str, allocation_ids: Sequence[UUID], *, by: Actor, at: datetime
) -> RecipientList:
    office_id = office_checked(distribution_id, by=by, at=at)
    chosen = chosen_allocations(distribution_id, allocation_ids)
    sha256 = hashlib.sha256(content).hexdigest()
    refuse_same_file(distribution_id, sha256)
    subject_id = vault.create_subject(office_id=office_id, kind=SubjectKind.IMPORT, at=at)
    file = vault.store_file(
        office_id=office_id, subject_id=subject_id, content=content, media_type=_kind(content), at=at
    )
    held = RecipientList.objects.create(
        office_id=office_id, distribution_id=distribution_id, subject_id=subject_id, source=Source.PRINTED if printed.is_printed(content) else Source.FILE,
        file_id=file.id, file_name=file_name[-200:], sha256=sha256, allocations=chosen, state=ListState.READING,
        created_by_id=by.id, created_at=at,
    )  # fmt: skip
    audit.record(
        office_id=office_id, by=by, at=at, act="recipients.bring_list", kind=rules.LIST_KIND, subject_id=held.id,
        details={"sha256": sha256, "distribution": str(distribution_id)},
    )  # fmt: skip
    return held


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
        held = staging.lock_list(list_id, by=by, at=at)
        if held.version != version:
            raise rules.ChangedMeanwhile
        if held.state != ListState.STAGED or held.file_id is None:
            raise rules.ListClosed
        rules.check_columns(places, shared=rules.MAY_SHARE)
        secret, edited = lists.secret_of(held), StagedRow.objects.filter(recipient_list=held, version__gt=1)
        kept = {(row.sheet, row.row_number): lists.open_row(row, secret) for row in edited}
        StagedRow.objects.filter(recipient_list=held).delete()
        held.columns, held.state = {**printing.kept(held.columns), "places": places, "by_hand": True}, ListState.READING
        held.version += 1
        held.save()
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.set_columns", kind=rules.LIST_KIND, subject_id=held.id,
            details={"places": dict(places)},
        )  # fmt: skip
        if held.counts.get("rows", 0) > MANY and not kept:
            jobs.enqueue("balakas.recipients.jobs.stage", held.id)
        else:
            loading.load(held.id, at=at)
            _lay_corrections_over(held, kept, at=at)
        held.refresh_from_db()
    return held


MANY = 10_000
"""From so many rows on, reading again is left to the background worker."""


def _lay_corrections_over(held: RecipientList, kept: dict[tuple[str, int], Staged], *, at: datetime) -> None:
    if not kept:
        return
    held.refresh_from_db()
    secret, pairs = lists.secret_of(held), []
    numbers = {number for _, number in kept}
    for row in StagedRow.objects.filter(recipient_list=held, row_number__in=numbers):
        before = kept.get((row.sheet, row.row_number))
        if before is not None:
            fresh = lists.open_row(row, secret)
            pairs.append((row, replace(before, row=fresh.row)))
    staging.write_rows(held, pairs, at=at)


def check_again(*, list_id: UUID, by: Actor, at: datetime) -> RecipientList:
    """Judge all waiting rows anew, as after a spelling was taught. Raises `ListClosed`, `NotAllowed`."""
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        secret, last = lists.secret_of(held), 0
        waiting = StagedRow.objects.filter(recipient_list=held, state=RowState.WAITING).order_by("order")
        while rows := list(waiting.filter(order__gt=last)[:PART]):
            last = rows[-1].order
            staging.write_rows(held, [(row, lists.open_row(row, secret)) for row in rows], at=at)
        audit.record(
            office_id=held.office_id,
            by=by,
            at=at,
            act="recipients.check_again",
            kind=rules.LIST_KIND,
            subject_id=held.id,
        )
    return held


PART = 2_000


def discard(*, list_id: UUID, by: Actor, at: datetime) -> None:
    """Put a list aside of which nothing was taken over; its file and rows are destroyed with its key.

    Raises `ListClosed`.
    """
    with transaction.atomic():
        row = staging.lock_any(list_id, by=by, at=at)
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
            counts=Tally().counts(),
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


def _kind(content: bytes) -> str:
    if printed.is_printed(content):
        return "application/pdf" if content.startswith(b"%PDF") else "image/*"
    if content.startswith(b"PK"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "application/vnd.ms-excel" if content.startswith(b"\xd0\xcf\x11\xe0") else "text/csv"

"""The list's history for the report: who came from the agency, who left and joined and on what basis, which row was whose."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from balakas.distributions.rules.replacement import EXIT_WORDS, ExitReason
from balakas.recipients.models import ListChange, Recipient, RecipientList, StagedRow
from balakas.recipients.rules.people import RecipientState
from balakas.vault import queries as vault


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One recipient's way onto the list and off it."""

    recipient_id: UUID
    from_agency: bool
    state: RecipientState
    reason: str
    basis: str
    replaces_id: UUID | None


def rows(distribution_id: UUID) -> list[ListedRow]:
    """Return everybody who is or was on the list, in its order."""
    gone = {
        row.recipient_id: row
        for row in ListChange.objects.filter(recipient__distribution_id=distribution_id, kind="leave", accepted=True)
    }
    found = Recipient.objects.filter(distribution_id=distribution_id).order_by("order")
    return [_row(row, gone.get(row.id)) for row in found]


def _row(row: Recipient, change: ListChange | None) -> ListedRow:
    return ListedRow(
        recipient_id=row.id,
        from_agency=row.source_list_id is not None,
        state=RecipientState(row.state),
        reason=gettext(EXIT_WORDS[ExitReason(change.reason)]) if change and change.reason else row.state_reason,
        basis=change.basis if change else _ordered(row),
        replaces_id=row.replaces_id,
    )


def _ordered(row: Recipient) -> str:
    """Return by which paper and on whose order somebody came on the list later."""
    return f"{row.basis}, atas perintah {row.ordered_by}" if row.ordered_by else row.basis


def lists_of(distribution_id: UUID) -> list[RecipientList]:
    """Return the lists of a distribution whose file was kept and taken over, the oldest first."""
    held = RecipientList.objects.filter(distribution_id=distribution_id, taken_over_at__isnull=False).exclude(
        file_id=None
    )
    return list(held.order_by("created_at"))


def places(list_id: UUID) -> dict[UUID, tuple[str, int]]:
    """Return where each recipient of a list stands in its file: (sheet, line from 1)."""
    taken = StagedRow.objects.filter(recipient_list_id=list_id).exclude(recipient=None)
    return {row.recipient_id: (row.sheet, row.row_number) for row in taken if row.recipient_id is not None}


def original(held: RecipientList) -> bytes:
    """Return the file as it came. Personal: the caller has checked who may and records the read."""
    return vault.file_bytes(held.file_id) if held.file_id else b""

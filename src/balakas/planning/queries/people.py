"""Whom a distribution calls, as far as planning needs to know: id, village, place in the list, key of the person."""

from dataclasses import dataclass
from uuid import UUID

from balakas.recipients.queries import board
from balakas.recipients.rules.people import RecipientState


@dataclass(frozen=True, slots=True)
class Called:
    """One recipient on the list, in the order of the list."""

    recipient_id: UUID
    subject_id: UUID
    village_code: str
    order: int


def called(distribution_id: UUID) -> list[Called]:
    """Return the recipients a distribution calls, by village and place in the list; those proposed to leave wait. One query."""
    rows = board.everybody(distribution_id).filter(state=RecipientState.LISTED)
    return [Called(*row) for row in rows.values_list("id", "person__subject_id", "village_code", "order")]

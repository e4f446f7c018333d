"""A corrected list taken over, whole: somebody dropped after having received is a case, never a deletion."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.handover.actions import case_book
from balakas.handover.models.books import Payment
from balakas.handover.models.cases import Case
from balakas.handover.rules.cases import CaseKind, CaseState
from balakas.recipients.actions import updates
from balakas.recipients.rules.intake import SomethingHangs


def accept(*, update_id: UUID, by: Actor, at: datetime) -> int:
    """Take a proposed difference over as the second person; return how many cases it opens.

    Raises what `recipients.actions.updates.accept` does.
    """
    with transaction.atomic():
        received = updates.accept(update_id=update_id, by=by, at=at)
        paid = Payment.objects.filter(recipient_id__in=received, voided_by=None).select_related("event").order_by("id")
        cases = [case_book.on_event(CaseKind.DROPPED, row.event, at=at) for row in paid]
        _open_again(cases, at=at)
    return len(cases)


def _open_again(cases: Sequence[Case], *, at: datetime) -> None:
    """Open those anew that an undone update had opened and answered."""
    ids = [one.id for one in cases]
    Case.objects.filter(id__in=ids, state=CaseState.ANSWERED).update(state=CaseState.OPEN, changed_at=at)


def undo(*, update_id: UUID, by: Actor, at: datetime) -> None:
    """Undo an update as one; its cases are answered by it. Raises `SomethingHangs` once a case was decided on."""
    with transaction.atomic():
        row = updates.undo_update(update_id=update_id, by=by, at=at)
        cases = Case.objects.select_for_update().filter(
            kind=CaseKind.DROPPED, recipient_id__in=row.done.get("received", [])
        )
        if cases.exclude(state__in=(CaseState.OPEN, CaseState.ANSWERED)).exists():
            raise SomethingHangs
        for case in cases.filter(state=CaseState.OPEN):
            case_book.answer(case, at=at)

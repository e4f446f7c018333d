"""Applying the repairs that the checks propose: all of one kind in one act."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.actions import staging
from balakas.recipients.models import StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.intake import RowState
from balakas.recipients.rules.nik import NikFault
from balakas.recipients.rules.staged import Staged

REPAIRABLE = (NikFault.SWAPPED, NikFault.NOT_DIGITS)


def apply_all(*, list_id: UUID, code: NikFault, by: Actor, at: datetime) -> int:
    """Apply every proposed repair of one kind to the waiting rows; return how many. The cells as they came stay beside them.

    Raises `ListClosed`, `NotAllowed`.
    """
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        waiting = StagedRow.objects.filter(recipient_list=held, state=RowState.WAITING).order_by("order")
        views = lists.views(held, lists.with_code(waiting, code), at=at)
        pairs = [(view.row, repaired) for view in views if (repaired := _repaired(view, code)) is not None]
        if pairs:
            staging.write_rows(held, pairs, at=at)
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.apply_repairs", kind=rules.LIST_KIND, subject_id=held.id,
            details={"code": str(code), "rows": len(pairs)},
        )  # fmt: skip
    return len(pairs)


def _repaired(view: RowView, code: NikFault) -> Staged | None:
    """Return the row with the repair laid over it; None without a good proposal. Numbers that changed places go back both."""
    repair = next((problem.repair for problem in view.problems if problem.code == code), "")
    if not repair:
        return None
    values = {"nik": repair}
    if code is NikFault.SWAPPED:
        values["kk"] = view.checked.judged.nik
    return replace(view.staged, corrected={**view.staged.corrected, **values})

"""Keeping staged rows sealed and their judgement up to date; what all acts on a list share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.intake import ListState, RowState
from balakas.recipients.rules.staged import Staged, pack
from balakas.recipients.rules.tables import ListRow
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries


def lock_list(list_id: UUID, *, by: Actor, at: datetime) -> RecipientList:
    """Return the list under a lock, for somebody who may change it while it is open. Raises `NotAllowed`, `ListClosed`."""
    row = RecipientList.objects.select_for_update(of=("self",)).select_related("office", "distribution").get(id=list_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=row.office_id)
    rules.check_open(ListState(row.state))
    return row


def add_rows(recipient_list: RecipientList, rows: Iterable[ListRow]) -> None:
    """Stage rows read from a file, sealed under the list's key."""
    secret = vault_queries.subject_secret(recipient_list.subject_id)
    made = []
    for order, row in enumerate(rows, start=1):
        row_id = uuid7()
        sealed = vault.seal_with(secret, pack(Staged(row)), place=lists.place_of(row_id))
        made.append(
            StagedRow(
                id=row_id, recipient_list=recipient_list, order=order, sheet=row.sheet[:100], row_number=row.line,
                cells_sealed=sealed, state=RowState.WAITING,
            )
        )  # fmt: skip
    StagedRow.objects.bulk_create(made, batch_size=500)


def write_row(row: StagedRow, staged: Staged) -> None:
    """Seal a row's cells anew."""
    secret = vault_queries.subject_secret(row.recipient_list.subject_id)
    row.cells_sealed = vault.seal_with(secret, pack(staged), place=lists.place_of(row.id))
    row.save(update_fields=["cells_sealed", "state"])


def judge_again(recipient_list: RecipientList, *, at: datetime) -> list[RowView]:
    """Judge all rows anew, store what changed, and the list's counts; one changed cell can settle another row."""
    pairs = lists.opened(recipient_list)
    views = lists.judged(recipient_list, pairs, at=at)
    changed = [row for (row, _), view in zip(pairs, views, strict=True) if _store(row, view)]
    StagedRow.objects.bulk_update(changed, ["problems", "severity", "village_code"], batch_size=200)
    recipient_list.counts = counts_of(views)
    recipient_list.version += 1
    recipient_list.save()
    return views


def _store(row: StagedRow, view: RowView) -> bool:
    """Copy a judgement onto the row; codes and fields only, never a value. Return whether it differs."""
    problems = [[problem.code, problem.field] for problem in view.problems]
    severity = "error" if view.errors else "warning" if view.problems else ""
    before = (row.problems, row.severity, row.village_code)
    row.problems, row.severity, row.village_code = problems, severity, view.village_code
    return before != (problems, severity, view.village_code)


def counts_of(views: Sequence[RowView]) -> dict[str, object]:
    """Return the numbers shown above a list."""
    waiting = [view for view in views if view.state is RowState.WAITING]
    codes = Counter(code for view in waiting for code in {problem.code for problem in view.problems})
    return {
        "rows": len(views),
        "ready": sum(view.ready for view in waiting),
        "kept_back": sum(not view.ready for view in waiting),
        "taken": sum(view.state is RowState.TAKEN for view in views),
        "left_out": sum(view.state is RowState.LEFT_OUT for view in views),
        "problems": dict(codes),
    }

"""The rows that wait for the village: out as a workbook with the problem beside each, and back in by the row's own mark."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.actions import staging
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import export, lists, reading
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.cells import Cell, text_of
from balakas.recipients.rules.intake import FIELD_WORDS, RowState
from balakas.recipients.rules.staged import Look, Staged
from balakas.staff import queries as staff
from balakas.staff.rules import Right

FIELDS = ("name", "nik", "kk", "birth_place", "birth_date", "sex", "address", "rt", "rw", "village")
MARK = "TANDA BARIS"
"""The heading of the column that says which row a line is; whoever sends the file back leaves it alone."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back: rows changed, of these how many are sound now, lines whose row was settled or is none of this list."""

    changed: int
    ready: int
    strange: int


def reveal_bad_rows(*, list_id: UUID, by: Actor, at: datetime) -> bytes:
    """Return the waiting rows that an error keeps back, with full numbers and what is wrong, recorded. Raises `NotAllowed`."""
    held = RecipientList.objects.select_related("office").get(id=list_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_EXPORT, at=at, office_id=held.office_id)
    rows = StagedRow.objects.filter(recipient_list=held, state=RowState.WAITING, severity="error").order_by("order")
    views = lists.views(held, rows, at=at)
    heads = [gettext("MASALAH"), *(gettext(FIELD_WORDS[name]).upper() for name in FIELDS), gettext("BARIS ASAL"), MARK]
    cells = [
        [
            " ".join(gettext(problem.sentence) for problem in view.problems), *(view.staged.shown(name) for name in FIELDS),
            f"{view.row.sheet} {view.row.row_number}".strip(), view.id.hex,
        ]
        for view in views
    ]  # fmt: skip
    audit.record(
        office_id=held.office_id, by=by, at=at, act="recipients.reveal_bad_rows", kind=rules.LIST_KIND, subject_id=held.id,
        details={"rows": len(cells)},
    )  # fmt: skip
    return export.workbook(
        heads, cells, sheet="Perbaikan", title=gettext("Perbaiki isinya, biarkan kolom TANDA BARIS, lalu kirim kembali")
    )


def bring_back(*, list_id: UUID, content: bytes, by: Actor, at: datetime) -> BroughtBack:
    """Lay what the village put right over the rows it belongs to; sending it twice changes nothing more.

    Raises what `reading.read_bytes` raises, `MarksMissing`, `ListClosed`, `NotAllowed`.
    """
    lines = _lines(content)
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        secret = lists.secret_of(held)
        rows = {row.id.hex: row for row in StagedRow.objects.filter(recipient_list=held, id__in=list(lines))}
        pairs = []
        for mark, values in lines.items():
            row = rows.get(mark)
            if row is None or row.state != RowState.WAITING:
                continue
            staged = lists.open_row(row, secret)
            changed = {name: text for name, text in values.items() if text != staged.shown(name)}
            if changed:
                pairs.append((row, _corrected(staged, changed)))
        views = staging.write_rows(held, pairs, at=at) if pairs else []
        strange = sum(mark not in rows or rows[mark].state == RowState.TAKEN for mark in lines)
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.bring_back_rows", kind=rules.LIST_KIND,
            subject_id=held.id, details={"changed": len(views), "strange": strange},
        )  # fmt: skip
    return BroughtBack(len(views), sum(view.ready for view in views), strange)


def _corrected(staged: Staged, changed: dict[str, str]) -> Staged:
    kept = {**staged.corrected, **changed}
    corrected = {name: text for name, text in kept.items() if text != text_of(staged.row.cells.get(name))}
    return replace(staged, corrected=corrected, look=Look.DONE if staged.look else Look.NONE)


def _lines(content: bytes) -> dict[str, dict[str, str]]:
    """Return each line's values by its mark. Raises `MarksMissing`."""
    for sheet in reading.read_bytes(content):
        for place, cells in enumerate(sheet.rows[:20]):
            heads = [text_of(cell).upper() for cell in cells]
            if MARK in heads:
                return _by_mark(heads, sheet.rows[place + 1 :])
    raise rules.MarksMissing


def _by_mark(heads: list[str], rows: Sequence[Sequence[Cell]]) -> dict[str, dict[str, str]]:
    places = {name: heads.index(word) for name in FIELDS if (word := gettext(FIELD_WORDS[name]).upper()) in heads}
    mark, found = heads.index(MARK), {}
    for cells in rows:
        key = text_of(cells[mark]).lower().replace("-", "") if mark < len(cells) else ""
        if len(key) == len(UUID(int=0).hex) and all(letter in "0123456789abcdef" for letter in key):
            found[key] = {name: text_of(cells[place]) if place < len(cells) else "" for name, place in places.items()}
    return found

"""Putting one row of a list right: cells, decisions, typed rows saved one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.actions import staging
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import lists
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.cells import text_of
from balakas.recipients.rules.intake import Decision, NoNik, RowState, Source
from balakas.recipients.rules.staged import Look, Staged
from balakas.recipients.rules.tables import ListRow
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import queries as vault

TYPED_FIELDS = ("name", "nik", "kk", "birth_place", "birth_date", "sex", "address", "rt", "rw", "village")


def correct(
    *, list_id: UUID, row_id: UUID, version: int, values: Mapping[str, str], by: Actor, at: datetime
) -> RowView:
    """Lay corrected cells over a row; what equals the cell as it came is no correction. `version` is the row's.

    Raises `ListClosed`, `RowSettled`, `ChangedMeanwhile`.
    """
    with transaction.atomic():
        held, row, staged = _locked(list_id, row_id, version=version, by=by, at=at)
        texts = {name: " ".join(values[name].split()) for name in rules.FIELD_WORDS if name in values}
        corrected = {name: text for name, text in texts.items() if text != text_of(staged.row.cells.get(name))}
        kept = {name: text for name, text in staged.corrected.items() if name not in texts}
        looked = Look.DONE if staged.look else Look.NONE  # whoever types a row again has the paper before them
        changed = replace(staged, corrected={**kept, **corrected}, look=looked)
        view = staging.write_rows(held, [(row, changed)], at=at)[0]
        _record(held, row_id, by=by, at=at, act="recipients.correct_row", details={"fields": sorted(corrected)})
    return view


def decide(*, list_id: UUID, row_id: UUID, version: int, what: str, reason: str, by: Actor, at: datetime) -> RowView:
    """Decide about a row: `none`/`later` (taken without a NIK), `accept` (let a second NIK through), `leave_out`, `undo`.

    `override` sets a rule between programmes aside for this row. Raises `ListClosed`, `RowSettled`, `ChangedMeanwhile`, `ReasonMissing`.
    """
    with transaction.atomic():
        held, row, staged = _locked(list_id, row_id, version=version, by=by, at=at)
        decided = replace(staged, decision=_decision(staged.decision, what, reason, by=by, at=at))
        view = staging.write_rows(held, [(row, decided)], at=at)[0]
        # the reason's free words stand sealed in the row: what the chain holds could not be erased with the person
        _record(held, row_id, by=by, at=at, act="recipients.decide_row", details={"what": what})
    return view


def look_at(*, list_id: UUID, shown: Mapping[UUID, int], by: Actor, at: datetime) -> int:
    """Say that these rows of a printed list were held against the paper; `shown` are ids with the version that was shown.

    Return how many; one that was changed since it was shown still waits. Raises `ListClosed`, `NotAllowed`.
    """
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        secret = lists.secret_of(held)
        found = StagedRow.objects.filter(recipient_list=held, id__in=list(shown)).exclude(state=RowState.TAKEN)
        pairs = [(row, lists.open_row(row, secret)) for row in found if row.version == shown[row.id]]
        wanted = [(row, replace(staged, look=Look.DONE)) for row, staged in pairs if staged.look is Look.WANTED]
        if wanted:
            staging.write_rows(held, wanted, at=at)
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.look_at_rows", kind=rules.LIST_KIND, subject_id=held.id,
            details={"rows": sorted(str(row.id) for row, _ in wanted)},
        )  # fmt: skip
    return len(wanted)


def _decision(before: Decision, what: str, reason: str, *, by: Actor, at: datetime) -> Decision:
    if what in set(NoNik):
        return replace(before, no_nik=NoNik(what))
    if what == "accept":
        accepted = {code: rules.check_reason(reason) for code in sorted(rules.ACCEPTABLE)}
        return replace(before, accepted={**before.accepted, **accepted})
    if what == "override":
        accepted = {**before.accepted, rules.AID_FORBIDDEN: rules.check_reason(reason)}
        return replace(before, accepted=accepted, overridden_by=(by.label, at.isoformat()))
    if what == "leave_out":
        return replace(before, left_out=rules.check_reason(reason))
    return Decision()


def reveal_rows(*, list_id: UUID, row_ids: Sequence[UUID], by: Actor, at: datetime) -> None:
    """Record that the numbers of these rows are shown whole. Raises `NotAllowed`."""
    held = RecipientList.objects.get(id=list_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=held.office_id)
    with transaction.atomic():
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.reveal_rows", kind=rules.LIST_KIND, subject_id=held.id,
            details={"rows": sorted(map(str, row_ids))},
        )  # fmt: skip


def save_typed(
    *, list_id: UUID, client_id: UUID, values: Mapping[str, str], benefits: tuple[str, ...], by: Actor, at: datetime
) -> RowView | None:
    """Save one typed row as one goes; `client_id` is the row's own id made before, so that sending twice is once.

    An empty row is taken away again and answers None. Raises `ListClosed`, `RowSettled`.
    """
    with transaction.atomic():
        held = staging.lock_list(list_id, by=by, at=at)
        if held.source != Source.TYPED:
            raise rules.ListClosed
        row = StagedRow.objects.filter(id=client_id, recipient_list=held).first()
        if row is not None and row.state == RowState.TAKEN:
            raise rules.RowSettled
        texts = {name: " ".join(values.get(name, "").split()) for name in TYPED_FIELDS}
        if not any(text for name, text in texts.items() if name != "village"):
            _take_away(held, row)
            return None
        pair = _typed(held, row, client_id, texts, benefits)
        return staging.write_rows(held, [pair], at=at)[0]


def _take_away(held: RecipientList, row: StagedRow | None) -> None:
    if row is None:
        return
    index = bytes(row.nik_index)
    staging.untally(held, row)
    row.delete()
    staging.gone(held, index)
    held.version += 1
    held.save()


def _typed(
    held: RecipientList, row: StagedRow | None, client_id: UUID, texts: dict[str, str], benefits: tuple[str, ...]
) -> tuple[StagedRow, Staged]:
    if row is None:
        last = StagedRow.objects.filter(recipient_list=held).aggregate(last=Max("order"))["last"] or 0
        row = StagedRow(id=client_id, recipient_list=held, order=last + 1, row_number=last + 1, state=RowState.WAITING)
        row.cells_sealed = b""
        row.save(force_insert=True)
        staging.tally_new(held, row)
        before = Staged(ListRow("", last + 1, {}))
    else:
        before = lists.open_row(row, vault.subject_secret(held.subject_id))
    return row, Staged(before.row._replace(cells=dict(texts)), {}, before.decision, benefits)


def _locked(
    list_id: UUID, row_id: UUID, *, version: int, by: Actor, at: datetime
) -> tuple[RecipientList, StagedRow, Staged]:
    held = staging.lock_list(list_id, by=by, at=at)
    row = StagedRow.objects.get(id=row_id, recipient_list=held)
    if row.state == RowState.TAKEN:
        raise rules.RowSettled
    if row.version != version:
        raise rules.ChangedMeanwhile
    return held, row, lists.open_row(row, vault.subject_secret(held.subject_id))


def _record(
    held: RecipientList, row_id: UUID, *, by: Actor, at: datetime, act: str, details: Mapping[str, object]
) -> None:
    audit.record(
        office_id=held.office_id, by=by, at=at, act=act, kind=rules.LIST_KIND, subject_id=held.id,
        details={"row": str(row_id), **details},
    )  # fmt: skip

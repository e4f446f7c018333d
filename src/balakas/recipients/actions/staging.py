"""Keeping staged rows sealed and their judgement up to date; what all acts on a list share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from balakas.common.actors import Actor
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import aid, comparing, lists
from balakas.recipients.queries.lists import SAME_NIK, RowView
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.compare import Finding, compare
from balakas.recipients.rules.intake import ListState, RowState
from balakas.recipients.rules.people import name_key
from balakas.recipients.rules.rows import ERRORS
from balakas.recipients.rules.staged import Staged, pack
from balakas.recipients.rules.tally import Tally
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import IndexKind

JUDGED = ("problems", "severity", "findings", "village_code", "nik_index", "person")
"""The columns that a judgement writes."""


def lock_list(list_id: UUID, *, by: Actor, at: datetime) -> RecipientList:
    """Return the list under a lock, for somebody who may change it while it is open. Raises `NotAllowed`, `ListClosed`."""
    held = lock_any(list_id, by=by, at=at)
    rules.check_open(ListState(held.state))
    return held


def lock_any(list_id: UUID, *, by: Actor, at: datetime) -> RecipientList:
    """Return the list under a lock in whatever state, for somebody who may change it. Raises `NotAllowed`."""
    rows = RecipientList.objects.select_for_update(of=("self",)).select_related("office", "distribution")
    held = rows.get(id=list_id)
    staff.check_right(by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=held.office_id)
    return held


def write_rows(held: RecipientList, pairs: Iterable[tuple[StagedRow, Staged]], *, at: datetime) -> list[RowView]:
    """Seal rows as they now stand, judge them and those that share a NIK with them, and count anew.

    The rows must be saved already (with any cells) and belong to `held`, which is locked; its version rises by one.
    """
    secret, checker, tally = lists.secret_of(held), lists.checker_of(held, at=at), Tally(held.counts)
    touched: set[bytes] = set()
    views = []
    for row, staged in pairs:
        tally.take(*_standing(row))
        touched.add(bytes(row.nik_index))
        row.cells_sealed = vault.seal_with(secret, pack(staged), place=lists.place_of(row.id))
        row.state = RowState.LEFT_OUT if staged.decision.left_out else RowState.WAITING
        row.problems = []  # whether another row has the same NIK is found below
        views.append(lists.view_of(row, staged, checker))
    _judge(held, views)
    touched |= {bytes(view.row.nik_index) for view in views}
    for view in views:
        view.row.version += 1
        tally.add(*_standing(view.row))
    StagedRow.objects.bulk_update([view.row for view in views], ["cells_sealed", "state", "version", *JUDGED], 200)
    _mark_same_nik(held, touched - {b""}, secret, tally)
    held.counts = tally.counts()
    held.version += 1
    held.save()
    return lists.views(held, StagedRow.objects.filter(id__in=[view.id for view in views]).order_by("order"), at=at)


def _judge(held: RecipientList, views: list[RowView]) -> None:
    """Write onto the rows what is wrong with each and what the office knows about its person."""
    counted = [view.checked.judged.nik if _counts(view) else "" for view in views]
    indexes = vault_queries.blind_indexes(held.office_id, IndexKind.NIK, counted)
    known = comparing.known_by_nik(held.office_id, set(indexes), distribution_id=held.distribution_id)
    met = aid.Aid(held.distribution_id).of(aid.asked(held, views))
    for view, index, meetings in zip(views, indexes, met, strict=True):
        row, judged = view.row, view.checked.judged
        kk = judged.kk if not view.problem_at("kk") else ""
        person_id, found = compare(
            known.get(index, []), name_key=name_key(judged.name), village_code=view.village_code,
            kk_index=vault_queries.blind_indexes(held.office_id, IndexKind.KK, [kk])[0],
        )  # fmt: skip
        row.problems = [[problem.code, problem.field] for problem in view.problems]
        if aid.forbidden(meetings) and not view.staged.decision.lifts(rules.AID_FORBIDDEN):
            row.problems.append([rules.AID_FORBIDDEN, rules.AID])
        row.severity = severity_of(row.problems)
        row.findings, row.person_id = ",".join([*found, *([Finding.ALSO] if meetings else [])]), person_id
        row.village_code, row.nik_index = view.village_code, index


def _counts(view: RowView) -> bool:
    """Say whether a row's NIK counts when another row is asked whether it is a second one."""
    return view.checked.judged.sound and view.state is not RowState.LEFT_OUT


def _mark_same_nik(held: RecipientList, indexes: set[bytes], secret: bytes, tally: Tally) -> None:
    """Of the rows with the same NIK the first is clean and the others are told, unless a person has let them through."""
    if not indexes:
        return
    seen: set[bytes] = set()
    changed = []
    rows = StagedRow.objects.filter(recipient_list=held, nik_index__in=indexes)
    for row in rows.exclude(state=RowState.LEFT_OUT).order_by("order"):
        index = bytes(row.nik_index)
        told = any(code == SAME_NIK for code, _ in row.problems)
        wanted = index in seen and not lists.open_row(row, secret).decision.lifts(SAME_NIK)
        seen.add(index)
        if told == wanted:
            continue
        tally.take(*_standing(row))
        others = [pair for pair in row.problems if pair[0] != SAME_NIK]
        row.problems = [*others, [SAME_NIK, "nik"]] if wanted else others
        row.severity = severity_of(row.problems)
        tally.add(*_standing(row))
        changed.append(row)
    StagedRow.objects.bulk_update(changed, ["problems", "severity"], 200)


def severity_of(problems: Iterable[Any]) -> str:
    """Return how grave the gravest of `[code, field]` is; empty without any."""
    codes = [code for code, _ in problems]
    if any(code in ERRORS for code in codes):
        return "error"
    return "warning" if codes else ""


def _standing(row: StagedRow) -> tuple[str, str, list[str], list[str]]:
    """Return what the numbers above a list are made of."""
    return row.state, row.severity, [code for code, _ in row.problems], list(filter(None, row.findings.split(",")))


def tally_new(held: RecipientList, row: StagedRow) -> None:
    """Count a row that was just made and not judged yet."""
    tally = Tally(held.counts)
    tally.add(*_standing(row))
    held.counts = tally.counts()


def untally(held: RecipientList, row: StagedRow) -> None:
    """Take a row that goes away out of the list's numbers."""
    tally = Tally(held.counts)
    tally.take(*_standing(row))
    held.counts = tally.counts()


def gone(held: RecipientList, index: bytes) -> None:
    """Settle the others of a NIK after one row with it is gone."""
    tally = Tally(held.counts)
    _mark_same_nik(held, {index} - {b""}, lists.secret_of(held), tally)
    held.counts = tally.counts()


def keep_back(held: RecipientList, rows: Iterable[StagedRow]) -> None:
    """Mark rows that were ready until a rule between programmes was found to forbid them, and count them anew."""
    tally, marked = Tally(held.counts), list(rows)
    for row in marked:
        tally.take(*_standing(row))
        row.problems = [*row.problems, [rules.AID_FORBIDDEN, rules.AID]]
        row.severity = severity_of(row.problems)
        tally.add(*_standing(row))
    StagedRow.objects.bulk_update(marked, ["problems", "severity"], 200)
    held.counts = tally.counts()


def taken(held: RecipientList, rows: Iterable[StagedRow]) -> dict[str, Any]:
    """Count waiting rows as taken over; return the list's new numbers."""
    tally = Tally(held.counts)
    for row in rows:
        tally.take(*_standing(row))
        tally.add(RowState.TAKEN, "", [], [])
    counts = tally.counts()
    held.counts = counts
    return counts


def waiting_again(held: RecipientList, rows: QuerySet[StagedRow]) -> None:
    """Count rows that were taken over as waiting, after their take-over was undone."""
    tally = Tally(held.counts)
    for row in rows.iterator():
        tally.take(RowState.TAKEN, "", [], [])
        row.state = RowState.WAITING
        tally.add(*_standing(row))
    rows.update(state=RowState.WAITING, recipient=None)
    held.counts = tally.counts()

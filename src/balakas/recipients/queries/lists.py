"""Lists on their way in: as an officer may see them, with their rows opened and judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import checking
from balakas.recipients.queries.checking import CheckedRow
from balakas.recipients.rules.intake import Decision, ListState, RowState
from balakas.recipients.rules.rows import Problem, Severity
from balakas.recipients.rules.staged import Staged, unpack
from balakas.regions.queries.villages import villages_for
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import Place

PAGE = 50


@dataclass(frozen=True, slots=True)
class RowView:
    """A staged row, opened: what it says, what was read in it, what still keeps it back or is only shown."""

    id: UUID
    order: int
    state: RowState
    staged: Staged
    checked: CheckedRow
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What still keeps the row back."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def ready(self) -> bool:
        """Whether the row may be taken over now."""
        return self.state is RowState.WAITING and not self.errors

    @property
    def village_code(self) -> str:
        """The village's code, empty where it is not known."""
        return self.checked.village.code if self.checked.village else ""

    def problem_at(self, field: str) -> tuple[Problem, ...]:
        """Return the problems of one cell."""
        return tuple(problem for problem in self.problems if problem.field == field)


def place_of(row_id: UUID) -> Place:
    """Return where a staged row's cells are sealed."""
    return Place("recipients_stagedrow", "cells_sealed", row_id)


def list_for(officer: Officer, list_id: UUID) -> RecipientList:
    """Return a list of the officer's office for somebody who may bring lists in, else 404."""
    rows = RecipientList.objects.select_related("distribution__letter", "office", "created_by", "taken_over_by")
    row = rows.filter(id=list_id, office_id=officer.office_id).first()
    if row is None or Right.RECIPIENTS_INTAKE not in officer.rights:
        raise Http404
    return row


def row_for(officer: Officer, row_id: UUID) -> StagedRow:
    """Return a staged row with its list for somebody who may bring lists in, else 404."""
    row = StagedRow.objects.select_related("recipient_list").filter(id=row_id).first()
    if row is None:
        raise Http404
    list_for(officer, row.recipient_list_id)
    return row


def lists_of(distribution_id: UUID) -> QuerySet[RecipientList]:
    """Return the lists of a distribution, the newest first, discarded ones last."""
    rows = RecipientList.objects.filter(distribution_id=distribution_id).select_related("created_by")
    return rows.order_by("taken_over_at", "-created_at")


def same_file(distribution_id: UUID, sha256: str) -> RecipientList | None:
    """Return the list that the same bytes made before in this distribution, discarded ones aside."""
    rows = RecipientList.objects.filter(distribution_id=distribution_id, sha256=sha256)
    return rows.exclude(state=ListState.DISCARDED).first()


def remembered_columns(office_id: UUID, fingerprint: str) -> dict[str, int] | None:
    """Return the columns somebody set by hand for heads like these, the last time."""
    rows = RecipientList.objects.filter(office_id=office_id, fingerprint=fingerprint, columns__by_hand=True)
    row = rows.order_by("-created_at").first()
    return dict(row.columns["places"]) if row else None


def opened(recipient_list: RecipientList) -> list[tuple[StagedRow, Staged]]:
    """Return all rows of a list with their cells opened, in order."""
    secret = vault.subject_secret(recipient_list.subject_id)
    rows = StagedRow.objects.filter(recipient_list=recipient_list).order_by("order")
    return [(row, open_row(row, secret)) for row in rows]


def open_row(row: StagedRow, secret: bytes) -> Staged:
    """Return one row's cells."""
    return unpack(vault.open_with(secret, row.cells_sealed, place=place_of(row.id)).decode())


def views(recipient_list: RecipientList, *, at: datetime) -> list[RowView]:
    """Return all rows of a list judged as they stand now; rows left out do not count as the earlier of two."""
    pairs = opened(recipient_list)
    return judged(recipient_list, pairs, at=at)


def judged(recipient_list: RecipientList, pairs: Sequence[tuple[StagedRow, Staged]], *, at: datetime) -> list[RowView]:
    """Judge rows already opened, as one list."""
    area = _area_of(recipient_list)
    counted = [pair for pair in pairs if not pair[1].decision.left_out]
    checked = checking.check_rows(
        [staged.current for _, staged in counted], area, file_name=recipient_list.file_name, year=at.year
    )
    by_id = {row.id: one for (row, _), one in zip(counted, checked, strict=True)}
    left_out = [pair for pair in pairs if pair[1].decision.left_out]
    alone = checking.check_rows(
        [staged.current for _, staged in left_out], area, file_name=recipient_list.file_name, year=at.year
    )
    by_id |= {row.id: one for (row, _), one in zip(left_out, alone, strict=True)}
    return [_view(row, staged, by_id[row.id]) for row, staged in pairs]


def _area_of(recipient_list: RecipientList) -> checking.Area:
    """Return the district with the spellings the office has taught the system, besides those that are known everywhere."""
    code = recipient_list.office.region_code
    return replace(checking.area_of(code), villages=villages_for(recipient_list.office_id, code))


def _view(row: StagedRow, staged: Staged, checked: CheckedRow) -> RowView:
    problems = lasting(checked.problems, staged.decision)
    return RowView(row.id, row.order, RowState(row.state), staged, checked, problems)


def lasting(problems: Sequence[Problem], decision: Decision) -> tuple[Problem, ...]:
    """Return the problems that no decision has answered."""
    return tuple(problem for problem in problems if not decision.lifts(problem.code))


def narrowed(rows: Sequence[RowView], *, code: str, shown: str) -> list[RowView]:
    """Return the rows of one problem code, or `bermasalah`, `siap`, `diambil`, `semua`; those with problems first."""
    tests: dict[str, Callable[[RowView], bool]] = {
        "bermasalah": lambda row: row.state is RowState.WAITING and bool(row.problems),
        "siap": lambda row: row.ready,
        "diambil": lambda row: row.state is RowState.TAKEN,
        "ditinggalkan": lambda row: row.state is RowState.LEFT_OUT,
        "semua": lambda _: True,
    }
    keep = tests.get(shown, tests["semua"])
    found = [row for row in rows if keep(row) and (not code or any(one.code == code for one in row.problems))]
    return sorted(
        found, key=lambda row: (row.state is not RowState.WAITING, -len(row.errors), -len(row.problems), row.order)
    )

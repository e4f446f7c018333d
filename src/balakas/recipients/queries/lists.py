"""Lists on their way in: as an officer may see them, with their rows opened and judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import checking
from balakas.recipients.queries.checking import CheckedRow, Checker, Survey
from balakas.recipients.rules.compare import Finding
from balakas.recipients.rules.intake import AID, AID_FORBIDDEN, Decision, ListState, RowState, Source
from balakas.recipients.rules.rows import Problem, Severity, problem
from balakas.recipients.rules.staged import Look, Staged, unpack
from balakas.regions.queries.villages import villages_for
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import Place

PAGE = 50


@dataclass(frozen=True, slots=True)
class RowView:
    """A staged row, opened: what it says, what was read in it, what still keeps it back or is only shown."""

    row: StagedRow
    staged: Staged
    checked: CheckedRow
    problems: tuple[Problem, ...]

    @property
    def id(self) -> UUID:
        """The row's id."""
        return self.row.id

    @property
    def state(self) -> RowState:
        """Where the row stands."""
        return RowState(self.row.state)

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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the office knows about the person already."""
        return tuple(map(Finding, filter(None, self.row.findings.split(","))))

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


def remembered_columns(office_id: UUID) -> dict[str, dict[str, int]]:
    """Return the columns somebody set by hand the last time, by the fingerprint of the heads they were set for."""
    rows = RecipientList.objects.filter(office_id=office_id, columns__by_hand=True).order_by("created_at")
    return {print_: dict(held["places"]) for print_, held in rows.values_list("fingerprint", "columns")}


def open_row(row: StagedRow, secret: bytes) -> Staged:
    """Return one row's cells."""
    text = vault.open_with(secret, row.cells_sealed, place=place_of(row.id)).decode()
    return unpack(text, sheet=row.sheet, line=row.row_number)


def secret_of(held: RecipientList) -> bytes:
    """Return the key under which a list's rows are sealed. Raises `KeyDestroyed` for a discarded list."""
    return vault.subject_secret(held.subject_id)


def views(held: RecipientList, rows: Iterable[StagedRow], *, at: datetime) -> list[RowView]:
    """Open and judge some rows of a list; whether another row has the same NIK is as it was stored."""
    secret, checker = secret_of(held), checker_of(held, at=at)
    return [view_of(row, open_row(row, secret), checker) for row in rows]


def checker_of(held: RecipientList, *, at: datetime) -> Checker:
    """Return what judges rows of this list, as its own rows have said that it must be read."""
    survey = Survey.of(held.columns.get("survey", {}), year=at.year)
    return Checker(area_for(held), survey, file_name=held.file_name, printed=held.source == Source.PRINTED)


def area_for(held: RecipientList) -> checking.Area:
    """Return the district with the spellings the office has taught the system, besides those that are known everywhere."""
    code = held.office.region_code
    return replace(checking.area_of(code), villages=villages_for(held.office_id, code))


def view_of(row: StagedRow, staged: Staged, checker: Checker) -> RowView:
    """Judge one opened row."""
    checked = checker.alone(staged.current)
    problems = checked.problems
    for code, field in ASKED.items():
        if any(one == code for one, _ in row.problems):
            problems = (*problems, problem(code, field))
    if staged.look is Look.WANTED:
        problems = (*problems, problem("not_looked_at", ""))
    return RowView(row, staged, checked, lasting(problems, staged.decision))


def lasting(problems: Sequence[Problem], decision: Decision) -> tuple[Problem, ...]:
    """Return the problems that no decision has answered."""
    return tuple(problem for problem in problems if not decision.lifts(problem.code))


def shown_rows(held: RecipientList, *, shown: str, code: str = "") -> QuerySet[StagedRow]:
    """Return the rows of one view (`bermasalah`, `siap`, `diambil`, `ditinggalkan`, `semua`) in the list's order.

    `code` narrows to a problem's or a finding's code.
    """
    rows = StagedRow.objects.filter(recipient_list=held).order_by("order")
    if shown in _STATES:
        rows = rows.filter(state=_STATES[shown])
    if shown == "bermasalah":
        rows = rows.exclude(severity="")
    if shown == "siap":
        rows = rows.exclude(severity=Severity.ERROR)
    return with_code(rows, code) if code else rows


def with_code(rows: QuerySet[StagedRow], code: str) -> QuerySet[StagedRow]:
    """Narrow rows to those with a problem or a finding of this code."""
    if code in set(Finding):
        return rows.alias(marks=Concat(Value(","), "findings", Value(","))).filter(marks__contains=f",{code},")
    return rows.alias(codes=Cast("problems", TextField())).filter(codes__contains=f'"{code}"')


_STATES = {
    "bermasalah": RowState.WAITING, "siap": RowState.WAITING, "diambil": RowState.TAKEN, "ditinggalkan": RowState.LEFT_OUT,
}  # fmt: skip
SAME_NIK = "duplicate_nik"
ASKED = {SAME_NIK: "nik", AID_FORBIDDEN: AID}
"""Problems that the row alone does not show: they stand on it as they were found."""

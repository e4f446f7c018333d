"""Reading a stored list into staged rows, part by part: checked, sealed, compared with what the office knows, inserted.

A part is one short transaction with the progress in it. A worker that dies leaves whole parts; the next one reads the same
file again and goes on behind them, so that nothing is doubled and nobody waits for a lock.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from balakas.audit import actions as audit
from balakas.common.actors import SYSTEM
from balakas.common.bulk import insert_rows
from balakas.common.errors import BalakasError
from balakas.common.helper import Helper
from balakas.common.ids import uuid7
from balakas.distributions.rules.pairing import Meeting
from balakas.recipients.actions import printing
from balakas.recipients.actions.preparing import Prepared, Preparer, Recipe
from balakas.recipients.actions.printing import Stopped
from balakas.recipients.actions.staging import severity_of
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import aid, checking, comparing, lists, reading
from balakas.recipients.rules import columns, tables
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.compare import Finding, Known, compare
from balakas.recipients.rules.intake import ListState, Source
from balakas.recipients.rules.people import name_key
from balakas.recipients.rules.printed.sheets import NoTable, told_by
from balakas.recipients.rules.tables import ListRow, Sheet, Table
from balakas.recipients.rules.tally import Tally
from balakas.vault import queries as vault_queries
from balakas.vault.rules import IndexKind

PART = 20_000
COLUMNS = (
    "id", "recipient_list", "order", "sheet", "row_number", "cells_sealed", "nik_index", "problems", "severity", "findings",
    "village_code", "state", "person", "recipient", "version",
)  # fmt: skip


def load(list_id: UUID, *, at: datetime) -> None:
    """Read a list's file and stage its rows, going on behind those that are there already.

    Raises what `reading.read_bytes` and `tables.read_tables` raise, `NobodyListed`; `Stopped` once it was discarded.
    """
    run = uuid7().hex
    held = _take_on(list_id, run)
    content = vault_queries.file_bytes(held.file_id)  # type: ignore[arg-type]  # a list from a file has one
    if held.source == Source.PRINTED:
        printing.read_once(held, content, run, at=at)
    with _without_collecting(), _maybe(Helper(), wanted=len(content) > PAYS) as helper:
        table = table_of(held, content)
        del content
        survey = checking.survey(table.rows, year=at.year)
        held.columns = {**held.columns, "survey": survey.as_json()}
        recipe = _recipe(held, survey)
        loader = _Loader(held, run, len(table.rows))
        for part in _prepared(recipe, _parts(table.rows), helper):
            loader.take(part)
    _finish(held, run, table, loader.tally, at=at)


PAYS = 2 * 1024 * 1024
"""From this size of a file on, starting a helper process is worth its second."""


@contextmanager
def _maybe(helper: Helper, *, wanted: bool) -> Iterator[Helper | None]:
    if not wanted:
        yield None
        return
    with helper:
        yield helper


def _prepared(recipe: Recipe, parts: Iterator[list[ListRow]], helper: Helper | None) -> Iterator[list[Prepared]]:
    if helper is None:
        yield from map(Preparer(recipe).prepare, parts)
        return
    plain = ([tuple(row) for row in part] for part in parts)
    for part in helper.over("balakas.recipients.actions.preparing:Preparer", recipe, plain):
        yield [Prepared(*row) for row in part]


def _recipe(held: RecipientList, survey: checking.Survey) -> Recipe:
    key = vault_queries.indexer(held.office_id, IndexKind.NIK).key
    printed = held.source == Source.PRINTED
    return Recipe(lists.area_for(held), survey, held.file_name, lists.secret_of(held), key, printed)


def refuse(list_id: UUID, error: BalakasError) -> None:
    """Put a list down as unread, with the sentence that tells why; its file stays until it is discarded."""
    with transaction.atomic():
        held = RecipientList.objects.select_for_update().get(id=list_id)
        if held.state != ListState.READING:
            return
        StagedRow.objects.filter(recipient_list=held).delete()
        held.state, held.version = ListState.UNREAD, held.version + 1
        held.progress = {"code": error.code, "message": error.message, "params": dict(error.params)}
        held.save()


def table_of(held: RecipientList, content: bytes) -> Table:
    """Read a file's rows, with the columns set by hand: for this list, else for heads like these the last time.

    Writes onto `held` how the columns were understood. Raises what reading raises, `NobodyListed`; `NoTable` for a printed one.
    """
    if held.source == Source.PRINTED:
        sheets = printing.sheets_of(held)
        try:
            table = _table(held, sheets)
        except (tables.NoHeadRow, tables.NobodyListed) as nothing:
            raise NoTable from nothing
        held.columns = {**held.columns, "told": told_by(sheets, table).as_json()}
        return table
    return _table(held, reading.read_bytes(content))


def _table(held: RecipientList, sheets: list[Sheet]) -> Table:
    places = held.columns.get("places") if held.columns.get("by_hand") else None
    table = tables.read_tables(sheets, places=places)
    held.fingerprint = columns.fingerprint(table.layout)
    if places is None and (places := lists.remembered_columns(held.office_id, held.fingerprint)):
        table = tables.read_tables(sheets, places=places)
    if not table.rows:
        raise tables.NobodyListed
    layout = table.layout
    found = places if places is not None else dict(layout.places) if layout else {}
    understood = {"places": found, "heads": list(layout.heads) if layout else [], "by_hand": places is not None}
    held.columns = {**printing.kept(held.columns), **understood}
    held.sheets = [name for name in table.sheets if name]
    return table


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking over millions of cells again and again: a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _take_on(list_id: UUID, run: str) -> RecipientList:
    """Put this worker's mark on the list; one that was at it before stops at its next part."""
    with transaction.atomic():
        held = RecipientList.objects.select_for_update(of=("self",)).select_related("office").get(id=list_id)
        if held.state != ListState.READING:
            raise Stopped
        held.progress = {"run": run, "started": timezone.now().isoformat(), "begun_at": 0, "done": 0, "of": 0}
        held.save(update_fields=["progress"])
    return held


def _parts(rows: list[ListRow]) -> Iterator[list[ListRow]]:
    """Yield the rows in parts and let go of them, so that memory falls while the list is staged."""
    rows.reverse()
    while rows:
        yield [rows.pop() for _ in range(min(PART, len(rows)))]


class _Loader:
    """Stages the prepared parts of one list in their order: second NIKs, whom the office knows, the numbers, the insert."""

    def __init__(self, held: RecipientList, run: str, count: int) -> None:
        self.held, self.run, self.count = held, run, count
        self.there = StagedRow.objects.filter(recipient_list=held).count()
        self.done, self.tally = 0, Tally()
        self.seen: set[bytes] = set()
        self.kks = vault_queries.indexer(held.office_id, IndexKind.KK)
        self.started = timezone.now().isoformat()
        self.aid = aid.Aid(held.distribution_id)
        self.own = frozenset(map(UUID, held.allocations))

    def take(self, part: Sequence[Prepared]) -> None:
        """Stage a part, or only count it where it was staged before."""
        first, self.done = self.done, self.done + len(part)
        known, met = self._known(part), self._met(part)
        made = [self._row(first + number, row, known, met.get(number)) for number, row in enumerate(part, start=1)]
        with transaction.atomic():
            self._say()
            insert_rows(StagedRow, COLUMNS, made[max(0, self.there - first) :])

    def _met(self, part: Sequence[Prepared]) -> dict[int, list[Meeting]]:
        """Return what rows receive already in the same months, by their number from 1; in most offices nothing falls into them."""
        if not self.aid.meetings:
            return {}
        asks = self.aid.asks_family
        rows = [aid.Asked(row.nik_index, self.kks.one(row.kk) if row.kk and asks else b"", self.own) for row in part]
        return {number: found for number, found in enumerate(self.aid.of(rows), start=1) if found}

    def _row(
        self, order: int, row: Prepared, known: dict[bytes, list[Known]], met: list[Meeting] | None
    ) -> tuple[Any, ...]:
        problems, index = row.problems, row.nik_index
        if index:
            if index in self.seen:
                problems = (*problems, (lists.SAME_NIK, "nik"))
            self.seen.add(index)
        if met and aid.forbidden(met):
            problems = (*problems, (rules.AID_FORBIDDEN, "nik"))
        severity = severity_of(problems) if problems else ""
        person_id: UUID | None = None
        findings: tuple[str, ...] = ()
        if index in known:
            person_id, findings = compare(
                known[index], name_key=name_key(row.name), village_code=row.village_code,
                kk_index=self.kks.one(row.kk) if row.kk else b"",
            )  # fmt: skip
        if met:
            findings = (*findings, Finding.ALSO)
        self.tally.add("waiting", severity, [code for code, _ in problems] if problems else (), findings)
        return (
            row.id, self.held.id.hex, order, row.sheet, row.line, row.sealed, index, problems, severity, ",".join(findings),
            row.village_code, "waiting", person_id, None, 1,
        )  # fmt: skip

    def _known(self, part: Sequence[Prepared]) -> dict[bytes, list[Known]]:
        held = self.held
        return comparing.known_by_nik(
            held.office_id, {row.nik_index for row in part}, distribution_id=held.distribution_id
        )

    def _say(self) -> None:
        """Write the progress, and stop where the list is somebody else's now; the same statement locks it."""
        progress = {
            "run": self.run, "started": self.started, "begun_at": self.there, "done": self.done, "of": self.count,
            "at": timezone.now().isoformat(),
        }  # fmt: skip
        mine = RecipientList.objects.filter(id=self.held.id, state=ListState.READING, progress__run=self.run)
        if not mine.update(progress=progress):
            raise Stopped


def _finish(held: RecipientList, run: str, table: Table, tally: Tally, *, at: datetime) -> None:
    """Open the list for correcting, with its numbers; the entry in the audit is the machine's, who brought it is told before."""
    with transaction.atomic():
        now = RecipientList.objects.select_for_update().get(id=held.id)
        if now.state != ListState.READING or now.progress.get("run") != run:
            raise Stopped
        for name in ("fingerprint", "columns", "sheets"):
            setattr(now, name, getattr(held, name))
        now.counts, now.state, now.progress = tally.counts(), ListState.STAGED, {}
        now.version += 1
        now.save()
        audit.record(
            office_id=held.office_id, by=SYSTEM, at=at, act="recipients.stage_list", kind=rules.LIST_KIND, subject_id=held.id,
            details={"rows": now.counts["rows"], "ready": now.counts["ready"], "sheets": len(table.sheets)},
        )  # fmt: skip

"""Reading a stored list into staged rows, part by part: checked, sealed, compared with what the office knows, inserted.

A part is one short transaction with the progress in it. A worker that dies leaves whole parts; the next one reads the same
file again and goes on behind them, so that nothing is doubled and nobody waits for a lock.
"""

import gc
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import islice, repeat
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from balakas.audit import actions as audit
from balakas.common.actors import SYSTEM
from balakas.common.bulk import insert_ready
from balakas.common.errors import BalakasError
from balakas.common.helper import Helpers, Stage
from balakas.common.ids import uuid7
from balakas.recipients.actions import preparing, printing
from balakas.recipients.actions.preparing import Prepared
from balakas.recipients.actions.printing import Stopped
from balakas.recipients.actions.staging import severity_of
from balakas.recipients.models import RecipientList, StagedRow
from balakas.recipients.queries import aid, comparing, lists, understanding
from balakas.recipients.queries.checking_columns import Told
from balakas.recipients.queries.understanding import Asked, Recipe, Understood
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules import tables
from balakas.recipients.rules.compare import Finding, compare
from balakas.recipients.rules.intake import ListState, Source
from balakas.recipients.rules.people import name_key
from balakas.recipients.rules.printed.sheets import NoTable, told_by
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

    Raises what `understanding.understand` raises; `Stopped` once it was discarded.
    """
    run = uuid7().hex
    held = _take_on(list_id, run)
    content = vault_queries.file_bytes(held.file_id)  # type: ignore[arg-type]  # a list from a file has one
    printed = held.source == Source.PRINTED
    if printed:
        printing.read_once(held, content, run, at=at)
    large = len(content) > PAYS and not printed
    with _without_collecting(), _helped(wanted=large) as prepared:
        coming = prepared((_recipe(held), _asked(held, content, at.year)))
        del content
        known = comparing.Acquaintances(held.office_id, held.distribution_id, at_once=large)
        understood = _understood(held, coming)
        loader = _Loader(held, run, understood.count, known)
        for part in coming:
            loader.take(part)
    _finish(held, run, len(understood.sheets), loader.tally, at=at)


PAYS = 2 * 1024 * 1024
"""From this size of a file on, starting helper processes is worth their second."""

_READ = Stage("balakas.recipients.queries.understanding:read", django=False)
_PREPARE = Stage("balakas.recipients.actions.preparing:prepare")


@contextmanager
def _helped(*, wanted: bool) -> Iterator[Callable[[tuple[Recipe, Asked]], Iterator[Any]]]:
    """Give what reads and prepares a file: in two processes beside this one where that is worth it."""
    if not wanted:
        yield lambda asked: preparing.prepare(understanding.read(iter([asked])))
        return
    with Helpers(_READ, _PREPARE) as helpers:
        yield helpers.run


def _recipe(held: RecipientList) -> Recipe:
    key = vault_queries.indexer(held.office_id, IndexKind.NIK).key
    return Recipe(lists.area_for(held), held.file_name, lists.secret_of(held), key, held.source == Source.PRINTED)


def _asked(held: RecipientList, content: bytes, year: int) -> Asked:
    """Ask for the file with the columns set by hand: for this list, else for heads like these the last time."""
    places = held.columns.get("places") if held.columns.get("by_hand") else None
    remembered = {} if places else lists.remembered_columns(held.office_id)
    sheets = printing.sheets_of(held) if held.source == Source.PRINTED else ()
    return Asked(content, year, PART, places, remembered, sheets)


def _understood(held: RecipientList, coming: Iterator[Any]) -> Understood:
    """Write onto `held` what the file is as a whole. Raises what reading raises; `NoTable` for a printed list without one."""
    printed = held.source == Source.PRINTED
    try:
        understood: Understood = next(coming)
    except (tables.NoHeadRow, tables.NobodyListed) as nothing:
        if printed:
            raise NoTable from nothing
        raise
    held.fingerprint, held.sheets = understood.fingerprint, [name for name in understood.sheets if name]
    held.columns = {**printing.kept(held.columns), **understood.columns, "survey": understood.survey.as_json()}
    if printed:
        sheets = printing.sheets_of(held)
        places = understood.columns["places"] if understood.columns["by_hand"] else None
        held.columns["told"] = told_by(sheets, tables.read_tables(sheets, places=places)).as_json()
    return understood


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


_as_json = lru_cache(maxsize=1_024)(json.dumps)


class _Loader:
    """Stages the prepared parts of one list in their order: second NIKs, whom the office knows, the numbers, the insert."""

    def __init__(self, held: RecipientList, run: str, count: int, known: comparing.Acquaintances) -> None:
        self.held, self.run, self.count, self.known = held, run, count, known
        self.there = StagedRow.objects.filter(recipient_list=held).count()
        self.done, self.tally = 0, Tally()
        self.seen: set[bytes] = set()
        self.kks = vault_queries.indexer(held.office_id, IndexKind.KK)
        self.started = timezone.now().isoformat()
        self.aid = aid.Aid(held.distribution_id)
        self.own = frozenset(map(UUID, held.allocations))

    def take(self, part: Prepared) -> None:
        """Stage a part, or only count it where it was staged before."""
        first, self.done = self.done, self.done + len(part.ids)
        rows = self._rows(part, first)
        with transaction.atomic():
            self._say()
            insert_ready(StagedRow, COLUMNS, islice(rows, max(0, self.there - first), None))

    def _rows(self, part: Prepared, first: int) -> Iterator[tuple[Any, ...]]:
        """Return the part as rows of the table, and count them: only rows of which something is to be said are looked at."""
        count = len(part.ids)
        told = {**part.told}
        for number in self._again(part.nik_indexes):
            told[number] = (*told.get(number, ()), (lists.SAME_NIK, "nik"))
        for number, forbidden in (meeting := self._meeting(part)).items():
            if forbidden:
                told[number] = (*told.get(number, ()), (rules.AID_FORBIDDEN, rules.AID))
        problems, severities = ["[]"] * count, [""] * count
        for number, problem in told.items():
            problems[number], severities[number] = _as_json(problem), severity_of(problem)
        met = self._met(part, meeting)
        persons: list[str | None] = [None] * count
        findings = [""] * count
        for number, (person_id, found) in met.items():
            persons[number], findings[number] = person_id, ",".join(found)
        self._count(count, told, met, severities)
        listed, waiting = repeat(self.held.id.hex), repeat("waiting")
        orders = range(first + 1, first + count + 1)
        return zip(
            part.ids, listed, orders, part.sheets, part.lines, part.sealed, part.nik_indexes, problems, severities, findings,
            part.villages, waiting, persons, repeat(None), repeat(1), strict=False,
        )  # fmt: skip

    def _again(self, indexes: list[bytes]) -> list[int]:
        """Return which of these rows hold a NIK that came before, and remember all of them."""
        fresh = list(filter(None, indexes))
        several = set(fresh)
        if len(several) == len(fresh) and self.seen.isdisjoint(several):
            self.seen |= several
            return []
        again = []
        for number, index in enumerate(indexes):
            if index and index in self.seen:
                again.append(number)
            self.seen.add(index)
        return again

    def _meeting(self, part: Prepared) -> dict[int, bool]:
        """Return which rows receive something in the same months already, by their place in the part, and whether a rule forbids it.

        In most offices nothing falls into them.
        """
        if not self.aid.meetings:
            return {}
        kks = part.kks if self.aid.asks_family else repeat("")
        pairs = zip(map(self.known.if_held, part.nik_indexes), kks, strict=False)
        rows = [aid.Asked(index, self.kks.one(kk) if kk else b"", self.own) for index, kk in pairs]
        return {number: aid.forbidden(found) for number, found in enumerate(self.aid.of(rows)) if found}

    def _met(
        self, part: Prepared, meeting: Mapping[int, bool]
    ) -> dict[int, tuple[str | None, tuple[Finding, ...]]]:  # fmt: skip
        """Return, by their place in the part, those the office knows: who it is, what differs, what is had already."""
        known = self.known.among({index for index in part.nik_indexes if index})
        met: dict[int, tuple[str | None, tuple[Finding, ...]]] = dict.fromkeys(meeting, (None, (Finding.ALSO,)))
        if not known:
            return met
        for number, index in enumerate(part.nik_indexes):
            if index not in known:
                continue
            kk = part.kks[number]
            person_id, found = compare(
                known[index], name_key=name_key(part.names[number]), village_code=part.villages[number],
                kk_index=self.kks.one(kk) if kk else b"",
            )  # fmt: skip
            more = (Finding.ALSO,) if number in meeting else ()
            met[number] = (person_id.hex if person_id else None, (*found, *more))
        return met

    def _count(
        self, count: int, told: Mapping[int, Told], met: Mapping[int, tuple[str | None, tuple[Finding, ...]]],
        severities: Sequence[str],
    ) -> None:  # fmt: skip
        marked = told.keys() | met.keys()
        self.tally.add_clean(count - len(marked))
        for number in marked:
            codes = [code for code, _ in told.get(number, ())]
            self.tally.add("waiting", severities[number], codes, met[number][1] if number in met else ())

    def _say(self) -> None:
        """Write the progress, and stop where the list is somebody else's now; the same statement locks it."""
        progress = {
            "run": self.run, "started": self.started, "begun_at": self.there, "done": self.done, "of": self.count,
            "at": timezone.now().isoformat(),
        }  # fmt: skip
        mine = RecipientList.objects.filter(id=self.held.id, state=ListState.READING, progress__run=self.run)
        if not mine.update(progress=progress):
            raise Stopped


def _finish(held: RecipientList, run: str, sheets: int, tally: Tally, *, at: datetime) -> None:
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
            details={"rows": now.counts["rows"], "ready": now.counts["ready"], "sheets": sheets},
        )  # fmt: skip

"""Group commit: requests that arrive while one transaction is being written go into the next one together.

A commit that is on the disk costs the same for one event as for fifty. `balakas serve` turns it on; otherwise (tests, commands,
the office's import) each call writes in its own thread and transaction.

Of several server processes one writes at a time. The others wait in the kernel, not by asking SQLite again and again, and what
reaches them while they wait goes into their one next transaction.
"""

import os
import queue
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from balakas.handover.actions.ingest import batch
from balakas.handover.actions.ingest.batch import Result
from balakas.handover.actions.ingest.opening import Arrived
from balakas.handover.queries.contact import Caller, Told

try:
    import fcntl
except ImportError:  # pragma: no cover -- Windows
    fcntl = None  # type: ignore[assignment]

Answer = tuple[list[Result], Told | None]
LOCK = "ingest.lock"
GROUP = 200
"""Events in one transaction at most."""
ANSWER = 60.0
"""Seconds a request waits for its turn before it is told to try again."""


@dataclass(slots=True)
class _Turn:
    office_id: UUID
    listed: Sequence[Arrived]
    caller: Caller | None
    done: "Future[Answer]" = field(default_factory=Future)


class _Writer:
    """One thread of this process that writes for all others."""

    def __init__(self) -> None:
        self.turns: queue.SimpleQueue[_Turn] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def submit(self, turn: _Turn) -> "Future[Answer]":
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="balakas-ingest", daemon=True)
                self.thread.start()
        self.turns.put(turn)
        return turn.done

    def _run(self) -> None:
        left: _Turn | None = None
        while True:
            first = left or self.turns.get()
            with only_writer():
                turns, left = self._together(first)
                close_old_connections()
                _write(turns)

    def _together(self, first: _Turn) -> tuple[list[_Turn], _Turn | None]:
        """Return turns of one office that wait now, and one that must wait for the next transaction."""
        turns = [first]
        count = len(first.listed)
        while count < GROUP:
            try:
                turn = self.turns.get_nowait()
            except queue.Empty:
                return turns, None
            if turn.office_id != turns[0].office_id or count + len(turn.listed) > GROUP:
                return turns, turn
            turns.append(turn)
            count += len(turn.listed)
        return turns, None


@contextmanager
def only_writer() -> Iterator[None]:
    """Hold the turn to write among the server's processes. Where the system has no such lock the database alone keeps order."""
    if fcntl is None:
        yield
        return
    with (Path(settings.BALAKAS_DATA) / LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(turns: Sequence[_Turn]) -> None:
    """Write several requests in one transaction; where it fails as a whole, each by itself."""
    try:
        listed = [one for turn in turns for one in turn.listed]
        callers = [turn.caller for turn in turns if turn.caller is not None]
        done = batch.take_in(turns[0].office_id, listed, callers, at=timezone.now())
    except Exception as error:  # noqa: BLE001 -- whatever it is, the waiting requests must be told
        if len(turns) == 1:
            turns[0].done.set_exception(error)
            return
        for turn in turns:
            _write([turn])
        return
    start, told = 0, iter(done.told)
    for turn in turns:
        end = start + len(turn.listed)
        turn.done.set_result((done.results[start:end], next(told) if turn.caller is not None else None))
        start = end


_WRITER = _Writer()


def take_in(office_id: UUID, listed: Sequence[Arrived], caller: Caller | None, *, at: datetime) -> Answer:
    """Write events, together with those of other requests where the server is on; raises what the database raises."""
    if os.environ.get("BALAKAS_GROUP_COMMIT") != "1":
        done = batch.take_in(office_id, listed, [caller] if caller is not None else [], at=at)
        return done.results, next(iter(done.told), None)
    return _WRITER.submit(_Turn(office_id, listed, caller)).result(timeout=ANSWER)

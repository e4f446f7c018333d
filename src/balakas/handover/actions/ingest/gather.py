"""Group commit: requests that arrive while one transaction is being written go into the next one together.

A commit that is on the disk costs the same for one event as for fifty. `balakas serve` turns it on; otherwise (tests, commands,
the office's import) each call writes in its own thread and transaction.
"""

import os
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections
from django.utils import timezone

from balakas.handover.actions.ingest import batch
from balakas.handover.actions.ingest.batch import Result
from balakas.handover.actions.ingest.opening import Arrived

GROUP = 200
"""Events in one transaction at most."""
ANSWER = 60.0
"""Seconds a request waits for its turn before it is told to try again."""


@dataclass(slots=True)
class _Turn:
    office_id: UUID
    listed: Sequence[Arrived]
    done: "Future[list[Result]]" = field(default_factory=Future)


class _Writer:
    """One thread of this process that writes for all others."""

    def __init__(self) -> None:
        self.turns: queue.SimpleQueue[_Turn] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def submit(self, turn: _Turn) -> "Future[list[Result]]":
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="balakas-ingest", daemon=True)
                self.thread.start()
        self.turns.put(turn)
        return turn.done

    def _run(self) -> None:
        left: _Turn | None = None
        while True:
            turns, left = self._together(left)
            close_old_connections()
            _write(turns)

    def _together(self, left: _Turn | None) -> tuple[list[_Turn], _Turn | None]:
        """Return turns of one office that wait now, and one that must wait for the next transaction."""
        turns = [left or self.turns.get()]
        count = len(turns[0].listed)
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


def _write(turns: Sequence[_Turn]) -> None:
    """Write several requests in one transaction; where it fails as a whole, each by itself."""
    try:
        listed = [one for turn in turns for one in turn.listed]
        results = batch.take_in(turns[0].office_id, listed, at=timezone.now())
    except Exception as error:  # noqa: BLE001 -- whatever it is, the waiting requests must be told
        if len(turns) == 1:
            turns[0].done.set_exception(error)
            return
        for turn in turns:
            _write([turn])
        return
    start = 0
    for turn in turns:
        turn.done.set_result(results[start : start + len(turn.listed)])
        start += len(turn.listed)


_WRITER = _Writer()


def take_in(office_id: UUID, listed: Sequence[Arrived], *, at: datetime) -> list[Result]:
    """Write events, together with those of other requests where the server is on; raises what the database raises."""
    if not listed:
        return []
    if os.environ.get("BALAKAS_GROUP_COMMIT") != "1":
        return batch.take_in(office_id, listed, at=at)
    return _WRITER.submit(_Turn(office_id, listed)).result(timeout=ANSWER)

"""Processes that compute beside this one, each fed by the one before: for work whose size pays for an office's second core.

A helper never touches the database. When this process dies, killed or not, the pipes close and the helpers end by themselves.
"""

import gc
import importlib
import pickle
import queue
import threading
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, NamedTuple, Self

from balakas.common.errors import BalakasError

_AHEAD = 2
"""Messages read ahead of their use, so that neither side waits for the other at every one."""


class Stage(NamedTuple):
    """A generator function `module:attribute`: it takes an iterator of what comes in and yields what goes on."""

    name: str
    django: bool = True
    """Whether it needs Django's models, which take half a second to load."""


class HelperFailed(RuntimeError):
    """A helper died, or raised what nobody should see; with its own traceback."""


class Helpers:
    """Stages in a row, each in a process of its own: `with Helpers(first, second) as helpers: for one in helpers.run(what)`."""

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages

    def __enter__(self) -> Self:
        """Start the processes; they get ready while this one goes on."""
        spawn = get_context("spawn")
        source, self._first = spawn.Pipe(duplex=False)
        self._processes = []
        for stage in self.stages:
            following, sink = spawn.Pipe(duplex=False)
            process = spawn.Process(target=_serve, args=(stage, source, sink), daemon=True)
            process.start()
            self._processes.append(process)
            source.close()
            sink.close()
            source = following
        self._last = source
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, whatever they are at: they hold nothing that another needs."""
        self._first.close()
        for process in self._processes:
            process.kill()
            process.join()
        self._last.close()

    def run(self, what: Any) -> Iterator[Any]:
        """Give `what` to the first stage and yield what the last one gives.

        Raises the `BalakasError` that a stage raises; `HelperFailed` for anything else.
        """
        try:
            self._first.send_bytes(_message(what))
        except OSError as gone:
            raise HelperFailed from gone
        self._first.close()
        yield from _coming(self._last)


def _message(what: Any, *, kind: str = "") -> bytes:
    return pickle.dumps((kind, what), protocol=pickle.HIGHEST_PROTOCOL)


_END = _message(None, kind="end")


def _coming(source: "Connection[Any, Any]") -> Iterator[Any]:
    """Yield what comes in, read ahead by a thread; raise what the sender raised."""
    arrived: queue.Queue[bytes] = queue.Queue(maxsize=_AHEAD)
    threading.Thread(target=_read, args=(source, arrived), daemon=True).start()
    while True:
        message = arrived.get()
        if not message:
            raise HelperFailed
        kind, what = pickle.loads(message)  # noqa: S301 -- our own process wrote it
        del message
        if kind == "end":
            return
        if kind == "refused":
            error, params = what
            raise error(**params)
        if kind == "failed":
            raise HelperFailed(what)
        yield what


def _read(source: "Connection[Any, Any]", arrived: "queue.Queue[bytes]") -> None:
    try:
        while True:
            arrived.put(source.recv_bytes())
    except (EOFError, OSError):
        arrived.put(b"")


def _serve(stage: Stage, source: "Connection[Any, Any]", sink: "Connection[Any, Any]") -> None:
    """Be one stage until there is nothing more to do or nobody takes it."""
    gc.disable()  # nothing here is circular, and walking over millions of cells again and again is a third of the time
    try:
        for answer in _answers(stage, source):
            sink.send_bytes(answer)
    except OSError:
        return  # whoever waited for it is gone


def _answers(stage: Stage, source: "Connection[Any, Any]") -> Iterator[bytes]:
    try:
        for one in _function(stage)(_coming(source)):
            yield _message(one)
    except BalakasError as error:
        yield _message((type(error), error.params), kind="refused")
    except Exception:  # noqa: BLE001 -- it is raised again on the other side
        import traceback  # noqa: PLC0415 -- nearly never

        yield _message(traceback.format_exc(), kind="failed")
    else:
        yield _END


def _function(stage: Stage) -> Callable[[Iterator[Any]], Iterator[Any]]:
    if stage.django:
        import django  # noqa: PLC0415 -- only where it is needed

        django.setup()
    module, _, attribute = stage.name.partition(":")
    return getattr(importlib.import_module(module), attribute)  # type: ignore[no-any-return]  # named by our own code

"""A second process that computes beside this one, for work whose size pays for it: the second core of an office's machine.

It never touches the database. When this process dies, killed or not, its pipe closes and the helper ends by itself.
"""

import importlib
import pickle
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

_END = b""


class Helper:
    """Calls a function by its dotted name with one argument after the other, in order; `with Helper() as helper`."""

    def __enter__(self) -> Self:
        """Start the process; Django gets ready in it while this one goes on."""
        ours, theirs = get_context("spawn").Pipe()
        self._connection: Connection[Any, Any] = ours
        self._process = get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._connection.close()
        self._process.join(timeout=5)
        if self._process.is_alive():
            self._process.kill()

    def over(self, name: str, first: Any, arguments: Iterable[Any]) -> Iterator[Any]:
        """Yield `name(first)(argument)` for each argument; the next one is computed while this process uses the last.

        `name` is `module:attribute`. Raises `RuntimeError` with the helper's own traceback.
        """
        self._send((name, first))
        waiting = 0
        for argument in arguments:
            self._send(argument)
            waiting += 1
            if waiting > 1:
                yield self._result()
                waiting -= 1
        for _ in range(waiting):
            yield self._result()

    def _send(self, what: Any) -> None:
        self._connection.send_bytes(pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL))

    def _result(self) -> Any:
        fine, value = pickle.loads(self._connection.recv_bytes())  # noqa: S301 -- our own process wrote it
        if not fine:
            raise RuntimeError(value)
        return value


def _serve(connection: "Connection[Any, Any]") -> None:
    """Answer one message after the other until the pipe closes; a thread reads ahead, so that neither waits for the other."""
    import django  # noqa: PLC0415 -- in the helper only

    django.setup()
    arrived: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read, args=(connection, arrived), daemon=True).start()
    function: Callable[[Any], Any] | None = None
    while message := arrived.get():
        what = pickle.loads(message)  # noqa: S301 -- our own parent wrote it
        if function is None:
            function = _function(*what)
            continue
        try:
            answer = (True, function(what))
        except Exception:  # noqa: BLE001 -- it is raised again on the other side
            import traceback  # noqa: PLC0415

            answer = (False, traceback.format_exc())
        connection.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _function(name: str, first: Any) -> Callable[[Any], Any]:
    module, _, attribute = name.partition(":")
    made: Callable[[Any], Any] = getattr(importlib.import_module(module), attribute)(first)
    return made


def _read(connection: "Connection[Any, Any]", arrived: "queue.Queue[bytes]") -> None:
    try:
        while True:
            arrived.put(connection.recv_bytes())
    except (EOFError, OSError):
        arrived.put(_END)

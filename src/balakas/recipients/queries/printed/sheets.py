"""A PDF's or picture's list as sheets, read in a process of its own with limits, page by page."""

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from balakas.common.errors import BalakasError
from balakas.recipients.queries.pictures import MAX_MEGABYTES, NotAPhoto, PhotoBroken, PhotoTooLarge
from balakas.recipients.rules.printed.sheets import MOST_PAGES, PdfLocked, PrintedBroken, TooHeavy, TooManyPages
from balakas.recipients.rules.printed.words import ReadText
from balakas.recipients.rules.tables import Sheet

PATIENCE = 600.0
"""Seconds a page may take by the clock, however busy the machine is; `child.SECONDS` of a core is the limit that counts."""
_STARTS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG")
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_ERRORS: dict[str, Callable[[], BalakasError]] = {
    PdfLocked.code: PdfLocked,
    PrintedBroken.code: PrintedBroken,
    TooHeavy.code: TooHeavy,
    TooManyPages.code: lambda: TooManyPages(limit=MOST_PAGES),
    NotAPhoto.code: NotAPhoto,
    PhotoBroken.code: PhotoBroken,
    PhotoTooLarge.code: lambda: PhotoTooLarge(limit=MAX_MEGABYTES),
}


@dataclass(slots=True)
class Printed:
    """A printed list as read: a sheet a page, and each page's picture to hold it against."""

    sheets: list[Sheet] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)


def is_printed(content: bytes) -> bool:
    """Say whether these bytes are a PDF or a picture; what a file is tells its content, not its name."""
    if content.startswith(_STARTS):
        return True
    return content[8:12] == b"WEBP" or (content[4:8] == b"ftyp" and content[8:11] in {b"hei", b"hev", b"mif", b"msf"})


def read(content: bytes, told: Callable[[int, int], None] | None = None) -> Printed:
    """Read all pages; `told(page, of)` after each, and what it raises ends the reading.

    Raises `PdfLocked`, `TooManyPages`, `PrintedBroken`, `TooHeavy`, `NotAPhoto`, `PhotoBroken`, `PhotoTooLarge`.
    """
    found = Printed()
    for answer in _answers(content):
        if "error" in answer:
            made = _ERRORS.get(answer["error"], PrintedBroken)
            raise made()
        rows = [[ReadText(*cell) for cell in row] for row in answer["rows"]]
        found.sheets.append(Sheet(f"Halaman {answer['page']}", rows))
        found.pictures.append(base64.b64decode(answer["jpeg"]))
        if told:
            told(answer["page"], answer["of"])
    return found


def _answers(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the child's answers; one that dies without an error of its own was stopped by its limits."""
    command = (sys.executable, "-m", "balakas.recipients.queries.printed.child")
    # The tree this module was loaded from, wherever this process was started.
    paths = os.pathsep.join(filter(None, (str(Path(__file__).resolve().parents[4]), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, **_ONE_CORE, "PYTHONPATH": paths}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment)  # noqa: S603 -- ours
    threading.Thread(target=_feed, args=(child, content), daemon=True).start()
    last: dict[str, Any] = {}
    try:
        for line in _lines(child):
            last = json.loads(line)
            yield last
    finally:
        child.kill()
        child.wait()
    if "error" not in last and last.get("page") != last.get("of", -1):
        raise TooHeavy


def _lines(child: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    arrived: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_collect, args=(child, arrived), daemon=True).start()
    while True:
        try:
            line = arrived.get(timeout=PATIENCE)
        except queue.Empty as silent:
            raise TooHeavy from silent
        if not line:
            return
        yield line


def _collect(child: "subprocess.Popen[bytes]", arrived: "queue.Queue[bytes]") -> None:
    for line in child.stdout or ():
        arrived.put(line)
    arrived.put(b"")


def _feed(child: "subprocess.Popen[bytes]", content: bytes) -> None:
    if child.stdin is None:
        return
    try:
        child.stdin.write(content)
        child.stdin.close()
    except OSError:  # it ended before it had read all: its answer, or its silence, tells why
        return

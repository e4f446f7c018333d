"""The words of a PDF's first page with their places, read in a process of its own that is given little time and memory.

A PDF from outside may be made to keep a reader busy for ever; here the worst it can do is to give no words.
"""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from balakas.papers.rules.letter_text import Word

if TYPE_CHECKING:
    from pdfminer.layout import LTChar

SECONDS = 8
MAX_CHARACTERS = 20_000
_MEMORY = 1024 * 1024 * 1024


def words_of(content: bytes) -> tuple[list[Word], float]:
    """Return the first page's words from top to bottom and the page's width in points; none where it holds no text."""
    command = (sys.executable, "-m", "balakas.papers.queries.page_text")
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- ours
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"width": 0.0, "words": []}
    except (subprocess.TimeoutExpired, ValueError):
        return [], 0.0
    return [Word(*one) for one in answer["words"]], float(answer["width"])


def main() -> None:
    """Read a PDF on stdin, write its first page's words to stdout: the other end of `words_of`."""
    _limit()
    characters, width = _characters(sys.stdin.buffer.read())
    words = [word for row in _rows(characters) for word in _words(row)]
    json.dump({"width": width, "words": words}, sys.stdout)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- not there on Windows, where the time limit alone holds
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _characters(content: bytes) -> tuple[list["LTChar"], float]:
    from pdfminer.converter import PDFPageAggregator  # noqa: PLC0415 -- only the child loads it
    from pdfminer.layout import LTChar, LTFigure  # noqa: PLC0415
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)  # places only: putting lines together is done below
    for one in PDFPage.get_pages(BytesIO(content), maxpages=1):
        PDFPageInterpreter(resources, device).process_page(one)
    page = device.get_result()
    found: list[LTChar] = []
    waiting: list[object] = [page]
    while waiting and len(found) < MAX_CHARACTERS:
        item = waiting.pop()
        if isinstance(item, LTChar):
            if item.upright and item.size > 1:
                found.append(item)
        elif item is page or isinstance(item, LTFigure):
            waiting += list(item)
    return found, page.width


def _rows(characters: Sequence["LTChar"]) -> Iterator[list["LTChar"]]:
    """Yield the characters line by line, from the top."""
    row: list[LTChar] = []
    for one in sorted(characters, key=lambda char: (-char.y0, char.x0)):
        if row and row[0].y0 - one.y0 > 0.4 * row[0].size:
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _words(row: list["LTChar"]) -> Iterator[tuple[float, float, float, float, str]]:
    """Yield a line's words as (left, right, bottom, size, text); letters printed twice for boldness count once."""
    text, left = "", 0.0
    last: LTChar | None = None
    for one in sorted(row, key=lambda char: char.x0):
        if last is not None and one.get_text() == last.get_text() and one.x0 - last.x0 < 0.2 * one.size:
            continue
        gap = last is not None and one.x0 - last.x1 > 0.18 * one.size
        if last is not None and text and (gap or one.get_text().isspace()):
            yield left, last.x1, row[0].y0, row[0].size, _plain(text)
            text = ""
        if not one.get_text().isspace():
            left = one.x0 if not text else left
            text, last = text + one.get_text(), one
    if text and last is not None:
        yield left, last.x1, row[0].y0, row[0].size, _plain(text)


def _plain(text: str) -> str:
    """Undo ligatures and full-width letters."""
    return unicodedata.normalize("NFKC", text)


if __name__ == "__main__":
    main()

"""The process that opens a PDF or picture from outside: little memory, a time for every page, no database, no network.

Reads the file on stdin; writes a JSON line a page: `{"page", "of", "rows", "jpeg"}`, or `{"error": code}`.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2
from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from balakas.common.errors import BalakasError
from balakas.recipients.queries import pictures
from balakas.recipients.queries.printed import text
from balakas.recipients.rules.printed import page
from balakas.recipients.rules.printed.sheets import MOST_PAGES, PdfLocked, PrintedBroken, TooHeavy, TooManyPages
from balakas.recipients.rules.printed.words import Page, ReadText

if TYPE_CHECKING:
    from balakas.recipients.queries.cards.engine import Picture

MEMORY = 3 * 1024 * 1024 * 1024
SECONDS = 90
"""Of one core, for one page."""
_LONGEST = 3_000
_SHOWN = 1_700
_QUALITY = 70
_PASSWORD = 4  # pdfium's FPDF_ERR_PASSWORD

Answer = dict[str, Any]


def main() -> None:
    """Read one file: the other end of `sheets.sheets_of`."""
    limit_memory()
    answer(sys.stdin.buffer.read(), sys.stdout, _limit_time)


def answer(content: bytes, out: IO[str], before_page: Callable[[], None]) -> None:
    """Write the answers for one file, the last one an error where it could not be read to its end."""
    try:
        for one in _pages(content, before_page):
            print(json.dumps(one, ensure_ascii=False), file=out, flush=True)
    except BalakasError as error:
        print(json.dumps({"error": error.code}), file=out, flush=True)
    except MemoryError:
        print(json.dumps({"error": TooHeavy.code}), file=out, flush=True)
    except Exception:  # noqa: BLE001 -- a file made to break its reader tells no more than that
        print(json.dumps({"error": PrintedBroken.code}), file=out, flush=True)


def limit_memory() -> None:
    """Give this process no more than it needs."""
    try:
        import resource  # noqa: PLC0415 -- not there on Windows, where the parent's patience alone holds
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _limit_time() -> None:
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (round(used.ru_utime + used.ru_stime) + SECONDS, hard))


def _pages(content: bytes, before_page: Callable[[], None]) -> Iterator[Answer]:
    before_page()
    if not content.startswith(b"%PDF"):
        if len(content) > pictures.MAX_MEGABYTES * 1_000_000:
            raise pictures.PhotoTooLarge(limit=pictures.MAX_MEGABYTES)
        from balakas.recipients.queries.cards import photo  # noqa: PLC0415 -- loads the reader of pictures

        shot = photo.decode(content)
        rows, _ = page.rows_of(_read(shot))
        yield _answer(1, 1, rows, shot)
        return
    yield from _pdf(content, before_page)


def _pdf(content: bytes, before_page: Callable[[], None]) -> Iterator[Answer]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as wrong:
        raise (PdfLocked if getattr(wrong, "err_code", None) == _PASSWORD else PrintedBroken) from wrong
    count = len(document)
    if count > MOST_PAGES:
        raise TooManyPages(limit=MOST_PAGES)
    before: Sequence[float] = ()
    for number, found in enumerate(_texts(content, count)):
        before_page()
        shot = _shot(document[number])
        held = found or _read(shot)
        # Columns of one page hold for the next only where both are measured alike.
        rows, before = page.rows_of(held, before if found else ())
        before = before if found else ()
        yield _answer(number + 1, count, rows, shot)


def _texts(content: bytes, count: int) -> Iterator[Page | None]:
    """Yield each page's own text; None for a page that must be read from its picture."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    done = 0
    for one in PDFPage.get_pages(BytesIO(content), maxpages=count):
        interpreter.process_page(one)
        yield text.page_of(device.get_result())
        done += 1
    yield from [None] * (count - done)


def _read(shot: "Picture") -> Page:
    from balakas.recipients.queries.printed import picture  # noqa: PLC0415 -- two networks; a PDF with text needs none

    return picture.page_of(shot)


def _shot(one: pypdfium2.PdfPage) -> "Picture":
    scale = min(_LONGEST / max(one.get_size()), 300 / 72)
    return np.ascontiguousarray(one.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])


def _answer(number: int, count: int, rows: Sequence[Sequence[ReadText]], shot: "Picture") -> Answer:
    scale = min(1.0, _SHOWN / max(shot.shape[:2]))
    small = cv2.resize(shot, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    cells = [[[str(cell), round(cell.sure, 3)] for cell in row] for row in rows]
    return {"page": number, "of": count, "rows": cells, "jpeg": base64.b64encode(jpeg).decode()}


if __name__ == "__main__":
    main()

"""How well printed lists are read: PDFs with text beside pdfplumber's documented `extract_table`, pictures beside rapidocr's lines.

`python bench/tables.py [--texts 60] [--pictures 2] [--seed bench]`.
Lists are drawn anew from the seed (`tests/recipients/printed`): with lines, with level lines only, without lines, one or
several pages, titles, column numbers, totals, signatures. A cell counts as right only when every letter is. For pictures
the peer is given more: rapidocr's words joined by height, a row being found when its NIK stands in a line. Exit 1 when ours
misses 99.5 % of a text PDF's cells or 99 % of a scan's NIKs.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from balakas.recipients.queries.printed import sheets  # noqa: E402 -- after the path
from balakas.recipients.rules import tables  # noqa: E402
from balakas.recipients.rules.cells import text_of  # noqa: E402
from balakas.recipients.rules.tables import Sheet  # noqa: E402
from bench.card_readers import rows_of  # noqa: E402
from tests.recipients.cards import people  # noqa: E402
from tests.recipients.printed import draw, spoil  # noqa: E402

CELLS, NIKS = 0.995, 0.99
Row = dict[str, str]


class Score:
    """Right and all, by what was asked."""

    def __init__(self) -> None:
        self.right: dict[str, int] = defaultdict(int)
        self.all: dict[str, int] = defaultdict(int)
        self.extra, self.seconds, self.pages = 0, 0.0, 0

    def take(self, read: Sequence[Row], truth: Sequence[Row]) -> None:
        by_nik = {row.get("nik"): row for row in read}
        self.extra += max(0, len(read) - len(truth))
        for wanted in truth:
            row = by_nik.get(wanted["nik"], {})
            self.all["rows"] += 1
            self.right["rows"] += bool(row)
            for name, text in wanted.items():
                self.all[name] += 1
                self.right[name] += row.get(name) == text

    def share(self, *names: str) -> float:
        return sum(self.right[name] for name in names) / max(1, sum(self.all[name] for name in names))

    @property
    def cells(self) -> float:
        return self.share(*(name for name in self.all if name != "rows"))

    def line(self, title: str) -> str:
        words = f"  {title:<34} rows {self.share('rows'):7.2%}  NIK {self.share('nik'):7.2%}  name {self.share('name'):7.2%}"
        return f"{words}  cells {self.cells:7.2%} of {sum(self.all.values()) - self.all['rows']:<6} rows too many {self.extra}  {self.seconds / self.pages:.2f} s a page"


def listed(found: list[Sheet], truth: Sequence[Row]) -> list[Row]:
    """Return the people of sheets, with the same rules for heads whoever read them."""
    try:
        rows = tables.read_tables(found).rows
    except (tables.NoHeadRow, tables.HeadsAlike):
        return []
    names = {"rtrw": "rt"}
    return [{name: text_of(row.cells.get(names.get(name, name))) for name in truth[0]} for row in rows]


def by_pdfplumber(pdf: bytes) -> list[Sheet]:
    """Read as its documentation shows: every page's `extract_table()`; a cell's broken lines are joined."""
    import pdfplumber  # noqa: PLC0415 -- the peer, loaded where it is measured

    with pdfplumber.open(BytesIO(pdf)) as document:
        found = [page.extract_table() or [] for page in document.pages]
    return [
        Sheet(str(n), [[(cell or "").replace("\n", " ") for cell in row] for row in rows])
        for n, rows in enumerate(found)
    ]


def texts(count: int, seed: str) -> bool:
    """Print how PDFs with text are read, by how they are ruled."""
    reached = True
    for ruling in (draw.RULED, draw.ROWS_ONLY, draw.BARE):
        scores = {"ours": Score(), "pdfplumber extract_table": Score()}
        readers: dict[str, Callable[[bytes], list[Sheet]]] = {
            "ours": lambda pdf: sheets.read(pdf).sheets, "pdfplumber extract_table": by_pdfplumber,
        }  # fmt: skip
        for number in range(count // 3):
            drawn = draw.table(f"{seed} {ruling} {number}", ruling=ruling)
            for name, read in readers.items():
                start = time.perf_counter()
                found = read(drawn.pdf)
                scores[name].seconds += time.perf_counter() - start
                scores[name].pages += len(found)
                scores[name].take(listed(found, drawn.truth), drawn.truth)
        print(f"\nPDF with text, {ruling} ({count // 3} lists)")
        for name, score in scores.items():
            print(score.line(name))
        reached &= scores["ours"].cells >= CELLS
    return reached


def _pages(drawn: draw.Drawn, level: str, seed: str) -> Iterator[bytes]:
    for number, page in enumerate(draw.pages(drawn.pdf, dpi=200)):
        yield spoil.spoilt(page, level, people.chance(f"{seed} {level} {number}"))


def pictures(count: int, seed: str) -> bool:
    """Print how scans and photos are read, by level."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    reached = True
    for level in spoil.LEVELS:
        ours, peer, peers_seconds = Score(), 0, 0.0
        for number in range(count):
            drawn = draw.table(f"{seed} {level} {number}", count=20)
            found: list[Sheet] = []
            lines: list[str] = []
            for shot in _pages(drawn, level, f"{seed} {number}"):
                start = time.perf_counter()
                (sheet,) = sheets.read(shot).sheets
                found.append(Sheet(str(len(found)), sheet.rows))
                middle = time.perf_counter()
                answer = engine(shot)
                lines += rows_of(answer.boxes, answer.txts) if answer.boxes is not None else []
                ours.seconds += middle - start
                peers_seconds += time.perf_counter() - middle
                ours.pages += 1
            ours.take(listed(found, drawn.truth), drawn.truth)
            peer += sum(any(row["nik"] in line and row["name"] in line for line in lines) for row in drawn.truth)
        print(f"\n{level} ({count} lists)\n{ours.line('ours')}")
        print(
            f"  {'rapidocr, lines by height':<34} rows {peer / ours.all['rows']:7.2%} (NIK and name in one line)  {peers_seconds / ours.pages:.2f} s a page"
        )
        reached &= level != "scan" or ours.share("nik") >= NIKS
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--pictures", type=int, default=2)
    parser.add_argument("--seed", default="bench")
    arguments = parser.parse_args()
    reached = texts(arguments.texts, arguments.seed)
    if arguments.pictures:
        reached &= pictures(arguments.pictures, arguments.seed)
    print(f"\nour reader reaches the targets: {'yes' if reached else 'no'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

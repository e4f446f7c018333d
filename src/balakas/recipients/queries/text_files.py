"""Text files (CSV, TSV and their kin): which encoding, which separator."""

import csv
import re
from collections import Counter
from io import StringIO

from charset_normalizer import from_bytes

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.columns import layout_of

_SEPARATORS = (",", ";", "\t", "|", "^", "~")
_SAMPLE_LINES = 200
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
csv.field_size_limit(1_000_000)


class NotText(BalakasError):
    """The bytes are no text in any encoding an office uses."""

    code = "file_not_text"
    message = N_("Berkas ini bukan daftar yang dapat dibaca. Pakai XLSX, XLS, XLSB, ODS atau CSV.")


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or an old Windows encoding. Raises `NotText`."""
    text = _decode(data).replace("\x00", "")  # old programs pad with them
    if _CONTROL.search(text[:100_000]):
        raise NotText
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[:400:2].count(0) > len(data[:400]) // 4 or data[1:400:2].count(0) > len(data[:400]) // 4:
        return data.decode(
            "utf-16-be" if data[:400:2].count(0) > data[1:400:2].count(0) else "utf-16-le", errors="replace"
        )
    for encoding in ("utf-8", "cp1252"):  # what Excel writes; a guess would take its no-break space for a letter
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    guess = from_bytes(data[:200_000]).best()
    return data.decode(guess.encoding if guess else "latin-1", errors="replace")


def read_rows(data: bytes) -> list[list[Cell]]:
    """Return the rows of a text file; every cell is text. Raises `NotText`."""
    text = decode(data)
    declared = re.match(r"^sep=(.)\r?\n", text, re.IGNORECASE)
    if declared:
        text = text[declared.end() :]
    separator = declared.group(1) if declared else separator_of(text)
    rows: list[list[Cell]] = [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    if _is_wrapped(rows):
        return read_rows("\n".join(str(row[0]) for row in rows if row).encode("utf-8"))
    if any(type(cell) is str and "\n" in cell and cell.count(separator) > 1 for row in rows for cell in row):
        return _line_by_line(text, separator)
    return rows if max(map(len, rows), default=0) > 1 else _aligned(text) or rows


def _is_wrapped(rows: list[list[Cell]]) -> bool:
    """Say whether each line stands in quotes as a whole, as a list that was exported twice does."""
    filled = [row for row in rows if row and row[0]]
    return len(filled) > 1 and all(len(row) == 1 and sum(map(str(row[0]).count, ",;\t")) > 1 for row in filled)


def _line_by_line(text: str, separator: str) -> list[list[Cell]]:
    """Read line after line where an open quote has swallowed the following people; a line that does not close it is cut as it is."""
    rows: list[list[Cell]] = []
    for line in text.splitlines():
        if line.count('"') % 2:
            rows.append([cell.strip().strip('"') for cell in line.split(separator)])
        else:
            rows += [list(row) for row in csv.reader([line], delimiter=separator)]
    return rows


def _aligned(text: str) -> list[list[Cell]]:
    """Read a table whose columns stand below each other, as copying from a PDF gives it; empty where it is none."""
    lines = [re.split(r" {2,}", line.strip()) for line in text.splitlines() if line.strip()]
    width = len(lines[0]) if lines else 0
    fitting = sum(len(cells) == width for cells in lines)
    return [list(cells) for cells in lines] if width > 1 and fitting * 2 > len(lines) else []


def separator_of(text: str) -> str:
    """Return the separator that shows a head row, else the one that cuts most lines into equally many cells."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda mark: _fitness(lines, mark))


def _fitness(lines: list[str], separator: str) -> tuple[float, int, int]:
    rows = [row for row in csv.reader(lines, delimiter=separator, strict=False) if row]
    heads = max((found.score for row in rows[:60] if (found := layout_of(row))), default=0.0)
    widths = Counter(len(row) for row in rows)
    width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(0, 0))
    return heads, times if width > 1 else 0, width

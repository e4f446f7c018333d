"""Text files (CSV, TSV and their kin): which encoding, which separator."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice

from charset_normalizer import from_bytes

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.columns import layout_of

_SEPARATORS = (",", ";", "\t", "|", "^", "~")
_SAMPLE_LINES = 200
_HEAD_BYTES = 2_000_000  # what is looked at before a long list is walked over
_LONGEST_LINE = 1_000_000
_DECLARED = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
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


class LongLines(BalakasError):
    """A line is longer than a row of any list."""

    code = "file_long_lines"
    message = N_(
        "Berkas ini memuat baris yang terlalu panjang untuk sebuah daftar. Simpan ulang sebagai XLSX atau CSV."
    )


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text file, read anew for each walk, so that a list of a million is never in memory as a whole.

    `swallowed`: an open quote would swallow the people behind it, so each line is a row for itself.
    """

    data: bytes
    encoding: str
    separator: str
    declared: bool
    swallowed: bool = False

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        """Walk over the rows; every cell is text."""
        if self.swallowed:
            return _each_line((line for long in self._lines() for line in long.splitlines()), self.separator)
        return csv.reader(self._lines(), delimiter=self.separator)

    def _lines(self) -> Iterator[str]:
        lines = TextIOWrapper(BytesIO(self.data), encoding=self.encoding, errors="replace", newline="")
        if self.declared:
            next(lines)
        return lines

    def swallows(self) -> bool:
        """Say whether a cell holds whole lines; only records over several lines are looked at."""
        reader, line = csv.reader(self._lines(), delimiter=self.separator), 0
        try:
            for row in reader:
                line += 1
                if reader.line_num != line and _holds_lines(row, self.separator):
                    return True
                line = reader.line_num
        except csv.Error:
            return True
        return False


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or an old Windows encoding. Raises `NotText`."""
    text = data.decode(_encoding_of(data), errors="replace").replace("\x00", "")  # old programs pad with them
    if _CONTROL.search(text[:100_000]):
        raise NotText
    return text


def _encoding_of(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if data[:400:2].count(0) > len(data[:400]) // 4 or data[1:400:2].count(0) > len(data[:400]) // 4:
        return "utf-16-be" if data[:400:2].count(0) > data[1:400:2].count(0) else "utf-16-le"
    for encoding in ("utf-8", "cp1252"):  # what Excel writes; a guess would take its no-break space for a letter
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    guess = from_bytes(data[:200_000]).best()
    return guess.encoding if guess else "latin-1"


def open_rows(data: bytes) -> Iterable[Sequence[Cell]]:
    """Return the rows of a text file, read while they are walked over where nothing forbids it. Raises `NotText`, `LongLines`."""
    _refuse_long_lines(data)
    encoding = _encoding_of(data)
    head = data[:_HEAD_BYTES].decode(encoding, errors="replace")
    if "\x00" in head or (b"\x00" in data and not encoding.startswith(("utf-16", "utf-32"))):
        return read_rows(data)
    if _CONTROL.search(head[:100_000]):
        raise NotText
    declared = _DECLARED.match(head)
    head = head[declared.end() :] if declared else head
    separator = declared.group(1) if declared else separator_of(head)
    sample: list[list[Cell]] = [list(row) for row in islice(_records(head, separator), _SAMPLE_LINES)]
    if max(map(len, sample), default=0) <= 1 or _is_wrapped(sample):
        return read_rows(data)
    rows = TextRows(data, encoding, separator, bool(declared))
    return replace(rows, swallowed=b'"' in data and rows.swallows())


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Yield records up to the first that cannot be one."""
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _refuse_long_lines(data: bytes) -> None:
    """Refuse what no list is before a row of a hundred million cells is made of it."""
    place = 0
    while len(data) - place > _LONGEST_LINE:
        end = max(data.rfind(mark, place, place + _LONGEST_LINE) for mark in (b"\n", b"\r"))
        if end < 0:
            raise LongLines
        place = end + 1


def read_rows(data: bytes) -> list[list[Cell]]:
    """Return the rows of a text file; every cell is text. Raises `NotText`."""
    text = decode(data)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    separator = declared.group(1) if declared else separator_of(text)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:  # an open quote swallowed more than any cell may hold
        return list(map(list, _each_line(text.splitlines(), separator)))
    if _is_wrapped(rows):
        return read_rows("\n".join(str(row[0]) for row in rows if row).encode("utf-8"))
    if any(_holds_lines(row, separator) for row in rows):
        return list(map(list, _each_line(text.splitlines(), separator)))
    return rows if max(map(len, rows), default=0) > 1 else _aligned(text) or rows


def _is_wrapped(rows: list[list[Cell]]) -> bool:
    """Say whether each line stands in quotes as a whole, as a list that was exported twice does."""
    filled = [row for row in rows if row and row[0]]
    return len(filled) > 1 and all(len(row) == 1 and sum(map(str(row[0]).count, ",;\t")) > 1 for row in filled)


def _holds_lines(row: Sequence[Cell], separator: str) -> bool:
    """Say whether a cell holds whole lines: an open quote swallowed the people behind it."""
    return any(type(cell) is str and "\n" in cell and cell.count(separator) > 1 for cell in row)


def _each_line(lines: Iterable[str], separator: str) -> Iterator[Sequence[Cell]]:
    """Read line after line where an open quote has swallowed the following people; a line that does not close it is cut as it is."""
    for line in lines:
        if line.count('"') % 2:
            yield [cell.strip().strip('"') for cell in line.split(separator)]
        else:
            yield from csv.reader([line], delimiter=separator)


def _aligned(text: str) -> list[list[Cell]]:
    """Read a table whose columns stand below each other, as copying from a PDF gives it; empty where it is none."""
    lines = [re.split(r" {2,}", line.strip()) for line in text.splitlines() if line.strip()]
    width = len(lines[0]) if lines else 0
    fitting = sum(len(cells) == width for cells in lines)
    return [list(cells) for cells in lines] if width > 1 and fitting * 2 > len(lines) else []


def separator_of(text: str) -> str:
    """Return the separator that shows a head row, else the one that cuts most lines into equally many cells."""
    lines = text[:_HEAD_BYTES].splitlines()[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda mark: _fitness(lines, mark))


def _fitness(lines: list[str], separator: str) -> tuple[float, int, int]:
    rows = [row for row in csv.reader(lines, delimiter=separator, strict=False) if row]
    heads = max((found.score for row in rows[:60] if (found := layout_of(row))), default=0.0)
    widths = Counter(len(row) for row in rows)
    width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(0, 0))
    return heads, times if width > 1 else 0, width

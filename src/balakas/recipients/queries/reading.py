"""Reads a list's file into sheets of raw cells, after guarding against files that would harm or mislead.

Workbooks go through calamine, which reads values only: macros never run and formulas give what they last showed.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import python_calamine

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.queries import text_files
from balakas.recipients.queries.printed import sheets as printed
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.tables import AnySheet, Sheet

MEGABYTE = 1024 * 1024
MAX_BYTES = 256 * MEGABYTE
"""A list of a million people is a CSV of 140 MB or a workbook of 90."""
MAX_ENTRIES = 2_000
MAX_UNPACKED = 2_048 * MEGABYTE
"""The sheets and shared texts of such a workbook are 900 MB of XML."""
MAX_BESIDE = 400 * MEGABYTE
"""All else in the archive, and formats that keep everything in one entry."""
MAX_RATIO = 200
MAX_CELLS = 24_000_000
"""A million rows of 23 columns; each cell costs a hundred bytes while the workbook is open."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 10 * MEGABYTE  # below this a high ratio harms nobody: empty styled rows compress well
_CHUNK = MEGABYTE
_LONGEST_MERGE = 5_000
_COUNTED = (b"<c ", b"<c>", b":c ", b"<si", b":si")  # a cell, a shared text; with a prefix too
_ROW = re.compile(rb'<row [^>]*?r="(\d{1,9})"')
_WIDE = re.compile(rb'r="([A-Z]{2,3})\d')  # nearly no sheet needs two letters: looking for these only is quick
_NARROW_CELL = re.compile(rb'r="([A-Z])\d')
_NARROW = 26
_SOMETHING = re.compile(rb"[^\x00 \r\n\t]")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# BIFF8's first record of the workbook, then (behind an optional write protection) the one that tells how it is encrypted.
_FILEPASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_FOREIGN = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}


class EmptyFile(BalakasError):
    """There is nothing in the file."""

    code = "file_empty"
    message = N_("Berkas ini kosong.")


class FileTooLarge(BalakasError):
    """The file itself is over the limit."""

    code = "file_too_large"
    message = N_("Berkas ini terlalu besar (lebih dari %(limit)s MB). Bagi daftarnya menjadi beberapa berkas.")


class PasswordProtected(BalakasError):
    """The workbook opens with a password only."""

    code = "file_password"
    message = N_("Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu unggah lagi.")


class BrokenWorkbook(BalakasError):
    """The file says it is a workbook and cannot be read as one."""

    code = "file_broken"
    message = N_("Berkas ini rusak atau tidak lengkap. Minta salinan baru, atau buka dan simpan ulang di Excel.")


class Swollen(BalakasError):
    """Unpacked the file would be out of all proportion (a zip bomb)."""

    code = "file_swollen"
    message = N_(
        "Isi berkas ini tidak wajar besarnya setelah dibuka, sehingga tidak dibaca. Simpan ulang daftarnya saja sebagai berkas baru."
    )


class NotAList(BalakasError):
    """A file of another kind."""

    code = "file_not_a_list"
    message = N_("Berkas ini bukan daftar yang dapat dibaca (%(kind)s). Pakai XLSX, XLS, XLSB, ODS atau CSV.")


class NoSuchFile(BalakasError):
    """The file cannot be opened."""

    code = "file_missing"
    message = N_("Berkas tidak ditemukan atau tidak dapat dibuka.")


@dataclass(frozen=True, slots=True)
class LongSheet:
    """A sheet whose rows are made while they are walked over, so that those of a million people are never there at once."""

    name: str
    rows: Iterable[Sequence[Cell]]


def open_file(path: Path) -> Sequence[AnySheet]:
    """Open the file at `path`, a PDF or picture too; raises `NoSuchFile`, what `open_bytes` and `printed.read` raise."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileTooLarge(limit=MAX_BYTES // MEGABYTE)
        data = path.read_bytes()
    except OSError as missing:
        raise NoSuchFile from missing
    return printed.read(data).sheets if printed.is_printed(data) else open_bytes(data)


def read_bytes(data: bytes) -> list[Sheet]:
    """Read a list's bytes into sheets with all their rows; raises what `open_bytes` raises."""
    return [Sheet(sheet.name, [list(row) for row in sheet.rows]) for sheet in open_bytes(data)]


def open_bytes(data: bytes) -> Sequence[AnySheet]:
    """Open a list's bytes as sheets to walk over; what kind it is tells its content, not its name.

    Raises `EmptyFile`, `FileTooLarge`, `PasswordProtected`, `BrokenWorkbook`, `Swollen`, `NotAList`, `text_files.NotText`,
    `text_files.LongLines`.
    """
    if not _SOMETHING.search(data):
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // MEGABYTE)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        _guard_zip(data)
        return _workbook(data)
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data or _FILEPASS.search(data):
            raise PasswordProtected
        return _workbook(data)
    return _plain(data)


def _plain(data: bytes) -> Sequence[AnySheet]:
    for mark, kind in _FOREIGN.items():
        if data.startswith(mark):
            raise NotAList(kind=kind)
    head = data[:4096].lower()
    if b"<table" in head or b"<html" in head:
        return _html(text_files.decode(data))
    return [LongSheet("", text_files.open_rows(data))]


def _guard_zip(data: bytes) -> None:
    """Refuse a bomb before a parser sees it: entries and sizes are counted, and checked by unpacking to nowhere."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _guard_sizes(archive, len(data))
            _guard_kind(archive)
            for entry in archive.infolist():
                _guard_entry(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as broken:
        raise BrokenWorkbook from broken
    except RuntimeError as locked:  # zipfile's way to say that an entry is encrypted
        raise PasswordProtected from locked
    except zipfile.zlib.error as broken:  # type: ignore[attr-defined]
        raise BrokenWorkbook from broken


def _guard_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    beside = sum(entry.file_size for entry in entries if not _is_table(entry))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or beside > MAX_BESIDE:
        raise Swollen
    if unpacked > _SMALL and unpacked > packed * MAX_RATIO:
        raise Swollen


def _is_table(entry: zipfile.ZipInfo) -> bool:
    return entry.filename == "xl/sharedStrings.xml" or _is_sheet(entry)


def _is_sheet(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")


def _guard_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise PasswordProtected
    if "word/document.xml" in names:
        raise NotAList(kind="Word")
    if "ppt/presentation.xml" in names:
        raise NotAList(kind="PowerPoint")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise NotAList(kind="ZIP") if "[Content_Types].xml" not in names else BrokenWorkbook


def _guard_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry to nowhere: a size that lies ends in a CRC error. Sheets are measured on the way."""
    found = 0
    last_row, widest, tail = 0, 0, b""
    sheet, counted = _is_sheet(entry), _COUNTED if _is_table(entry) else ()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            found += sum(map(chunk.count, counted))
            if found > MAX_CELLS:
                raise Swollen
            if sheet:
                text = tail + chunk
                last_row = max([last_row, *map(int, _ROW.findall(text))])
                widest = max([widest, *map(_column_number, set(_WIDE.findall(text)))])
                tail = chunk[-200:]
    if last_row * (widest or _NARROW) > MAX_CELLS and (widest or last_row * _width(archive, entry) > MAX_CELLS):
        raise Swollen


def _width(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Return how many columns a sheet has that needs no more than one letter for any."""
    letters: set[bytes] = set()
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            letters.update(_NARROW_CELL.findall(chunk))
    return max(map(_column_number, letters), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _workbook(data: bytes) -> Sequence[AnySheet]:
    try:
        book = python_calamine.load_workbook(BytesIO(data))
        return [
            LongSheet(meta.name, _Rows(book.get_sheet_by_name(meta.name)))
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            and meta.visible == python_calamine.SheetVisibleEnum.Visible
        ]
    except python_calamine.PasswordError as locked:
        raise PasswordProtected from locked
    except Exception as broken:
        if "password" in str(broken).lower():
            raise PasswordProtected from broken
        raise BrokenWorkbook from broken


class _Rows:
    """A sheet's rows; a cell merged downwards (a village beside its people) holds for every row it covers."""

    def __init__(self, sheet: python_calamine.CalamineSheet) -> None:
        self.sheet = sheet
        self.merged: dict[int, list[tuple[int, int]]] = {}
        for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
            if 0 < bottom - top <= _LONGEST_MERGE:
                self.merged.setdefault(top, []).append((column, bottom))

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        left = self.sheet.start[1] if self.sheet.start else 0
        rows = self._whole(left) if left else self.sheet.iter_rows()
        return self._filled(rows) if self.merged else rows

    def _whole(self, left: int) -> Iterator[Sequence[Cell]]:
        """Yield the rows with the empty columns to their left, which the reader leaves out."""
        for row in self.sheet.iter_rows():
            yield [*[""] * left, *row]

    def _filled(self, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        covering: dict[int, tuple[int, Cell]] = {}
        for line, cells in enumerate(rows):
            row = list(cells)
            for column, (bottom, cell) in list(covering.items()):
                if line > bottom:
                    del covering[column]
                elif row[column] == "":
                    row[column] = cell
            for column, bottom in self.merged.get(line, ()):
                if column < len(row):
                    covering[column] = (bottom, row[column])
            yield row


def _html(text: str) -> list[Sheet]:
    """Read the tables of a web page: some systems hand one out under the name of a workbook."""
    reader = _Tables()
    reader.feed(text)
    if not any(reader.tables):
        raise NotAList(kind="HTML")
    return [Sheet("", list(rows)) for rows in reader.tables if rows]


class _Tables(HTMLParser):
    """Collects the rows of every table; a cell that spans columns leaves empty ones behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self._text: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._close()
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self._close()
            span = dict(attrs).get("colspan") or "1"
            self._text, self._span = [], min(int(span), 100) if span.isdigit() else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close(self) -> None:
        if self._text is not None and self.tables and self.tables[-1]:
            self.tables[-1][-1] += ["".join(self._text).strip(), *[""] * (self._span - 1)]
        self._text = None

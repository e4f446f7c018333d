"""Reads a list's file into sheets of raw cells, after guarding against files that would harm or mislead.

Workbooks go through calamine, which reads values only: macros never run and formulas give what they last showed.
"""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import python_calamine

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.queries import text_files
from balakas.recipients.queries.printed import sheets as printed
from balakas.recipients.rules.cells import Cell
from balakas.recipients.rules.tables import Sheet

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
MAX_CELLS = 20_000_000

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 10 * 1024 * 1024  # below this a high ratio harms nobody: empty styled rows compress well
_CHUNK = 1024 * 1024
_LONGEST_MERGE = 5_000
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


def read_file(path: Path) -> list[Sheet]:
    """Read the file at `path`, a PDF or picture too; raises `NoSuchFile`, what `read_bytes` and `printed.read` raise."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileTooLarge(limit=MAX_BYTES // 1024 // 1024)
        data = path.read_bytes()
    except OSError as missing:
        raise NoSuchFile from missing
    return printed.read(data).sheets if printed.is_printed(data) else read_bytes(data)


def read_bytes(data: bytes) -> list[Sheet]:
    """Read a list's bytes into sheets; what kind it is tells its content, not its name.

    Raises `EmptyFile`, `FileTooLarge`, `PasswordProtected`, `BrokenWorkbook`, `Swollen`, `NotAList`, `text_files.NotText`.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES // 1024 // 1024)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        _guard_zip(data)
        return _workbook(data)
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data or _FILEPASS.search(data):
            raise PasswordProtected
        return _workbook(data)
    return _plain(data)


def _plain(data: bytes) -> list[Sheet]:
    for mark, kind in _FOREIGN.items():
        if data.startswith(mark):
            raise NotAList(kind=kind)
    head = data[:4096].lower()
    if b"<table" in head or b"<html" in head:
        return _html(text_files.decode(data))
    return [Sheet("", text_files.read_rows(data))]


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
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Swollen
    if unpacked > _SMALL and unpacked > packed * MAX_RATIO:
        raise Swollen


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
    columns: set[bytes] = set()
    last_row, tail = 0, b""
    sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if sheet:
                text = tail + chunk
                columns.update(re.findall(rb'r="([A-Z]{1,3})\d', text))
                found = re.findall(rb'<row [^>]*?r="(\d{1,9})"', text)
                last_row = max([last_row, *map(int, found)])
                tail = chunk[-200:]
    if columns and last_row * max(map(_column_number, columns)) > MAX_CELLS:
        raise Swollen


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _workbook(data: bytes) -> list[Sheet]:
    try:
        book = python_calamine.load_workbook(BytesIO(data))
        return [
            Sheet(meta.name, _rows(book.get_sheet_by_name(meta.name)))
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


def _rows(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    """Return a sheet's rows; a cell merged downwards (a village beside its people) holds for every row it covers."""
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or column >= len(rows[top]) or bottom - top > _LONGEST_MERGE:
            continue
        for row in rows[top + 1 : bottom + 1]:
            if column < len(row) and row[column] == "":
                row[column] = rows[top][column]
    return rows


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

"""What a reading of a printed list gives: its sheets, what the paper says of itself, and why one could not be read."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.cells import text_of
from balakas.recipients.rules.lines import is_closing
from balakas.recipients.rules.printed.words import ReadText
from balakas.recipients.rules.tables import Sheet, Table

MOST_PAGES = 120
_AMOUNT = re.compile(r"^(Rp\.?\s*)?(\d{1,3}([.,]\d{3})+|\d{4,9})(,-|,00|\.00)?$", re.IGNORECASE)
_MONEY_HEAD = re.compile(r"\b(JUMLAH|JML|NOMINAL|BESAR|BESARAN|NILAI|UANG|RP|RUPIAH|BANTUAN)\b")


class PdfLocked(BalakasError):
    """The PDF opens with a password only."""

    code = "pdf_password"
    message = N_("PDF ini dikunci dengan kata sandi. Simpan salinannya tanpa kata sandi, lalu unggah lagi.")


class TooManyPages(BalakasError):
    """The PDF has more pages than a list."""

    code = "pdf_pages"
    message = N_("PDF ini lebih dari %(limit)s halaman. Ambil halaman daftarnya saja, lalu unggah lagi.")


class PrintedBroken(BalakasError):
    """The PDF or picture cannot be opened."""

    code = "printed_broken"
    message = N_("PDF atau foto ini rusak atau tidak lengkap. Minta salinan lain, atau foto ulang lampirannya.")


class TooHeavy(BalakasError):
    """Reading was stopped: it took more time or memory than any list does."""

    code = "printed_heavy"
    message = N_("Membaca berkas ini memakan waktu atau memori yang tidak wajar, sehingga dihentikan. Cetak lalu foto lampirannya, atau ketik daftarnya.")  # fmt: skip


class NoTable(BalakasError):
    """No table of people is to be seen."""

    code = "no_table"
    message = N_("Di berkas ini tidak terlihat tabel orang dengan judul kolom seperti NAMA dan NIK. Foto seluruh halaman dari atas, atau ketik daftarnya.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What the paper says of itself beside what was read: its last row number, its printed total and the sum of the amounts read."""

    rows: int
    numbered: int | None = None
    total: int | None = None
    added: int | None = None

    def as_json(self) -> dict[str, int | None]:
        """Return what is kept with the list."""
        return {"rows": self.rows, "numbered": self.numbered, "total": self.total, "added": self.added}


def told_by(sheets: Sequence[Sheet], table: Table) -> Told:
    """Hold a paper's row numbers and total against the rows that were read from it."""
    layout = table.layout
    if layout is None:
        return Told(len(table.rows))
    lines = {(row.sheet, row.line) for row in table.rows}
    money = next(
        (
            place
            for place, head in enumerate(layout.heads)
            if _MONEY_HEAD.search(head) and place not in layout.places.values()
        ),
        None,
    )
    numbers: list[int] = []
    amounts: list[int] = []
    total: int | None = None
    for sheet in sheets:
        for line, cells in enumerate(sheet.rows, start=1):
            texts = [text_of(cell) for cell in cells]
            if (sheet.name, line) in lines:
                numbers += _number(texts, layout.number)
                amounts += _amount(texts, money)
            elif money is not None and is_closing([text for text in texts if text]):
                total = next(iter(_amount(texts, money)), total)
    added = sum(amounts) if total is not None and amounts else None
    return Told(len(table.rows), _counted(numbers), total if added is not None else None, added)


def _counted(numbers: Sequence[int]) -> int | None:
    """Return how many people row numbers count; they may begin again at 1 for every village."""
    ends = [one for one, after in zip(numbers, [*numbers[1:], 0], strict=True) if after <= one]
    return sum(ends) if numbers else None


def _number(texts: Sequence[str], place: int | None) -> list[int]:
    text = texts[place].rstrip(".") if place is not None and place < len(texts) else ""
    return [int(text)] if re.fullmatch(r"\d{1,5}", text) else []


def _amount(texts: Sequence[str], place: int | None) -> list[int]:
    found = _AMOUNT.match(texts[place]) if place is not None and place < len(texts) else None
    return [int(re.sub(r"\D", "", found[2]))] if found else []


def pack(sheets: Iterable[Sheet]) -> bytes:
    """Return sheets as JSON, to be kept sealed, so that other columns need no second reading."""
    held = [
        [sheet.name, [[[str(cell), getattr(cell, "sure", 1.0)] for cell in row] for row in sheet.rows]]
        for sheet in sheets
    ]
    return json.dumps(held, ensure_ascii=False).encode()


def unpack(content: bytes) -> list[Sheet]:
    """Read what `pack` wrote."""
    return [Sheet(name, [[ReadText(*cell) for cell in row] for row in rows]) for name, rows in json.loads(content)]

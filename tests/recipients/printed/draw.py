"""Invented lists printed as a letter's attachment: drawn by typst as a PDF, with the truth about every cell."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pypdfium2
import typst

from balakas.common.indonesian import MONTHS
from balakas.regions.queries import packaged
from tests.recipients.cards import people

FONTS = Path(__file__).resolve().parents[3] / "src" / "balakas" / "papers" / "fonts"
HEADS = {
    "no": ("NO", "No.", "NO. URUT"),
    "name": ("NAMA PENERIMA", "Nama Lengkap", "NAMA", "Nama KPM"),
    "nik": ("NIK", "No. KTP", "NIK Penerima", "NOMOR INDUK KEPENDUDUKAN"),
    "kk": ("NO KK", "Nomor KK", "NO. KARTU KELUARGA"),
    "birth_date": ("TGL LAHIR", "Tanggal Lahir", "Tgl. Lahir"),
    "sex": ("JK", "L/P", "JENIS KELAMIN"),
    "address": ("ALAMAT", "Alamat Lengkap"),
    "rtrw": ("RT/RW",),
    "village": ("DESA", "Desa/Kelurahan", "NAMA DESA"),
    "amount": ("JUMLAH (Rp)", "NOMINAL", "BESAR BANTUAN"),
    "sign": ("TANDA TANGAN", "KET."),
}  # fmt: skip
SHAPES = (
    ("no", "name", "nik", "kk", "birth_date", "sex", "address", "rtrw", "village", "amount"),
    ("no", "nik", "name", "birth_date", "address", "village", "sign"),
    ("no", "name", "nik", "address", "rtrw", "village"),
    ("no", "kk", "nik", "name", "sex", "village", "amount"),
    ("no", "name", "address", "nik", "amount", "sign"),
)
RULED, ROWS_ONLY, BARE = "ruled", "rows", "bare"
WIDTHS = {
    "no": "auto", "name": "1.3fr", "nik": "auto", "kk": "auto", "birth_date": "auto", "sex": "auto", "address": "1.2fr", "rtrw": "auto",
    "village": "auto", "amount": "auto", "sign": "0.6fr",
}  # fmt: skip


@dataclass(slots=True)
class Drawn:
    """A list as it is printed: the PDF, and per person the text of each of our fields."""

    pdf: bytes
    truth: list[dict[str, str]] = field(default_factory=list)
    total: int = 0
    ruling: str = RULED


def table(
    seed: object,
    *,
    count: int = 0,
    ruling: str = "",
    shape: tuple[str, ...] = (),
    repeat: bool = True,
    total: bool = False,
) -> Drawn:
    """Return a list of invented people of one district, the same for the same seed."""
    throw = people.chance(f"printed {seed}")
    shape = shape or throw.choice(SHAPES)
    ruling = ruling or throw.choice((RULED, RULED, ROWS_ONLY, BARE))
    listed = [_row(number, throw) for number in range(1, (count or throw.randint(8, 60)) + 1)]
    one_village = "village" not in shape
    village = listed[0]["village"]
    for row in listed if one_village else ():
        row["village"] = village
    source = _source(
        shape, listed, ruling, throw, title=f"DESA {village}" if one_village else "", repeat=repeat, total=total
    )
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    pdf = typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf")
    truth = [{name: row[name] for name in _fields(shape)} for row in listed]
    return Drawn(bytes(pdf), truth, sum(int(row["amount"].replace(".", "")) for row in listed), ruling)


def _fields(shape: tuple[str, ...]) -> list[str]:
    return [name for name in shape if name not in {"no", "amount", "sign"}]


def _row(number: int, throw: Random) -> dict[str, str]:
    one = people.person(throw, district="63.11.03")
    born = one.birth_date
    written = throw.choice((f"{born:%d-%m-%Y}", f"{born:%d/%m/%Y}", f"{born.day} {MONTHS[born.month - 1]} {born.year}"))
    return {
        "no": str(number), "name": one.name, "nik": one.nik, "kk": people.number("63.11.03", born, "L", throw.randint(9001, 9999)),
        "birth_date": written, "sex": one.sex, "address": one.address, "rtrw": one.rt_rw, "village": one.village,
        "amount": throw.choice(("250.000", "600.000", "300.000")), "sign": "",
    }  # fmt: skip


def _source(
    shape: tuple[str, ...],
    listed: list[dict[str, str]],
    ruling: str,
    throw: Random,
    *,
    title: str,
    repeat: bool,
    total: bool,
) -> str:
    size = throw.choice((7.5, 8, 9)) if len(shape) > 7 else throw.choice((8, 8.5, 9))
    stroke = {RULED: "0.6pt", ROWS_ONLY: "(x, y) => (top: 0.5pt, bottom: 0.5pt)", BARE: "none"}[ruling]
    inset = throw.choice(("4pt", "(x: 4pt, y: 3pt)", "5pt")) if ruling == RULED else "(x: 6pt, y: 3.5pt)"
    fill = '(x, y) => if y == 0 { rgb("#dddddd") }' if throw.random() < 0.4 else "none"
    heads = [throw.choice(HEADS[name]) for name in shape]
    counts = throw.random() < 0.3
    top = [f"[*{_plain(head)}*]" for head in heads] + ([f"[{n}]" for n in range(1, len(shape) + 1)] if counts else [])
    body = [f"[{_plain(row[name])}]" for row in listed for name in shape]
    end = _total(shape, listed) if (throw.random() < 0.6 or total) and "amount" in shape else ""
    align = ", ".join(
        "right" if name == "amount" else "center" if name in {"no", "sex", "rtrw"} else "left" for name in shape
    )
    widths = ", ".join(WIDTHS[name] for name in shape)
    flipped = "true" if len(shape) > 7 or {"nik", "kk"} <= set(shape) else "false"
    font = throw.choice(("Arimo", "Tinos"))
    return f"""
#set page(paper: "a4", flipped: {flipped}, margin: 1.6cm, numbering: {throw.choice(("none", '"1"'))})
#set text(font: "{font}", size: {size}pt, lang: "id")
#align(center)[*DAFTAR PENERIMA BANTUAN SOSIAL KECAMATAN AWAYAN* \\ {_plain(title)} TAHUN 2026]
#table(columns: ({widths}), align: ({align}), stroke: {stroke}, inset: {inset}, fill: {fill},
table.header(repeat: {"true" if repeat else "false"}, {", ".join(top)}),
{", ".join(body)}{end})
#v(8mm)
#grid(columns: (1fr, 1fr), [Mengetahui, \\ Camat Awayan \\ #v(14mm) *NAMA CAMAT* \\ NIP 19700101 199001 1 001],
[Paringin, 12 Januari 2026 \\ Kepala Dinas Sosial \\ #v(14mm) *NAMA KEPALA* \\ NIP 19710202 199102 1 002])
"""


def _total(shape: tuple[str, ...], listed: list[dict[str, str]]) -> str:
    total = sum(int(row["amount"].replace(".", "")) for row in listed)
    at = shape.index("amount")
    cells = [
        f"table.cell(colspan: {at})[*JUMLAH*]",
        f"[*{total:,}*]".replace(",", "."),
        *["[]"] * (len(shape) - at - 1),
    ]
    return ", " + ", ".join(cells)


def _plain(text: str) -> str:
    """Escape what typst would read as markup."""
    return f"#{json.dumps(text, ensure_ascii=False)}" if text else ""


def pages(pdf: bytes, *, dpi: int = 200) -> list:
    """Return the PDF's pages as pictures (blue, green, red)."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, rev_byteorder=False).to_numpy()[:, :, :3].copy() for page in document]


def villages() -> list[str]:
    """Return the names that the villages of the district may carry."""
    return [village.name for village in packaged.villages_of_district("63.11.03")]


def a_poster() -> bytes:
    """Return a picture with words and no table."""
    picture = np.full((700, 1000, 3), 235, np.uint8)
    for line, words in enumerate(
        ("SELAMAT DATANG", "DI PASAR MURAH", "BUKA SETIAP HARI SENIN", "HALAMAN KANTOR CAMAT")
    ):
        cv2.putText(picture, words, (60, 120 + 130 * line), cv2.FONT_HERSHEY_DUPLEX, 1.6, (40, 40, 40), 3, cv2.LINE_AA)
    return bytes(cv2.imencode(".jpg", picture)[1])

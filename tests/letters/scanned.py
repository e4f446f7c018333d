"""Invented letters as agencies lay them out, made into PDFs that hold text; what each says of itself."""

from datetime import date
from functools import cache
from pathlib import Path

import typst

from balakas.papers.rules.letter_text import LetterText

FONTS = str(Path(__file__).parents[2] / "src" / "balakas" / "papers" / "fonts")
_PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(font: "{font}", size: {size}pt)\n'

AGENCY = """#align(center)[#text(14pt)[PEMERINTAH KABUPATEN BALANGAN]\\
#text(16pt, weight: "bold")[DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN\\
DAN PERLINDUNGAN ANAK]\\
#text(10pt)[Jalan Ahmad Yani Km 3 Paringin 71662 Telepon (0526) 2028000\\
Laman dinsos.example.id, Pos-el dinsos\\@example.id]]
#line(length: 100%)
#grid(columns: (1fr, auto),
  grid(columns: (2cm, 0.4cm, 7cm), row-gutter: 6pt,
    [Nomor], [:], [400.9.7/017/Dinsos-PPPA/2026], [Sifat], [:], [Segera], [Lampiran], [:], [1 (satu) berkas],
    [Hal], [:], [Pemberitahuan Penyaluran Bantuan Sosial Permakanan dan Sandang Bulan Januari]),
  [Paringin, 9 Januari 2026\\ \\ Yth. Camat Awayan\\ di\\ #h(1em) Awayan])

Sehubungan dengan Peraturan Bupati Nomor : 12 Tahun 2025, penyaluran dilaksanakan pada
Senin, 19 Januari 2026.
"""
MINISTRY = """#align(center)[#text(14pt)[KEMENTERIAN SOSIAL REPUBLIK INDONESIA]\\
#text(12pt, weight: "bold")[DIREKTORAT JENDERAL PERLINDUNGAN DAN JAMINAN SOSIAL]\\
#text(9pt)[Jl. Salemba Raya No. 28 Jakarta Pusat 10430, www.kemensos.example.id]]
#line(length: 100%)
Nomor : 1187/3.4/DI.01/1/2026 #h(1fr) Jakarta, 5 Januari 2026\\
Sifat #h(3mm): Penting\\
Perihal : Penyaluran Bantuan Pangan Beras Cadangan Pangan\\
#h(1.55cm) Pemerintah Alokasi Januari dan Februari\\
\\
Kepada Yth.\\ Camat se-Kabupaten Balangan\\
\\
Dengan hormat, kami sampaikan hal berikut.
"""
VILLAGE = """#align(center)[*PEMERINTAH KABUPATEN BALANGAN\\ KECAMATAN AWAYAN\\ DESA BADALUNGAN HILIR*\\
#text(9pt)[Alamat: Jl. Desa RT 02 Kode Pos 71663]]
#line(length: 100%)
#align(right)[Badalungan Hilir, 3 Pebruari 2026]
#grid(columns: (1fr, 6cm),
  table(stroke: none, inset: 2pt, columns: 3, [Nomor], [:], [140 / 021 / BDH / 2026], [Lamp.], [:], [-],
    [Hal], [:], [Laporan warga meninggal]),
  [Kepada\\ Yth. Bapak Camat Awayan\\ di - Awayan])

Assalamu'alaikum Wr. Wb.

Bersama ini kami laporkan pada tanggal 1 Februari 2026.
"""
CIRCULAR = """#align(center)[PEMERINTAH PROVINSI KALIMANTAN SELATAN\\ *DINAS SOSIAL*\\
#text(9pt)[Jalan Letjen R. Soeprapto No. 8 Banjarmasin 70114]]
#line(length: 100%)
#align(center)[SURAT EDARAN\\ NOMOR 400.9/112/DINSOS/2026\\ \\ TENTANG\\ \\ PENYALURAN BANTUAN SOSIAL PANGAN\\ TAHUN 2026]

1. Umum. Berdasarkan Keputusan Gubernur Nomor 3 Tahun 2025 tanggal 4 Maret 2025.
#v(2cm)
#align(right, box(width: 6cm, align(left)[Ditetapkan di Banjarmasin\\ pada tanggal 2 Januari 2026\\ KEPALA DINAS,]))
"""
RICE = """#align(center)[*PERUM BULOG*\\ *KANTOR CABANG BARABAI*\\ #text(9pt)[Jl. H. Damanhuri, Barabai]]
#line(length: 100%)
#grid(columns: (2.2cm, 0.4cm, 6cm, 1fr), row-gutter: 5pt,
  [Nomor], [:], [B-02/17E01/PP.02.01/I/2026], align(right)[Barabai, 07 Januari 2026],
  [Lampiran], [:], [1 (satu) set], [],
  [Perihal], [:], [Jadwal Penyaluran Bantuan Pangan Beras 10 Kg], [],
  [], [], [], pad(left: 1cm)[Kepada Yth.\\ Camat Awayan])
"""
FOR_THE_PEN = """#align(center)[PEMERINTAH KABUPATEN BALANGAN\\ *DINAS SOSIAL*]
#line(length: 100%)
#align(right)[Paringin, #h(1cm) Januari 2026]
#grid(columns: (2cm, 0.4cm, 7cm), row-gutter: 6pt,
  [Nomor], [:], [400.9/#h(1.2cm)/Dinsos/2026], [Hal], [:], [Undangan rapat])

Acara diadakan pada: \\ Hari/tanggal : Senin, 12 Januari 2026
"""
LETTERS = {
    "agency": (AGENCY, "Tinos", 12, LetterText(
        "400.9.7/017/Dinsos-PPPA/2026", date(2026, 1, 9),
        "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten Balangan",
        "Pemberitahuan Penyaluran Bantuan Sosial Permakanan dan Sandang Bulan Januari",
    )),
    "ministry": (MINISTRY, "Arimo", 11, LetterText(
        "1187/3.4/DI.01/1/2026", date(2026, 1, 5),
        "Direktorat Jenderal Perlindungan dan Jaminan Sosial, Kementerian Sosial Republik Indonesia",
        "Penyaluran Bantuan Pangan Beras Cadangan Pangan Pemerintah Alokasi Januari dan Februari",
    )),
    "village": (VILLAGE, "Tinos", 12, LetterText(
        "140/021/BDH/2026", date(2026, 2, 3), "Desa Badalungan Hilir Kecamatan Awayan Kabupaten Balangan",
        "Laporan warga meninggal",
    )),
    "circular": (CIRCULAR, "Tinos", 12, LetterText(
        "400.9/112/DINSOS/2026", date(2026, 1, 2), "Dinas Sosial Provinsi Kalimantan Selatan",
        "Penyaluran bantuan sosial pangan tahun 2026",
    )),
    "rice": (RICE, "Tinos", 12, LetterText(
        "B-02/17E01/PP.02.01/I/2026", date(2026, 1, 7), "Kantor Cabang Barabai, Perum BULOG",
        "Jadwal Penyaluran Bantuan Pangan Beras 10 Kg",
    )),
    "places left for the pen": (FOR_THE_PEN, "Arimo", 12, LetterText(
        "", None, "Dinas Sosial Kabupaten Balangan", "Undangan rapat",
    )),
    "no letter": ("Resep lamang: 2 kg ketan, 1 Januari 2026.", "Tinos", 12, LetterText()),
}  # fmt: skip


@cache
def letter_pdf(name: str) -> bytes:
    """Return one of the letters as a PDF that holds text."""
    body, font, size, _ = LETTERS[name]
    source = _PAGE.format(font=font, size=size) + body
    return typst.compile(source.encode(), font_paths=[FONTS])

"""Drawn stand-ins for scans and photos: plainly invented, no camera and no citizen involved."""

from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from balakas.config.demo.people import Citizen

_CARD = (1012, 638)  # ID-1 at 300 dots an inch
_PAGE = (1240, 1754)  # A4 at 150
_PHOTO = (1024, 768)
_INK = (30, 40, 60)


def _font(size: int) -> "ImageFont.FreeTypeFont | ImageFont.ImageFont":
    return ImageFont.load_default(size)


def _jpeg(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, format="JPEG", quality=80)
    return stream.getvalue()


def _sheet(size: tuple[int, int], lines: list[str], *, paper: str, text: int, step: int) -> bytes:
    image = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((size[0] // 14, size[1] // 14 + number * step), line, fill=_INK, font=_font(text))
    pen.text((size[0] // 2, size[1] - size[1] // 8), "CONTOH", fill=(170, 40, 40), font=_font(text * 2))
    return _jpeg(image)


def ktp(person: Citizen) -> bytes:
    """Return a drawn KTP of an invented person."""
    sex = "LAKI-LAKI" if person.sex == "L" else "PEREMPUAN"
    lines = [
        "PROVINSI KALIMANTAN SELATAN",
        "KABUPATEN BALANGAN",
        f"NIK : {person.nik}",
        f"Nama : {person.name.upper()}",
        f"Tempat/Tgl Lahir : {person.birth_place.upper()}, {person.birth_date:%d-%m-%Y}",
        f"Jenis Kelamin : {sex}",
        f"Alamat : {person.address.upper()}",
        f"RT/RW : {person.rt}/{person.rw}",
        f"Kel/Desa : {person.village.upper()}",
        "Kecamatan : AWAYAN",
    ]
    return _sheet(_CARD, lines, paper="#cfe3f2", text=30, step=46)


def kk(person: Citizen) -> bytes:
    """Return a drawn KK with one member."""
    lines = [
        "KARTU KELUARGA",
        f"No. {person.kk}",
        f"Nama Kepala Keluarga : {person.name.upper()}",
        f"Alamat : {person.address.upper()}",
        f"Desa/Kelurahan : {person.village.upper()}",
        "",
        f"1  {person.name.upper()}  {person.nik}",
    ]
    return _sheet((1754, 1240), lines, paper="#fbfbf4", text=34, step=60)


def statement(person: Citizen) -> bytes:
    """Return a drawn village statement for somebody without a KTP."""
    lines = [
        f"PEMERINTAH DESA {person.village.upper()}",
        "SURAT KETERANGAN",
        "",
        f"Menerangkan bahwa {person.name}, lahir {person.birth_date:%d-%m-%Y},",
        f"benar penduduk Desa {person.village} dan belum memiliki KTP.",
    ]
    return _sheet(_PAGE, lines, paper="#ffffff", text=34, step=60)


def page(*lines: str) -> bytes:
    """Return a drawn sheet of paper."""
    return _sheet(_PAGE, list(lines), paper="#ffffff", text=32, step=58)


def photo(*lines: str) -> bytes:
    """Return a drawn photo."""
    return _sheet(_PHOTO, list(lines), paper="#9fc3a1", text=40, step=70)


def signature(seed: int) -> bytes:
    """Return a drawn signature as PNG; each seed gives another stroke."""
    image = Image.new("RGBA", (600, 240), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    points = [(40 + 52 * step, 120 + ((seed * 37 + step * step * 61) % 140) - 70) for step in range(10)]
    pen.line(points, fill=(20, 30, 90, 255), width=7, joint="curve")
    stream = BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def signed(paper: bytes) -> bytes:
    """Return a printed paper as it comes back: the same pages, each marked as a stand-in for ink and stamp."""
    mark = b"q 0.67 0.16 0.16 rg BT /Mark 9 Tf 57 12 Td (CONTOH: pindaian bertanda tangan basah dan berstempel) Tj ET Q"
    with pikepdf.open(BytesIO(paper)) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for page in pdf.pages:
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Mark)
            page.contents_add(mark)
        stream = BytesIO()
        pdf.save(stream)
    return stream.getvalue()

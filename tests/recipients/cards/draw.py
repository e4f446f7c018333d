"""A made-up KTP or KK as a clean picture, laid out as the real ones are."""

import random
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.recipients.cards.people import Household, Person

FONTS = Path(__file__).resolve().parents[3] / "src" / "balakas" / "papers" / "fonts"
SYSTEM = Path("/usr/share/fonts/truetype")
FACES = {
    "plain": (SYSTEM / "liberation/LiberationSans-Regular.ttf", FONTS / "Arimo_400Regular.ttf"),
    "bold": (SYSTEM / "liberation/LiberationSans-Bold.ttf", FONTS / "Arimo_700Bold.ttf"),
    "mono": (SYSTEM / "liberation/LiberationMono-Bold.ttf", FONTS / "Arimo_700Bold.ttf"),
    "ocr": (SYSTEM / "ocr-a/OCRA.ttf", SYSTEM / "liberation/LiberationMono-Bold.ttf", FONTS / "Arimo_700Bold.ttf"),
}
INK = (18, 18, 24)
BLUE, RED = (38, 56, 150), (176, 28, 30)
KTP_SIZE = (1011, 638)
KK_SIZE = (2000, 1240)
ROWS = ("Nama", "Tempat/Tgl Lahir", "Jenis Kelamin", "Alamat", "RT/RW", "Kel/Desa", "Kecamatan", "Agama", "Status Perkawinan",
        "Pekerjaan", "Kewarganegaraan", "Berlaku Hingga")  # fmt: skip
MEMBERS = (("No", 50), ("Nama Lengkap", 430), ("NIK", 290), ("Jenis Kelamin", 190), ("Tempat Lahir", 270),
           ("Tanggal Lahir", 190), ("Agama", 110), ("Jenis Pekerjaan", 350))  # fmt: skip
RELATIONS = (("No", 50), ("Status Perkawinan", 300), ("Status Hubungan Dalam Keluarga", 400), ("Kewarganegaraan", 220),
             ("Ayah", 400), ("Ibu", 450))  # fmt: skip


@cache
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the first face of that kind that is on this machine."""
    found = next(path for path in FACES[face] if path.exists())
    return ImageFont.truetype(str(found), size)


def ktp(person: Person, chance: random.Random) -> np.ndarray:
    """Draw a KTP, 1011 x 638 pixels, BGR."""
    image = Image.fromarray(_waves(chance))
    pen = ImageDraw.Draw(image)
    pen.text((506, 35), f"PROVINSI {person.province}", INK, font("bold", 35), anchor="mm")
    pen.text((506, 75), person.regency, INK, font("bold", 35), anchor="mm")
    pen.text((36, 125), "NIK", INK, font("bold", 38), anchor="lm")
    pen.text((238, 125), ":", INK, font("bold", 44), anchor="lm")
    pen.text((286, 122), person.nik, INK, font(chance.choice(("mono", "ocr")), 44), anchor="lm")
    sex = "LAKI-LAKI" if person.sex == "L" else "PEREMPUAN"
    values = (person.name, f"{person.birth_place}, {person.birth_date:%d-%m-%Y}", sex, person.address, person.rt_rw,
              person.village, person.district, person.religion, person.marital, person.job, "WNI", "SEUMUR HIDUP")  # fmt: skip
    for place, (label, value) in enumerate(zip(ROWS, values, strict=True)):
        y = 187 + round(36.5 * place)
        pen.text((71 if label in ROWS[4:7] else 36, y), label, INK, font("plain", 26), anchor="lm")
        pen.text((262, y), ":", INK, font("plain", 26), anchor="lm")
        pen.text((278, y), value, INK, font("plain", 26), anchor="lm")
    pen.text((560, 260), f"Gol. Darah : {person.blood}", INK, font("plain", 26), anchor="lm")
    _portrait(pen, person, chance)
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)


def _waves(chance: random.Random) -> np.ndarray:
    width, height = KTP_SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = chance.uniform(18, 30)
    wave = np.sin((x + 14 * np.sin(y / bend)) / 6) * np.sin((y + 14 * np.sin(x / bend)) / 11)
    light, dark = np.array((202, 227, 241)), np.array((168, 204, 224))
    return (light + (dark - light) * ((wave[..., None] + 1) / 2)).astype(np.uint8)


def _portrait(pen: ImageDraw.ImageDraw, person: Person, chance: random.Random) -> None:
    pen.rectangle((760, 168, 973, 449), BLUE if person.birth_date.year % 2 else RED)
    pen.ellipse((808, 210, 927, 351), (206, 162, 130))
    pen.rectangle((790, 360, 945, 449), (235, 235, 235))
    city = person.regency.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    pen.text((867, 474), city, INK, font("plain", 21), anchor="mm")
    given = f"{chance.randint(1, 28):02d}-{chance.randint(1, 12):02d}-{chance.randint(2011, 2025)}"
    pen.text((867, 500), given, INK, font("plain", 21), anchor="mm")
    points = [(800 + 10 * step, chance.randint(538, 582)) for step in range(13)]
    pen.line(points, (20, 20, 80), 3)


def kk(household: Household, chance: random.Random) -> np.ndarray:
    """Draw a KK, 2000 x 1240 pixels, BGR."""
    image = Image.new("RGB", KK_SIZE, (250, 251, 247))
    pen = ImageDraw.Draw(image)
    head = household.members[0]
    pen.text((1000, 60), "KARTU KELUARGA", INK, font("bold", 60), anchor="mm")
    pen.text((1000, 120), f"No. {household.kk}", INK, font("bold", 42), anchor="mm")
    left = (("Nama Kepala Keluarga", head.name), ("Alamat", head.address), ("RT/RW", head.rt_rw), ("Kode Pos", "71664"))
    right = (("Desa/Kelurahan", head.village), ("Kecamatan", head.district),
             ("Kabupaten/Kota", head.regency.removeprefix("KABUPATEN ")), ("Provinsi", head.province))  # fmt: skip
    for x, gap, rows in ((60, 280, left), (1150, 220, right)):
        for place, (label, value) in enumerate(rows):
            pen.text((x, 185 + 34 * place), label, INK, font("plain", 25), anchor="lm")
            pen.text((x + gap, 185 + 34 * place), f": {value}", INK, font("plain", 25), anchor="lm")
    _table(pen, 330, MEMBERS, [_member(one) for one in household.members])
    _table(pen, 760, RELATIONS, [_relation(one, place, chance) for place, one in enumerate(household.members)])
    pen.text((1500, 1133), "Dikeluarkan Tanggal : 12-03-2022", INK, font("plain", 22), anchor="lm")
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)


def _member(one: Person) -> tuple[str, ...]:
    sex = "LAKI-LAKI" if one.sex == "L" else "PEREMPUAN"
    return one.name, one.nik, sex, one.birth_place, f"{one.birth_date:%d-%m-%Y}", one.religion, one.job


def _relation(one: Person, place: int, chance: random.Random) -> tuple[str, ...]:
    relation = ("KEPALA KELUARGA", "ISTRI", "ANAK")[min(place, 2)]
    parent = chance.choice(("HJ. SALMIAH", "MASITAH ARIANI", "HADIJAH", "GALUH SARI ANSHARI", "SITI NURUL HIKMAH"))
    return one.marital, relation, "WNI", "-", parent


def _table(
    pen: ImageDraw.ImageDraw, top: int, columns: tuple[tuple[str, int], ...], rows: list[tuple[str, ...]]
) -> None:
    x = 60
    for label, width in columns:
        pen.rectangle((x, top, x + width, top + 44), outline=INK, width=2)
        pen.text((x + width // 2, top + 22), label, INK, font("bold", 22), anchor="mm")
        x += width
    for place, row in enumerate(rows):
        x, y = 60, top + 44 + 40 * place
        for (_, width), value in zip(columns, (str(place + 1), *row), strict=True):
            pen.rectangle((x, y, x + width, y + 40), outline=INK, width=1)
            pen.text((x + 6, y + 20), value, INK, font("plain", 22), anchor="lm")
            x += width

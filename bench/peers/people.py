"""Invented people for the benchmarks: a list as SIKS-NG writes it, 15 columns, four rows in a hundred with a problem.

Standard library only, but for the workbook: the peers' environments read the CSV of the same rows.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADS = (
    "NO", "NAMA PENERIMA", "NIK", "NO KK", "TEMPAT LAHIR", "TGL LAHIR", "JK", "ALAMAT", "RT", "RW", "DESA", "KECAMATAN",
    "NAMA KABUPATEN", "KETERANGAN", "NOMINAL",
)  # fmt: skip
PROBLEMS = {"nik_missing": 7, "nik_length": 17, "village_unknown": 27, "birth_date_unreadable": 37}
"""Which row of every hundred carries which problem."""

VILLAGES = ("Bihara", "Pematang", "Merah", "Awayan", "Pudak", "Badalungga", "Tundakan", "Sikontan", "Pulantan", "Tundi",
            "Muara Jaya", "Baru", "Putat Basiun", "Sei Pumpung", "Nungka", "Tangalin", "Kedondong", "Piyait")  # fmt: skip
FIRST = ("Siti", "Muhammad", "Norlaila", "Rahmat", "H. Asmuni", "Hj. Rohana", "Kaspul", "Jumiati", "Totali", "Camelia")
LAST = ("Anwar", "Hidayah", "Fauzi", "Saputra", "Mulia", "Wati", "Jumlahudin", "Effendi", "Noor", "Ma'ruf")
DAYS = (date(2005, 1, 1) - date(1935, 1, 1)).days


def rows(count: int) -> Iterator[list[str]]:
    """Yield the rows; NIKs and KKs end in 9001 and above, which the registry does not give, and no NIK comes twice."""
    chance = random.Random(2026)  # noqa: S311 -- repeatable rows, no secrets
    for number in range(count):
        sex = chance.choice("LP")
        born = date(1935, 1, 1) + timedelta(days=chance.randrange(DAYS))
        day = born.day + (40 if sex == "P" else 0)
        area = 110_101 + number // 999 * 7 % 800_000
        recorded = date(2006, 1, 1) + timedelta(days=chance.randrange(6_935))
        row = [
            str(number + 1), f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            f"{area:06d}{day:02d}{born:%m%y}{9001 + number % 999}",
            f"{chance.randrange(110_101, 949_999):06d}{recorded:%d%m%y}{9001 + chance.randrange(999)}",
            "Paringin", f"{born:%d/%m/%Y}", sex, f"JL. PASAR NO. {number % 300}", f"{chance.randrange(1, 10):03d}",
            f"{chance.randrange(1, 5):03d}", chance.choice(VILLAGES), "AWAYAN", "BALANGAN", "", "600000",
        ]  # fmt: skip
        _spoil(row, number % 100)
        yield row


def _spoil(row: list[str], place: int) -> None:
    if place == PROBLEMS["nik_missing"]:
        row[2] = ""
    elif place == PROBLEMS["nik_length"]:
        row[2] = row[2][:-1]
    elif place == PROBLEMS["village_unknown"]:
        row[10] = "Kota Antah"
    elif place == PROBLEMS["birth_date_unreadable"]:
        row[5] = "tdk tahu"


def write_csv(path: Path, count: int) -> None:
    """Write a CSV; the first column is headed `id` as the peer wants it, which ours takes for a count."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    """Write a workbook whose cells are text."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("BNBA")
        sheet.write_row(0, 0, HEADS)
        for line, row in enumerate(rows(count), start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)

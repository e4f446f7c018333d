"""What the people of the story bring along: the agency's workbook, scans, cards. All invented."""

from pathlib import Path

import xlsxwriter

from balakas.config.demo import pictures
from balakas.config.demo.people import Citizen, citizens

VILLAGES = (("63.11.03.2007", "Awayan"), ("63.11.03.2008", "Pudak"))
PEOPLE = 26
HEADS = ("NO", "NAMA PENERIMA", "NIK", "NO KK", "TEMPAT LAHIR", "TGL LAHIR", "L/P", "ALAMAT", "RT", "RW", "DESA")
RUINED, WITHOUT = 3, PEOPLE
"""Which row's NIK the sheet has rounded, and who has none."""


class Bag:
    """Files by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people = citizens(VILLAGES, PEOPLE, seed=11)

    def known(self, name: str) -> Citizen:
        """Return the citizen of this name, however it is written."""
        return next(person for person in self.people if person.name.upper() == name.strip().upper())

    def scan(self, name: str, *lines: str) -> Path:
        """Return a drawn sheet of paper."""
        return self._file(f"{name}.jpg", pictures.page(*lines))

    def photo(self, name: str, *lines: str) -> Path:
        return self._file(f"{name}.jpg", pictures.photo(*lines))

    def ktp(self, person: Citizen) -> Path:
        return self._file("ktp.jpg", pictures.ktp(person))

    def kk(self, person: Citizen) -> Path:
        return self._file("kk.jpg", pictures.kk(person))

    def statement(self, person: Citizen) -> Path:
        return self._file("keterangan.jpg", pictures.statement(person))

    def workbook(self) -> Path:
        """Return the list as an agency sends it: title row, number row, one NIK rounded by the sheet, one person without."""
        path = self.folder / "BNBA beras Awayan.xlsx"
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet("BNBA")
        page.write(0, 0, "DAFTAR PENERIMA BANTUAN PANGAN BERAS KECAMATAN AWAYAN")
        for column, head in enumerate(HEADS):
            page.write(2, column, head)
            page.write(3, column, column + 1)
        for number, person in enumerate(self.people, start=1):
            nik: object = int(person.nik) // 10 * 10 if number == RUINED else "" if number == WITHOUT else person.nik
            cells = (
                number, person.name.upper(), nik, person.kk, person.birth_place, f"{person.birth_date:%d/%m/%Y}",
                person.sex, person.address, person.rt, person.rw, person.village.upper(),
            )  # fmt: skip
            for column, cell in enumerate(cells):
                page.write(number + 3, column, cell)
        page.write(PEOPLE + 4, 1, f"JUMLAH {PEOPLE}")
        book.close()
        return path

    def _file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

"""Makes recipient lists as offices send them, with planted problems and the truth about them. All people are invented.

Every NIK and KK ends in a serial of 9001 and above, which the registry does not give.
"""

import csv
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter
import xlwt
from odf import table as odf_table
from odf.opendocument import OpenDocumentSpreadsheet
from odf.text import P

VILLAGES = (
    "Bihara", "Pematang", "Merah", "Awayan", "Pudak", "Badalungga", "Tundakan", "Sikontan", "Pulantan", "Tundi",
    "Muara Jaya", "Bihara Hilir", "Baru", "Awayan Hilir", "Putat Basiun", "Sei Pumpung", "Badalungga Hilir", "Nungka",
    "Tangalin", "Kedondong", "Baramban", "Ambakiang", "Piyait",
)  # fmt: skip
OUTSIDE = ("Lampihong Kanan", "Juai", "Batu Piring", "Gunung Riut", "Paringin Kota", "Dayak Pitap")
UNKNOWN = ("Kampung Antah", "Sumber Bening", "Karang Entah", "xx", "Tidak Tahu")
PREFIXES = ("631103", "631101", "631108", "630802", "351507", "910201", "640102")
FIRST = ("Siti", "Muhammad", "Norlaila", "Rahmat", "H. Asmuni", "Hj. Rohana", "Kaspul", "Jumiati", "Totali", "Camelia")
LAST = ("Anwar", "Hidayah", "Fauzi", "Saputra", "Mulia", "Wati", "Jumlahudin", "Effendi", "Noor", "Ma'ruf")
UNREADABLE = ("tdk tahu", "tidak jelas", "31/02/1970", "45-13-1960", "1961", "??")
BAD_DAYS = ("0001", "3212", "7201", "4001", "1513", "1500", "3002", "7102", "9999", "3104")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "Nopember",
          "Desember")  # fmt: skip
SEXES = (("L", "P"), ("LAKI-LAKI", "PEREMPUAN"), ("1", "2"), ("Pria", "Wanita"), ("Lk", "Pr"), ("P", "W"))
ERRORS = {
    "nik_missing", "nik_length", "nik_not_digits", "nik_damaged", "nik_kk_swapped", "duplicate_nik", "village_unknown",
    "village_outside", "name_missing",
}  # fmt: skip

HEADS = {
    "name": ("NAMA PENERIMA", "Nama KPM", "NAMA LENGKAP", "Nama", "NAMA PENERIMA MANFAAT", "Nama Kepala Keluarga",
             "NAMA_PENERIMA", "Nama\nPenerima", "Nama PM", "Nama Penerima Bansos 2026"),
    "nik": ("NIK", "N I K", "No. KTP", "NIK KPM", "Nomor Induk Kependudukan", "NIK / No. KTP", "NO_NIK", "NIK Penerima",
            "No.NIK", "NIK (16 digit)"),
    "kk": ("NO KK", "Nomor KK", "NO. KARTU KELUARGA", "KK", "NO_KK", "NOKK", "No.KK", "Nomor Kartu Keluarga (KK)"),
    "ttl": ("TEMPAT/TGL LAHIR", "Tempat, Tanggal Lahir", "TTL", "Tempat dan Tanggal Lahir", "TEMPAT TGL. LAHIR"),
    "birth_place": ("TEMPAT LAHIR", "Tmp Lahir", "Tmpt. Lahir"),
    "birth_date": ("TGL LAHIR", "Tanggal Lahir", "Tgl. Lahir", "TGL_LAHIR", "Tgl Lhr", "Tanggal Lahir (dd/mm/yyyy)"),
    "sex": ("JENIS KELAMIN", "JK", "L/P", "Jns Kelamin", "Kelamin", "Jenis Kelamin (L/P)"),
    "other": ("Nama Ibu Kandung", "NAMA GADIS IBU KANDUNG", "Nama Bank", "No. Rekening", "NO KKS", "No HP", "Pekerjaan"),
    "address": ("ALAMAT", "Alamat Lengkap", "Alamat Rumah", "ALAMAT_PENERIMA"),
    "village": ("DESA", "Desa/Kelurahan", "NAMA DESA/KELURAHAN", "Kel/Desa", "NMKEL", "Nama Desa", "Kelurahan"),
    "district": ("KECAMATAN", "Kec.", "NAMA KECAMATAN", "NMKEC"),
    "note": ("Ket.", "BANSOS", "KETERANGAN", "Jumlah", "NOMINAL", "Tanda Tangan"),
    "number": ("NO", "No.", "NO. URUT", "Nomor"),
}  # fmt: skip

Rows = list[list[object]]


@dataclass
class Person:
    name: object
    nik: object
    kk: object
    place: str
    birth: date
    sex: str
    address: str
    rt: str
    rw: str
    village: str
    birth_cell: object = None
    shown_sex: str = ""
    problem: str = ""


@dataclass
class Truth:
    rows: int = 0
    problems: Counter[str] = field(default_factory=Counter)

    @property
    def ready(self) -> int:
        return self.rows - sum(count for code, count in self.problems.items() if code in ERRORS)


@dataclass
class Column:
    head: str
    cell: Callable[[Person], object] | None
    upper: str = ""


class Maker:
    """One seed, one office's habits: heads, order of dates, how numbers are typed, what stands around the table."""

    def __init__(self, seed: int, kind: str) -> None:
        self.r = r = random.Random(seed)  # noqa: S311 -- repeatable lists, no secrets
        self.kind = kind
        self.serials = iter(r.sample(range(9001, 10000), 999))
        self.kk_serials = iter(r.sample(range(9001, 10000), 999))
        self.truth = Truth()
        chances = {"kk": 0.9, "birth_place": 0.6, "sex": 0.8, "address": 0.8, "rt": 0.7, "district": 0.5, "birth": 0.9}
        self.has = {name: r.random() < chance for name, chance in chances.items()}
        self.date_style = r.choice(
            ["dmy-", "dmy/", "dmy.", "iso", "mdy/", "name", "short", "two", "solid", "cell", "mixed", "dash"]
        )
        if kind == "csv" and self.date_style == "cell":
            self.date_style = "serial"
        self.messy = r.random() < 0.5
        self.per_village = r.random() < 0.4
        self.village_column = not self.per_village or r.random() < 0.5
        self.ttl = self.has["birth_place"] and self.has["birth"] and r.random() < 0.3
        self.rtrw = r.random() < 0.5
        self.two_rows = r.random() < 0.25
        self.sexes = dict(zip("LP", r.choice(SEXES), strict=True))

    # --- people ---------------------------------------------------------------------------------------------------

    def person(self, village: str) -> Person:
        r = self.r
        sex = r.choice("LP")
        birth = date(1935, 1, 1) + timedelta(days=r.randrange(365 * 70))
        if r.random() < 0.15:
            birth = birth.replace(day=1, month=7)
        day = birth.day + (40 if sex == "P" else 0)
        nik = f"{r.choice(PREFIXES)}{day:02d}{birth:%m%y}{next(self.serials)}"
        recorded = date(2006, 1, 1) + timedelta(days=r.randrange(365 * 19))
        kk = f"631103{recorded:%d%m%y}{next(self.kk_serials)}"
        name = f"{r.choice(FIRST)} {r.choice(LAST)}"
        return Person(
            name=r.choice([name, name.upper(), f"  {name} "]), nik=nik, kk=kk, birth=birth, sex=sex, shown_sex=sex,
            place=r.choice(("PARINGIN", "Hulu Sungai Utara", "Awayan")), address="JL. PASAR NO. 3",
            rt=f"{r.randrange(1, 10):03d}", rw=f"{r.randrange(1, 5):03d}", village=village,
        )  # fmt: skip

    def people(self, count: int) -> list[Person]:
        r = self.r
        villages = r.sample(VILLAGES, r.randrange(2, 8)) if self.per_village else list(VILLAGES)
        people = [self.person(r.choice(villages)) for _ in range(count)]
        codes = self._codes() * 2
        for person, code in zip(r.sample(people, len(codes)), codes, strict=True):
            person.problem = code
            getattr(self, f"_{code}")(person)
        self._duplicates(people)
        for person in people:
            if person.problem:
                self.truth.problems[person.problem] += 1
            self._dress(person)
        self.truth.rows = len(people)
        return people

    def _codes(self) -> list[str]:
        codes = ["nik_missing", "nik_length", "nik_not_digits", "nik_damaged", "nik_impossible_date", "name_missing"]
        codes += ["kk_missing", "kk_length", "nik_kk_swapped"] if self.has["kk"] else []
        codes += ["nik_birth_mismatch", "birth_date_unreadable"] if self.has["birth"] else []
        codes += ["nik_sex_mismatch"] if self.has["sex"] else []
        return codes + (["village_unknown", "village_outside"] if self.village_column else [])

    def _nik_missing(self, person: Person) -> None:
        person.nik = self.r.choice(["", "-", None, "tidak ada", "0"])

    def _nik_length(self, person: Person) -> None:
        nik = str(person.nik)
        person.nik = self.r.choice([nik[:-1], nik + "7", nik[:8] + nik[9:], nik[:8]])

    def _nik_not_digits(self, person: Person) -> None:
        nik, spot = str(person.nik), self.r.choice([3, 8, 12, 13])
        person.nik = nik[:spot] + self.r.choice("OXIl?") + nik[spot + 1 :]

    def _nik_damaged(self, person: Person) -> None:
        nik = str(person.nik)
        texts = [nik[:12] + "0000", "6,31103E+15", "6.31103E+15"]
        person.nik = self.r.choice(texts if self.kind == "csv" else [*texts, float(nik[:-1] + "0"), 6.31103e15])

    def _nik_impossible_date(self, person: Person) -> None:
        nik = str(person.nik)
        person.nik = nik[:6] + self.r.choice(BAD_DAYS) + nik[10:]

    def _name_missing(self, person: Person) -> None:
        person.name = self.r.choice(["", "-", None])

    def _kk_missing(self, person: Person) -> None:
        person.kk = self.r.choice(["", "-", None])

    def _kk_length(self, person: Person) -> None:
        kk = str(person.kk)
        person.kk = self.r.choice([kk[:-1], kk + "1", kk[:6]])

    def _nik_kk_swapped(self, person: Person) -> None:
        """Without a birth date only a woman's day, which no family card has, shows that the numbers changed places."""
        nik = str(person.nik)
        if not self.has["birth"] and person.sex == "L":
            nik = f"{nik[:6]}{int(nik[6:8]) + 40}{nik[8:]}"
        person.nik, person.kk = person.kk, nik

    def _nik_birth_mismatch(self, person: Person) -> None:
        born = person.birth
        person.birth_cell = self._date_cell(born.replace(day=15, month=born.month % 12 + 1, year=born.year + 3))

    def _birth_date_unreadable(self, person: Person) -> None:
        person.birth_cell = self.r.choice(UNREADABLE)

    def _nik_sex_mismatch(self, person: Person) -> None:
        person.shown_sex = "L" if person.sex == "P" else "P"

    def _village_unknown(self, person: Person) -> None:
        person.village = self.r.choice(UNKNOWN)

    def _village_outside(self, person: Person) -> None:
        person.village = self.r.choice(OUTSIDE)

    def _duplicates(self, people: list[Person]) -> None:
        """Two later people get an earlier one's NIK and what belongs to it."""
        clean = [person for person in people if not person.problem]
        for one, two in ((clean[0], clean[-1]), (clean[1], clean[-2])):
            two.nik, two.birth, two.sex, two.shown_sex, two.village = one.nik, one.birth, one.sex, one.sex, one.village
            two.problem = "duplicate_nik"

    # --- cells ----------------------------------------------------------------------------------------------------

    def _date_cell(self, day: date) -> object:
        month = MONTHS[day.month - 1]
        styles = {
            "dmy-": f"{day:%d-%m-%Y}", "dmy/": f"{day.day}/{day.month}/{day.year}", "dmy.": f"{day:%d.%m.%Y}",
            "iso": day.isoformat(), "mdy/": f"{day:%m/%d/%Y}", "name": f"{day.day} {month} {day.year}",
            "short": f"{day.day:02d}-{month[:3]}-{day.year}", "two": f"{day:%d/%m/%y}", "solid": f"{day:%d%m%Y}",
            "dash": f"{day:%d}\u2013{day:%m}\u2013{day:%Y}", "cell": day, "serial": str((day - date(1899, 12, 30)).days),
        }  # fmt: skip
        style = self.r.choice(["dmy/", "mdy/", "iso", "name"]) if self.date_style == "mixed" else self.date_style
        return styles["dmy/" if style == "two" and day.year < 1942 else style]

    def _dress(self, person: Person) -> None:
        r = self.r
        if person.birth_cell is None:
            person.birth_cell = "" if not person.problem and r.random() < 0.03 else self._date_cell(person.birth)
        nik = person.nik
        if self.messy and isinstance(nik, str) and len(nik) == 16:
            spaced = " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:]))
            dotted = f"{nik[:6]}.{nik[6:12]}.{nik[12:]}"
            person.nik = r.choice([nik, f"'{nik}", f" {nik}\u00a0", dotted, spaced, f"{nik[:6]}-{nik[6:]}"])
        if person.village in VILLAGES:
            name = person.village
            doubled = name.replace(" ", "  ")
            person.village = r.choice([
                name, name.upper(), f"Desa {name}", doubled, f"{name} ", f"DS. {name.upper()}", f"{name.upper()} (AWAYAN)",
                f"Desa {name} Kec. Awayan", f"2004 - {name.upper()}",
            ])  # fmt: skip

    # --- tables ---------------------------------------------------------------------------------------------------

    def columns(self) -> list[Column]:
        """The columns of the table; one without a `cell` counts the rows."""
        columns = [Column(self._head("name"), lambda p: p.name), Column(self._head("nik"), lambda p: p.nik)]
        if self.r.random() < 0.5:
            columns.reverse()
        if self.has["kk"]:
            columns.append(Column(self._head("kk"), lambda p: p.kk))
        columns += self._birth()
        if self.has["sex"]:
            columns.append(
                Column("JK P/W" if self.sexes["L"] == "P" else self._head("sex"), lambda p: self.sexes[p.shown_sex])
            )
        if self.r.random() < 0.4:
            columns.append(Column(self._head("other"), lambda _: "1234567890123456"))
        columns += self._where()
        if self.r.random() < 0.5:
            columns.append(Column(self._head("note"), lambda _: self.r.choice(["", "600000"])))
        return [*([Column(self._head("number"), None)] if self.r.random() < 0.7 else []), *columns]

    def _head(self, name: str) -> str:
        return self.r.choice(HEADS[name])

    def _birth(self) -> list[Column]:
        if self.ttl:
            return [Column(self._head("ttl"), _place_and_date)]
        if not self.has["birth"]:
            return []
        place = [Column(self._head("birth_place"), lambda p: p.place)] if self.has["birth_place"] else []
        return [*place, Column(self._head("birth_date"), lambda p: p.birth_cell)]

    def _where(self) -> list[Column]:
        has, columns = self.has, []
        upper = "ALAMAT" if self.two_rows and has["address"] else ""
        if has["address"]:
            columns.append(Column("JALAN" if upper else self._head("address"), lambda p: p.address, upper))
        if has["rt"] and self.rtrw:
            columns.append(Column(self.r.choice(["RT/RW", "RT / RW"]), lambda p: f"{p.rt}/{p.rw}", upper))
        elif has["rt"]:
            columns += [Column("RT", lambda p: p.rt, upper), Column("NO. RW", lambda p: p.rw, upper)]
        if self.village_column:
            columns.append(Column(self._head("village"), lambda p: p.village, upper))
        if has["district"]:
            columns += [
                Column(self._head("district"), lambda _: "AWAYAN"),
                Column("NAMA KABUPATEN", lambda _: "BALANGAN"),
            ]
        return columns

    def sheets(self, count: int) -> list[tuple[str, Rows]]:
        people, columns = self.people(count), self.columns()
        if not self.per_village:
            return [(self.r.choice(["BNBA", "Sheet1", "Data"]), self._table(columns, people, ""))]
        groups: dict[str, list[Person]] = {}
        for person in people:
            groups.setdefault(_bare(person.village) or self.r.choice(VILLAGES), []).append(person)
        return [(village, self._table(columns, group, village)) for village, group in groups.items()]

    def _table(self, columns: list[Column], people: list[Person], village: str) -> Rows:
        r, width = self.r, len(columns)
        blank: list[object] = [""] * width
        rows: Rows = []
        if village or r.random() < 0.8:
            area = f"DESA {village.upper()} KECAMATAN AWAYAN" if village else "KECAMATAN AWAYAN KABUPATEN BALANGAN"
            rows += [["DAFTAR PENERIMA BANTUAN SOSIAL TAHUN 2026", *blank[1:]], [area, *blank[1:]]]
            rows += [blank] * r.randrange(3)
        head = self._heads(columns)
        rows += head
        if r.random() < 0.3:
            rows.append(self._count_row(width))
        for number, person in enumerate(people, start=1):
            rows.append([column.cell(person) if column.cell else number for column in columns])
            if r.random() < 0.02:
                rows.append(blank)
            if r.random() < 0.02:
                rows += head
        return rows + self._foot(width, len(people))

    def _count_row(self, width: int) -> list[object]:
        """The row under the head that numbers the columns, as offices write it."""
        kind = self.r.randrange(5)
        if kind == 0:
            return [f"({place + 1})" for place in range(width)]
        if kind == 1:
            return [chr(ord("a") + place) for place in range(width)]
        if kind == 2:
            return [*(str(place + 1) for place in range(width - 1)), f"{width}={width - 2}+{width - 1}"]
        return [self.r.choice([str, int])(place + 1) for place in range(width)]

    def _heads(self, columns: list[Column]) -> Rows:
        """One row, or two with a merged cell above, which reads as its first cell filled and the others empty."""
        if not any(column.upper for column in columns):
            return [[column.head for column in columns]]
        upper: list[object] = []
        for place, column in enumerate(columns):
            merged = place > 0 and column.upper and columns[place - 1].upper == column.upper
            upper.append("" if merged else column.upper or column.head)
        return [upper, [column.head if column.upper else "" for column in columns]]

    def _foot(self, width: int, count: int) -> Rows:
        r = self.r
        blank: list[object] = [""] * width
        rest = blank[3:]
        foot: Rows = [blank] if r.random() < 0.5 else []
        if r.random() < 0.6:
            foot.append(["", r.choice(["JUMLAH", "Total", f"TOTAL {count}", "Jumlah Penerima"]), str(count), *rest])
        if r.random() < 0.5:
            foot += [
                blank, ["", "Mengetahui,", "Awayan, 20 Januari 2026", *rest], ["", "Camat Awayan", "Kepala Desa", *rest],
                blank, ["", "H. Fulan bin Anu, S.Sos", "Anu Fulani", *rest], ["", "NIP. 197001012000031001", "", *rest],
            ]  # fmt: skip
        if self.kind != "csv" and r.random() < 0.2:
            foot += [["###", *blank[1:]], ["", "SISA CATATAN", "6311031501809999", *rest]]
        return foot


def _place_and_date(person: Person) -> object:
    cell = person.birth_cell
    if cell == "":
        return person.place
    return f"{person.place}, {cell.strftime('%d-%m-%Y') if isinstance(cell, date) else cell}"


def _bare(village: str) -> str:
    plain = (
        village.replace("DS.", "")
        .replace("Desa", "")
        .replace("(AWAYAN)", "")
        .replace("Kec. Awayan", "")
        .replace("2004 -", "")
    )
    words = " ".join(plain.split()).casefold()
    return next((name for name in VILLAGES if name.casefold() == words), "")


# --- files --------------------------------------------------------------------------------------------------------


def make(folder: Path, seed: int, kind: str, *, count: int = 60) -> tuple[Path, Truth]:
    """Write one list of `kind` (xlsx, xls, ods, csv) and return its path and the truth."""
    maker = Maker(seed, kind)
    sheets = maker.sheets(count)
    path = folder / f"penerima_{seed}.{kind}"
    path.write_bytes({"xlsx": to_xlsx, "xls": to_xls, "ods": to_ods, "csv": to_csv}[kind](sheets, maker.r))
    return path, maker.truth


def to_xlsx(sheets: list[tuple[str, Rows]], _r: random.Random) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(y, x, cell, day)
                elif isinstance(cell, int | float):
                    sheet.write_number(y, x, cell)
                elif cell:
                    sheet.write_string(y, x, cell)
    book.close()
    return out.getvalue()


def to_xls(sheets: list[tuple[str, Rows]], _r: random.Random) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write(y, x, cell, day)
                elif cell not in ("", None):
                    sheet.write(y, x, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def to_ods(sheets: list[tuple[str, Rows]], _r: random.Random) -> bytes:
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets:
        sheet = odf_table.Table(name=name)
        for row in rows:
            line = odf_table.TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
    out = BytesIO()
    book.write(out)
    return out.getvalue()


def _ods_cell(cell: object) -> odf_table.TableCell:
    if isinstance(cell, date):
        made = odf_table.TableCell(valuetype="date", datevalue=cell.isoformat())
        made.addElement(P(text=cell.strftime("%d/%m/%Y")))
    elif isinstance(cell, int | float):
        made = odf_table.TableCell(valuetype="float", value=repr(cell))
        made.addElement(P(text=str(cell)))
    elif cell:
        made = odf_table.TableCell(valuetype="string")
        made.addElement(P(text=str(cell)))
    else:
        made = odf_table.TableCell()
    return made


def to_csv(sheets: list[tuple[str, Rows]], r: random.Random) -> bytes:
    """One table below the other, as saving sheet after sheet and joining the files gives it."""
    out = StringIO()
    mark = r.choice([",", ";", "\t", "|"])
    if r.random() < 0.2:
        out.write(f"sep={mark}\r\n")
    writer = csv.writer(out, delimiter=mark)
    for _, rows in sheets:
        writer.writerows(rows)
    return out.getvalue().encode(r.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))

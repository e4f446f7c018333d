"""Lists of invented people in which some stand several times, others only look alike: to train and to measure with.

Names, villages and numbers are made up; NIKs and family cards end in serials of 9001 and above. What goes wrong in a copy
is what goes wrong in offices: other spellings, titles, word order, slips of the hand, round birth dates, blanks.
"""

# ruff: noqa: SIM905 -- pools of words read best as words

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

HEADS = (
    "id", "nama", "nik", "no_kk", "tempat_lahir", "tgl_lahir", "jk", "alamat", "rt", "rw", "desa", "kecamatan",
)  # fmt: skip
THIS_YEAR = 2026
ELDERLY = 58
ADULT = 20

MEN = """ADI AGUS AHMAD ALFIAN ALI ALIANSYAH AMAT AMIR ANANG ANDI ANSYARI ANWAR ARDI ARDIANSYAH ARIFIN ARSYAD ASMUNI
ASPIANI AZIS BADARUDDIN BAHRANI BAHRIANSYAH BAHRUDIN BASRI BASUNI BUDI BURHANUDDIN BUSTANI DARMAN DARMAWI DARSONO DEDI
DWI EDI EKO FADLI FAHRIANSYAH FAISAL FARID FATHURRAHMAN FAUZAN FERDI GAZALI GUNAWAN HAIRUDDIN HALIDI HAMDAN HAMID HAMSANI
HARDI HARIYADI HARUN HASAN HASBULLAH HENDRA HERMAN HERMANSYAH HIDAYATULLAH IBRAHIM IDRIS ILHAM ILYAS IMRAN INDRA IRFAN
ISKANDAR ISMAIL JAINUDDIN JAMALUDDIN JAMHURI JOKO JUHRI JUNAIDI KARDI KASRANI KHAIRUL KURDI LUKMAN MAHLAN MAHMUD MAHYUDIN
MARJUKI MARSUDI MARWAN MASDAR MASHUDI MASRUDIN MISRAN MUKHTAR MULYADI MURSALIN MUSLIM MUSTAFA NASRULLAH NAZARUDDIN
NORMANSYAH NORSEHAT NURDIN PARDI PARJO PONIMAN RADIANSYAH RAHMADI RAMLI RASYID RIDUAN RIFANI RIZAL ROFIK RUSDIANSYAH
RUSLI RUSTAM SABIRIN SABRANI SADERI SAIDI SAIPUL SALMANI SAMSURI SANUSI SARBINI SARWANI SELAMAT SUBHAN SUDIRMAN SUGIANTO
SUHAIMI SUKARNO SULAIMAN SUMARDI SUNARTO SUPARDI SUPIANI SURYADI SUTRISNO SYAHRIAL SYAHRUL SYAHRUDIN SYAMSURI TARMIZI
TAUFIK THAMRIN UDIN UMAR UNTUNG USMAN WAHYUDIN WARSITO YADI YANTO YUSRI YUSUF ZAINUDDIN ZAINURI ZULKIFLI""".split()
WOMEN = """AGUSTINA AISAH AISYAH ALUH AMINAH ANA ANI ANISAH ARBAIYAH ARBAINAH ARDIANA ASIAH ASMAH ASMAWATI ASNAH AYU
BAHRIAH BARIAH DAHLIA DARIAH DARNAH DAYAH DESI DEWI DIANA ELIANA ELLY ERLINA ERNAWATI ERNI FARIDAH FATIMAH FATMAWATI
FITRI GALUH HABIBAH HADIJAH HAFIZAH HAIRIAH HALIDAH HALIMAH HAMIDAH HAPSAH HARTINI HASNAH HAYATI HELDA HERAWATI HERNI
INDAH IRAWATI ISNAWATI JAINAB JAMIAH JANNATUL JARIAH JUBAIDAH JUHAIRIAH JULAIHA JUMAIDAH JUMIATI KAMALIAH KAMSIAH
KARTINI KASMAWATI KHAIRIAH KURNIAH LAILATUL LATIFAH LINDA LISDA MAHMUDAH MAHRITA MAISARAH MARDIANA MARFUAH MARIANA
MARIATUL MARIYAM MARLINA MARSINAH MARYATI MASLIANI MASNAH MASRIAH MASTURAH MAULIDA MAWADDAH MEGAWATI MINAH MISNAH MUNAWARAH
MURNI MURSIDAH MUSLIMAH NAFISAH NANA NOORHAYATI NORHALIMAH NORHAYATI NORLIANI NORSIAH NURAINI NURHASANAH NURSEHA
PARIDAH PATMAH PAULINA RABIAH RAHIMAH RAHMAH RAHMIATI RAIHANAH RASIDAH RATNA RATNAWATI RINA RISNAWATI ROHANI ROSDIANA
ROSITA RUKAYAH RUKMINI RUSDIANA RUSMIATI RUSNANI SABRIAH SAFIAH SALAMAH SALBIAH SALHAH SALMAH SAMSIAH SANIAH SANTI SARIFAH
SARIPAH SARTIKA SATRIAH SAUDAH SITI SOFIA SRI SUDARMI SUHARTI SULASTRI SUMARNI SUMIATI SUNARTI SUPARTI SURIANI SURYATI
SUSILAWATI SUTINAH SYARIFAH SYAMSIAH TITIN TRI TUTI UMI UMMI WAHDAH WARDAH WATI WINARTI YANTI YULIANTI YULIATI ZAITUN
ZAKIAH ZULAIHA""".split()
SECOND = """ADAWIYAH ALFARISI AMALIA ANGGRAINI ANSHARI ARIANI ARSYAD ASTUTI AULIA AZHARI AZIZAH BAHTIAR BASRI EFENDI
FADILLAH FAUZI FAUZIAH FEBRIANTI FIRDAUS FITRIANI GUNAWAN HADI HAKIM HALIM HANDAYANI HARIYANTO HASANAH HERAWATI HIDAYAH
HIDAYAT HUDA IKHSAN INDRIANI ISMAWATI JANNAH KHASANAH KUSUMA LESTARI MAHARANI MAHENDRA MAULANA MAULIDA MULIA MUSLIMIN
NASUTION NINGSIH NOOR NUGROHO PERMATA PRASETYO PRATAMA PUSPITA PUTRA PUTRI RAHAYU RAHMAN RAHMAWATI RAMADHAN RAMADHANI
RAZAK RIDHA RIYADI ROSYID SAFITRI SALIM SANTOSO SAPUTRA SARI SETIAWAN SURYANI SUSANTI SYAHPUTRA SYARIF UTAMI WAHYUNI
WAHYUDI WIBOWO WIDODO WIJAYA WULANDARI YANI YUSUF ZULFA""".split()
PLACES = """AMUNTAI BANJARBARU BANJARMASIN BARABAI BIRAYANG HALONG JUAI KANDANGAN KELUA LAMPIHONG MARABAHAN MARTAPURA
PARINGIN PELAIHARI RANTAU TANJUNG TAPIN TABALONG BANTUL BLITAR JEMBER KEDIRI LUMAJANG MADIUN NGAWI""".split()
STREETS = """ANTASARI BANUA LIMA BATU PIRING DAHLIA GERILYA HAPAKAT KAMBOJA KENANGA MANUNGGAL MASJID MELATI MERDEKA
PASAR PELITA PEMUDA PENDIDIKAN PERINTIS PUSAKA SEPAKAT SIMPANG TIGA TRANS VETERAN""".split()
KINDS_OF_STREET = (("JL. ", "JALAN ", "JLN "), ("GG. ", "GANG "), ("DS. ", "DESA "), ("DUSUN ", "DSN. "))
VILLAGE_FIRST = """BATU GUNUNG HARUS JUNGKAL KUSAMBI LAJAR LOK MATANG MUARA PANGGUNG PAMURUS PELAJAU SUNGAI TABING
TELAGA TIMBUN TEBING UREN WANGKILI""".split()
VILLAGE_SECOND = """ATAS BARU BATU HILIR HULU INDAH JAYA LAMA MERAH MULYA PANJANG PASAR RAYA SARI SEBERANG TENGAH
TIMUR UTARA""".split()
# One sound, several spellings: left and right are written for each other.
SPELLINGS = (
    ("F", "P"), ("V", "F"), ("Y", "J"), ("IY", "I"), ("IA", "IYA"), ("OO", "O"), ("NOR", "NUR"), ("NOOR", "NUR"), ("SY", "S"), ("KH", "H"),
    ("H", "CH"), ("Z", "J"), ("DD", "D"), ("TT", "T"), ("MM", "M"), ("LL", "L"), ("NN", "N"), ("U", "OE"), ("I", "Y"), ("DH", "D"), ("TH", "T"),
    ("SH", "S"), ("Q", "K"), ("AI", "AE"), ("UA", "UWA"), ("AH", "A"), ("AH", "AT"), ("K", "Q"), ("D", "T"),
)  # fmt: skip
MUHAMMAD = ("M.", "MUH.", "MOHD.", "MUHAMMAD", "MUHAMAD", "MOHAMMAD", "MHD.")
SITI = ("SITI", "ST.", "SITTI")
ABDUL = ("ABDUL", "ABD.", "ABDOEL")
LATE = ("ALM.", "ALMH.")
SHORT = {
    "MUHAMMAD": "AMAT",
    "SYAMSUDIN": "UDIN",
    "FATIMAH": "IMAH",
    "HALIMAH": "IMAH",
    "ZAINUDDIN": "UDIN",
    "SULAIMAN": "LEMAN",
    "IBRAHIM": "IBRA",
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How a list is made and kept: shares between 0 and 1 unless said otherwise."""

    villages: int = 23
    names: float = 0.6
    """Share of the name pools in use: fewer names, more namesakes."""
    second_name: float = 0.62
    copied: float = 0.14
    """Share of people who stand there more than once."""
    slips: float = 1.0
    """Multiplies every rate of error in a copy."""
    blanks: float = 1.0
    """Multiplies every rate of blanks."""
    twins: float = 0.04
    namesakes: float = 0.02
    heirs: float = 0.03
    """Households in which a child bears the name of a parent."""
    elders_on_july_first: float = 0.75
    moved: float = 0.01
    renewed: float = 0.1
    """Copies whose NIK was given anew: the serial differs."""


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person as the registry would have them."""

    titles: tuple[str, ...]
    words: tuple[str, ...]
    nik: str
    kk: str
    place: str
    birth: tuple[int, int, int]
    sex: str
    street: tuple[int, str]
    rt: int
    rw: int
    village: str

    def row(self) -> dict[str, str]:
        """Return the person as a row of a list, without an id."""
        year, month, day = self.birth
        address = KINDS_OF_STREET[self.street[0]][0] + self.street[1]
        return {
            "nama": " ".join((*self.titles, *self.words)), "nik": self.nik, "no_kk": self.kk, "tempat_lahir": self.place,
            "tgl_lahir": f"{day:02d}-{month:02d}-{year}", "jk": self.sex, "alamat": address, "rt": str(self.rt),
            "rw": str(self.rw), "desa": self.village, "kecamatan": "CONTOH",
        }  # fmt: skip


@dataclass
class Maker:
    """Makes people of one list from one source of chance."""

    chance: random.Random
    habits: Habits
    men: list[str] = field(default_factory=list)
    women: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        share = self.habits.names
        self.men, self.women, self.second = (
            self.chance.sample(pool, max(8, int(len(pool) * share))) for pool in (MEN, WOMEN, SECOND)
        )
        both = [f"{a.title()} {b.title()}" for a in VILLAGE_FIRST for b in VILLAGE_SECOND]
        wanted = self.habits.villages
        rounds = range(1, wanted // len(both) + 2)
        self.villages = [f"{name} {number}" if number > 1 else name for number in rounds for name in both][:wanted]

    def happens(self, share: float) -> bool:
        """Say whether something of this share happens now."""
        return self.chance.random() < share

    def name(self, sex: str) -> tuple[str, ...]:
        """Return the words of a name."""
        words = [self.chance.choice(self.men if sex == "L" else self.women)]
        if self.happens(0.18):
            words.insert(
                0, self.chance.choice((*MUHAMMAD[:1] * 4, "MUHAMMAD", "AHMAD", "ABDUL")) if sex == "L" else "SITI"
            )
        if self.happens(self.habits.second_name):
            words.append(self.chance.choice(self.second))
            if self.happens(0.12):
                words.append(self.chance.choice(self.second))
        return tuple(words)

    def birth(self, age: int) -> tuple[int, int, int]:
        """Return a birth date; many elders have 1 July."""
        year = THIS_YEAR - age
        if age >= ELDERLY and self.happens(self.habits.elders_on_july_first):
            return year, 7, 1
        return year, self.chance.randint(1, 12), self.chance.randint(1, 28)

    def nik(self, birth: tuple[int, int, int], sex: str) -> str:
        """Return an invented NIK."""
        district = "999901" if self.happens(0.8) else f"9999{self.chance.randint(2, 20):02d}"
        return f"{district}{_born(birth, sex)}{self._serial()}"

    def _serial(self) -> str:
        return str(9001 + min(int(self.chance.expovariate(1 / 30)), 998))

    def household(self) -> list[Person]:
        """Make the people of one family card."""
        chance, habits = self.chance, self.habits
        kk = f"999901{chance.randint(1, 28):02d}{chance.randint(1, 12):02d}{chance.randint(6, 25):02d}{chance.randint(9001, 9999)}"
        home = {
            "kk": kk, "street": (chance.randrange(4), chance.choice(STREETS)), "rt": chance.randint(1, 12),
            "rw": chance.randint(1, 5), "village": chance.choice(self.villages),
        }  # fmt: skip
        family = [self.person(chance.randint(ADULT, 85), chance.choice("LP"), home)]
        others = min(int(chance.expovariate(1 / 2.2)), 7)
        family.extend(self.person(chance.randint(0, 85), chance.choice("LP"), home) for _ in range(others))
        if self.happens(habits.heirs * 2) and len(family) > 1:
            family[-1] = replace(family[-1], words=family[0].words, sex=family[0].sex)
            family[-1] = replace(family[-1], nik=self.nik(family[-1].birth, family[0].sex))
        if self.happens(habits.twins):
            family.append(self.twin_of(family[-1]))
        return family

    def person(self, age: int, sex: str, home: dict[str, object]) -> Person:
        """Make one member of a household."""
        birth = self.birth(age)
        titles = (("H.",) if sex == "L" else ("HJ.",)) if age > ADULT and self.happens(0.2) else ()
        return Person(
            titles=titles,
            words=self.name(sex),
            nik=self.nik(birth, sex),
            place=self.chance.choice(PLACES),
            birth=birth,
            sex=sex,
            **home,
        )  # type: ignore[arg-type]

    def twin_of(self, person: Person) -> Person:
        """Make a brother or sister of the same day, often with a name alike."""
        sex = person.sex if self.happens(0.85) else ("P" if person.sex == "L" else "L")
        words = self.name(sex)
        if sex == person.sex and self.happens(0.55):
            first, *rest = person.words
            other = self.chance.choice([word for word in self.second if word not in rest])
            words = (first, other) if self.happens(0.6) else (first, *rest, other) if not rest else (first,)
        serial = int(person.nik[12:]) + self.chance.choice((1, 1, 1, 2, 3, 5))
        nik = f"{person.nik[:6]}{_born(person.birth, sex)}{serial:04d}"
        return replace(person, titles=(), words=words, sex=sex, nik=nik)

    def namesake_of(self, person: Person) -> Person:
        """Make a stranger of the same name, sometimes of the same year or village."""
        year = person.birth[0] if self.happens(0.35) else THIS_YEAR - self.chance.randint(5, 85)
        birth = self.birth(THIS_YEAR - year)
        other = self.household()[0]
        village = person.village if self.happens(0.3) else other.village
        return replace(
            other, words=person.words, sex=person.sex, birth=birth, nik=self.nik(birth, person.sex), village=village
        )


def _born(birth: tuple[int, int, int], sex: str) -> str:
    year, month, day = birth
    return f"{day + (40 if sex == 'P' else 0):02d}{month:02d}{year % 100:02d}"


def people(maker: Maker, count: int) -> Iterator[Person]:
    """Yield about `count` different people."""
    made = 0
    while made < count:
        family = maker.household()
        if maker.happens(maker.habits.namesakes * len(family)):
            family.append(maker.namesake_of(maker.chance.choice(family)))
        yield from family
        made += len(family)


def invent(count: int, seed: int, habits: Habits | None = None) -> tuple[list[dict[str, str]], list[tuple[int, int]]]:
    """Return about `count` rows under `HEADS` and the pairs of ids that are one person, smaller id first."""
    from tools.spoiled_people import Spoiler  # noqa: PLC0415 -- the two files know each other

    habits = habits or Habits()
    maker = Maker(random.Random(seed), habits)  # noqa: S311 -- invented people, no secret
    spoiler = Spoiler(maker)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, person in enumerate(people(maker, int(count / (1 + habits.copied * 1.2)))):
        rows.append((number, spoiler.listed(person)))
        if maker.happens(habits.copied):
            copies = 1 if maker.happens(0.8) else 2
            rows.extend((number, spoiler.copied(person)) for _ in range(copies))
    maker.chance.shuffle(rows)
    return _numbered(rows)


def _numbered(rows: list[tuple[int, dict[str, str]]]) -> tuple[list[dict[str, str]], list[tuple[int, int]]]:
    standing: dict[int, list[int]] = {}
    listed = []
    for position, (number, row) in enumerate(rows):
        listed.append({"id": str(position), **row})
        standing.setdefault(number, []).append(position)
    pairs = [(a, b) for places in standing.values() for at, a in enumerate(places) for b in places[at + 1 :]]
    return listed, sorted(pairs)


def any_habits(chance: random.Random, *, villages: Callable[[random.Random], int] | None = None) -> Habits:
    """Return the habits of some office: what a model must not be tuned to."""
    return Habits(
        villages=villages(chance) if villages else chance.choice((8, 15, 23, 23, 40, 80)),
        names=chance.uniform(0.3, 1.0),
        second_name=chance.uniform(0.35, 0.9),
        copied=chance.uniform(0.06, 0.2),
        slips=chance.uniform(0.5, 1.25),
        blanks=chance.uniform(0.4, 1.3),
        twins=chance.uniform(0.02, 0.12),
        namesakes=chance.uniform(0.01, 0.05),
        heirs=chance.uniform(0.01, 0.05),
        elders_on_july_first=chance.uniform(0.4, 0.95),
        moved=chance.uniform(0.0, 0.02),
        renewed=chance.uniform(0.05, 0.15),
    )

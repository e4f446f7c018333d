"""Invented people and households for made-up cards; every serial is 9001 or above."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from balakas.regions.queries import packaged


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


WOMEN = words(
    "SITI AISYAH|SITI FATIMAH|NORHAYATI|RUSMINI|HJ. MASLIAH|MARIANI|SALASIAH|RABIATUL ADAWIYAH|NURUL HUDA|MASRIAH|YULIANA|"
    "SRI WAHYUNI|RAHMAH|ASIAH|KHADIJAH|NOR AINAH|LATIFAH|MARDIANA|ERNAWATI|RUSDIANA|JUMIATI|WULANDARI|ST. ZUBAIDAH|"
    "NURJANNAH|MAIMUNAH|HALIMATUS SADIAH|FITRIANI|DIANA|MELATI|KARTIKA SARI|INTAN PERMATA|MISRAWATI|SAPIAH|ROSITA|"
    "LAILATUL QOMARIAH|NI KETUT SUARTINI|THERESIA|MARIA GORETI|YANTI|ANISA|UMI KALSUM|BARLIAN|MUSLIMAH|PAULINA"
)
MEN = words(
    "AHMAD|M. YUSUF|MUHAMMAD RIDWAN|H. ABDUL GANI|SUGIANTO|SYAHRANI|JUHDI|RUSLAN|MASRANI|ABDURRAHMAN|HADI SUWITO|"
    "MUH. ARSYAD|ARDIANSYAH|SAIPUL ANWAR|SUPIAN SURI|BAHRUDIN|KASPUL ANWAR|I WAYAN SUDIRA|ANTUNG|GT. RUSMADI|AKHMAD FAUZI|"
    "ZAINAL ABIDIN|MISRAN|UTUH|DARMAWAN|YOHANES|PITER|AMAT|TAUFIK HIDAYAT|FERI IRAWAN|ILHAM|JAINUDIN|NOORDIN|RAMLI|"
    "ABD. HAMID|SUHARTONO|WAHYU NUGROHO|EDY|SARKANI|IBERAMSYAH|MAHLAN|TARMIJI|HERMANSYAH|RIDUAN|DJOKO"
)
LAST = words(
    "||||RAHMAN|SAPUTRA|WIJAYA|HIDAYATULLAH|NOOR|EFENDI|LESTARI|SARI|KUSUMA|BASRI|ANSYARI|MAULIDA|PUTRI|HANDAYANI|"
    "FIRMANSYAH|SETIAWAN|ARIFIN|YANI|JAYA|PRATAMA|SALEH|IDRUS|AL BANJARI|SIREGAR|NASUTION|PRASETYO"
)
STREETS = words(
    "JL. A. YANI KM {n}|JL. PENDIDIKAN|JL. MERATUS|JL. PASAR BARU|GG. KELUARGA|JL. H. HASAN BASRI NO. {n}|DS. {village}|"
    "DUSUN {n}|JL. RAYA {village}|JL. VETERAN|KOMP. GRIYA ASRI BLOK {n}|JL. TRANS KALIMANTAN|JL. SIMPANG EMPAT|DS. {village}|"
    "JL. MERDEKA|PERUM MEKAR SARI|JL. SEI KARIAS|LINGKUNGAN {n}"
)
JOBS = words(
    "PETANI/PEKEBUN|BURUH TANI/PERKEBUNAN|BELUM/TIDAK BEKERJA|MENGURUS RUMAH TANGGA|PELAJAR/MAHASISWA|KARYAWAN SWASTA|"
    "WIRASWASTA|BURUH HARIAN LEPAS|PEDAGANG|GURU|PENSIUNAN|NELAYAN/PERIKANAN|TUKANG KAYU|SOPIR|PERANGKAT DESA|"
    "PEGAWAI NEGERI SIPIL (PNS)|TUKANG BATU|ASISTEN RUMAH TANGGA"
)
RELIGIONS = ("ISLAM",) * 8 + ("KRISTEN", "KATOLIK", "HINDU", "BUDDHA", "KEPERCAYAAN TERHADAP TUHAN YME")
MARITAL = ("KAWIN",) * 5 + ("BELUM KAWIN", "BELUM KAWIN", "CERAI HIDUP", "CERAI MATI")
# Half the cards come from the office's own district, the rest from anywhere it might get a stranger's card from.
DISTRICTS = ("63.11.03",) * 6 + ("63.11.01", "63.08.05", "63.09.01", "35.78.10", "12.71.02", "73.71.03", "53.01.16")
PLACES = words(
    "BALANGAN|BARABAI|AMUNTAI|PARINGIN|HULU SUNGAI UTARA|HULU SUNGAI TENGAH|BANJARMASIN|TANJUNG|KANDANGAN|SURABAYA|AWAYAN"
)


@dataclass(frozen=True, slots=True)
class Person:
    """What a KTP prints."""

    nik: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    address: str
    rt_rw: str
    village: str
    district: str
    regency: str
    province: str
    religion: str
    marital: str
    job: str
    blood: str

    def truth(self) -> dict[str, str]:
        """Return the fields as `cards read` should print them."""
        keys = (
            "nik",
            "name",
            "birth_place",
            "sex",
            "address",
            "rt_rw",
            "village",
            "district",
            "religion",
            "marital",
            "job",
        )
        return {key: getattr(self, key) for key in keys} | {"birth_date": self.birth_date.isoformat()}


@dataclass(frozen=True, slots=True)
class Household:
    """What a KK prints."""

    kk: str
    members: list[Person] = field(default_factory=list)

    def truth(self) -> dict[str, object]:
        """Return the fields as `cards read` should print them."""
        members = [{"nik": one.nik, "name": one.name} for one in self.members]
        return {"kk": self.kk, "head": self.members[0].name, "members": members}


def chance(seed: object) -> random.Random:
    """Return the same throws of the dice for the same seed."""
    return random.Random(str(seed))  # noqa: S311 -- cards to read, no secret


def person(throw: random.Random, *, district: str = "", sex: str = "", years: tuple[int, int] = (17, 85)) -> Person:
    """Return a made-up person of a district (any of `DISTRICTS` by default)."""
    code = district or throw.choice(DISTRICTS)
    province, regency, place = (found.name for found in packaged.path_of(code))
    village = throw.choice(packaged.villages_of_district(code))
    spelled = throw.choice((village.name, *village.aliases[:1])).upper()
    sex = sex or throw.choice("LP")
    born = date(2026, 3, 1) - timedelta(days=throw.randint(years[0] * 365, years[1] * 365))
    name = f"{throw.choice(WOMEN if sex == 'P' else MEN)} {throw.choice(LAST)}".strip()
    street = throw.choice(STREETS).format(n=throw.randint(1, 30), village=spelled)
    first = code if throw.random() < 0.85 else "63.11.01"
    return Person(
        nik=number(first, born, sex, throw.randint(9001, 9499)),
        name=name,
        birth_place=throw.choice((*PLACES, place.upper(), spelled)),
        birth_date=born,
        sex=sex,
        address=street,
        rt_rw=f"{throw.randint(1, 12):03d}/{throw.randint(1, 6):03d}",
        village=spelled,
        district=place.upper(),
        regency=regency.upper(),
        province=province.upper(),
        religion=throw.choice(RELIGIONS),
        marital=throw.choice(MARITAL),
        job=throw.choice(JOBS),
        blood=throw.choice(("A", "B", "AB", "O", "-")),
    )


def number(district: str, born: date, sex: str, serial: int) -> str:
    """Return a NIK: district, day (40 more for women), month, year, serial."""
    day = born.day + (40 if sex == "P" else 0)
    return f"{district.replace('.', '')}{day:02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"


def household(throw: random.Random, *, size: int = 0) -> Household:
    """Return a made-up household of 1 to 8 people in one district."""
    district = throw.choice(DISTRICTS)
    count = size or throw.choice((1, 2, 3, 4, 4, 5, 6, 8))
    members = [person(throw, district=district, sex=throw.choice("LLLP"))]
    members += [person(throw, district=district, years=(0, 60)) for _ in range(count - 1)]
    issued = date(2026, 1, 1) - timedelta(days=throw.randint(100, 6000))
    return Household(number(district, issued, "L", throw.randint(9001, 9999)), members)

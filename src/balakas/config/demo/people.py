"""Invented citizens: real village codes, impossible serials (9001 and above), names nobody was asked for."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

_MALE = (
    "Ahmad",
    "Muhammad",
    "Abdul",
    "Syahrudin",
    "Hamdani",
    "Rusdi",
    "Aspiani",
    "Jumadi",
    "Masrani",
    "Zainuddin",
    "Ramli",
    "Yusran",
    "Idris",
    "Bahrudin",
    "Saipul",
    "Hairani",
)
_FEMALE = (
    "Siti",
    "Nor",
    "Rusmini",
    "Masniah",
    "Halimah",
    "Jamilah",
    "Aisyah",
    "Mariatul",
    "Norhayati",
    "Rahmah",
    "Salmiah",
    "Hasnah",
    "Fatimah",
    "Arbayah",
    "Misbah",
    "Kamariah",
)
_SECOND = (
    "Rahman",
    "Anwar",
    "Hasan",
    "Yusuf",
    "Noor",
    "Fauzi",
    "Ilmi",
    "Sani",
    "Effendi",
    "Karim",
    "Basri",
    "Arifin",
    "Hidayat",
    "Jannah",
    "Laila",
    "Zahra",
)
_PLACES = ("Awayan", "Paringin", "Balangan", "Amuntai", "Barabai", "Halong")
_FIRST_SERIAL = 9001
_OLDEST = date(1936, 1, 1)
_YOUNGEST = date(2000, 12, 31)
_WOMAN = 40  # added to the day of birth in a woman's NIK


@dataclass(frozen=True, slots=True)
class Citizen:
    """One invented person; `nik` is "" for somebody not registered yet."""

    name: str
    nik: str
    kk: str
    birth_place: str
    birth_date: date
    sex: str
    address: str
    rt: str
    rw: str
    village_code: str
    village: str


def citizens(villages: Sequence[tuple[str, str]], count: int, *, seed: int, without_nik: int = 0) -> list[Citizen]:
    """Return `count` invented people spread over `villages` (code, name); the last `without_nik` have no NIK yet."""
    made = islice(_stream(villages, seed), count)
    return [person if number < count - without_nik else _unregistered(person) for number, person in enumerate(made)]


def _unregistered(person: Citizen) -> Citizen:
    return replace(person, nik="", kk="")


def _stream(villages: Sequence[tuple[str, str]], seed: int) -> Iterator[Citizen]:
    chance = random.Random(seed)  # noqa: S311 -- invented people, no secret
    serial = _FIRST_SERIAL + seed % 500
    used: set[str] = set()
    while True:
        for code, village in villages:
            serial = serial + 1 if serial < 9998 else _FIRST_SERIAL  # noqa: PLR2004 -- four digits
            person = _citizen(chance, code, village, serial)
            if person.nik not in used:
                used.add(person.nik)
                yield person


def _citizen(chance: random.Random, code: str, village: str, serial: int) -> Citizen:
    sex = chance.choice("LP")
    born = _OLDEST + timedelta(days=chance.randrange((_YOUNGEST - _OLDEST).days))
    if chance.random() < 0.25:  # noqa: PLR2004 -- most elders were registered on 1 July
        born = date(chance.randrange(1938, 1956), 7, 1)
    day = born.day + (_WOMAN if sex == "P" else 0)
    prefix = "631103"
    issued = date(2012, 1, 1) + timedelta(days=chance.randrange(4000))
    first = chance.choice(_MALE if sex == "L" else _FEMALE)
    return Citizen(
        name=f"{first} {chance.choice(_SECOND)}",
        nik=f"{prefix}{day:02d}{born:%m%y}{serial:04d}",
        kk=f"{prefix}{issued:%d%m%y}{serial:04d}",
        birth_place=chance.choice(_PLACES),
        birth_date=born,
        sex=sex,
        address=f"Jl. {chance.choice(('Masjid', 'Sungai', 'Pasar', 'Kebun', 'Sawah'))} No. {chance.randrange(1, 60)}",
        rt=f"{chance.randrange(1, 6):03d}",
        rw=f"{chance.randrange(1, 3):03d}",
        village_code=code,
        village=village,
    )

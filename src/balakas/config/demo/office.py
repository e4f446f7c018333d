"""Kecamatan Awayan with one account per position. All people are invented."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from balakas.common.actors import SYSTEM, Actor
from balakas.papers.actions import books
from balakas.papers.rules.numbers import BookKind, BookMode
from balakas.staff import queries as staff
from balakas.staff.actions import offices, people
from balakas.staff.models import Office, User
from balakas.staff.rules import Acting, OfficeFacts, PersonFacts, PositionKind, Term

PASSWORD = "balakas-contoh"  # noqa: S105 -- the demo's, printed on its screen
CODE = "63.11.03"
FIRST_DAY = date(2025, 1, 2)
VILLAGES = (
    ("63.11.03.2007", "Awayan"),
    ("63.11.03.2008", "Pudak"),
    ("63.11.03.2004", "Bihara"),
    ("63.11.03.2012", "Pulantan"),
)


@dataclass(frozen=True, slots=True)
class Hired:
    """One account of the demo."""

    username: str
    label: str
    facts: PersonFacts
    position: PositionKind
    acting: Acting = Acting.NONE
    title: str = ""
    village: str = ""


PEOPLE = (
    Hired(
        "camat", "Plt. Camat",
        PersonFacts("Rahmadi Anwar", back_title="S.Sos., M.AP.", nip="197504122000031001", rank="Pembina", grade="IV/a"),
        PositionKind.CAMAT, Acting.PLT,
    ),
    Hired(
        "sekretaris", "Sekretaris Kecamatan",
        PersonFacts("Norlaila Hasanah", back_title="S.E.", nip="198002052005012002", rank="Penata Tingkat I", grade="III/d"),
        PositionKind.SEKRETARIS, title="Sekretaris Kecamatan Awayan",
    ),
    Hired(
        "kasi", "Kasi PMDK",
        PersonFacts("Syahrudin Noor", back_title="S.IP.", nip="198309172009031003", rank="Penata", grade="III/c"),
        PositionKind.KASI_PMDK, title="Kepala Seksi Pemberdayaan Masyarakat Desa dan Kelurahan",
    ),
    Hired("tksk", "TKSK", PersonFacts("Fitriani Zahra"), PositionKind.TKSK),
    Hired(
        "pengelola", "Pengelola surat",
        PersonFacts("Aulia Rahman", nip="199201102019031004", rank="Pengatur", grade="II/c"), PositionKind.CLERK,
    ),
    Hired("desa.awayan", "Kesra Desa Awayan", PersonFacts("Hamdani Yusuf"), PositionKind.VILLAGE_OFFICER, village="63.11.03.2007"),
    Hired("desa.pudak", "Kesra Desa Pudak", PersonFacts("Mariani Saleh"), PositionKind.VILLAGE_OFFICER, village="63.11.03.2008"),
    Hired("admin", "Administrator", PersonFacts("Rizky Maulana"), PositionKind.ADMINISTRATOR),
    Hired("inspektur", "Inspektur", PersonFacts("Zulkifli Basri", back_title="S.H."), PositionKind.INSPECTOR),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """The office and its people by user name."""

    office: Office
    users: dict[str, User]

    @property
    def id(self) -> UUID:
        """The office's id."""
        return self.office.id

    def by(self, username: str) -> Actor:
        """Return one of its people as an actor."""
        return staff.actor_of(self.users[username], where="demo")


def make(*, at: datetime) -> DemoOffice:
    """Make the office, its villages, its people and its number books."""
    office = offices.create_district(region_code=CODE, by=SYSTEM, at=at)
    facts = OfficeFacts(
        name="Kecamatan Awayan", regency_name="Kabupaten Balangan", province_name="Kalimantan Selatan", place="Awayan",
        address="Jalan Raya Awayan", postal_code="71664", unit_code="Kec-Awy",
        dpo_contact="Sekretaris Kecamatan Awayan (contoh)",
    )  # fmt: skip
    office = offices.edit_office(office_id=office.id, tenant_id=office.id, facts=facts, by=SYSTEM, at=at)
    places = dict(staff.villages_of(office.id).values_list("region_code", "id"))
    users = {hired.username: _hire(office, places, hired, at) for hired in PEOPLE}
    _books(office, at)
    return DemoOffice(office, users)


def _hire(office: Office, places: dict[str, UUID], hired: Hired, at: datetime) -> User:
    user = people.create_person(
        office_id=office.id, username=hired.username, facts=hired.facts, password=PASSWORD, by=SYSTEM, at=at
    )
    term = Term(hired.position, FIRST_DAY, acting=hired.acting, title=hired.title)
    place = places[hired.village] if hired.village else office.id
    people.appoint(user_id=user.id, place_id=place, term=term, by=SYSTEM, at=at)
    return user


def _books(office: Office, at: datetime) -> None:
    """Let the agenda go on where the paper book stopped in mid-year."""
    books.set_book(
        office_id=office.id, kind=BookKind.AGENDA, year=at.year, mode=BookMode.OURS, pattern="{number}", start=412, by=SYSTEM,
        at=at,
    )  # fmt: skip

"""Offices, positions, rights: who may. Whether it may be done now is each room's own question."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class OfficeKind(StrEnum):
    """What an office is; the district office (kecamatan) is the tenant."""

    AGENCY = "agency"
    DISTRICT = "district"
    VILLAGE = "village"


class Right(StrEnum):
    """One thing a person may do; the sentence is `RIGHT_SENTENCES[right]`."""

    LETTERS_READ = "letters.read"
    LETTERS_REGISTER = "letters.register"
    LETTERS_DISPOSE = "letters.dispose"
    LETTERS_RECEIVE = "letters.receive"
    DISTRIBUTIONS_READ = "distributions.read"
    DISTRIBUTIONS_MANAGE = "distributions.manage"
    RECIPIENTS_READ = "recipients.read"
    RECIPIENTS_INTAKE = "recipients.intake"
    RECIPIENTS_COLLECT = "recipients.collect"
    RECIPIENTS_VERIFY = "recipients.verify"
    RECIPIENTS_REVEAL = "recipients.reveal"
    RECIPIENTS_EXPORT = "recipients.export"
    PLANNING_READ = "planning.read"
    PLANNING_MANAGE = "planning.manage"
    PAPERS_READ = "papers.read"
    PAPERS_SIGN = "papers.sign"
    PAPERS_MANAGE = "papers.manage"
    HANDOVER_READ = "handover.read"
    HANDOVER_RECORD = "handover.record"
    HANDOVER_DECIDE = "handover.decide"
    HANDOVER_STOCK = "handover.stock"
    REPORTS_READ = "reports.read"
    REPORTS_WRITE = "reports.write"
    REPORTS_COUNTERSIGN = "reports.countersign"
    SOP_READ = "sop.read"
    SOP_SIGN_OFF = "sop.sign_off"
    SOP_SETTINGS = "sop.settings"
    STAFF_MANAGE = "staff.manage"
    OFFICE_SETTINGS = "office.settings"
    AUDIT_READ = "audit.read"


RIGHT_SENTENCES: dict[Right, str] = {
    Right.LETTERS_READ: N_("Melihat surat masuk dan disposisi"),
    Right.LETTERS_REGISTER: N_("Mencatat surat masuk dan disposisi yang ditulis tangan"),
    Right.LETTERS_DISPOSE: N_("Membuat disposisi"),
    Right.LETTERS_RECEIVE: N_("Menerima dan meneruskan disposisi"),
    Right.DISTRIBUTIONS_READ: N_("Melihat penyaluran"),
    Right.DISTRIBUTIONS_MANAGE: N_("Membuka dan mengatur penyaluran"),
    Right.RECIPIENTS_READ: N_("Melihat daftar penerima dengan nomor tersamar"),
    Right.RECIPIENTS_INTAKE: N_("Memasukkan dan memperbaiki daftar penerima"),
    Right.RECIPIENTS_COLLECT: N_("Mengunggah KTP dan KK penerima"),
    Right.RECIPIENTS_VERIFY: N_("Memeriksa kelengkapan sebagai orang kedua"),
    Right.RECIPIENTS_REVEAL: N_("Membuka NIK dan nomor KK secara utuh (tercatat)"),
    Right.RECIPIENTS_EXPORT: N_("Mengunduh daftar penerima (tercatat)"),
    Right.PLANNING_READ: N_("Melihat persiapan dan jadwal"),
    Right.PLANNING_MANAGE: N_("Menyusun surat tugas, jadwal, dan undangan"),
    Right.PAPERS_READ: N_("Melihat naskah"),
    Right.PAPERS_SIGN: N_("Menandatangani naskah"),
    Right.PAPERS_MANAGE: N_("Memberi nomor, mencetak, dan mengunggah naskah yang sudah ditandatangani"),
    Right.HANDOVER_READ: N_("Melihat jalannya serah terima"),
    Right.HANDOVER_RECORD: N_("Mencatat serah terima"),
    Right.HANDOVER_DECIDE: N_("Memutus kasus dan menutup titik salur"),
    Right.HANDOVER_STOCK: N_("Mencatat barang datang dan kembali"),
    Right.REPORTS_READ: N_("Melihat laporan"),
    Right.REPORTS_WRITE: N_("Menyusun laporan kegiatan"),
    Right.REPORTS_COUNTERSIGN: N_("Mengesahkan laporan sebagai orang kedua"),
    Right.SOP_READ: N_("Melihat SOP dan waktunya"),
    Right.SOP_SIGN_OFF: N_("Menyatakan langkah SOP selesai"),
    Right.SOP_SETTINGS: N_("Mengatur SOP, jam kerja, dan hari libur"),
    Right.STAFF_MANAGE: N_("Mengelola akun dan jabatan"),
    Right.OFFICE_SETTINGS: N_("Mengatur kantor, naskah, dan cadangan data"),
    Right.AUDIT_READ: N_("Membaca catatan jejak"),
}


PHONE_STAYS = timedelta(days=30)  # how long a registered phone stays signed in
LONGEST_SIGN_IN = timedelta(hours=10)  # a working day; a cookie's age alone would be drawn out by every click
ZONES = {
    "Asia/Jakarta": N_("WIB (Waktu Indonesia Barat)"),
    "Asia/Makassar": N_("WITA (Waktu Indonesia Tengah)"),
    "Asia/Jayapura": N_("WIT (Waktu Indonesia Timur)"),
}
# Keppres 41/1987: the provinces of central and of eastern time; Papua's later provinces stay with Papua.
_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


def zone_of(region_code: str) -> str:
    """Return the time zone of a region by its province; an office may choose another."""
    province = region_code[:2]
    if province in _EASTERN:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in _CENTRAL else "Asia/Jakarta"


class PositionKind(StrEnum):
    """The positions of this procedure; each has its label, usual rights and scope in `POSITIONS`."""

    CAMAT = "camat"
    SEKRETARIS = "sekretaris"
    KASI_PMDK = "kasi_pmdk"
    TKSK = "tksk"
    CLERK = "clerk"
    VILLAGE_OFFICER = "village_officer"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"


class Acting(StrEnum):
    """How somebody holds a position: as its own, or acting (Permendagri 1/2023: Plt., Plh.)."""

    NONE = ""
    PLT = "plt"
    PLH = "plh"


# One person holds these of right; beside them others may only act.
SINGLE = frozenset({PositionKind.CAMAT, PositionKind.SEKRETARIS, PositionKind.KASI_PMDK})
ACTING_PREFIX = {Acting.NONE: "", Acting.PLT: "Plt. ", Acting.PLH: "Plh. "}

_READ = frozenset({
    Right.LETTERS_READ, Right.DISTRIBUTIONS_READ, Right.RECIPIENTS_READ, Right.PLANNING_READ, Right.PAPERS_READ,
    Right.HANDOVER_READ, Right.REPORTS_READ, Right.SOP_READ,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Position:
    """A position's screen word, its rights, and whether it sees only its own village."""

    label: str
    rights: frozenset[Right]
    village_only: bool = False


POSITIONS: dict[PositionKind, Position] = {
    PositionKind.CAMAT: Position(
        N_("Camat"),
        _READ
        | {
            Right.LETTERS_DISPOSE, Right.LETTERS_RECEIVE, Right.PAPERS_SIGN, Right.HANDOVER_DECIDE,
            Right.REPORTS_COUNTERSIGN, Right.SOP_SIGN_OFF, Right.AUDIT_READ, Right.RECIPIENTS_VERIFY,
        },
    ),
    PositionKind.SEKRETARIS: Position(
        N_("Sekretaris Kecamatan"),
        _READ
        | {
            Right.LETTERS_REGISTER, Right.LETTERS_DISPOSE, Right.LETTERS_RECEIVE, Right.PAPERS_SIGN,
            Right.PAPERS_MANAGE, Right.HANDOVER_DECIDE, Right.REPORTS_COUNTERSIGN, Right.SOP_SIGN_OFF,
            Right.AUDIT_READ, Right.RECIPIENTS_VERIFY,
        },
    ),
    PositionKind.KASI_PMDK: Position(
        N_("Kasi Pemberdayaan Masyarakat Desa dan Kelurahan"),
        _READ
        | {
            Right.LETTERS_RECEIVE, Right.DISTRIBUTIONS_MANAGE, Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT,
            Right.RECIPIENTS_VERIFY, Right.RECIPIENTS_REVEAL, Right.RECIPIENTS_EXPORT, Right.PLANNING_MANAGE,
            Right.PAPERS_MANAGE, Right.HANDOVER_RECORD, Right.HANDOVER_DECIDE, Right.HANDOVER_STOCK,
            Right.REPORTS_WRITE, Right.SOP_SIGN_OFF,
        },
    ),
    PositionKind.TKSK: Position(
        N_("Tenaga Kesejahteraan Sosial Kecamatan"),
        _READ
        | {
            Right.LETTERS_RECEIVE, Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY,
            Right.RECIPIENTS_REVEAL, Right.HANDOVER_RECORD, Right.HANDOVER_STOCK, Right.REPORTS_WRITE,
            Right.SOP_SIGN_OFF,
        },
    ),
    PositionKind.CLERK: Position(
        N_("Pengelola Surat"),
        frozenset({
            Right.LETTERS_READ, Right.LETTERS_REGISTER, Right.PAPERS_READ, Right.PAPERS_MANAGE, Right.SOP_READ,
            Right.DISTRIBUTIONS_READ,
        }),
    ),
    PositionKind.VILLAGE_OFFICER: Position(
        N_("Seksi Kesra dan Pelayanan Desa"),
        frozenset({
            Right.DISTRIBUTIONS_READ, Right.RECIPIENTS_READ, Right.RECIPIENTS_COLLECT, Right.PLANNING_READ,
            Right.HANDOVER_READ, Right.SOP_READ,
        }),
        village_only=True,
    ),
    PositionKind.ADMINISTRATOR: Position(
        N_("Administrator"),
        frozenset({
            Right.STAFF_MANAGE, Right.OFFICE_SETTINGS, Right.SOP_READ, Right.SOP_SETTINGS, Right.AUDIT_READ,
        }),
    ),
    PositionKind.INSPECTOR: Position(N_("Inspektur"), _READ | {Right.AUDIT_READ}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """One position held on a day; `village_code` is set where the position's office is a village."""

    position: PositionKind
    acting: Acting = Acting.NONE
    village_code: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the position is held on `day`, first and last day included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Officer:
    """A logged-in person as the rooms see one.

    `villages` is None for the whole district, else the codes the person may see. The rights are those of all positions
    held today; the area is the widest of them.
    """

    actor: Actor
    office_id: UUID
    user_id: UUID
    rights: frozenset[Right]
    villages: frozenset[str] | None
    positions: tuple[PositionKind, ...] = field(default=())

    def may(self, right: Right, village_code: str | None = None) -> bool:
        """Tell whether the person has the right, and for the village where one is given."""
        inside = village_code is None or self.villages is None or village_code in self.villages
        return right in self.rights and inside


class NotAllowed(BalakasError):
    """The person has no such right, or not for this village."""

    code = "not_allowed"
    message = N_("Anda tidak berwenang untuk tindakan ini: %(right)s.")


def rights_of(grants: Iterable[Grant], day: date) -> frozenset[Right]:
    """Return the rights of all positions held on `day`."""
    held = [POSITIONS[grant.position].rights for grant in grants if grant.holds_on(day)]
    return frozenset().union(*held)


def area_of(grants: Iterable[Grant], day: date) -> frozenset[str] | None:
    """Return the villages a person may see on `day`: None (all) as soon as one position is of the whole district."""
    held = [grant for grant in grants if grant.holds_on(day)]
    if any(not POSITIONS[grant.position].village_only for grant in held):
        return None
    return frozenset(grant.village_code for grant in held if grant.village_code)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What an account says of an officer; NIP, rank and grade stay empty for who has none (a TKSK)."""

    name: str
    front_title: str = ""
    back_title: str = ""
    nip: str = ""
    rank: str = ""
    grade: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What stands in an office's letterhead and settings. `zone` is a key of `ZONES`."""

    name: str
    regency_name: str = ""
    province_name: str = ""
    zone: str = "Asia/Makassar"
    place: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    unit_code: str = ""
    dpo_contact: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A position to be held at an office from a day on, to a day or until further notice."""

    position: PositionKind
    valid_from: date
    valid_to: date | None = None
    acting: Acting = Acting.NONE
    title: str = ""
    decree: str = ""


class NameMissing(BalakasError):
    """A person or office without a name."""

    code = "name_missing"
    message = N_("Nama belum diisi.")


class UsernameWrong(BalakasError):
    """The user name has other signs than the ones allowed."""

    code = "username_wrong"
    message = N_("Nama pengguna 3 sampai 60 tanda: huruf kecil, angka, titik, garis bawah, atau tanda hubung.")


class NipWrong(BalakasError):
    """An NIP has 18 digits (birth date, month of appointment, sex, serial: BKN regulation 22/2007)."""

    code = "nip_wrong"
    message = N_("NIP terdiri atas 18 angka.")


class PostalCodeWrong(BalakasError):
    """A postal code has five digits."""

    code = "postal_code_wrong"
    message = N_("Kode pos terdiri atas 5 angka.")


class ZoneUnknown(BalakasError):
    """Not one of Indonesia's three zones."""

    code = "zone_unknown"
    message = N_("Pilih zona waktu WIB, WITA, atau WIT.")


class TermReversed(BalakasError):
    """The last day stands before the first."""

    code = "term_reversed"
    message = N_("Hari terakhir mendahului hari pertama.")


class PositionElsewhere(BalakasError):
    """The position does not belong to an office of this kind."""

    code = "position_elsewhere"
    message = N_("Jabatan ini tidak ada di kantor itu. Seksi Kesra ada di desa, jabatan lain di kecamatan.")


def check_person(facts: PersonFacts) -> None:
    """Raise `NameMissing` or `NipWrong`."""
    if not facts.name.strip():
        raise NameMissing
    if facts.nip and not (facts.nip.isascii() and facts.nip.isdigit() and len(facts.nip) == 18):  # noqa: PLR2004
        raise NipWrong


def check_username(username: str) -> None:
    """Raise `UsernameWrong`."""
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._-]){2,59}", username):
        raise UsernameWrong


def check_office(facts: OfficeFacts) -> None:
    """Raise `NameMissing`, `PostalCodeWrong` or `ZoneUnknown`."""
    if not facts.name.strip():
        raise NameMissing
    if facts.postal_code and not re.fullmatch(r"[0-9]{5}", facts.postal_code):
        raise PostalCodeWrong
    if facts.zone not in ZONES:
        raise ZoneUnknown


def check_term(term: Term, office_kind: str) -> None:
    """Raise `TermReversed` or `PositionElsewhere`."""
    if term.valid_to is not None and term.valid_to < term.valid_from:
        raise TermReversed
    in_village = term.position is PositionKind.VILLAGE_OFFICER
    if office_kind != (OfficeKind.VILLAGE if in_village else OfficeKind.DISTRICT):
        raise PositionElsewhere

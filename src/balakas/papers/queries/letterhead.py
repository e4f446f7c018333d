"""The office as its papers print it, and its officials as signers."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from balakas.papers.rules.sheets.shared import Kop, Signer, grouped_nip
from balakas.staff import queries as staff
from balakas.staff.models import Appointment, Office
from balakas.staff.rules import ACTING_PREFIX, POSITIONS, Acting, PositionKind
from balakas.vault import queries as vault

LOGO = "logo"


def kop_of(office: Office) -> Kop:
    """Return the office's letterhead; `logo` stands in it where the office has uploaded its coat of arms."""
    where = ", ".join(
        part for part in (office.address, office.postal_code and f"Kode Pos {office.postal_code}") if part
    )
    ways = (office.phone and f"Telepon {office.phone}", office.email and f"pos-el {office.email}", office.website)
    kop: Kop = {
        "government": f"Pemerintah {office.regency_name}" if office.regency_name else "Pemerintah Kabupaten",
        "office": office.name,
        "address": where,
        "contact": ", ".join(way for way in ways if way),
    }
    if office.logo_file_id:
        kop["logo"] = LOGO
    return kop


def logo_of(office: Office) -> dict[str, bytes]:
    """Return the office's coat of arms under the name the letterhead gives it, or nothing."""
    return {LOGO: vault.file_bytes(office.logo_file_id)} if office.logo_file_id else {}


def place_of(office: Office) -> str:
    """Return where the office dates its papers: its place, else its name without the word for its kind."""
    return office.place or office.name.removeprefix("Kecamatan ").strip()


def signer_of(appointment: Appointment) -> Signer:
    """Return an official as printed: `Plt. CAMAT AWAYAN`, name with titles, rank and NIP where there are any."""
    user = appointment.user
    rank = " ".join(part for part in (user.rank, user.grade and f"({user.grade})") if part)
    return {
        "position": _position(appointment),
        "name": user.full_name,
        "rank": rank,
        "nip": grouped_nip(user.nip),
    }


def head_of(office_id: UUID, day: date) -> Appointment | None:
    """Return who heads the office on `day`: the Camat, else whoever acts as one, the latest appointed first."""
    held = list(staff.holders(office_id, PositionKind.CAMAT, day))
    held.sort(key=lambda row: (row.acting != "", -row.valid_from.toordinal()))
    return held[0] if held else None


def appointment_of(user_id: UUID, office_id: UUID, day: date) -> Appointment | None:
    """Return the position in which a person signs on `day`: the one held, not acting, before an acting one."""
    held = [row for row in staff.appointments_on(office_id, day) if row.user_id == user_id]
    held.sort(key=lambda row: (row.position != PositionKind.CAMAT, row.acting != ""))
    return held[0] if held else None


def _position(appointment: Appointment) -> str:
    prefix = ACTING_PREFIX[Acting(appointment.acting)]
    if appointment.title:
        return f"{prefix}{appointment.title}"
    if appointment.position == PositionKind.CAMAT:
        return f"{prefix}CAMAT {place_of(appointment.office).upper()}"
    return f"{prefix}{gettext(POSITIONS[PositionKind(appointment.position)].label)}"

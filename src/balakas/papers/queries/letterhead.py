"""The office as its papers print it, and its officials as signers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from balakas.papers.rules.sheets.shared import Kop, Signer, grouped_nip
from balakas.staff import queries as staff
from balakas.staff.rules import ACTING_PREFIX, POSITIONS, Acting, PositionKind
from balakas.vault import queries as vault

LOGO = "logo"


@dataclass(frozen=True, slots=True)
class Head:
    """Who signs, as printed, and whose account that is."""

    signer: Signer
    user_id: UUID


def kop_of(office_id: UUID) -> Kop:
    """Return the office's letterhead; `logo` stands in it where the office has uploaded its coat of arms."""
    office = staff.office_of(office_id)
    where = (office.address, office.postal_code and f"Kode Pos {office.postal_code}")
    ways = (office.phone and f"Telepon {office.phone}", office.email and f"pos-el {office.email}", office.website)
    kop: Kop = {
        "government": f"Pemerintah {office.regency_name}",
        "office": office.name,
        "address": ", ".join(part for part in where if part),
        "contact": ", ".join(way for way in ways if way),
    }
    if office.logo_file_id:
        kop["logo"] = LOGO
    return kop


def logo_of(office_id: UUID) -> dict[str, bytes]:
    """Return the office's coat of arms under the name the letterhead gives it, or nothing."""
    file_id = staff.office_of(office_id).logo_file_id
    return {LOGO: vault.file_bytes(file_id)} if file_id else {}


def place_of(office_id: UUID) -> str:
    """Return where the office dates its papers: its place, else its name without the word for its kind."""
    return _place(staff.office_of(office_id))


def head_of(office_id: UUID, day: date) -> Head | None:
    """Return who heads the office on `day`: the Camat, else whoever acts as one, the latest appointed first."""
    held = list(staff.holders(office_id, PositionKind.CAMAT, day))
    held.sort(key=lambda row: (row.acting != "", -row.valid_from.toordinal()))
    return Head(_printed(held[0]), held[0].user_id) if held else None


def signer_of(user_id: UUID, office_id: UUID, day: date) -> Signer | None:
    """Return a person as a signer on `day`, in the own position before an acting one; None without any position."""
    held = [row for row in staff.appointments_on(office_id, day) if row.user_id == user_id]
    held.sort(key=lambda row: (row.position != PositionKind.CAMAT, row.acting != ""))
    return _printed(held[0]) if held else None


def _printed(appointment: Any) -> Signer:
    """Return `Plt. CAMAT AWAYAN`, the name with titles, rank and NIP where there are any."""
    user = appointment.user
    return {
        "position": _position(appointment),
        "name": user.full_name,
        "rank": " ".join(part for part in (user.rank, user.grade and f"({user.grade})") if part),
        "nip": grouped_nip(user.nip),
    }


def _position(appointment: Any) -> str:
    prefix = ACTING_PREFIX[Acting(appointment.acting)]
    if appointment.title:
        return f"{prefix}{appointment.title}"
    if appointment.position == PositionKind.CAMAT:
        return f"{prefix}CAMAT {_place(appointment.office).upper()}"
    return f"{prefix}{POSITIONS[PositionKind(appointment.position)].label}"


def _place(office: Any) -> str:
    return str(office.place or office.name.removeprefix("Kecamatan ").strip())

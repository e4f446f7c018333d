"""The record of acts as an inspector reads it: filtered by what is harmless in an address, never by a name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from balakas.audit import queries as audit_queries
from balakas.common.messages import N_

ROOMS = {
    "letters": N_("Surat masuk"), "distributions": N_("Penyaluran"), "recipients": N_("Penerima"),
    "planning": N_("Persiapan"), "handover": N_("Serah terima"), "reporting": N_("Laporan"), "papers": N_("Naskah"),
    "sop": N_("SOP"), "staff": N_("Akun"), "vault": N_("Penyandian"), "regions": N_("Wilayah"), "desk": N_("Meja kerja"),
    "audit": N_("Catatan jejak"),
}  # fmt: skip
ACTORS = {"staff": N_("Petugas"), "device": N_("Perangkat"), "system": N_("Sistem"), "public": N_("Umum")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader filters by; empty means everything. Days are in the office's zone, both included."""

    room: str = ""
    actor_kind: str = ""
    first: date | None = None
    last: date | None = None


def entries(office_id: UUID, wanted: Wanted, zone: str) -> QuerySet[Any]:
    """Return the office's entries that fit, newest first."""
    rows: QuerySet[Any] = audit_queries.entries_of(office_id)
    if wanted.room in ROOMS:
        rows = rows.filter(act__startswith=f"{wanted.room}.")
    if wanted.actor_kind in ACTORS:
        rows = rows.filter(actor_kind=wanted.actor_kind)
    if wanted.first:
        rows = rows.filter(recorded_at__gte=_midnight(wanted.first, zone))
    if wanted.last:
        rows = rows.filter(recorded_at__lt=_midnight(wanted.last + timedelta(days=1), zone))
    return rows


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))

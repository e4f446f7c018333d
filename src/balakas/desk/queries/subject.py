"""The data-subject file: all that every room holds about one person, and every recorded act on it, reads included."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balakas.audit import queries as audit_queries
from balakas.common.indonesian import long_date
from balakas.distributions.rules.programme import PAPER_WORDS, amount_words
from balakas.distributions.rules.replacement import EXIT_WORDS
from balakas.handover.queries import about as handover
from balakas.handover.rules.verdicts import FAIL_WORDS
from balakas.papers.queries import letterhead, papers
from balakas.papers.rules.kinds import FACTS
from balakas.papers.rules.states import STATE_LABELS
from balakas.planning.queries import about as planning
from balakas.recipients.queries import requests, subject
from balakas.recipients.rules.erasing import ERASE_WORDS
from balakas.recipients.rules.joining import JOINING_WORDS, RESERVE_WORDS
from balakas.recipients.rules.people import RECIPIENT_WORDS
from balakas.recipients.rules.requests import KIND_WORDS, REQUEST_WORDS
from balakas.staff import queries as staff

Told = dict[str, Any]
FIELDS = {
    "name": "Nama", "nik": "NIK", "kk": "Nomor KK", "birth_place": "Tempat lahir", "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin", "address": "Alamat", "rt": "RT", "rw": "RW", "village": "Desa", "phone": "Nomor HP",
    "household_address": "Alamat keluarga", "household_members": "Anggota keluarga yang tercatat",
}  # fmt: skip
PARTS = {
    "lists": ("Daftar penerima", ("at", "distribution", "state", "basis", "ordered_by", "reason")),
    "entitlements": ("Hak dan yang diterima", ("distribution", "programme", "benefit", "period", "due", "got")),
    "hand_over": ("Serah terima", ("happened_at", "what", "distribution", "benefit", "quantity", "receipt", "reason")),
    "invitations": ("Undangan", ("issued_at", "distribution", "slot", "place", "voided_at", "void_reason")),
    "documents": ("Berkas KTP dan KK", ("uploaded_at", "kind", "purpose", "verified_at", "withdrawn_at", "kept_until")),
    "exceptions": ("Pengecualian berkas", ("at", "for", "reason", "withdrawn_at")),
    "representatives": ("Wakil", ("at", "name", "nik", "relation", "reason", "ended_at")),
    "joinings": ("Penggantian dan tambahan", ("at", "distribution", "role", "reason", "ordered_by", "state")),
    "reserve": ("Daftar cadangan", ("order", "distribution", "state", "reason")),
    "proposals": ("Perubahan daftar", ("at", "kind", "reason", "basis", "by", "decided_by")),
    "changes": ("Perubahan data", ("at", "by", "source", "values")),
    "papers": ("Naskah", ("dated", "kind", "number", "state")),
    "staged_rows": ("Baris di daftar asli", ("distribution", "file", "sheet", "row")),
    "requests": ("Permohonan", ("asked_at", "kind", "words", "state", "answer", "told_how")),
    "erasures": ("Pemusnahan", ("at", "reason", "paper")),
    "acts": ("Jejak pemrosesan, termasuk setiap pembacaan", ("at", "by", "act")),
}  # fmt: skip
HEADS = {
    "at": "Waktu", "distribution": "Penyaluran", "state": "Keadaan", "basis": "Dasar", "ordered_by": "Atas perintah",
    "reason": "Alasan", "programme": "Program", "benefit": "Bantuan", "period": "Periode", "due": "Hak", "got": "Diterima",
    "happened_at": "Waktu", "what": "Hal", "quantity": "Jumlah", "receipt": "Tanda terima", "issued_at": "Diterbitkan",
    "slot": "Waktu", "place": "Tempat", "voided_at": "Dibatalkan", "void_reason": "Alasan batal",
    "uploaded_at": "Diunggah", "kind": "Jenis", "purpose": "Tujuan", "verified_at": "Diperiksa",
    "withdrawn_at": "Ditarik", "kept_until": "Disimpan sampai", "for": "Untuk", "name": "Nama", "nik": "NIK",
    "relation": "Hubungan", "ended_at": "Berakhir", "role": "Peran", "order": "Urutan", "by": "Oleh",
    "decided_by": "Diputus oleh", "source": "Asal", "values": "Sebelum dan sesudah", "dated": "Tanggal",
    "number": "Nomor", "file": "Berkas", "sheet": "Lembar", "row": "Baris", "asked_at": "Diminta",
    "words": "Permohonan", "answer": "Jawaban", "told_how": "Disampaikan", "paper": "Naskah dasar", "act": "Tindakan",
}  # fmt: skip
WORDS: dict[str, str] = {
    **{str(code): word for words in (
        EXIT_WORDS, RECIPIENT_WORDS, JOINING_WORDS, RESERVE_WORDS, KIND_WORDS, REQUEST_WORDS, ERASE_WORDS, PAPER_WORDS,
        FAIL_WORDS, STATE_LABELS,
    ) for code, word in words.items()},
    **{str(kind): facts.label for kind, facts in FACTS.items()},
    "visit": "Serah terima", "payment": "Bantuan diterima", "picture": "Foto atau tanda tangan", "absent": "Tidak hadir",
    "refuse": "Menolak menerima", "leave": "Keluar dari daftar", "amount": "Perubahan jumlah", "edit": "Diubah di halaman",
    "list": "Daftar perbaikan", "undo": "Perbaikan diurungkan", "follows": "Masuk ke daftar", "replaced": "Digantikan",
}  # fmt: skip
"""What the codes of other rooms are called in print; the message ids are Indonesian, as the paper is."""
_CODED = frozenset({"state", "reason", "kind", "role", "source", "what", "for"})


def everything(person: Any) -> Told:
    """Return all about a person as plain values, by kind; personal, so the caller records it."""
    told = subject.everything(person)
    told["hand_over"] = [dict(one) for one in handover.about_person(person.id)]
    told["invitations"] = [dict(one) for one in planning.about_person(person.id)]
    made = papers.papers_in(subject.paper_ids(person.id)).values()
    told["papers"] = [
        *(dict(one) for one in papers.about_person(person.id)),
        *({"kind": one.kind, "number": one.number_text, "dated": str(one.dated or ""), "state": one.state}
          for one in made if one.subject_kind != "person"),
    ]  # fmt: skip
    told["acts"] = [
        {"at": one.recorded_at.isoformat(), "by": one.actor_label, "act": one.act}
        for one in audit_queries.entries_naming(person.office_id, _ids(person))
    ]
    return told


def _ids(person: Any) -> list[Any]:
    asked = [row.id for row in requests.of_person(person.id)]
    entries = [*subject.recipient_ids(person.id), *subject.joining_ids(person.id)]
    return [person.id, *entries, *subject.paper_ids(person.id), *asked]


def printed(person: Any, told: Mapping[str, Any], *, at: datetime) -> Told:
    """Return the same as the form `subject_file` prints it."""
    office = staff.office_of(person.office_id)
    zone = ZoneInfo(office.zone)
    day = at.astimezone(zone).date()
    head = letterhead.head_of(office.id, day)
    who = told["particulars"]
    return {
        "opening": f"Berikut ini semua data tentang orang di bawah ini yang disimpan {office.name} pada {long_date(day)}, beserta jejak pemrosesannya.",
        "facts": [{"name": word, "value": _text(who[name], zone) or "-"} for name, word in FIELDS.items()],
        "parts": [_part(title, names, told[key], zone) for key, (title, names) in PARTS.items()],
        "signer": head.signer if head else {"position": "", "name": ""},
        "place_date": f"{letterhead.place_of(office.id)}, {long_date(day)}",
    }  # fmt: skip


def _part(title: str, names: Iterable[str], rows: Iterable[Mapping[str, Any]], zone: ZoneInfo) -> Told:
    listed = list(names)
    filled = [{**row, **_amounts(row)} for row in rows]
    return {
        "title": title, "heads": [HEADS[name] for name in listed],
        "rows": [[_cell(name, row, zone) for name in listed] for row in filled],
    }  # fmt: skip


def _cell(name: str, row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Return one cell; hand-overs that did not happen have a day instead of a moment."""
    value = row.get(name, "")
    if name == "happened_at" and not value:
        value = row.get("day") or row.get("added_at", "")
    return WORDS.get(str(value), str(value)) if name in _CODED else _text(value, zone)


def _amounts(row: Mapping[str, Any]) -> Told:
    if "amount" not in row:
        return {}
    return {
        "due": amount_words(row["kind"], row["amount"], row["unit"]),
        "got": amount_words(row["kind"], row["given"], row["unit"]) if row["given"] else "-",
    }


def _text(value: Any, zone: ZoneInfo) -> str:
    """Return a value as print shows it; moments in the office's zone."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one['before'] or '-'} > {one['after'] or '-'}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(zone).strftime("%d-%m-%Y %H.%M") if moment.tzinfo else text

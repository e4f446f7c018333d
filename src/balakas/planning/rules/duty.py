"""The duty order (SPT): what it must hold before it gets its number, and what its form proposes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.messages import N_

TITLES = (N_("Surat Perintah Tugas"), N_("Surat Tugas"))
LEADER, MEMBER = "Ketua", "Anggota"


class OrderIncomplete(BalakasError):
    """A part that the form of the paper demands is empty (domain.md 3.3)."""

    code = "order_incomplete"
    message = N_("Surat tugas belum lengkap: %(parts)s masih kosong.")


class OrderFixed(BalakasError):
    """The order has its number: what is printed is no longer changed."""

    code = "order_fixed"
    message = N_("Surat tugas sudah bernomor, isinya tidak dapat diubah lagi. Batalkan nomornya dan buat yang baru.")


class OrderNotNumbered(BalakasError):
    """The order has no number yet."""

    code = "order_not_numbered"
    message = N_("Surat tugas belum bernomor.")


class OrderNotSigned(BalakasError):
    """The signed sheet has not come back."""

    code = "order_not_signed"
    message = N_("Surat tugas yang sudah ditandatangani belum diunggah.")


class RenewNeedsReason(BalakasError):
    """A number is not given up without a word."""

    code = "renew_needs_reason"
    message = N_("Tulis alasan mengapa surat tugas ini diganti.")


class SignerOnTeam(BalakasError):
    """Nobody sends himself."""

    code = "signer_on_team"
    message = N_("%(name)s menandatangani surat ini, jadi tidak dapat sekaligus ditugaskan di dalamnya.")


@dataclass(frozen=True, slots=True)
class Member:
    """One person on duty, as printed; a TKSK has neither rank nor NIP and those lines are left out."""

    name: str
    position: str
    rank: str = ""
    nip: str = ""
    role: str = ""
    user_id: str = ""


def lines(text: str) -> list[str]:
    """Return a text area's lines without numbers, bullets and empty ones."""
    cleaned = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
    return [line for line in cleaned if line]


def written(line: str) -> Member:
    """Read somebody written in one line: `Nama; Jabatan; Pangkat (Golongan); NIP`, the last two may be left out."""
    name, position, rank, nip = (part.strip() for part in (line.split(";") + [""] * 4)[:4])
    return Member(name=name, position=position, rank=rank, nip=nip, role=MEMBER)


def check_draft(*, numbered: bool) -> None:
    """Raise `OrderFixed` once the order has its number."""
    if numbered:
        raise OrderFixed


def check_order(
    *,
    basis: Sequence[str],
    tasks: Sequence[str],
    when: str,
    where: str,
    members: Sequence[Member],
    signer: str,
    signer_user_id: str,
) -> None:
    """Raise `OrderIncomplete` or `SignerOnTeam` unless the order may be numbered."""
    parts = {
        N_("dasar"): basis,
        N_("tugas"): tasks,
        N_("waktu"): when.strip(),
        N_("tempat"): where.strip(),
        N_("nama yang ditugaskan"): members,
        N_("penanda tangan"): signer.strip(),
    }
    empty = [name for name, value in parts.items() if not value]
    if empty:
        raise OrderIncomplete(parts=", ".join(empty))
    twice = next((member for member in members if member.user_id and member.user_id == signer_user_id), None)
    if twice:
        raise SignerOnTeam(name=twice.name)


def check_reason(reason: str) -> str:
    """Return the trimmed reason. Raises `RenewNeedsReason`."""
    if not reason.strip():
        raise RenewNeedsReason
    return reason.strip()


def proposed_basis(*, sender: str, number: str, letter_date: date | None, subject: str) -> list[str]:
    """Return the base as the letter gives it; a distribution without a letter has none to propose."""
    if not sender:
        return []
    parts = [f"Surat {sender}"]
    if number:
        parts.append(f"Nomor {number}")
    if letter_date:
        parts.append(f"tanggal {long_date(letter_date)}")
    return [" ".join(parts) + (f" tentang {subject};" if subject else ";")]


def proposed_tasks(title: str) -> list[str]:
    """Return the usual tasks; they are text and may be changed until the order is numbered."""
    return [
        f"Melaksanakan dan mendampingi penyaluran {title};",
        "Memeriksa KTP dan KK penerima serta mencatat serah terima;",
        "Mendokumentasikan kegiatan dan membuat laporan kegiatan.",
    ]

"""Who may collect for another, on what paper, and when one representative collects for too many.

Reasons and papers follow the general model of the rice programme (Bapanas 2024-2025): nearest family or a village official,
with a power of attorney; a guardian is a lasting representative and needs none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class ProxyReason(StrEnum):
    """Why the person does not come."""

    SICK = "sick"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    AWAY = "away"
    CHILD = "child"
    OTHER = "other"


REASON_WORDS: dict[ProxyReason, str] = {
    ProxyReason.SICK: N_("Sakit"),
    ProxyReason.ELDERLY: N_("Lanjut usia"),
    ProxyReason.DISABLED: N_("Penyandang disabilitas"),
    ProxyReason.AWAY: N_("Sedang di luar daerah"),
    ProxyReason.CHILD: N_("Anak di bawah umur"),
    ProxyReason.OTHER: N_("Lainnya"),
}


class Relation(StrEnum):
    """Who the representative is to the person; the codes are those of a programme's rules."""

    SAME_KK = "same_kk"
    FAMILY = "family"
    GUARDIAN = "guardian"
    RT_RW = "neighbour_head"
    VILLAGE = "village"
    OTHER = "other"


RELATION_WORDS: dict[Relation, str] = {
    Relation.SAME_KK: N_("Anggota keluarga dalam satu KK"),
    Relation.FAMILY: N_("Keluarga di luar KK"),
    Relation.GUARDIAN: N_("Wali atau pengampu"),
    Relation.RT_RW: N_("Ketua RT atau RW"),
    Relation.VILLAGE: N_("Kepala desa atau aparat desa"),
    Relation.OTHER: N_("Lainnya"),
}


LETTERS = frozenset({"power_of_attorney", "village_statement", "guardianship"})
"""Papers of a programme's rules that are a letter for this occasion, not an identity card."""


class ProxyIncomplete(BalakasError):
    """A representative without a name, reason or relation."""

    code = "proxy_incomplete"
    message = N_("Isi nama wakil, hubungannya, dan alasan diwakilkan.")


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who collects for the person. `name`, `nik` and `note` are personal and reach the ledger sealed only."""

    name: str
    relation: Relation
    reason: ProxyReason
    nik: str = ""
    note: str = ""
    has_letter: bool = False
    lasting: bool = False


def check_proxy(proxy: Proxy) -> None:
    """Raise `ProxyIncomplete` unless the representative is named; "other" needs a word of its own."""
    other = proxy.relation is Relation.OTHER or proxy.reason is ProxyReason.OTHER
    if not proxy.name.strip() or (other and not proxy.note.strip()):
        raise ProxyIncomplete


def needs_letter(proxy: Proxy, papers: Collection[str] | None = None) -> bool:
    """Say whether a letter belongs to this: what the programme asks of this relation (`papers`), else all but a guardian."""
    if proxy.lasting:
        return False
    if papers is not None:
        return bool(LETTERS & set(papers))
    return proxy.relation is not Relation.GUARDIAN


def too_many(*, others: int, limit: int) -> bool:
    """Say whether this person is one more than a representative may collect for (`others` counted without this one)."""
    return limit > 0 and others + 1 > limit


class Note(StrEnum):
    """What is written beside a visit without stopping it: a person looks at it later."""

    EVIDENCE_PENDING = "evidence_pending"
    EVIDENCE_REUSED = "evidence_reused"
    ONE_FOR_MANY = "one_for_many"
    LETTER_MISSING = "letter_missing"
    LATE = "late"
    TOO_FAST = "too_fast"
    OTHER_POST = "other_post"
    DUPLICATE = "duplicate"
    GAP = "gap"
    STALE_BUNDLE = "stale_bundle"
    CLOCK_IMPLAUSIBLE = "clock_implausible"


NOTE_WORDS: dict[Note, str] = {
    Note.EVIDENCE_PENDING: N_("Bukti belum lengkap"),
    Note.EVIDENCE_REUSED: N_("Foto atau tanda tangan yang sama dipakai untuk orang lain"),
    Note.ONE_FOR_MANY: N_("Wakil ini mengambil untuk terlalu banyak orang"),
    Note.LETTER_MISSING: N_("Surat kuasa belum difoto"),
    Note.LATE: N_("Dicatat belakangan"),
    Note.TOO_FAST: N_("Terlalu cepat setelah penyerahan sebelumnya"),
    Note.OTHER_POST: N_("Dilayani di luar titik salurnya"),
    Note.DUPLICATE: N_("Dikirim lebih dari sekali"),
    Note.GAP: N_("Ada catatan sebelumnya yang belum sampai"),
    Note.STALE_BUNDLE: N_("Dicatat dengan data bawaan yang sudah lama"),
    Note.CLOCK_IMPLAUSIBLE: N_("Jam perangkat tidak wajar"),
}

"""Cases: what a person must decide, with the events side by side; a second person approves, and the answer is a new event."""

from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class CaseKind(StrEnum):
    """Why a person must look. All but `REPORTED` are opened by the ledger itself; that one by an officer who doubts a giving."""

    DOUBLE = "double"
    NOT_ENTITLED = "not_entitled"
    OUT_OF_LEASE = "out_of_lease"
    REVOKED_DEVICE = "revoked_device"
    FORK = "fork"
    ID_REUSED = "id_reused"
    STOCK_NEGATIVE = "stock_negative"
    EVIDENCE_MISMATCH = "evidence_mismatch"
    GEO_OUTLIER = "geo_outlier"
    BAD_SIGNATURE = "bad_signature"
    DROPPED = "dropped"
    REPORTED = "reported"


CASE_WORDS: dict[CaseKind, str] = {
    CaseKind.DOUBLE: N_("Satu hak diserahkan lebih dari sekali"),
    CaseKind.NOT_ENTITLED: N_("Diserahkan tanpa hak yang berlaku"),
    CaseKind.OUT_OF_LEASE: N_("Dilayani di luar bagian perangkatnya"),
    CaseKind.REVOKED_DEVICE: N_("Dikirim perangkat yang sudah dicabut"),
    CaseKind.FORK: N_("Satu urutan perangkat, dua isi"),
    CaseKind.ID_REUSED: N_("Nomor kiriman yang sama, isi berbeda"),
    CaseKind.STOCK_NEGATIVE: N_("Yang diserahkan melebihi persediaan"),
    CaseKind.EVIDENCE_MISMATCH: N_("Bukti tidak cocok"),
    CaseKind.GEO_OUTLIER: N_("Lokasi jauh dari titik salur"),
    CaseKind.BAD_SIGNATURE: N_("Tanda tangan perangkat tidak sah"),
    CaseKind.DROPPED: N_("Sudah menerima, lalu tidak ada lagi dalam daftar instansi"),
    CaseKind.REPORTED: N_("Dipersoalkan petugas"),
}


class CaseState(StrEnum):
    """`PROPOSED` waits for a second person; `ANSWERED` is one whose cause was voided meanwhile."""

    OPEN = "open"
    PROPOSED = "proposed"
    DECIDED = "decided"
    ANSWERED = "answered"


NEXT: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.PROPOSED, CaseState.ANSWERED}),
    CaseState.PROPOSED: frozenset({CaseState.OPEN, CaseState.DECIDED, CaseState.ANSWERED}),
    CaseState.DECIDED: frozenset({CaseState.OPEN}),
    CaseState.ANSWERED: frozenset({CaseState.OPEN}),
}
STATE_WORDS: dict[CaseState, str] = {
    CaseState.OPEN: N_("Belum diputus"),
    CaseState.PROPOSED: N_("Menunggu persetujuan orang kedua"),
    CaseState.DECIDED: N_("Diputus"),
    CaseState.ANSWERED: N_("Selesai karena dibatalkan"),
}
STATE_TONES: dict[CaseState, str] = {
    CaseState.OPEN: "bad",
    CaseState.PROPOSED: "warn",
    CaseState.DECIDED: "good",
    CaseState.ANSWERED: "idle",
}


class Decision(StrEnum):
    """How a case is answered. `COUNTS`: this giving counts, the others do not. `MISTAKE`: it never happened, void it."""

    COUNTS = "counts"
    RECOVER = "recover"
    MISTAKE = "mistake"
    REFER = "refer"


DECISION_WORDS: dict[Decision, str] = {
    Decision.COUNTS: N_("Penyerahan ini yang berlaku, yang lain ditagih kembali"),
    Decision.RECOVER: N_("Penyerahan ini ditagih kembali"),
    Decision.MISTAKE: N_("Salah catat, tidak pernah diserahkan"),
    Decision.REFER: N_("Diteruskan ke Inspektorat"),
}
SETS_ASIDE = frozenset({Decision.RECOVER, Decision.REFER})
OFFERED: dict[CaseKind, tuple[Decision, ...]] = {
    CaseKind.DOUBLE: (Decision.COUNTS, Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
    CaseKind.NOT_ENTITLED: (Decision.COUNTS, Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
    CaseKind.DROPPED: (Decision.COUNTS, Decision.RECOVER, Decision.REFER),
    CaseKind.ID_REUSED: (Decision.MISTAKE, Decision.REFER),
    CaseKind.OUT_OF_LEASE: (Decision.COUNTS, Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
    CaseKind.REVOKED_DEVICE: (Decision.COUNTS, Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
    CaseKind.FORK: (Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
    CaseKind.REPORTED: (Decision.COUNTS, Decision.RECOVER, Decision.MISTAKE, Decision.REFER),
}


class CaseMoved(BalakasError):
    """The case's state does not allow this any more."""

    code = "case_moved"
    message = N_("Kasus ini sudah berubah. Muat ulang halaman.")


class SamePerson(BalakasError):
    """Whoever proposed, or handed over, cannot also approve."""

    code = "same_person"
    message = N_("Harus disetujui orang lain, bukan pengusul dan bukan petugas yang menyerahkan.")


class CaseAlreadyOpen(BalakasError):
    """The giving is already being decided on: one proposal at a time."""

    code = "case_already_open"
    message = N_("Penyerahan ini sudah menjadi kasus yang belum diputus.")


class DecisionUnknown(BalakasError):
    """This kind of case is not answered like that, or the event is none of its own."""

    code = "decision_unknown"
    message = N_("Keputusan ini tidak berlaku untuk kasus tersebut.")


def check_next(now: CaseState, then: CaseState) -> None:
    """Raise `CaseMoved` where the case may not go from `now` to `then`."""
    if then not in NEXT[now]:
        raise CaseMoved


def check_decision(kind: CaseKind, decision: Decision) -> None:
    """Raise `DecisionUnknown` unless this kind of case offers the decision."""
    if decision not in OFFERED.get(kind, (Decision.REFER,)):
        raise DecisionUnknown


def check_second(*, approver: str, others: frozenset[str]) -> None:
    """Raise `SamePerson` when the approver is one of those who proposed or handed over."""
    if approver in others:
        raise SamePerson


def can_approve(*, approver: str, others: frozenset[str]) -> bool:
    """Say whether `check_second` would pass."""
    return approver not in others

"""Somebody who shall come on a running list: in another's place or by order. What it needs, whose turn it is, who decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.rules.replacement import Evidence, ExitReason, Heir, ReasonRule

JOINING_KIND = "joining"
"""What audit and papers call a proposal."""


class JoiningState(StrEnum):
    """Where a proposal stands. A second person accepts or refuses; who proposed may take it back."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NEXT: dict[JoiningState, frozenset[JoiningState]] = {
    JoiningState.PROPOSED: frozenset({JoiningState.ACCEPTED, JoiningState.REFUSED, JoiningState.WITHDRAWN}),
    JoiningState.ACCEPTED: frozenset(),
    JoiningState.REFUSED: frozenset(),
    JoiningState.WITHDRAWN: frozenset(),
}
JOINING_WORDS = {
    JoiningState.PROPOSED: N_("Menunggu keputusan orang kedua"),
    JoiningState.ACCEPTED: N_("Disetujui"),
    JoiningState.REFUSED: N_("Ditolak"),
    JoiningState.WITHDRAWN: N_("Ditarik kembali"),
}
JOINING_TONES = {
    JoiningState.PROPOSED: "warn", JoiningState.ACCEPTED: "good", JoiningState.REFUSED: "bad",
    JoiningState.WITHDRAWN: "idle",
}  # fmt: skip


class ReserveState(StrEnum):
    """Where somebody on the reserve list stands."""

    FREE = "free"
    USED = "used"
    STRUCK = "struck"


RESERVE_WORDS = {
    ReserveState.FREE: N_("Menunggu giliran"),
    ReserveState.USED: N_("Sudah menggantikan"),
    ReserveState.STRUCK: N_("Dilewati"),
}
RESERVE_TONES = {ReserveState.FREE: "accent", ReserveState.USED: "good", ReserveState.STRUCK: "idle"}


class JoiningSettled(BalakasError):
    """The proposal was decided or taken back."""

    code = "joining_settled"
    message = N_("Usulan ini sudah diputus atau ditarik kembali.")


class ReasonNotKnown(BalakasError):
    """The programmes of this distribution know no such reason."""

    code = "reason_not_known"
    message = N_("Alasan ini tidak dipakai program dalam penyaluran ini.")


class NobodyFollows(BalakasError):
    """Nobody takes the place of somebody who leaves for this reason."""

    code = "nobody_follows"
    message = N_("Menurut aturan program, penerima yang keluar karena alasan ini tidak digantikan.")


class EvidenceMissing(BalakasError):
    """A replacement rests on evidence of its programme: its number or its picture."""

    code = "evidence_missing"
    message = N_("Pilih bukti yang diakui program, lalu tulis nomornya atau lampirkan fotonya.")


class PaperMissing(BalakasError):
    """Nobody comes on a list without the one who ordered it and the paper it rests on."""

    code = "paper_missing"
    message = N_("Tulis siapa yang memerintahkan dan nomor serta tanggal surat dasarnya, atau lampirkan foto suratnya.")


class OutOfTurn(BalakasError):
    """It is somebody else's turn; that needs a reason that the second person reads."""

    code = "out_of_turn"
    message = N_("Orang ini belum gilirannya menurut aturan program. Tulis alasan melewati giliran.")


class FamilyFirst(OutOfTurn):
    """Somebody of the same card comes first."""

    code = "family_first"
    message = N_("Anggota satu KK didahulukan. Pilih salah satunya, atau tulis alasan melewati mereka.")


class ReserveFirst(OutOfTurn):
    """The first on the village's reserve list comes first."""

    code = "reserve_first"
    message = N_(
        "Sekarang giliran orang pertama di daftar cadangan desa ini. Pilih dia, atau tulis alasan melewatinya."
    )


class HeirUnfit(BalakasError):
    """Somebody who is on the list already, or who is none of those who may follow."""

    code = "heir_unfit"
    message = N_("Orang ini tidak dapat menggantikan: ia sudah ada dalam daftar penyaluran ini atau bukan yang berhak.")


class MeetsOtherAid(BalakasError):
    """Who comes, or the family, receives what a rule between programmes forbids beside this."""

    code = "meets_other_aid"
    message = N_(
        "Orang ini atau keluarganya sudah menerima bantuan lain yang menurut aturan kantor tidak boleh diterima bersama: %(what)s. Tolak, atau setujui dengan alasan."
    )


class NoPower(BalakasError):
    """A power of attorney that was not printed here."""

    code = "no_power"
    message = N_("Surat kuasa ini belum dicetak dari sini.")


class NoBenefit(BalakasError):
    """It is not said what somebody added by order receives."""

    code = "no_benefit_for_addition"
    message = N_("Pilih paling sedikit satu bantuan untuk orang ini.")


@dataclass(frozen=True, slots=True)
class Order:
    """Who ordered it and on which paper: `number` with `dated`, or a picture of it."""

    by: str
    title: str
    number: str = ""
    dated: date | None = None
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Shown:
    """The evidence of a reason: which, its number, or a picture of it."""

    kind: str
    number: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who may follow a recipient, in turn: members of the same card first, then the village's reserve in its order."""

    family: Sequence[UUID] = ()
    reserve: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who signs the papers beside the office: the head of the village, and of the neighbourhood where there is one."""

    village_head: str = ""
    neighbourhood: str = ""
    neighbourhood_head: str = ""

    def as_data(self) -> dict[str, str]:
        """Return it as the proposal's row stores it."""
        return {
            "village_head": self.village_head.strip()[:150],
            "neighbourhood": self.neighbourhood.strip()[:40],
            "neighbourhood_head": self.neighbourhood_head.strip()[:150],
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """Who shall follow: somebody known (`person_id`), on the reserve list or not; or nobody the office knows yet."""

    heir: Heir
    person_id: UUID | None = None
    relation: str = ""
    why_out_of_turn: str = field(default="")


def check_move(now: str, then: JoiningState) -> None:
    """Raise `JoiningSettled` where a proposal may not go there any more."""
    if then not in NEXT[JoiningState(now)]:
        raise JoiningSettled


def check_order(order: Order) -> None:
    """Raise `PaperMissing` unless it names who ordered it, and a paper with number and date or its picture."""
    named = bool(order.number.strip() and order.dated) or bool(order.picture)
    if not order.by.strip() or not order.title.strip() or not named:
        raise PaperMissing


def check_reason(reason: ExitReason, rules: dict[ExitReason, ReasonRule]) -> ReasonRule:
    """Return the programme's rule for a reason. Raises `ReasonNotKnown`, `NobodyFollows`."""
    if reason not in rules:
        raise ReasonNotKnown
    if not rules[reason].heirs:
        raise NobodyFollows
    return rules[reason]


def check_evidence(shown: Shown, rule: ReasonRule) -> Evidence:
    """Return the evidence. Raises `EvidenceMissing` unless the programme takes it and it is there."""
    if shown.kind not in rule.evidence or not (shown.number.strip() or shown.picture):
        raise EvidenceMissing
    return Evidence(shown.kind)


def in_turn(choice: Choice, rule: ReasonRule, turn: Turn) -> bool:
    """Say whether it is the turn of who was chosen.

    Anybody of the same card before the reserve, whether the office knows them yet or not; of the reserve its first.
    """
    if choice.heir is Heir.SAME_KK:
        return Heir.SAME_KK in rule.heirs
    if choice.heir is Heir.OTHER or Heir.RESERVE not in rule.heirs:
        return False
    if Heir.SAME_KK in rule.heirs and turn.family:
        return False
    return bool(turn.reserve) and choice.person_id == turn.reserve[0]


def check_turn(choice: Choice, rule: ReasonRule, turn: Turn) -> None:
    """Raise `FamilyFirst`, `ReserveFirst` or `OutOfTurn` unless it is their turn or a reason says why not."""
    if in_turn(choice, rule, turn) or choice.why_out_of_turn.strip():
        return
    if Heir.SAME_KK in rule.heirs and turn.family:
        raise FamilyFirst
    if Heir.RESERVE in rule.heirs and turn.reserve:
        raise ReserveFirst
    raise OutOfTurn

"""Who stands there and what is due: the verdict the page shows before anything is recorded. Shared with the phone by vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.rules.people import EntitlementState


class Verdict(StrEnum):
    """What the page says in large type."""

    DUE = "due"
    HANDED_OVER = "handed_over"
    NOT_LISTED = "not_listed"
    REPLACED = "replaced"
    OTHER_POST = "other_post"
    CANCELLED = "cancelled"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.DUE: N_("Berhak menerima"),
    Verdict.HANDED_OVER: N_("Sudah diserahkan"),
    Verdict.NOT_LISTED: N_("Tidak ada di daftar"),
    Verdict.REPLACED: N_("Sudah diganti orang lain"),
    Verdict.OTHER_POST: N_("Dilayani di titik salur lain"),
    Verdict.CANCELLED: N_("Haknya dicoret dari daftar"),
}
VERDICT_TONES: dict[Verdict, str] = {
    Verdict.DUE: "good",
    Verdict.HANDED_OVER: "bad",
    Verdict.NOT_LISTED: "bad",
    Verdict.REPLACED: "bad",
    Verdict.OTHER_POST: "warn",
    Verdict.CANCELLED: "bad",
}


def verdict(*, listed: bool, replaced: bool, own_post: bool, states: Sequence[str]) -> Verdict:
    """Return the verdict on one person at one post; `states` are those of the person's entitlements.

    Nothing open decides before the post does: who has everything already is told so at any post.
    """
    if not listed:
        return Verdict.NOT_LISTED
    if EntitlementState.OPEN in states:
        if replaced:
            return Verdict.REPLACED
        return Verdict.DUE if own_post else Verdict.OTHER_POST
    if EntitlementState.SETTLED in states:
        return Verdict.HANDED_OVER
    return Verdict.REPLACED if replaced else Verdict.CANCELLED


class FailReason(StrEnum):
    """Why nothing was given: the reasons the report counts by."""

    NOT_COME = "not_come"
    NOT_HOME = "not_home"
    MOVED = "moved"
    DIED = "died"
    SICK = "sick"
    LISTED_TWICE = "listed_twice"
    NO_IDENTITY = "no_identity"
    REFUSES = "refuses"
    OTHER = "other"


FAIL_WORDS: dict[FailReason, str] = {
    FailReason.NOT_COME: N_("Tidak datang"),
    FailReason.NOT_HOME: N_("Tidak ada di rumah"),
    FailReason.MOVED: N_("Pindah"),
    FailReason.DIED: N_("Meninggal"),
    FailReason.SICK: N_("Sakit dan tidak ada wakil"),
    FailReason.LISTED_TWICE: N_("Terdaftar dua kali"),
    FailReason.NO_IDENTITY: N_("Tidak dapat menunjukkan identitas"),
    FailReason.REFUSES: N_("Menolak menerima"),
    FailReason.OTHER: N_("Lainnya"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed over of one entitlement."""

    entitlement_id: str
    quantity: int


class NothingGiven(BalakasError):
    """A visit in which nothing changes hands is no hand-over."""

    code = "nothing_given"
    message = N_("Tidak ada yang diserahkan. Isi jumlahnya, atau catat sebagai tidak hadir atau menolak.")


class GivenTwice(BalakasError):
    """One entitlement stands twice in one visit."""

    code = "given_twice_in_visit"
    message = N_("Satu hak tercantum dua kali dalam penyerahan ini.")


def check_givings(givings: Sequence[Given]) -> None:
    """Raise `NothingGiven` or `GivenTwice`; how much is due is no reason to refuse what has happened."""
    if not givings or any(one.quantity < 1 for one in givings):
        raise NothingGiven
    if len({one.entitlement_id for one in givings}) != len(givings):
        raise GivenTwice

"""One distribution: its states, who hands out, and its allocations beside what the letter and the list say."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.rules.programme import AmountWrong

KIND = "distribution"
"""What audit and SOP call a distribution."""
STEP_PAPERS = 3


class DistributionState(StrEnum):
    """Where a distribution stands. `STOPPED` is one the agency called off; it may go on."""

    OPEN = "open"
    CLOSED = "closed"
    STOPPED = "stopped"


NEXT: dict[DistributionState, frozenset[DistributionState]] = {
    DistributionState.OPEN: frozenset({DistributionState.CLOSED, DistributionState.STOPPED}),
    DistributionState.STOPPED: frozenset({DistributionState.OPEN}),
    DistributionState.CLOSED: frozenset(),
}
STATE_WORDS = {
    DistributionState.OPEN: N_("Berjalan"),
    DistributionState.CLOSED: N_("Selesai"),
    DistributionState.STOPPED: N_("Dihentikan"),
}
STATE_TONES = {
    DistributionState.OPEN: "accent",
    DistributionState.CLOSED: "good",
    DistributionState.STOPPED: "idle",
}


class Giver(StrEnum):
    """Who hands out. With agency and post office the kecamatan accompanies."""

    KECAMATAN = "kecamatan"
    AGENCY = "agency"
    POST = "post"


GIVER_WORDS = {
    Giver.KECAMATAN: N_("Kecamatan"),
    Giver.AGENCY: N_("Dinas/instansi, kecamatan mendampingi"),
    Giver.POST: N_("Kantor pos, kecamatan mendampingi"),
}


class DistributionUnknown(BalakasError):
    """There is no such distribution or allocation."""

    code = "distribution_unknown"
    message = N_("Penyaluran ini tidak ditemukan.")


class DistributionCannot(BalakasError):
    """The distribution's state does not allow this."""

    code = "distribution_cannot"
    message = N_("Penyaluran “%(title)s” sudah ditutup atau dihentikan.")


class OpenedAlready(BalakasError):
    """A distribution was opened from the letter before."""

    code = "opened_already"
    message = N_("Dari surat ini sudah dibuka penyaluran “%(title)s”.")


class LetterNotDisposed(BalakasError):
    """A distribution is opened from a letter that nobody has disposed of, or that was cancelled."""

    code = "letter_not_disposed"
    message = N_("Surat ini belum didisposisi atau sudah dibatalkan, jadi penyaluran belum dapat dibuka.")


class NothingAllocated(BalakasError):
    """A distribution that gives nothing."""

    code = "nothing_allocated"
    message = N_("Pilih paling sedikit satu bantuan yang disalurkan.")


class AllocatedTwice(BalakasError):
    """The same benefit for the same period and instalment stands twice."""

    code = "allocated_twice"
    message = N_("Bantuan “%(benefit)s” untuk periode dan tahap yang sama tercantum dua kali.")


class BenefitForeign(BalakasError):
    """A benefit of another office, or of a programme that is no longer used."""

    code = "benefit_foreign"
    message = N_("Bantuan yang dipilih tidak ada di kantor ini atau programnya tidak dipakai lagi.")


class GiverNeedsName(BalakasError):
    """The agency or post office that hands out has no name."""

    code = "giver_needs_name"
    message = N_("Sebutkan nama dinas atau kantor pos yang menyerahkan.")


class SentenceNeeded(BalakasError):
    """A difference between letter and list is explained in a sentence."""

    code = "sentence_needed"
    message = N_("Jelaskan perbedaan surat dan daftar dengan satu kalimat.")


class DifferenceUnexplained(BalakasError):
    """Letter and list differ and nobody said why."""

    code = "difference_unexplained"
    message = N_("Jumlah di surat dan di daftar berbeda untuk “%(benefit)s”. Jelaskan dulu perbedaannya.")


@dataclass(frozen=True, slots=True)
class Share:
    """One allocation as it is entered: a benefit for a period, and what the letter announces of it.

    `amount` is what each recipient gets, in the benefit's smallest unit; `letter_total` is in the same unit.
    """

    benefit_id: UUID
    period: str
    amount: int
    instalment: int = 1
    letter_people: int | None = None
    letter_total: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A distribution's own facts as they are entered."""

    title: str
    period_label: str
    giver: Giver
    giver_name: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One allocation's letter beside the list. Amounts in the benefit's smallest unit; `None` where the letter is silent."""

    allocation_id: UUID
    benefit: str
    letter_people: int | None
    letter_total: int | None
    list_people: int
    list_total: int
    reason: str = ""

    @property
    def people_gap(self) -> int:
        """List less letter; 0 where the letter names no number."""
        return 0 if self.letter_people is None else self.list_people - self.letter_people

    @property
    def total_gap(self) -> int:
        """List less letter; 0 where the letter names no sum."""
        return 0 if self.letter_total is None else self.list_total - self.letter_total

    @property
    def differs(self) -> bool:
        """Whether number or sum differ."""
        return bool(self.people_gap or self.total_gap)

    @property
    def unexplained(self) -> bool:
        """Whether they differ and no sentence says why."""
        return self.differs and not self.reason.strip()


def check_next(now: DistributionState, then: DistributionState, title: str) -> None:
    """Raise `DistributionCannot` where a distribution may not go from `now` to `then`."""
    if then not in NEXT[now]:
        raise DistributionCannot(title=title)


def check_open(now: DistributionState, title: str) -> None:
    """Raise `DistributionCannot` unless the distribution is open."""
    if now is not DistributionState.OPEN:
        raise DistributionCannot(title=title)


def check_head(head: Head) -> None:
    """Raise `GiverNeedsName`."""
    if head.giver is not Giver.KECAMATAN and not head.giver_name.strip():
        raise GiverNeedsName


def check_share(share: Share) -> None:
    """Raise `AmountWrong`."""
    if share.amount <= 0 or share.instalment < 1:
        raise AmountWrong


def check_explained(comparisons: list[Comparison]) -> None:
    """Raise `DifferenceUnexplained` for the first difference without a sentence."""
    for one in comparisons:
        if one.unexplained:
            raise DifferenceUnexplained(benefit=one.benefit)


def letter_disagrees(share: Share) -> int:
    """Return how much the letter's sum differs from its people times the amount; 0 where it names only one of them.

    A letter may well give some people more; this is shown, never refused.
    """
    if share.letter_people is None or share.letter_total is None:
        return 0
    return share.letter_total - share.letter_people * share.amount

"""Why somebody leaves a list, what must show it, and who may come in their place: a programme's data, with defaults.

The defaults follow the general model of the rice programme (Bapanas 2024-2025): somebody of the same family card first, then
the reserve list in its order. An office sets them right for each programme.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.rules.programme import ChoiceUnknown


class ExitReason(StrEnum):
    """Why somebody leaves a list. `NOT_LISTED`: the agency's corrected list has them no more; nobody chooses that by hand."""

    DIED = "died"
    MOVED = "moved"
    DOUBLE = "double"
    NOT_FOUND = "not_found"
    REFUSES = "refuses"
    NOT_POOR = "not_poor"
    OFFICIAL = "official"
    DATA_WRONG = "data_wrong"
    NOT_LISTED = "not_listed"


EXIT_WORDS = {
    ExitReason.DIED: N_("Meninggal dunia"),
    ExitReason.MOVED: N_("Pindah domisili"),
    ExitReason.DOUBLE: N_("Tercatat lebih dari sekali"),
    ExitReason.NOT_FOUND: N_("Tidak ditemukan"),
    ExitReason.REFUSES: N_("Menolak bantuan"),
    ExitReason.NOT_POOR: N_("Tidak lagi memenuhi syarat"),
    ExitReason.OFFICIAL: N_("Pejabat, ASN, TNI, atau Polri"),
    ExitReason.DATA_WRONG: N_("Data salah"),
    ExitReason.NOT_LISTED: N_("Tidak ada lagi dalam daftar instansi"),
}
CHOSEN = tuple(one for one in ExitReason if one is not ExitReason.NOT_LISTED)
"""The reasons a person may give."""


class Evidence(StrEnum):
    """What shows that a reason is true."""

    DEATH = "death"
    MOVING = "moving"
    VILLAGE = "village"
    MINUTES = "minutes"
    REFUSAL = "refusal"
    CARD = "card"
    AGENCY = "agency"


EVIDENCE_WORDS = {
    Evidence.DEATH: N_("Akta atau surat keterangan kematian"),
    Evidence.MOVING: N_("Surat keterangan pindah"),
    Evidence.VILLAGE: N_("Surat keterangan desa"),
    Evidence.MINUTES: N_("Berita acara kunjungan petugas"),
    Evidence.REFUSAL: N_("Surat pernyataan menolak bantuan"),
    Evidence.CARD: N_("KTP atau KK"),
    Evidence.AGENCY: N_("Surat instansi"),
}


class Heir(StrEnum):
    """Who may come in somebody's place. `OTHER` is nobody's turn: it needs a reason of its own."""

    SAME_KK = "same_kk"
    RESERVE = "reserve"
    OTHER = "other"


HEIR_WORDS = {
    Heir.SAME_KK: N_("Anggota satu KK"),
    Heir.RESERVE: N_("Daftar cadangan, menurut urutan"),
    Heir.OTHER: N_("Orang lain di desa yang sama"),
}


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """One reason of a programme: any one of `evidence` shows it; `heirs` in whose turn it is, empty where nobody follows."""

    reason: ExitReason
    evidence: tuple[Evidence, ...]
    heirs: tuple[Heir, ...]


class EvidenceNeeded(BalakasError):
    """A reason that nothing can show."""

    code = "evidence_needed"
    message = N_("Setiap alasan yang dipakai memerlukan paling sedikit satu bukti.")


_BOTH = (Heir.SAME_KK, Heir.RESERVE)
_ONLY_RESERVE = (Heir.RESERVE,)
DEFAULT = (
    ReasonRule(ExitReason.DIED, (Evidence.DEATH, Evidence.VILLAGE), _BOTH),
    ReasonRule(ExitReason.MOVED, (Evidence.MOVING, Evidence.VILLAGE), _ONLY_RESERVE),
    ReasonRule(ExitReason.DOUBLE, (Evidence.CARD, Evidence.AGENCY), _ONLY_RESERVE),
    ReasonRule(ExitReason.NOT_FOUND, (Evidence.MINUTES, Evidence.VILLAGE), _ONLY_RESERVE),
    ReasonRule(ExitReason.REFUSES, (Evidence.REFUSAL, Evidence.MINUTES), _BOTH),
    ReasonRule(ExitReason.NOT_POOR, (Evidence.VILLAGE, Evidence.MINUTES), _ONLY_RESERVE),
    ReasonRule(ExitReason.OFFICIAL, (Evidence.VILLAGE, Evidence.AGENCY), _ONLY_RESERVE),
    ReasonRule(ExitReason.DATA_WRONG, (Evidence.CARD, Evidence.AGENCY), _ONLY_RESERVE),
)


def default_data() -> dict[str, dict[str, list[str]]]:
    """Return the shipped rules as a programme's row stores them."""
    return rules_data(DEFAULT)


def rules_data(rules: Iterable[ReasonRule]) -> dict[str, dict[str, list[str]]]:
    """Return rules as a programme's row stores them: `{"died": {"evidence": ["death"], "heirs": ["same_kk"]}}`."""
    return {
        str(one.reason): {"evidence": [str(code) for code in one.evidence], "heirs": [str(code) for code in one.heirs]}
        for one in rules
    }


def rules_from(data: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[ExitReason, ReasonRule]:
    """Read what `rules_data` wrote, in the order of the reasons. Raises `ChoiceUnknown`."""
    try:
        found = {
            ExitReason(reason): ReasonRule(
                ExitReason(reason),
                tuple(Evidence(code) for code in held["evidence"]),
                tuple(Heir(code) for code in held["heirs"]),
            )
            for reason, held in data.items()
        }
    except ValueError as error:
        raise ChoiceUnknown(choice=str(error).split("'")[1]) from None
    return {reason: found[reason] for reason in ExitReason if reason in found}


def check_rules(rules: Iterable[ReasonRule]) -> None:
    """Raise `EvidenceNeeded` for a reason without any evidence."""
    for one in rules:
        if not one.evidence:
            raise EvidenceNeeded


def merged(terms: Iterable[Mapping[ExitReason, ReasonRule]]) -> dict[ExitReason, ReasonRule]:
    """Return the rules of a distribution of several programmes: a reason counts where all know it, and so do its turns.

    The evidence of any of them is enough, for one event in a life is shown once.
    """
    listed = list(terms)
    found: dict[ExitReason, ReasonRule] = {}
    for reason in ExitReason:
        rules = [one[reason] for one in listed if reason in one]
        if not listed or len(rules) < len(listed):
            continue
        evidence = tuple(code for code in Evidence if any(code in rule.evidence for rule in rules))
        heirs = tuple(code for code in rules[0].heirs if all(code in rule.heirs for rule in rules))
        found[reason] = ReasonRule(reason, evidence, heirs)
    return found

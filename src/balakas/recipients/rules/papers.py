"""Whether a recipient's papers are complete: what the programme asks for, what may stand for it, what was excepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

DOCUMENT_KIND = "document"
"""What audit calls a document."""


class Completeness(StrEnum):
    """How a recipient's papers stand. `EXCEPTED`: something is missing for a reason that was written down (amber)."""

    COMPLETE = "complete"
    EXCEPTED = "excepted"
    MISSING = "missing"


COMPLETENESS_WORDS = {
    Completeness.COMPLETE: N_("Lengkap"),
    Completeness.EXCEPTED: N_("Dikecualikan"),
    Completeness.MISSING: N_("Belum lengkap"),
}
COMPLETENESS_TONES = {Completeness.COMPLETE: "good", Completeness.EXCEPTED: "warn", Completeness.MISSING: "bad"}

OF_HOUSEHOLD = frozenset({"kk"})
"""Papers that belong to a household: one photo serves all its members."""


class NoPhotoGiven(BalakasError):
    """An upload without a photo."""

    code = "no_photo_given"
    message = N_("Pilih paling sedikit satu foto.")


class PaperUnknown(BalakasError):
    """A paper that the programmes of this distribution neither ask for nor accept."""

    code = "paper_unknown"
    message = N_("Jenis berkas ini tidak diminta pada penyaluran ini.")


class UploaderVerifies(BalakasError):
    """Somebody would verify the papers he or she uploaded."""

    code = "uploader_verifies"
    message = N_(
        "Anda sendiri mengunggah sebagian berkas desa ini. Pemeriksaan dilakukan orang kedua; pilih “diperiksa sendiri” bila tidak ada orang lain, lalu mintakan pengesahan."
    )


class VillageIncomplete(BalakasError):
    """Papers are missing and nobody said why."""

    code = "village_incomplete"
    message = N_("Masih ada %(count)s penerima yang berkasnya belum lengkap tanpa alasan.")


class VillageEmpty(BalakasError):
    """There are no recipients in this village."""

    code = "village_empty"
    message = N_("Belum ada penerima di desa ini.")


class NotLookedThrough(BalakasError):
    """The verifier has not confirmed having looked through the papers."""

    code = "not_looked_through"
    message = N_("Nyatakan dulu bahwa semua berkas desa ini sudah Anda lihat.")


class AlreadyVerified(BalakasError):
    """The village was verified and nothing changed since."""

    code = "already_verified"
    message = N_("Desa ini sudah diperiksa.")


class NothingToCountersign(BalakasError):
    """Nothing waits for a second person's signature."""

    code = "nothing_to_countersign"
    message = N_("Tidak ada pemeriksaan yang menunggu pengesahan.")


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper that is asked for, and what may stand for it, by their codes."""

    code: str
    substitutes: tuple[str, ...] = ()

    def met_by(self, held: Iterable[str]) -> str:
        """Return the code of the paper that meets it, itself before its substitutes; empty when none does."""
        there = set(held)
        return next((code for code in (self.code, *self.substitutes) if code in there), "")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one recipient's papers stand: what is missing without a reason and what was excepted."""

    missing: tuple[str, ...]
    excepted: tuple[str, ...]

    @property
    def completeness(self) -> Completeness:
        """The whole in one word."""
        if self.missing:
            return Completeness.MISSING
        return Completeness.EXCEPTED if self.excepted else Completeness.COMPLETE


@dataclass(frozen=True, slots=True)
class VillageCount:
    """A village on the board. `verified`, `alone`: whether its last look-through still stands, and without a second person."""

    code: str
    name: str
    recipients: int
    complete: int
    excepted: int
    by_paper: tuple[tuple[str, int], ...]
    verified: bool = False
    alone: bool = False

    @property
    def missing(self) -> int:
        """Recipients with a paper missing for no reason."""
        return self.recipients - self.complete - self.excepted

    @property
    def done(self) -> bool:
        """Whether nothing is missing and the village was verified."""
        return self.recipients > 0 and self.missing == 0 and self.verified

    @property
    def tone(self) -> str:
        """Green when all is there and verified, amber where reasons stand for papers or a check waits, else red."""
        if self.missing:
            return "bad"
        return "good" if self.verified and not self.alone and not self.excepted else "warn"


def together(asked: Iterable[Sequence[Needed]]) -> tuple[Needed, ...]:
    """Join what several programmes ask for: each paper once, a substitute only where every one of them accepts it."""
    found: dict[str, Needed] = {}
    for papers in asked:
        for paper in papers:
            known = found.get(paper.code)
            accepted = (
                paper.substitutes
                if known is None
                else tuple(one for one in known.substitutes if one in paper.substitutes)
            )
            found[paper.code] = Needed(paper.code, accepted)
    return tuple(found.values())


def standing(needed: Iterable[Needed], held: Iterable[str], excepted: Iterable[str]) -> Standing:
    """Compare what is asked for with what is held and excepted."""
    there, let_off = set(held), set(excepted)
    open_papers = [paper.code for paper in needed if not paper.met_by(there)]
    return Standing(
        missing=tuple(code for code in open_papers if code not in let_off),
        excepted=tuple(code for code in open_papers if code in let_off),
    )


def check_verifier(verifier: UUID, uploaders: Iterable[UUID], *, alone: bool) -> bool:
    """Return whether the check needs a countersignature. Raises `UploaderVerifies` for one's own papers without `alone`."""
    own = verifier in set(uploaders)
    if own and not alone:
        raise UploaderVerifies
    return own

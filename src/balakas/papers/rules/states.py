"""The life of a paper: draft, numbered, printed, signed; or cancelled, with its number kept in the book."""

from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.papers.rules.kinds import needs_number


class PaperState(StrEnum):
    """Where a paper is in its life."""

    DRAFT = "draft"
    NUMBERED = "numbered"
    PRINTED = "printed"
    SIGNED = "signed"
    CANCELLED = "cancelled"


STATE_LABELS: dict[PaperState, str] = {
    PaperState.DRAFT: N_("Konsep"),
    PaperState.NUMBERED: N_("Bernomor"),
    PaperState.PRINTED: N_("Menunggu tanda tangan"),
    PaperState.SIGNED: N_("Ditandatangani"),
    PaperState.CANCELLED: N_("Dibatalkan"),
}
STATE_TONES: dict[PaperState, str] = {
    PaperState.DRAFT: "idle",
    PaperState.NUMBERED: "accent",
    PaperState.PRINTED: "warn",
    PaperState.SIGNED: "good",
    PaperState.CANCELLED: "bad",
}
NEXT: dict[PaperState, frozenset[PaperState]] = {
    PaperState.DRAFT: frozenset({PaperState.NUMBERED, PaperState.PRINTED, PaperState.CANCELLED}),
    PaperState.NUMBERED: frozenset({PaperState.PRINTED, PaperState.CANCELLED}),
    PaperState.PRINTED: frozenset({PaperState.SIGNED, PaperState.CANCELLED}),
    PaperState.SIGNED: frozenset(),
    PaperState.CANCELLED: frozenset(),
}


class SignedHow(StrEnum):
    """In ink (its scan or photo comes back) or electronically elsewhere (its PDF comes back)."""

    INK = "ink"
    ELECTRONIC = "electronic"


class NotNow(BalakasError):
    """The paper's state does not allow the act."""

    code = "paper_not_now"
    message = N_("Naskah ini %(state)s, jadi tindakan itu tidak dapat dilakukan lagi.")


class NumberFirst(BalakasError):
    """A paper of this kind is numbered before it is printed."""

    code = "paper_number_first"
    message = N_("Naskah ini harus diberi nomor dulu sebelum dicetak.")


class BearsNoNumber(BalakasError):
    """A paper of this kind has no number of its own."""

    code = "paper_bears_no_number"
    message = N_("Naskah jenis ini tidak memakai nomor.")


class ChangedMeanwhile(BalakasError):
    """Somebody else changed the paper after this form was opened."""

    code = "paper_changed"
    message = N_("Naskah ini baru saja diubah orang lain. Periksa isinya yang terbaru, lalu simpan lagi.")


class ElectronicIsPdf(BalakasError):
    """What was signed electronically is a PDF; a photo of it proves nothing."""

    code = "electronic_is_pdf"
    message = N_("Naskah yang ditandatangani secara elektronik harus diunggah sebagai PDF aslinya.")


def check_move(state: str, to: PaperState) -> None:
    """Raise `NotNow` unless a paper may go from `state` to `to`."""
    now = PaperState(state)
    if to not in NEXT[now]:
        raise NotNow(state=STATE_LABELS[now].lower())


def check_edit(state: str) -> None:
    """Raise `NotNow` unless the text may still be changed: only until it is numbered."""
    if PaperState(state) is not PaperState.DRAFT:
        raise NotNow(state=STATE_LABELS[PaperState(state)].lower())


def check_number(state: str, kind: str) -> None:
    """Raise `BearsNoNumber` or `NotNow`."""
    if not needs_number(kind):
        raise BearsNoNumber
    check_move(state, PaperState.NUMBERED)


def check_print(state: str, kind: str) -> None:
    """Raise `NumberFirst` or `NotNow`."""
    if needs_number(kind) and state == PaperState.DRAFT:
        raise NumberFirst
    check_move(state, PaperState.PRINTED)


def acts(state: str, kind: str) -> frozenset[str]:
    """Return what may be done now, for buttons: `edit number print sign cancel`."""
    now, numbered = PaperState(state), needs_number(kind)
    allowed = {
        "edit": now is PaperState.DRAFT,
        "number": now is PaperState.DRAFT and numbered,
        "print": PaperState.PRINTED in NEXT[now] and not (numbered and now is PaperState.DRAFT),
        "sign": PaperState.SIGNED in NEXT[now],
        "cancel": PaperState.CANCELLED in NEXT[now],
    }
    return frozenset(name for name, may in allowed.items() if may)

"""What a citizen asks about their own data, and the law's clock: 3 x 24 hours (UU 27/2022 art. 30 and 32)."""

from datetime import datetime, timedelta
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

REQUEST_KIND = "subject_request"
"""What audit calls one."""
DUE_AFTER = timedelta(hours=72)
"""Real hours from when it was asked, also over a weekend or a holiday: the law counts no office hours."""


class Kind(StrEnum):
    """What is asked: to put data right (art. 30), or to see them and what was done with them (art. 32)."""

    CORRECTION = "correction"
    ACCESS = "access"


KIND_WORDS = {Kind.CORRECTION: N_("Perbaikan data"), Kind.ACCESS: N_("Akses data dan jejak pemrosesan")}


class Channel(StrEnum):
    """How it was asked."""

    OFFICE = "office"
    VILLAGE = "village"
    LETTER = "letter"
    MESSAGE = "message"


CHANNEL_WORDS = {
    Channel.OFFICE: N_("Datang ke kantor"),
    Channel.VILLAGE: N_("Lewat desa"),
    Channel.LETTER: N_("Surat"),
    Channel.MESSAGE: N_("Telepon atau pesan"),
}


class RequestState(StrEnum):
    """Where a request stands; both answers are told to who asked."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


NEXT: dict[RequestState, frozenset[RequestState]] = {
    RequestState.OPEN: frozenset({RequestState.DONE, RequestState.REFUSED}),
    RequestState.DONE: frozenset(),
    RequestState.REFUSED: frozenset(),
}
REQUEST_WORDS = {
    RequestState.OPEN: N_("Belum dijawab"),
    RequestState.DONE: N_("Sudah dipenuhi"),
    RequestState.REFUSED: N_("Ditolak dengan alasan"),
}
REQUEST_TONES = {RequestState.OPEN: "warn", RequestState.DONE: "good", RequestState.REFUSED: "idle"}


class RequestSettled(BalakasError):
    """The request was answered."""

    code = "request_settled"
    message = N_("Permohonan ini sudah dijawab.")


class AskedLater(BalakasError):
    """A request cannot be asked after it is written down."""

    code = "asked_later"
    message = N_("Waktu permohonan tidak boleh di masa depan.")


class AnswerMissing(BalakasError):
    """An answer without what was done or why not, or without how it was told."""

    code = "answer_missing"
    message = N_("Tulis apa yang diperbaiki atau mengapa ditolak, dan bagaimana jawabannya disampaikan.")


def due_at(asked_at: datetime) -> datetime:
    """Return until when the law wants an answer."""
    return asked_at + DUE_AFTER


def check_settle(now: str, then: RequestState, *, answer: str, told_how: str) -> None:
    """Raise `RequestSettled` for one that was answered, `AnswerMissing` for an empty answer."""
    if then not in NEXT[RequestState(now)]:
        raise RequestSettled
    if not answer.strip() or not told_how.strip():
        raise AnswerMissing

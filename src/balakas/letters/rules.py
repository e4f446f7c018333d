"""An incoming letter's life, the usual instructions of a disposition, and what either may refuse."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

KIND = "letter"
"""What audit and SOP call a letter; a disposition is `DISPOSISI_KIND`."""
DISPOSISI_KIND = "disposisi"
STEP_LETTER, STEP_DISPOSITION = 1, 2
PAPER_LETTER, PAPER_DISPOSITION = "surat", "disposisi"


class Urgency(StrEnum):
    """*Sifat*, as the disposition sheet prints it (domain: Permendagri 54/2009's model)."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    SECRET = "secret"  # noqa: S105 -- a word on the sheet


URGENCY_WORDS = {
    Urgency.ORDINARY: N_("Biasa"),
    Urgency.URGENT: N_("Segera"),
    Urgency.VERY_URGENT: N_("Sangat segera"),
    Urgency.SECRET: N_("Rahasia"),
}


class LetterState(StrEnum):
    """Where a letter stands."""

    REGISTERED = "registered"
    DISPOSED = "disposed"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


NEXT: dict[LetterState, frozenset[LetterState]] = {
    LetterState.REGISTERED: frozenset({LetterState.DISPOSED, LetterState.CANCELLED}),
    LetterState.DISPOSED: frozenset({LetterState.ANSWERED, LetterState.REGISTERED}),
    LetterState.ANSWERED: frozenset({LetterState.DISPOSED}),
    LetterState.CANCELLED: frozenset(),
}
STATE_WORDS = {
    LetterState.REGISTERED: N_("Menunggu disposisi"),
    LetterState.DISPOSED: N_("Sudah didisposisi"),
    LetterState.ANSWERED: N_("Selesai ditindaklanjuti"),
    LetterState.CANCELLED: N_("Dibatalkan"),
}
STATE_TONES = {
    LetterState.REGISTERED: "warn",
    LetterState.DISPOSED: "accent",
    LetterState.ANSWERED: "good",
    LetterState.CANCELLED: "idle",
}

INSTRUCTIONS = {
    "proceed": N_("Proses lebih lanjut"),
    "advise": N_("Tanggapan dan saran"),
    "coordinate": N_("Koordinasi/konfirmasikan"),
    "prepare_data": N_("Siapkan data penerima"),
    "attend": N_("Hadiri/wakili"),
    "report": N_("Laporkan hasilnya"),
    "know": N_("Untuk diketahui"),
    "file": N_("Arsipkan"),
}
"""The usual instructions of the sheet, in its order."""


class LetterUnknown(BalakasError):
    """There is no such letter or disposition in this office."""

    code = "letter_unknown"
    message = N_("Surat atau disposisi ini tidak ditemukan.")


class LetterCannot(BalakasError):
    """The letter's state does not allow this."""

    code = "letter_cannot"
    message = N_("Surat nomor agenda %(agenda)s tidak dapat diproses lagi: keadaannya sudah berubah.")


class AlreadyDisposed(BalakasError):
    """Somebody else disposed of the letter first."""

    code = "already_disposed"
    message = N_("Surat ini sudah didisposisi oleh %(title)s. Buka suratnya untuk melihat atau menambah disposisi.")


class ChangedMeanwhile(BalakasError):
    """Somebody saved the same record after this form was opened."""

    code = "changed_meanwhile"
    message = N_(
        "Data ini baru saja diubah orang lain. Isian Anda masih ada di bawah; bandingkan dengan yang tersimpan, lalu simpan"
        " lagi."
    )


class NobodyAddressed(BalakasError):
    """A disposition goes to nobody."""

    code = "nobody_addressed"
    message = N_("Pilih paling sedikit satu orang yang dituju.")


class NothingAsked(BalakasError):
    """A disposition asks for nothing."""

    code = "nothing_asked"
    message = N_("Centang paling sedikit satu petunjuk, atau tuliskan catatan.")


class InstructionUnknown(BalakasError):
    """An instruction that is not on the sheet."""

    code = "instruction_unknown"
    message = N_("Petunjuk “%(instruction)s” tidak ada di lembar disposisi.")


class CannotReceive(BalakasError):
    """Somebody addressed holds no position that receives dispositions on that day."""

    code = "cannot_receive"
    message = N_("Salah seorang yang dituju tidak (lagi) memegang jabatan yang menerima disposisi.")


class CannotDispose(BalakasError):
    """The author of a sheet written in pen held no position that disposes on that day."""

    code = "cannot_dispose"
    message = N_("Penulis disposisi tidak memegang jabatan yang berwenang pada tanggal itu.")


class ToOneself(BalakasError):
    """Somebody sends a disposition to themselves."""

    code = "to_oneself"
    message = N_("Disposisi tidak dapat dituju kepada penulisnya sendiri.")


class NotYours(BalakasError):
    """Only who was addressed may forward or answer a disposition."""

    code = "not_yours"
    message = N_("Disposisi ini tidak ditujukan kepada Anda.")


class SheetNeeded(BalakasError):
    """A disposition written in pen comes with a photo of its sheet."""

    code = "sheet_needed"
    message = N_("Lampirkan foto lembar disposisi yang ditulis tangan.")


class DeadlinePassed(BalakasError):
    """A deadline that lies before the disposition itself."""

    code = "deadline_passed"
    message = N_("Batas waktu tidak boleh mendahului disposisinya.")


class DisposedBeforeArrival(BalakasError):
    """A disposition written before its letter came."""

    code = "disposed_before_arrival"
    message = N_("Disposisi tidak boleh mendahului waktu surat diterima.")


class DatedAfterArrival(BalakasError):
    """A letter is dated after the day it came."""

    code = "dated_after_arrival"
    message = N_("Tanggal surat tidak boleh sesudah tanggal diterima.")


class AlreadyActedOn(BalakasError):
    """A disposition that somebody has forwarded or answered is not taken back."""

    code = "already_acted_on"
    message = N_(
        "Disposisi ini sudah diteruskan atau ditindaklanjuti, jadi tidak dapat ditarik. Tambahkan disposisi baru."
    )


class LetterInUse(BalakasError):
    """A distribution was opened from the letter."""

    code = "letter_in_use"
    message = N_("Dari surat ini sudah dibuka penyaluran, jadi surat tidak dapat dibatalkan.")


class RegisteredAlready(BalakasError):
    """The same letter stands in the agenda; `agenda` is its number there."""

    code = "registered_already"
    message = N_(
        "Surat dengan nomor dan pengirim yang sama sudah tercatat dengan nomor agenda %(agenda)s. Kalau memang surat lain,"
        " centang “tetap catat”."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter says, as the register keeps it (Permendagri 47/2016's columns)."""

    sender: str
    subject: str
    letter_number: str = ""
    letter_date: date | None = None
    classification: str = ""
    urgency: Urgency = Urgency.ORDINARY
    attachments: str = ""
    archive_place: str = ""
    note: str = ""
    people_count: int | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan already taken in: the sealed original, the copy that is shown, its pages, and what was left out."""

    original_id: UUID
    shown_id: UUID
    pages: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which agenda number a letter gets: the next; one inserted `after` another, with a reason; or an external book's."""

    typed: str = ""
    after: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a disposition asks of whom. `addressees` are users' ids."""

    addressees: tuple[UUID, ...]
    instructions: tuple[str, ...] = ()
    note: str = ""
    deadline: datetime | None = None


def check_next(now: LetterState, then: LetterState, agenda: str) -> None:
    """Raise `LetterCannot` where a letter may not go from `now` to `then`."""
    if then not in NEXT[now]:
        raise LetterCannot(agenda=agenda)


def can(now: LetterState, then: LetterState) -> bool:
    """Say whether `check_next` would pass."""
    return then in NEXT[now]


def check_version(stored: int, seen: int) -> None:
    """Raise `ChangedMeanwhile` unless the form was opened on the record as it is stored."""
    if stored != seen:
        raise ChangedMeanwhile


def check_wish(wish: Wish, *, author: UUID, happened_at: datetime) -> None:
    """Raise `NobodyAddressed`, `ToOneself`, `NothingAsked`, `InstructionUnknown` or `DeadlinePassed`."""
    if not wish.addressees:
        raise NobodyAddressed
    if author in wish.addressees:
        raise ToOneself
    if not wish.instructions and not wish.note.strip():
        raise NothingAsked
    for instruction in wish.instructions:
        if instruction not in INSTRUCTIONS:
            raise InstructionUnknown(instruction=instruction)
    if wish.deadline is not None and wish.deadline < happened_at:
        raise DeadlinePassed


def check_receives(addressees: Iterable[UUID], receivers: Collection[UUID]) -> None:
    """Raise `CannotReceive` unless all addressees are among those who may receive."""
    if any(one not in receivers for one in addressees):
        raise CannotReceive


def check_after_arrival(received_at: datetime, when: datetime) -> None:
    """Raise `DisposedBeforeArrival`; forms give whole minutes, so the same minute is in order."""
    if when < received_at.replace(second=0, microsecond=0):
        raise DisposedBeforeArrival


def check_dates(letter_date: date | None, received_on: date) -> None:
    """Raise `DatedAfterArrival`."""
    if letter_date is not None and letter_date > received_on:
        raise DatedAfterArrival


def state_of(*, cancelled: bool, disposed: bool, open_answers: int) -> LetterState:
    """Derive a letter's state from the rows that stand for it."""
    if cancelled:
        return LetterState.CANCELLED
    if not disposed:
        return LetterState.REGISTERED
    return LetterState.DISPOSED if open_answers else LetterState.ANSWERED

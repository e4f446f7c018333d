"""A list on its way in: where it stands, what may be done with it, what may be done with a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

LIST_KIND = "recipient_list"
"""What audit calls a list."""


class Source(StrEnum):
    """How a list came: as a file, typed from the letter's paper attachment, or read by machine from its PDF or picture."""

    FILE = "file"
    TYPED = "typed"
    PRINTED = "printed"


class ListState(StrEnum):
    """Where a list stands.

    `READING`: its file is being read. `UNREAD`: the file could not be read as a list. `PARTLY`: its good rows were taken
    over, others still wait for a decision.
    """

    READING = "reading"
    UNREAD = "unread"
    STAGED = "staged"
    PARTLY = "partly"
    TAKEN = "taken"
    DISCARDED = "discarded"


NEXT: dict[ListState, frozenset[ListState]] = {
    ListState.READING: frozenset({ListState.STAGED, ListState.UNREAD, ListState.DISCARDED}),
    ListState.UNREAD: frozenset({ListState.DISCARDED}),
    ListState.STAGED: frozenset({ListState.PARTLY, ListState.TAKEN, ListState.DISCARDED}),
    ListState.PARTLY: frozenset({ListState.PARTLY, ListState.TAKEN, ListState.STAGED}),
    ListState.TAKEN: frozenset({ListState.PARTLY, ListState.STAGED}),
    ListState.DISCARDED: frozenset(),
}
OPEN = frozenset({ListState.STAGED, ListState.PARTLY})
"""States in which rows may be changed and taken over; undoing a take-over leads back to them."""

LIST_WORDS = {
    ListState.READING: N_("Sedang dibaca"),
    ListState.UNREAD: N_("Tidak dapat dibaca"),
    ListState.STAGED: N_("Belum diambil alih"),
    ListState.PARTLY: N_("Sebagian diambil alih"),
    ListState.TAKEN: N_("Sudah diambil alih"),
    ListState.DISCARDED: N_("Tidak dipakai"),
}
LIST_TONES = {
    ListState.READING: "accent", ListState.UNREAD: "bad", ListState.STAGED: "warn", ListState.PARTLY: "warn",
    ListState.TAKEN: "good", ListState.DISCARDED: "idle",
}  # fmt: skip


class RowState(StrEnum):
    """Where a row stands: waiting, taken over, or left out with a reason."""

    WAITING = "waiting"
    TAKEN = "taken"
    LEFT_OUT = "left_out"


class NoNik(StrEnum):
    """Why somebody is taken over without a NIK; the number 0 is never one."""

    NOT_YET = "none"
    LATER = "later"


NO_NIK_WORDS = {NoNik.NOT_YET: N_("Belum ber-NIK"), NoNik.LATER: N_("NIK menyusul, perlu diperiksa")}
NIK_FAULTS = frozenset({
    "nik_missing", "nik_kk_swapped", "nik_damaged", "nik_not_digits", "nik_length", "nik_impossible_date",
})  # fmt: skip
ACCEPTABLE = frozenset({"duplicate_nik"})
"""Errors that a person may let through with a reason; all others are put right, or the row is left out."""

AID_FORBIDDEN = "aid_forbidden"
AID = "aid"
"""An error that a rule between programmes makes, at no cell of the row: a sound number stays masked beside it; a person may override it with a reason, on the record."""

FIELD_WORDS = {
    "name": N_("Nama"),
    "nik": N_("NIK"),
    "kk": N_("Nomor KK"),
    "birth_place": N_("Tempat lahir"),
    "birth_date": N_("Tanggal lahir"),
    "sex": N_("Jenis kelamin"),
    "address": N_("Alamat"),
    "rt": N_("RT"),
    "rw": N_("RW"),
    "village": N_("Desa"),
    "district": N_("Kecamatan"),
}


class ListClosed(BalakasError):
    """The list was taken over whole or discarded."""

    code = "list_closed"
    message = N_("Daftar ini sudah selesai diambil alih atau tidak dipakai lagi, jadi tidak dapat diubah.")


class SameFileAgain(BalakasError):
    """The same bytes were brought in before for this distribution."""

    code = "same_file_again"
    message = N_("Berkas yang sama sudah pernah dimasukkan ke penyaluran ini pada %(day)s sebagai “%(file)s”.")


class NothingReady(BalakasError):
    """No row is ready to be taken over."""

    code = "nothing_ready"
    message = N_("Belum ada baris yang siap diambil alih. Perbaiki dulu baris yang bermasalah.")


class NoBenefitChosen(BalakasError):
    """It is not said what the people of a list receive."""

    code = "no_benefit_chosen"
    message = N_("Pilih paling sedikit satu bantuan untuk daftar ini.")


class RowSettled(BalakasError):
    """The row was taken over already."""

    code = "row_settled"
    message = N_("Baris ini sudah diambil alih. Ubah datanya pada halaman penerima.")


class ReasonMissing(BalakasError):
    """A decision without its reason."""

    code = "reason_missing"
    message = N_("Tulis alasannya.")


class ChangedMeanwhile(BalakasError):
    """Somebody else changed the same thing since it was shown."""

    code = "changed_meanwhile"
    message = N_(
        "Data ini baru saja diubah orang lain. Isian Anda belum disimpan; periksa isi yang terbaru, lalu simpan lagi."
    )


class NothingTaken(BalakasError):
    """There is no take-over to undo."""

    code = "nothing_taken"
    message = N_("Daftar ini belum diambil alih, jadi tidak ada yang dapat diurungkan.")


class SomethingHangs(BalakasError):
    """Something was done with what a take-over made."""

    code = "something_hangs"
    message = N_(
        "Pengambilalihan tidak dapat diurungkan: untuk orang dalam daftar ini sudah ada berkas, jadwal, undangan, atau penyerahan."
    )


class MarksMissing(BalakasError):
    """A workbook that came back has lost the column that tells its rows."""

    code = "marks_missing"
    message = N_("Kolom TANDA BARIS tidak ada di berkas ini. Pakai berkas perbaikan yang diunduh dari daftar ini.")


class ColumnTwice(BalakasError):
    """Two fields were given the same column."""

    code = "column_twice"
    message = N_("Satu kolom tidak dapat dipakai untuk %(first)s dan %(second)s sekaligus.")


class NameColumnNeeded(BalakasError):
    """A list needs a column of names."""

    code = "name_column_needed"
    message = N_("Tentukan kolom nama.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a staged row, beside correcting its cells.

    `accepted` holds the reason by problem code; `overridden_by` who set a rule between programmes aside, and when.
    """

    no_nik: NoNik | None = None
    accepted: dict[str, str] = field(default_factory=dict)
    left_out: str = ""
    overridden_by: tuple[str, ...] = ()

    def lifts(self, code: str) -> bool:
        """Say whether the decision answers the problem."""
        return code in self.accepted or (self.no_nik is not None and code in NIK_FAULTS)


def check_open(state: ListState) -> None:
    """Raise `ListClosed` unless rows may still be changed."""
    if state not in OPEN:
        raise ListClosed


def check_discard(state: ListState) -> None:
    """Raise `ListClosed` unless nothing was taken over yet."""
    if ListState.DISCARDED not in NEXT[state]:
        raise ListClosed


def check_reason(text: str) -> str:
    """Return the reason trimmed. Raises `ReasonMissing`."""
    reason = " ".join(text.split())
    if not reason:
        raise ReasonMissing
    return reason[:300]


def check_columns(places: dict[str, int], *, shared: frozenset[frozenset[str]] = frozenset()) -> None:
    """Raise `NameColumnNeeded`, or `ColumnTwice` for two fields in one column that may not share it."""
    if "name" not in places:
        raise NameColumnNeeded
    seen: dict[int, str] = {}
    for name, place in places.items():
        if place in seen and frozenset({seen[place], name}) not in shared:
            raise ColumnTwice(first=FIELD_WORDS[seen[place]], second=FIELD_WORDS[name])
        seen[place] = name


MAY_SHARE = frozenset({frozenset({"rt", "rw"}), frozenset({"birth_place", "birth_date"})})
"""Fields that one column may hold together ("RT/RW", "Tempat, tanggal lahir")."""


def state_after(waiting: int) -> ListState:
    """Return where a list stands after a take-over that leaves `waiting` rows."""
    return ListState.PARTLY if waiting else ListState.TAKEN


def seconds_left(progress: Mapping[str, Any]) -> float | None:
    """Return how long reading a list takes still, at the pace since it was begun; None while nothing is known."""
    done = int(progress.get("done", 0)) - int(progress.get("begun_at", 0))
    if done <= 0 or not progress.get("at"):
        return None
    spent = (datetime.fromisoformat(progress["at"]) - datetime.fromisoformat(progress["started"])).total_seconds()
    return spent / done * (int(progress["of"]) - int(progress["done"]))

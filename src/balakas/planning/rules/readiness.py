"""Means and equipment, the briefing, and what of activity 4 is still to do."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class ItemState(StrEnum):
    """A line of the checklist: not looked at yet, there, or missing."""

    OPEN = "open"
    PRESENT = "present"
    MISSING = "missing"


ITEM_WORDS = {
    ItemState.OPEN: N_("Belum diperiksa"),
    ItemState.PRESENT: N_("Ada"),
    ItemState.MISSING: N_("Belum ada"),
}

USUAL_ITEMS: tuple[tuple[str, str], ...] = (
    (N_("Daftar tanda terima tercetak"), N_("sesuai jumlah lembar")),
    (N_("Bantalan cap jempol dan pulpen"), N_("3 set")),
    (N_("Meja dan kursi"), N_("3 meja, 20 kursi")),
    (N_("Ponsel atau kamera untuk dokumentasi"), N_("2 buah")),
    (N_("Pengisi daya cadangan"), N_("1 buah")),
    (N_("Timbangan atau alat hitung"), N_("1 buah")),
    (N_("Pengeras suara"), N_("1 set")),
    (N_("Kendaraan pengangkut"), N_("1 unit")),
    (N_("Formulir surat kuasa kosong"), N_("20 lembar")),
    (N_("Air minum dan kotak P3K"), N_("secukupnya")),
)


class BriefingUnfinished(BalakasError):
    """Minutes without anybody present or without anything said."""

    code = "briefing_unfinished"
    message = N_("Notulen belum dapat disahkan: isi pokok pengarahan dan tandai sedikitnya dua orang yang hadir.")


class BriefingFixed(BalakasError):
    """The minutes are settled."""

    code = "briefing_fixed"
    message = N_("Notulen pengarahan sudah disahkan dan tidak dapat diubah lagi.")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing activity 4 asks for: its word, whether it is done, and what is missing to do it."""

    code: str
    label: str
    done: bool
    note: str = ""


def check_briefing(*, points: Iterable[str], present: int) -> None:
    """Raise `BriefingUnfinished` unless something was said to at least two people."""
    if not list(points) or present < 2:  # noqa: PLR2004 -- one speaks, one listens
        raise BriefingUnfinished


def mark_of(lines: Iterable[tuple[str, str, str, str]]) -> str:
    """Return a short mark of a checklist (name, quantity, state, note of each line): another text, another mark."""
    whole = "\n".join("\t".join(line) for line in lines)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def check_unsettled(*, settled: bool) -> None:
    """Raise `BriefingFixed` once the minutes are settled."""
    if settled:
        raise BriefingFixed


def tasks_left(tasks: Iterable[Task]) -> int:
    """Return how many are still to do."""
    return sum(not task.done for task in tasks)

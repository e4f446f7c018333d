"""The kinds of papers the office issues: their names, forms, and the book that numbers them."""

from dataclasses import dataclass
from enum import StrEnum

from balakas.common.messages import N_
from balakas.papers.rules.numbers import BookKind


class PaperKind(StrEnum):
    """What a paper is. The value is also the name of its form (`papers/typ/<value>.typ`)."""

    DISPOSITION = "disposition"
    AGENDA = "agenda"
    SPT = "spt"
    INVITATIONS = "invitations"
    SCHEDULE = "schedule"
    BRIEFING = "briefing"
    EQUIPMENT = "equipment"
    MISSING = "missing"
    RECEIPT_LIST = "receipt_list"
    ARRIVAL = "arrival"
    RETURNED = "returned"
    DAY_CLOSE = "day_close"
    REPLACEMENT = "replacement"
    SPTJM = "sptjm"
    POWER_OF_ATTORNEY = "power_of_attorney"
    BAST = "bast"
    REPORT = "report"
    BRIDGE = "bridge"
    SOP_SHEET = "sop_sheet"


@dataclass(frozen=True, slots=True)
class Facts:
    """A kind's name on screen, the book its number comes from (None: it bears no number), and its length.

    `long` papers may have hundreds of pages and go without accessibility tags.
    """

    label: str
    book: BookKind | None = None
    long: bool = False


FACTS: dict[PaperKind, Facts] = {
    PaperKind.DISPOSITION: Facts(N_("Lembar disposisi")),
    PaperKind.AGENDA: Facts(N_("Agenda surat masuk"), long=True),
    PaperKind.SPT: Facts(N_("Surat perintah tugas"), BookKind.SPT),
    PaperKind.INVITATIONS: Facts(N_("Undangan penerima"), BookKind.OUTGOING, long=True),
    PaperKind.SCHEDULE: Facts(N_("Jadwal penyaluran")),
    PaperKind.BRIEFING: Facts(N_("Notulen pengarahan")),
    PaperKind.EQUIPMENT: Facts(N_("Daftar periksa sarana dan prasarana")),
    PaperKind.MISSING: Facts(N_("Daftar kekurangan berkas"), long=True),
    PaperKind.RECEIPT_LIST: Facts(N_("Daftar tanda terima"), long=True),
    PaperKind.ARRIVAL: Facts(N_("Berita acara penerimaan barang"), BookKind.MINUTES),
    PaperKind.RETURNED: Facts(N_("Berita acara pengembalian sisa barang"), BookKind.MINUTES),
    PaperKind.DAY_CLOSE: Facts(N_("Berita acara penutupan hari"), BookKind.MINUTES),
    PaperKind.REPLACEMENT: Facts(N_("Berita acara penggantian penerima"), BookKind.MINUTES),
    PaperKind.SPTJM: Facts(N_("Surat pernyataan tanggung jawab mutlak")),
    PaperKind.POWER_OF_ATTORNEY: Facts(N_("Surat kuasa pengambilan bantuan")),
    PaperKind.BAST: Facts(N_("Berita acara serah terima"), BookKind.MINUTES),
    PaperKind.REPORT: Facts(N_("Laporan kegiatan"), BookKind.OUTGOING),
    PaperKind.BRIDGE: Facts(N_("Jembatan daftar penerima"), long=True),
    PaperKind.SOP_SHEET: Facts(N_("Lembar SOP")),
}


def needs_number(kind: str) -> bool:
    """Tell whether a paper of this kind bears a number of its own."""
    return FACTS[PaperKind(kind)].book is not None

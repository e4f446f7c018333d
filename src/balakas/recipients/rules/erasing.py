"""Destroying a person's data: why it may be, and on which paper it rests."""

import re
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

LONGEST_PAPER = 80
_LONGEST_NUMBER = 8  # digits in a row; a NIK has 16, a phone number at least 10, a date without signs 8


class EraseReason(StrEnum):
    """Why a person's data are destroyed (UU 27/2022 articles 8, 43 and 44): a closed list, for it stays for ever."""

    RETENTION = "retention"
    REQUEST = "request"
    NEVER_ENTITLED = "never_entitled"
    UNLAWFUL = "unlawful"


ERASE_WORDS = {
    EraseReason.RETENTION: N_("Masa simpan sudah habis"),
    EraseReason.REQUEST: N_("Diminta oleh orangnya atau walinya"),
    EraseReason.NEVER_ENTITLED: N_("Tercatat karena salah daftar"),
    EraseReason.UNLAWFUL: N_("Perintah pengadilan atau lembaga pengawas"),
}


class PaperReferenceWrong(BalakasError):
    """A reference that is none, or one that holds somebody's number."""

    code = "paper_reference_wrong"
    message = N_(
        "Tulis nomor naskah dasarnya saja, misalnya 470/12/Kec-Aw/2026. Nama, NIK, dan nomor telepon tidak boleh di sini."
    )


class AlreadyProposed(BalakasError):
    """The same is proposed and waits for a decision."""

    code = "already_proposed"
    message = N_("Usulan yang sama sudah ada dan menunggu keputusan orang kedua.")


class AlreadyErased(BalakasError):
    """There is nothing left of the person."""

    code = "already_erased"
    message = N_("Data orang ini sudah dimusnahkan.")


def check_paper(text: str) -> str:
    """Return a paper's number trimmed: it has a digit, and no number long enough to be a person's."""
    paper = " ".join(text.split())
    long_number = re.search(rf"\d{{{_LONGEST_NUMBER + 1},}}", re.sub(r"(?<=\d)[ .\-](?=\d)", "", paper))
    if not re.search(r"\d", paper) or long_number or len(paper) > LONGEST_PAPER:
        raise PaperReferenceWrong
    return paper

"""A printed list held against what is stated: by its own paper, by the letter. A difference needs a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

WORDS = {
    "numbered": N_("Menurut nomor urut di kertas ada %(stated)s orang; yang terbaca %(found)s baris."),
    "total": N_("Jumlah uang yang tercetak di kertas Rp%(stated)s; jumlah baris yang terbaca Rp%(found)s."),
    "people": N_("Menurut surat ada %(stated)s penerima; menurut daftar %(found)s."),
    "money": N_("Menurut surat jumlahnya %(stated)s; menurut daftar %(found)s."),
}


class DifferenceUnexplained(BalakasError):
    """What was read differs from what is stated, and nobody has said why."""

    code = "printed_difference"
    message = N_(
        "Yang terbaca berbeda dengan yang tertulis di kertas atau di surat. Tulis sebabnya dalam satu kalimat."
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not agree; `kind` is a key of `WORDS`."""

    kind: str
    stated: int
    found: int


def of_paper(told: Mapping[str, Any]) -> list[Difference]:
    """Return where the rows differ from the paper's own numbers and total."""
    found = []
    rows, numbered, total, added = (told.get(name) for name in ("rows", "numbered", "total", "added"))
    if numbered is not None and rows is not None and numbered != rows:
        found.append(Difference("numbered", numbered, rows))
    if total is not None and added is not None and total != added:
        found.append(Difference("total", total, added))
    return found


def of_letter(
    *, people: int | None, money: int | None, listed: int, amount: int, added: int | None
) -> list[Difference]:
    """Return where a list differs from what the letter announces for one benefit; what it does not announce differs in nothing."""
    found = []
    if people is not None and people != listed:
        found.append(Difference("people", people, listed))
    worth = listed * amount if added is None else added
    if money is not None and money != worth:
        found.append(Difference("money", money, worth))
    return found


def check_explained(differences: list[Difference], sentence: str) -> str:
    """Return the sentence trimmed. Raises `DifferenceUnexplained` where one is needed and missing."""
    text = " ".join(sentence.split())[:300]
    if differences and not text:
        raise DifferenceUnexplained
    return text

"""Things taken along for others: for whom that may be, how many one person carries for, and when it is over.

It is no hand-over: nothing is received or paid, and the stock stays the post's, until the person has it (a hand-over like
any other), it came back, or the entry was a mistake.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

RETURNED = "returned"
"""In the counter-entry's details: the carrier brought it back, nothing was recorded wrongly."""


class NobodyChosen(BalakasError):
    """Something is taken along for nobody."""

    code = "entrust_nobody"
    message = N_("Pilih paling sedikit satu penerima yang dititipkan.")


class NothingDue(BalakasError):
    """Somebody chosen has nothing due here (any more), or it is already on its way."""

    code = "entrust_nothing_due"
    message = N_("Ada penerima yang tidak lagi berhak atau sudah dititipkan. Periksa pilihannya.")


class TooManyEntrusted(BalakasError):
    """More families than one representative may collect for."""

    code = "entrust_too_many"
    message = N_("Satu orang hanya boleh mengambilkan untuk %(limit)s keluarga; pembawa ini menjadi %(count)s.")


class NotEntrusted(BalakasError):
    """Nothing of this person is on its way."""

    code = "not_entrusted"
    message = N_("Titipan ini sudah selesai atau dibatalkan.")


@dataclass(frozen=True, slots=True)
class Carried:
    """An entry that something was taken along, with what later entries say of it."""

    at: datetime
    voided: bool
    paid_at: Collection[datetime] = ()
    """When this person was given something that counts."""


def is_on_its_way(one: Carried) -> bool:
    """Say whether it has not arrived: by when things happened, not by when their records came in."""
    return not one.voided and not any(paid >= one.at for paid in one.paid_at)


def check_limit(*, others: int, chosen: int, limit: int) -> None:
    """Raise `TooManyEntrusted` where a carrier would carry for more than `limit` (0 for none set)."""
    if limit > 0 and others + chosen > limit:
        raise TooManyEntrusted(limit=limit, count=others + chosen)


def same_name(one: str) -> str:
    """Return a carrier's name as two entries of the same person have it in common."""
    return " ".join(one.upper().split())

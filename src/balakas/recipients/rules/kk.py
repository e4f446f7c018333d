"""The family card's number: area of issue, date of recording, serial. It changes in life, so nobody is known by it."""

from enum import StrEnum

from balakas.recipients.rules.cells import Cell, is_nothing
from balakas.recipients.rules.nik import LENGTH, normalise


class KkFault(StrEnum):
    """Why a cell holds no sound family card number."""

    MISSING = "kk_missing"
    LENGTH = "kk_length"


def fault_of(cell: Cell) -> KkFault | None:
    """Return what is wrong with the number; both are warnings, for a family card can be brought later."""
    if is_nothing(cell):
        return KkFault.MISSING
    kk = normalise(cell)
    sound = len(kk) == LENGTH and kk.isascii() and kk.isdigit()
    return None if sound else KkFault.LENGTH

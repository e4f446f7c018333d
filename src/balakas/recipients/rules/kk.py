"""The family card's number: area of issue, date of recording, serial. It changes in life, so nobody is known by it."""

from enum import StrEnum

from balakas.recipients.rules.cells import Cell, is_nothing
from balakas.recipients.rules.nik import LENGTH, is_number_text, normalise

_ZEROS = "0" * LENGTH


class KkFault(StrEnum):
    """Why a cell holds no sound family card number."""

    MISSING = "kk_missing"
    LENGTH = "kk_length"


def fault_of(cell: Cell) -> KkFault | None:
    """Return what is wrong with the number; both are warnings, for a family card can be brought later."""
    if type(cell) is str and is_number_text(cell) and cell != _ZEROS:
        return None
    if is_nothing(cell):
        return KkFault.MISSING
    return None if is_number_text(normalise(cell)) else KkFault.LENGTH

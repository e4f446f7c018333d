"""Places on a card held against the table of regions: blanks put right, a doubtful letter settled, a NIK's region judged."""

from collections.abc import Iterable
from dataclasses import dataclass

from balakas.recipients.rules.cards.lines import Letter, capitals
from balakas.recipients.rules.cards.words import solid

_DOUBTFUL = 0.8
_MOST_DOUBTFUL = 2


@dataclass(frozen=True, slots=True)
class Around:
    """What the table of regions knows near a card; empty where it knows nothing."""

    villages: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    regencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The district a NIK's first six digits name."""

    regency: str

    def is_named_in(self, heading: str) -> bool:
        """Say whether the card's heading names this regency; people who moved have another one in their NIK."""
        return solid(self.regency) in solid(heading)


def settled(letters: tuple[Letter, ...], listed: Iterable[str]) -> str:
    """Return the listed place that was read, as the card spells it in capitals; the text as read when there is none.

    Only blanks and letters the reader itself doubts may differ: a place the table does not know stays as printed.
    """
    read = capitals(letters)
    signs = [letter for letter in letters if letter.sign.isalnum()]
    fitting = {name.upper() for name in listed if _fits(signs, solid(name))}
    if read in fitting or len({solid(name) for name in fitting}) != 1:
        return read
    return min(fitting)


def _fits(signs: list[Letter], name: str) -> bool:
    if len(signs) != len(name):
        return False
    off = [letter for letter, sign in zip(signs, name, strict=True) if letter.sign.upper() != sign]
    return len(off) <= _MOST_DOUBTFUL and all(letter.likely < _DOUBTFUL for letter in off)

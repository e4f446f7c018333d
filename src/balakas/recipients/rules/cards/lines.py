"""Lines of text as the reader hands them over, and how far two texts are apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

_BLANK = " "
_DOUBTED = 0.5
_WORD_GAP = 1.3  # in heights: parts of one value stand closer than this
_FIRST_GAP = 2.5
_STAMPED = ("DESA",)  # what a village office's stamp says across a copy
_ALIKE = (0.65, 1.5)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as read: how likely it is, where its middle stands along the line (0 to 1)."""

    sign: str
    likely: float
    at: float = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; x and y are its middle, x along the text and y down the page, straightened, in pixels."""

    letters: tuple[Letter, ...]
    x: float
    y: float
    length: float
    height: float

    @property
    def text(self) -> str:
        """Return the letters as text."""
        return text_of(self.letters)

    @property
    def left(self) -> float:
        """Return where the line begins."""
        return self.x - self.length / 2

    @property
    def right(self) -> float:
        """Return where the line ends."""
        return self.x + self.length / 2

    def after(self, count: int) -> "Line":
        """Return what stands behind the first `count` letters; its own place along the line is estimated."""
        rest = self.letters[count:]
        share = rest[0].at if rest else 1.0
        left = self.left + self.length * max(0.0, share - 0.5 * (1 - share) / max(1, len(rest)))
        return replace(self, letters=rest, x=(left + self.right) / 2, length=self.right - left)


def text_of(letters: tuple[Letter, ...]) -> str:
    """Return letters as text."""
    return "".join(letter.sign for letter in letters)


def capitals(letters: tuple[Letter, ...], whole: Collection[str] = ()) -> str:
    """Return a value as cards print it, in capitals with single blanks; a small L in it is a capital I.

    A blank the reader doubts is left out where what stands on both sides makes one word of `whole`.
    """
    words: list[str] = [""]
    doubted: list[bool] = []
    for letter in letters:
        if letter.sign == _BLANK:
            words.append("")
            doubted.append(letter.likely < _DOUBTED)
        else:
            words[-1] += "I" if letter.sign == "l" else letter.sign.upper()
    kept = words[:1]
    for word, doubt in zip(words[1:], doubted, strict=True):
        if doubt and kept[-1] + word in whole:
            kept[-1] += word
        else:
            kept.append(word)
    return " ".join(word for word in kept if word)


def sure_of(letters: tuple[Letter, ...]) -> float:
    """Return how sure a text is, 0 to 1: its weakest letter weighs as much as all of them; blanks do not count."""
    likely = [letter.likely for letter in letters if letter.sign != _BLANK]
    return min(likely) ** 0.5 * (sum(likely) / len(likely)) if likely else 0.0


def trimmed(letters: tuple[Letter, ...], signs: str) -> tuple[Letter, ...]:
    """Return the letters without those of `signs` at both ends."""
    first, last = 0, len(letters)
    while first < last and letters[first].sign in signs:
        first += 1
    while last > first and letters[last - 1].sign in signs:
        last -= 1
    return letters[first:last]


def distance(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed to make one text the other."""
    before = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        here = [row]
        for column, opposite in enumerate(other, 1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (sign != opposite)))
        before = here
    return before[-1]


def joined(lines: Sequence[Line], *, begin: float | None = None) -> tuple[Letter, ...]:
    """Return the lines of one value as one text; what stands far off, or is printed larger or smaller, is left out.

    `begin` is where values begin in this column, if that is known.
    """
    letters: list[Letter] = []
    first: Line | None = None
    end = begin
    for line in lines:
        height = first.height if first else line.height
        if end is not None and line.left - end > (_WORD_GAP if first else _FIRST_GAP) * height:
            break
        if first and (line.text in _STAMPED or not _ALIKE[0] < line.height / height < _ALIKE[1]):
            break
        if letters:
            letters.append(Letter(_BLANK, 1.0))
        letters.extend(line.letters)
        first, end = first or line, line.right
    return tuple(letters)

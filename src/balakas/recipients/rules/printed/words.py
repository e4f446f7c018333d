"""Words and ruling lines of one page with their places; y grows down the page, the unit is the page's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Self

_SAME_LINE = 0.5  # of a word's height


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several that were read as one; `sure` is how certain its weakest letter is, 1 for a PDF's own text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    sure: float = 1.0

    @property
    def x(self) -> float:
        """Return its middle along the line."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Return its middle down the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling line: where it stands (`at`), from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What a page holds: words, level strokes (`at` is a height), upright strokes (`at` is a place along the line)."""

    words: list[Word] = field(default_factory=list)
    level: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)


class ReadText(str):
    """A cell's text read by a machine, with how sure it is (0 to 1)."""

    __slots__ = ("sure",)
    sure: float

    def __new__(cls, text: str, sure: float = 1.0) -> Self:
        """Make a text that knows how sure it is."""
        made = super().__new__(cls, text)
        made.sure = sure
        return made

    def __reduce__(self) -> "tuple[type[ReadText], tuple[str, float]]":
        """Travel between processes whole."""
        return ReadText, (str(self), self.sure)


def height_of(words: Iterable[Word]) -> float:
    """Return the height that most words have; 1 where there are none."""
    found = [word.bottom - word.top for word in words]
    return median(found) if found else 1.0


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words line by line from the top, each line from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.y):
        near = lines and abs(word.y - median(one.y for one in lines[-1][-5:])) < _SAME_LINE * (word.bottom - word.top)
        if near:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def joined(words: Sequence[Word]) -> ReadText:
    """Return words of one cell as its text; a number broken over two lines is one number again."""
    text, sure = "", 1.0
    for line in lines_of(words):
        part = " ".join(word.text for word in line)
        broken = text and text[-1].isdigit() and part.isdigit() and text.rsplit(" ", 1)[-1].isdigit()
        whole = broken and len(text.rsplit(" ", 1)[-1]) + len(part) == _NUMBER
        text = text + part if whole or not text else f"{text} {part}"
        sure = min(sure, *(word.sure for word in line))
    return ReadText(" ".join(text.split()), sure)


_NUMBER = 16  # digits of a NIK and of a KK

"""A page's words and lines as the rows of a grid, what stands around its tables as rows of single cells."""

from collections.abc import Sequence

from balakas.recipients.rules.printed import loose, ruled
from balakas.recipients.rules.printed.words import Page, ReadText, Word, height_of, lines_of

Row = list[ReadText]


def rows_of(page: Page, before: Sequence[float] = ()) -> tuple[list[Row], tuple[float, ...]]:
    """Return a page's rows from the top, and where its columns stand.

    `before` are the columns of the page before, for one that goes on without a head and without lines.
    """
    height = height_of(page.words)
    frames = ruled.frames(page, height)
    if not frames:
        return _without_lines(page.words, before, height)
    rows: list[Row] = []
    left = list(page.words)
    edges: tuple[float, ...] = ()
    for frame in frames:
        inside = [word for word in left if frame.holds(word)]
        above = [word for word in left if word.y <= frame.ys[0]]
        left = [word for word in left if word.y > frame.ys[0] and not frame.holds(word)]
        rows += _around(above)
        rows += _framed(frame, inside)
        edges = frame.xs
    return rows + _around(left), edges


def _framed(frame: ruled.Frame, words: Sequence[Word]) -> list[Row]:
    """Return the rows of a table with lines; where several people stand between two level lines they are parted again."""
    found = ruled.cells(frame, words)
    lines = ruled.grid(found, len(frame.xs) - 1, len(frame.ys) - 1)
    rows: list[Row] = []
    for y, line in enumerate(lines):
        band = [cell for cell in found if cell.top == y]
        if any(_several(cell.words) for cell in band):
            rows += loose.rows_of([word for cell in band for word in cell.words], frame.xs)
        else:
            rows.append(line)
    return rows


def _several(words: Sequence[Word]) -> bool:
    """Say whether a cell holds the identity numbers of more than one person."""
    return sum(any(map(loose.is_identity, line)) for line in lines_of(words)) > 1


def _without_lines(
    words: Sequence[Word], before: Sequence[float], height: float
) -> tuple[list[Row], tuple[float, ...]]:
    edges = loose.edges_of(words, height)
    if before and len(edges) != len(before):
        edges = tuple(before)
    if not edges:
        return _around(words), ()
    people = [line for line in lines_of(words) if any(map(loose.is_identity, line))]
    if not people:
        return _around(words), edges
    return loose.rows_of(words, edges), edges


def _around(words: Sequence[Word]) -> list[Row]:
    """Return what stands outside a table line by line; texts far apart are cells of their own."""
    return [loose.apart(line) for line in lines_of(words)]

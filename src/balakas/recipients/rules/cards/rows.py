"""Which boxes of a photo are labels, values, headings or beside the point, before any of them was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from balakas.recipients.rules.cards.lines import Line

_REACH = 8.0  # heights a value may stand from its label
_WORD_GAP = 1.3
_LONG = 7.0
_LARGE = 1.2


@dataclass(slots=True)
class Parts:
    """The places of lines by what they look like."""

    headings: list[int] = field(default_factory=list)
    """Above the first number."""
    labels: list[int] = field(default_factory=list)
    """First in a row that goes on."""
    beside: dict[int, list[int]] = field(default_factory=dict)
    """By label, what stands to its right."""
    whole: list[int] = field(default_factory=list)
    """Alone in their row: label and value in one, or a value whose label was not seen."""


def parted(lines: Sequence[Line]) -> Parts:
    """Sort the lines of a photo of KTPs; what stands right of a value (blood group, portrait, place and day) is in no part.

    Where two cards lie beside each other every line counts as `whole`.
    """
    height = sorted(line.height for line in lines)[len(lines) // 2]
    found = _rows(lines, height)
    numbers = [place for place, line in enumerate(lines) if _looks_like_a_number(line, height)]
    if not numbers or _beside_each_other(found, numbers):
        return Parts(whole=list(range(len(lines))))
    first = min(lines[place].y for place in numbers) - height
    parts = Parts()
    for row in found:
        _take(parts, lines, row, above=lines[row[0]].y < first)
    return parts


def _rows(lines: Sequence[Line], height: float) -> list[list[int]]:
    rows: list[list[int]] = []
    for place in sorted(range(len(lines)), key=lambda place: lines[place].y):
        near = rows and abs(lines[place].y - sum(lines[one].y for one in rows[-1]) / len(rows[-1])) < 0.5 * height
        if near:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [sorted(row, key=lambda place: lines[place].left) for row in rows]


def _looks_like_a_number(line: Line, height: float) -> bool:
    return line.height > _LARGE * height and line.length > _LONG * line.height


def _beside_each_other(rows: list[list[int]], numbers: list[int]) -> bool:
    return any(len(set(row) & set(numbers)) > 1 for row in rows)


def _take(parts: Parts, lines: Sequence[Line], row: list[int], *, above: bool) -> None:
    if above:
        parts.headings.extend(row)
        return
    label, *others = row
    value: list[int] = []
    end, reach = lines[label].right, _REACH
    for place in others:
        if lines[place].left - end > reach * lines[place].height:
            break
        value.append(place)
        end, reach = lines[place].right, _WORD_GAP
    if value:
        parts.labels.append(label)
        parts.beside[label] = value
    else:
        parts.whole.append(label)

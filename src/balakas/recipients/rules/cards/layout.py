"""Which lines belong to one KTP, and which stand in one row of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from balakas.recipients.rules.cards import labels
from balakas.recipients.rules.cards.lines import Letter, Line, joined, trimmed

_DIGITS = re.compile(r"\d")
_FEWEST_DIGITS = 12
_ABOVE = 2.6  # how many heights of the NIK the card's heading may stand above it
_REACH = (-0.8, 1.8)  # how far left and right a card reaches from its NIK's start, in lengths of the NIK
_FEWEST_LABELS = 5
_SMALL = 27.0  # height of a row in pixels of the photo


@dataclass(slots=True)
class Sheet:
    """The lines of one KTP: its NIK, what stands behind each label, the heading above."""

    nik: Line | None = None
    heading: list[Line] = field(default_factory=list)
    labels: dict[str, Line] = field(default_factory=dict)
    beside: dict[str, Line] = field(default_factory=dict)
    """What stands in one line with its label."""
    values: dict[str, tuple[Letter, ...]] = field(default_factory=dict)
    rest: list[Line] = field(default_factory=list)

    @property
    def is_small(self) -> bool:
        """Say whether the print is so small that a full stop is a pixel or two: the network often does not see it."""
        heights = sorted(line.height for line in self.labels.values())
        return bool(heights) and heights[len(heights) // 2] < _SMALL

    @property
    def is_ktp(self) -> bool:
        """Say whether this is a KTP and no other paper that names a person."""
        found = set(self.labels)
        sure = len(found & labels.ONLY_ON_KTP) + any("PROVINSI" in line.text.upper() for line in self.heading)
        return len(found) >= _FEWEST_LABELS and sure >= 2  # noqa: PLR2004 -- one such word stands on letters too


def sheets(lines: Iterable[Line]) -> list[Sheet]:
    """Part the lines of a photo by card, from top left to bottom right."""
    listed = list(lines)
    seeds = sorted((line for line in listed if _is_number(line, listed)), key=lambda line: (line.y, line.x))
    if not seeds:
        return [_sheet(None, listed)]
    groups: dict[int, list[Line]] = {place: [] for place in range(len(seeds))}
    for line in listed:
        if line not in seeds and (owner := _owner(line, seeds)) is not None:
            groups[owner].append(line)
    return [_sheet(seed, groups[place]) for place, seed in enumerate(seeds)]


def _is_number(line: Line, listed: list[Line]) -> bool:
    """Say whether the line is a card's NIK: many digits, nothing else, printed larger than the rows."""
    text = line.text.replace(" ", "")
    digits = len(_DIGITS.findall(text))
    if digits < _FEWEST_DIGITS or len(text) - digits > 5:  # noqa: PLR2004 -- `NIK :` may stand before it
        return False
    heights = sorted(other.height for other in listed)
    return line.height >= 0.8 * heights[len(heights) // 2]


def _owner(line: Line, seeds: list[Line]) -> int | None:
    """Return the card of a line: the lowest NIK that is not below it, and of those beside each other the nearest."""
    best: tuple[float, float] | None = None
    chosen = None
    for place, seed in enumerate(seeds):
        along = (line.x - seed.left) / seed.length
        down = line.y - seed.y + _ABOVE * seed.height
        if down < 0 or not _REACH[0] <= along <= _REACH[1]:
            continue
        rank = (round(down / (6 * seed.height)), abs(along - 0.5))
        if best is None or rank < best:
            best, chosen = rank, place
    return chosen


def _sheet(seed: Line | None, lines: list[Line]) -> Sheet:
    sheet = Sheet(nik=seed)
    values: list[Line] = []
    for line in lines:
        if seed and line.y < seed.y - 0.4 * seed.height and line.height > 0.5 * seed.height:
            sheet.heading.append(line)
        elif not _take_label(sheet, line):
            values.append(line)
    rows = row_places({name: line.y for name, line in sheet.labels.items()}, tuple(labels.KTP_ROWS))
    _take_values(sheet, values, rows)
    return sheet


def _take_label(sheet: Sheet, line: Line) -> bool:
    for name, label in labels.KTP_ROWS.items():
        if name in sheet.labels:
            continue
        rest = labels.after_label(line, label)
        if rest is not None:
            sheet.labels[name] = line
            if labels.value_of(rest):
                sheet.beside[name] = rest
            return True
    return False


def row_places(known: Mapping[str, float], order: tuple[str, ...]) -> dict[str, float]:
    """Return where each row stands, from those whose label was read; empty with fewer than two.

    Rows stand at even distances that perspective stretches a little, so a missing row is put between its neighbours.
    """
    at = sorted((order.index(name), y) for name, y in known.items())
    if len(at) < 2:  # noqa: PLR2004 -- one row tells no distance
        return {}
    found = {}
    for place, name in enumerate(order):
        below = [pair for pair in at if pair[0] <= place][-1:] or [at[0]]
        above = [pair for pair in at if pair[0] >= place and pair[0] > below[0][0]][:1]
        one, other = (below[0], above[0]) if above else (at[-2], at[-1])
        found[name] = one[1] + (other[1] - one[1]) * (place - one[0]) / (other[0] - one[0])
    return found | dict(known)


def _take_values(sheet: Sheet, lines: list[Line], rows: dict[str, float]) -> None:
    if not rows:
        sheet.rest = lines
        return
    places = sorted(rows.values())
    pitch = (places[-1] - places[0]) / (len(places) - 1)
    edge = max(line.left for line in sheet.labels.values())
    by_row: dict[str, list[Line]] = {}
    for line in lines:
        name = min(rows, key=lambda row: abs(rows[row] - line.y))
        if abs(rows[name] - line.y) < 0.55 * pitch and line.left > edge:
            by_row.setdefault(name, []).append(line)
        else:
            sheet.rest.append(line)
    begin = _value_column(by_row)
    for name in rows:
        first = [sheet.beside[name]] if name in sheet.beside else []
        kept = [line for line in by_row.get(name, ()) if labels.after_label(line, labels.BLOOD) is None]
        kept = [*first, *sorted(kept, key=lambda line: line.left)]
        letters = trimmed(joined(kept, begin=None if first else begin), labels.SEPARATORS)
        if letters:
            sheet.values[name] = letters


def _value_column(by_row: dict[str, list[Line]]) -> float:
    """Return where values begin: the middle one of the rows' first lines."""
    firsts = sorted(min(line.left for line in found) for found in by_row.values())
    return firsts[len(firsts) // 2] if firsts else 0.0

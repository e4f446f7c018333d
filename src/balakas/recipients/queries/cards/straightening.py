"""From boxes in a tilted photo to lines on a straight page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balakas.recipients.queries.cards.finding import Box, direction
from balakas.recipients.rules.cards.lines import Letter, Line

_DIRECTED = 3.5
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Page:
    """How the photo's text runs: its main angle, the middle, and how the angle drifts along and down (perspective)."""

    angle: float
    middle: tuple[float, float]
    drift: tuple[float, float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the photo on the straight page: along the text, and which row."""
        across, down = self._turned(x, y)
        start, along, below = self.drift
        return across, down - (start + below * down + along * across / 2) * across

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.middle[0], y - self.middle[1]
        cosine, sine = math.cos(self.angle), math.sin(self.angle)
        return x * cosine + y * sine, y * cosine - x * sine


def page_of(boxes: Sequence[Box]) -> Page:
    """Learn from the boxes how text runs over the photo."""
    angle = direction(list(boxes))
    middle = (float(np.mean([box.x for box in boxes])), float(np.mean([box.y for box in boxes])))
    flat = Page(angle, middle, (0.0, 0.0, 0.0))
    long = [box for box in boxes if box.length > _DIRECTED * box.height]
    if len(long) < _FEWEST:
        return flat
    places = np.array([flat.place(box.x, box.y) for box in long])
    slopes = np.array([(box.angle - angle + math.pi / 2) % math.pi - math.pi / 2 for box in long])
    weights = np.array([box.length for box in long])
    kept = np.abs(slopes) < math.radians(6)
    table = np.column_stack((np.ones(len(long)), places))
    drift = np.zeros(3)
    for _ in range(3):
        if kept.sum() < _FEWEST:
            return flat
        scaled = weights[kept][:, None]
        # A little weight pulls the drift to nothing where the boxes do not tell.
        drift, *_ = np.linalg.lstsq(
            np.vstack((table[kept] * scaled, np.diag((0.0, 1.0, 1.0)) * weights.sum() * 30)),
            np.concatenate((slopes[kept] * scaled[:, 0], np.zeros(3))),
            rcond=None,
        )
        off = np.abs(slopes - table @ drift)
        kept = off < max(math.radians(0.4), 2.5 * float(np.median(off[kept])))
    return Page(angle, middle, (float(drift[0]), float(drift[1]), float(drift[2])))


def lines_of(boxes: Sequence[Box], readings: Sequence[tuple[Letter, ...]], *, turned: bool) -> list[Line]:
    """Return the lines on a straight page; `turned`: the photo stands on its head."""
    page = page_of(boxes)
    sign = -1.0 if turned else 1.0
    lines = []
    for box, letters in zip(boxes, readings, strict=True):
        along, row = page.place(box.x, box.y)
        lines.append(Line(letters, sign * along, sign * row, box.length, box.height))
    return lines

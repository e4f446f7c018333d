"""Where text stands in a photo: lines as turned rectangles, and which way they run."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from balakas.recipients.queries.cards import engine

THRESHOLD = 0.3
"""A pixel this likely to be text belongs to a line."""
SURE_ENOUGH = 0.5
GROWTH = 1.6
"""The network marks the inside of a line; it is grown by its area times this over its perimeter."""
SMALLEST = 4.0
_DIRECTED = 2.0  # a rectangle this much longer than high tells which way it runs
_GRID = 32
_CLOSE = 22.0  # height of a line in pixels that the network finds best
_MOST_PIXELS = 900_000  # what fits the memory
_SHRUNK = 0.7


@dataclass(frozen=True, slots=True)
class Box:
    """A turned rectangle in pixels of the photo: its middle, its length along the text, its height across it."""

    x: float
    y: float
    length: float
    height: float
    angle: float
    """Direction of the text in radians, 0 to the right, growing clockwise as seen."""


def find(picture: engine.Picture, longest: int) -> list[Box]:
    """Return the lines of text, looked for at `longest` pixels along the longer side (never more than there are)."""
    scale = min(1.0, longest / max(picture.shape[:2]))
    height, width = (max(_GRID, round(side * scale / _GRID) * _GRID) for side in picture.shape[:2])
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    back = picture.shape[1] / width, picture.shape[0] / height
    return _upright([_scaled(box, back) for box in _rectangles(engine.text_map(np.asarray(small, np.uint8)))])


def look_closer(picture: engine.Picture, boxes: list[Box], *, turned: bool, upper: float = 1.0) -> list[Box]:
    """Look again at the part of the photo that holds text, straightened and at a size that suits its lines.

    `upper`: look only at this share of it, from the top.
    """
    angle = direction(boxes) + (math.pi if turned else 0.0)
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array(((cosine, sine), (-sine, cosine)))
    middles = np.array([(box.x, box.y) for box in boxes]) @ turn.T
    reach = np.array([(box.length / 2, box.height) for box in boxes])
    low, high = (middles - reach).min(axis=0), (middles + reach).max(axis=0)
    height = float(np.median([box.height for box in boxes]))
    scale = min(1.0, _CLOSE / height, math.sqrt(_MOST_PIXELS / ((high[0] - low[0]) * (high[1] - low[1]) * upper)))
    high[1] = low[1] + (high[1] - low[1]) * upper
    size = [max(_GRID, math.ceil(side * scale / _GRID) * _GRID) for side in high - low]
    back = np.column_stack((turn.T / scale, turn.T @ low))
    source, matrix = picture, back
    if scale < _SHRUNK:
        source = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = back * scale
    part = cv2.warpAffine(
        source, matrix, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    found = _upright([_scaled(box, (1.0, 1.0)) for box in _rectangles(engine.text_map(np.asarray(part, np.uint8)))])
    return _upright([_moved(box, back, scale, direction(boxes)) for box in found])


def _moved(box: Box, back: engine.Floats, scale: float, angle: float) -> Box:
    x, y = back @ np.array((box.x, box.y, 1.0))
    return Box(float(x), float(y), box.length / scale, box.height / scale, box.angle + angle)


def direction(boxes: list[Box]) -> float:
    """Return the direction most text runs in, between -90 and 90 degrees, in radians; which end is up stays open."""
    long = [box for box in boxes if box.length >= _DIRECTED * box.height]
    if not long:
        return 0.0
    # Directions that differ by half a turn are the same line: doubled angles make them so.
    weights = np.array([box.length for box in long])
    doubled = np.array([2 * box.angle for box in long])
    rough = math.atan2((weights * np.sin(doubled)).sum(), (weights * np.cos(doubled)).sum())
    off = (doubled - rough + math.pi) % (2 * math.pi) - math.pi
    order = np.argsort(off)
    middle = order[np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    return float((rough + off[middle]) / 2)


def _rectangles(likely: engine.Floats) -> Iterator[Any]:
    mask = cv2.dilate((likely > THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        (x, y), (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < SMALLEST - 1 or _likelihood(likely, contour) < SURE_ENOUGH:
            continue
        grown = width * height * GROWTH / (2 * (width + height)) * 2
        yield x, y, width + grown, height + grown, math.radians(angle)


def _likelihood(likely: engine.Floats, contour: Any) -> float:
    x, y, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [contour - np.array((x, y))], (1,))
    return float(cv2.mean(likely[y : y + height, x : x + width], mask)[0])


def _scaled(rectangle: tuple[float, float, float, float, float], back: tuple[float, float]) -> Box:
    x, y, width, height, angle = rectangle
    scale = (back[0] + back[1]) / 2
    if width < height:
        width, height, angle = height, width, angle + math.pi / 2
    return Box(x * back[0], y * back[1], width * scale, height * scale, angle)


def _upright(boxes: list[Box]) -> list[Box]:
    """Give every box the direction nearest to that of most text."""
    main = direction(boxes)
    return [_nearest(box, main) for box in boxes]


def _nearest(box: Box, main: float) -> Box:
    off = (box.angle - main + math.pi / 2) % math.pi - math.pi / 2
    if abs(off) <= math.pi / 4:
        return Box(box.x, box.y, box.length, box.height, main + off)
    # A colon or a single letter stands higher than it is long.
    off += -math.pi / 2 if off > 0 else math.pi / 2
    return Box(box.x, box.y, box.height, box.length, main + off)

"""What a line of text says: its letters, how sure each is, and where along the line each stands."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np

from balakas.recipients.queries.cards import engine
from balakas.recipients.queries.cards.finding import Box
from balakas.recipients.rules.cards.lines import Letter

WORKING = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;'`\"()/-+&_ "
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;'`\"()/-+&_ "
"""What values are printed in: a letter read as a small one counts for its capital, a small L for the I it looks like."""
_WIDTHS = 16  # lines are padded to a multiple of this
_LONGEST = 960
_Matrix = np.ndarray[Any, np.dtype[np.float64]]
_Places = np.ndarray[Any, np.dtype[np.int64]]
_BLANK = 0.04
_AFTER_STOP = 0.004
_FULL_STOP = 0.08


def cut(picture: engine.Picture, box: Box, *, narrow: float = 1.0, turned: bool = False) -> engine.Picture:
    """Return the line straightened to 48 rows of pixels; `narrow` below 1 presses it together along the text."""
    length, height = box.length, box.height
    columns = min(_LONGEST, max(_WIDTHS, math.ceil(length * engine.HEIGHT / height * narrow)))
    angle = box.angle + (math.pi if turned else 0.0)
    across = np.array((math.cos(angle), math.sin(angle)))
    down = np.array((-across[1], across[0]))
    corner = np.array((box.x, box.y)) - across * length / 2 - down * height / 2
    matrix = np.column_stack((across * length / columns, down * height / engine.HEIGHT, corner))
    shrunk = height / engine.HEIGHT
    source = picture
    if shrunk > 1.5:  # noqa: PLR2004 -- more than that and lines of one pixel fall between the samples
        source, matrix = _shrunk(picture, box, matrix, shrunk)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    line = cv2.warpAffine(source, matrix, (columns, engine.HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(line, np.uint8)


def _shrunk(picture: engine.Picture, box: Box, matrix: _Matrix, factor: float) -> tuple[engine.Picture, _Matrix]:
    """Return the part of the photo around a box made smaller, and the matrix that finds the line in it."""
    reach = math.hypot(box.length, box.height) / 2 + 8
    left, top = max(0, int(box.x - reach)), max(0, int(box.y - reach))
    part = picture[top : int(box.y + reach) + 1, left : int(box.x + reach) + 1]
    small = cv2.resize(part, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    moved = matrix.copy()
    moved[:, 2] -= (left, top)
    return np.asarray(small, np.uint8), moved / factor


def recognise(lines: Sequence[engine.Picture], allowed: str = WORKING) -> list[tuple[Letter, ...]]:
    """Read lines of 48 rows of pixels.

    One at a time: on one core several at once cost as much as one after the other, and the shorter ones would be
    padded to the longest.
    """
    return [_spelled(engine.letter_table(_padded(line)), allowed, line.shape[1]) for line in lines]


def _padded(line: engine.Picture) -> engine.Picture:
    # Grey is what the network was taught to see beyond the end of a line.
    width = math.ceil(line.shape[1] / _WIDTHS) * _WIDTHS
    return cv2.copyMakeBorder(line, 0, 0, 0, width - line.shape[1], cv2.BORDER_CONSTANT, value=(127, 127, 127))  # type: ignore[return-value]


@cache
def columns(allowed: str) -> tuple[_Places, str]:
    """Return the recogniser's columns for the letters allowed, "none" first, and the letters in that order."""
    letters = engine.networks().letters
    kept = [place for place, letter in enumerate(letters) if letter and letter in allowed]
    return np.array([0, *kept]), "".join(letters[place] for place in kept)


@cache
def _folded(signs: str) -> tuple[_Places, engine.Floats]:
    """Return the columns of small letters, and a table that adds each to its capital's column."""
    letters = engine.networks().letters
    small = [place for place, letter in enumerate(letters) if len(letter) == 1 and "a" <= letter <= "z"]
    into = np.zeros((len(small), len(signs) + 1), np.float32)
    for row, place in enumerate(small):
        capital = "I" if letters[place] == "l" else letters[place].upper()
        into[row, signs.index(capital) + 1] = 1
    return np.array(small), into


def _spelled(table: engine.Floats, allowed: str, width: int) -> tuple[Letter, ...]:
    chosen, signs = columns(allowed)
    part = table[:, chosen]
    if allowed == CAPITALS:
        small, into = _folded(signs)
        part = part + table[:, small] @ into
    best = part.argmax(axis=1)
    found: list[tuple[int, int]] = []  # (step, column), the likeliest step of each letter
    before = 0
    for step, place in enumerate(best):
        if place and place != before:
            found.append((step, int(place)))
        elif place and part[step, place] > part[found[-1]]:
            found[-1] = (step, int(place))
        before = place
    letters: list[Letter] = []
    for number, (step, place) in enumerate(found):
        if number and (
            missed := _missed(part[found[number - 1][0] : step + 1], letters[-1].sign, signs[place - 1], signs)
        ):
            letters.append(Letter(missed[0], missed[1], (step - 0.5) * engine.STEP / width))
        letters.append(Letter(signs[place - 1], float(part[step, place]), (step + 0.5) * engine.STEP / width))
    return tuple(letters)


def _missed(between: engine.Floats, left: str, right: str, signs: str) -> tuple[str, float] | None:
    """Return a blank or full stop that lost narrowly to "nothing" between two letters.

    In small blurred print the network prefers nothing, but between letters of one word it all but rules a blank out.
    """
    if right == " " and left.isalpha() and "." in signs:
        likely = float(between[:, signs.index(".") + 1].max())
        return (".", likely) if likely > _FULL_STOP else None
    if (
        right.isalnum()
        and (left.isalnum() or left == ".")
        and " " in signs
        and not (left.isdigit() and right.isdigit())
    ):
        likely = float(between[:, signs.index(" ") + 1].max())
        return (" ", likely) if likely > (_AFTER_STOP if left == "." else _BLANK) else None
    return None

"""A photo of a sheet made flat: the paper cut out, its text level and upright, its ruling lines at right angles."""

import math

import cv2
import numpy as np

from balakas.recipients.queries.cards import engine, finding, reading

_LOOK = 800
_PAPER = (0.3, 0.97)  # of a photo that its sheet may cover to be cut out
_FIRST_LOOK = 1_120
_TABLE = 0.12  # of the sheet that its ruled table covers, at least, to make it rectangular
_FEWEST = 4
_SKEWED = 0.004  # of the sheet: corners closer to a rectangle are left alone

Corners = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def flat(picture: engine.Picture) -> engine.Picture | None:
    """Return the sheet with its text level and the right way up; None where there is hardly any text."""
    sheet = _cut_out(picture)
    boxes = finding.find(sheet, _FIRST_LOOK)
    if len(boxes) < _FEWEST:
        return None
    angle = finding.direction(boxes)
    if reading.stands_on_its_head(sheet, boxes):
        angle += math.pi
    return _squared(_turned(sheet, angle))


def _cut_out(picture: engine.Picture) -> engine.Picture:
    """Return the paper where it stands out from what it lies on."""
    scale = _LOOK / max(picture.shape[:2])
    small = cv2.GaussianBlur(
        cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY),
        (0, 0),
        3,
    )
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(
        cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8)),
        cv2.RETR_EXTERNAL,
        cv2.CHAIN_APPROX_SIMPLE,
    )
    contour = max(contours, key=cv2.contourArea, default=None)
    if contour is None or not _PAPER[0] < cv2.contourArea(contour) / small.size < _PAPER[1]:
        return picture
    hull = cv2.convexHull(contour)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, closed=True), closed=True)
    if len(corners) != 4 or cv2.contourArea(contour) < 0.93 * cv2.contourArea(corners):  # noqa: PLR2004 -- a sheet's corners
        return picture
    return _rectangle(picture, _in_order(corners.reshape(4, 2).astype(np.float32)) / scale)


def _in_order(corners: Corners) -> Corners:
    """Return four corners from the top left one, clockwise."""
    total, off = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return np.array(
        [corners[total.argmin()], corners[off.argmin()], corners[total.argmax()], corners[off.argmax()]], np.float32
    )


def _rectangle(picture: engine.Picture, corners: Corners) -> engine.Picture:
    width = round(max(math.dist(corners[0], corners[1]), math.dist(corners[3], corners[2])))
    height = round(max(math.dist(corners[0], corners[3]), math.dist(corners[1], corners[2])))
    wanted = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, wanted)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _turned(picture: engine.Picture, angle: float) -> engine.Picture:
    """Turn a picture so that what runs at `angle` runs level; the canvas grows to hold all of it."""
    height, width = picture.shape[:2]
    quarter = round(angle / (math.pi / 2)) % 4
    if quarter:
        how = (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)[quarter - 1]
        return _turned(np.asarray(cv2.rotate(picture, how), np.uint8), angle - quarter * math.pi / 2)
    angle = (angle + math.pi / 4) % (math.pi / 2) - math.pi / 4
    if abs(angle) < math.radians(0.03):
        return picture
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    grown = (
        round(width * abs(math.cos(angle)) + height * abs(math.sin(angle))),
        round(height * abs(math.cos(angle)) + width * abs(math.sin(angle))),
    )
    matrix[:, 2] += ((grown[0] - width) / 2, (grown[1] - height) / 2)
    return np.asarray(
        cv2.warpAffine(picture, matrix, grown, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _squared(sheet: engine.Picture) -> engine.Picture:
    """Make a ruled table's outline a rectangle, and the sheet with it."""
    level, upright = line_masks(sheet, 24)
    mask = cv2.dilate(level | upright, np.ones((7, 7), np.uint8))
    count, owner, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:  # noqa: PLR2004 -- the first one is the ground
        return sheet
    place = 1 + int((stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]).argmax())
    width, height = stats[place, cv2.CC_STAT_WIDTH], stats[place, cv2.CC_STAT_HEIGHT]
    if width * height < _TABLE * mask.size:
        return sheet
    points = np.argwhere((owner == place) & ((level | upright) > 0))[:, ::-1].astype(np.float32)
    corners = _in_order(points)
    low, high = (
        corners.mean(axis=0) - np.array((width, height)) / 2,
        corners.mean(axis=0) + np.array((width, height)) / 2,
    )
    wanted = np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float32)
    off = float(np.abs(corners - wanted).max())
    if not _SKEWED * max(mask.shape) < off < 0.15 * max(mask.shape):
        return sheet
    matrix = cv2.getPerspectiveTransform(corners, wanted)
    return np.asarray(
        cv2.warpPerspective(
            sheet, matrix, (sheet.shape[1], sheet.shape[0]), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def line_masks(sheet: engine.Picture, height: float) -> tuple[engine.Picture, engine.Picture]:
    """Return where level and upright lines are drawn on a flat sheet whose print is `height` pixels high."""
    gray = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    width = round(height) | 1
    ink = np.asarray(
        cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, width, 10), np.uint8
    )
    long = max(20, round(height * 2))
    level = _opened(ink, (long, 1), (1, 3))
    upright = _opened(ink, (1, round(long * 0.7)), (3, 1))
    return level, upright


def _opened(ink: engine.Picture, along: tuple[int, int], across: tuple[int, int]) -> engine.Picture:
    """Keep what runs long enough in one direction; a line that rises a little is first made thicker."""
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, across))
    return np.asarray(
        cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along)), np.uint8
    )

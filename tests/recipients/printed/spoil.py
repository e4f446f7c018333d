"""What becomes of a printed page: a clean scan, a careful phone photo, a hurried one with a shadow."""

from random import Random

import cv2
import numpy as np

from tests.recipients.cards import photograph

LEVELS = ("scan", "photo", "hurried")


def spoilt(page: np.ndarray, level: str, chance: Random) -> bytes:
    """Return the page as the JPEG that reaches the office."""
    if level == "scan":
        return photograph.jpeg(_scanned(page, chance), 85)
    tilt, skew, noise = (3, 0.012, 4) if level == "photo" else (8, 0.02, 6)
    picture = photograph._scene(page, chance, tilt=tilt, skew=skew, noise=noise, margin=0.08)
    if level == "hurried":
        picture = photograph._turned(cv2.GaussianBlur(_shadow(picture, chance), (0, 0), 0.8), chance)
    return photograph.jpeg(picture, 88 if level == "photo" else 78)


def _scanned(page: np.ndarray, chance: Random) -> np.ndarray:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-1.2, 1.2), 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255))
    gray = cv2.cvtColor(turned, cv2.COLOR_BGR2GRAY).astype(np.float32)
    rng = np.random.default_rng(chance.randint(0, 10**9))
    gray = cv2.GaussianBlur(gray, (0, 0), 0.6) * 0.94 + 8 + rng.normal(0, 5, gray.shape)
    return cv2.cvtColor(gray.clip(0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def _shadow(picture: np.ndarray, chance: Random) -> np.ndarray:
    """Lay the shadow of a hand and a phone over a part of the sheet."""
    height, width = picture.shape[:2]
    mask = np.ones((height, width), np.float32)
    at = np.array(
        [(chance.uniform(0, width), chance.uniform(0, height)) for _ in range(2)] + [(width, height), (0, height)],
        np.int32,
    )
    cv2.fillConvexPoly(mask, cv2.convexHull(at), chance.uniform(0.5, 0.7))
    mask = cv2.GaussianBlur(mask, (0, 0), width / 40)
    return (picture * mask[..., None]).clip(0, 255).astype(np.uint8)

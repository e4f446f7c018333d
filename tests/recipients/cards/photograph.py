"""From a clean card to what a phone makes of it.

Levels: 0 scan, 1 careful photo, 2 hurried photo (glare, tilt, sometimes turned), 3 photocopy photographed,
4 hurried photo sent twice through a messenger.
"""

import random

import cv2
import numpy as np

TABLES = ((74, 96, 62), (60, 88, 120), (170, 178, 182), (82, 76, 74))  # BGR: cloth, wood, stone, slate
TURNS = (None, None, None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)


def photograph(card: np.ndarray, level: int, chance: random.Random) -> bytes:
    """Return the JPEG that reaches the office."""
    if level == 0:
        return jpeg(card, 92)
    if level == 1:
        return jpeg(_scene(card, chance, tilt=3, skew=0.02, noise=5), 88)
    if level == 3:
        return jpeg(_scene(_copied(card, chance), chance, tilt=4, skew=0.02, noise=6, margin=0.1), 85)
    image = _glare(_scene(card, chance, tilt=12, skew=0.04, noise=7), chance)
    image = cv2.GaussianBlur(image, (0, 0), chance.uniform(0.7, 1.3) * max(1.0, card.shape[1] / 1400))
    if level == 4:
        return _through_messenger(image, chance)
    return jpeg(_turned(image, chance), 80)


def jpeg(image: np.ndarray, quality: int) -> bytes:
    """Return the picture as a JPEG."""
    return bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def one_below_the_other(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return two cards on one paper."""
    gap = np.full((60, first.shape[1], 3), (125, 145, 158), np.uint8)
    return np.vstack([first, gap, second])


def no_card(chance: random.Random) -> np.ndarray:
    """Return a paper with nothing to read on it."""
    rng = np.random.default_rng(chance.randint(0, 10**9))
    spots = rng.normal(150, 40, (30, 45, 3)).clip(0, 255).astype(np.uint8)
    return cv2.resize(spots, (900, 600), interpolation=cv2.INTER_CUBIC)


def _scene(
    card: np.ndarray, chance: random.Random, *, tilt: float, skew: float, noise: float, margin: float = 0.12
) -> np.ndarray:
    height, width = card.shape[:2]
    out_w, out_h = round(width * (1 + 2 * margin)), round(height * (1 + 3 * margin))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    angle = np.deg2rad(chance.uniform(-tilt, tilt))
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    middle = np.array((width / 2, height / 2))
    moved = (corners - middle) @ turn.T * chance.uniform(0.95, 1.02) + np.array((out_w / 2, out_h / 2))
    moved += np.array([(chance.uniform(-skew, skew) * width, chance.uniform(-skew, skew) * height) for _ in corners])
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    image = np.full((out_h, out_w, 3), chance.choice(TABLES), np.uint8)
    warped = cv2.warpPerspective(card, matrix, (out_w, out_h))
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (out_w, out_h))
    image[mask > 127] = warped[mask > 127]
    return _grain(_light(image, chance), chance, noise)


def _light(image: np.ndarray, chance: random.Random) -> np.ndarray:
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = chance.uniform(-0.2, 0.2) * x / width + chance.uniform(-0.2, 0.2) * y / height
    return (image * (chance.uniform(0.75, 1.08) + slope)[..., None]).clip(0, 255).astype(np.uint8)


def _grain(image: np.ndarray, chance: random.Random, strength: float) -> np.ndarray:
    rng = np.random.default_rng(chance.randint(0, 10**9))
    return (image + rng.normal(0, strength, image.shape)).clip(0, 255).astype(np.uint8)


def _glare(image: np.ndarray, chance: random.Random) -> np.ndarray:
    if chance.random() < 0.3:
        return image
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at = chance.uniform(0.25, 0.75) * width, chance.uniform(0.15, 0.8) * height
    size = chance.uniform(0.06, 0.13) * width
    spot = np.exp(-(((x - at[0]) / size) ** 2 + ((y - at[1]) / (size * chance.uniform(0.6, 1))) ** 2))
    return (image + chance.uniform(60, 130) * spot[..., None]).clip(0, 255).astype(np.uint8)


def _turned(image: np.ndarray, chance: random.Random) -> np.ndarray:
    how = chance.choice(TURNS)
    return image if how is None else cv2.rotate(image, how)


def _copied(card: np.ndarray, chance: random.Random) -> np.ndarray:
    gray = cv2.cvtColor(card, cv2.COLOR_BGR2GRAY).astype(np.float32)
    gray = ((gray - 128) * 1.9 + 150).clip(10, 250)
    rng = np.random.default_rng(chance.randint(0, 10**9))
    gray[rng.random(gray.shape) < 0.006] = 190
    height, width = gray.shape
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, width - 3)
        gray[:, at : at + max(1, width // 1000)] = 150
    edge = width // 10
    paper = np.full((height + 3 * edge, width + 2 * edge), 243, np.float32)
    paper[edge : edge + height, edge : edge + width] = gray
    image = cv2.cvtColor(paper.astype(np.uint8), cv2.COLOR_GRAY2BGR)
    return _stamped(image, chance)


def _stamped(image: np.ndarray, chance: random.Random) -> np.ndarray:
    height, width = image.shape[:2]
    at = round(chance.uniform(0.5, 0.75) * width), round(chance.uniform(0.5, 0.85) * height)
    size = width // 13
    ink = np.zeros((height, width), np.uint8)
    cv2.circle(ink, at, size, 150, max(2, width // 250), cv2.LINE_AA)
    scale = size / 60
    cv2.putText(ink, "DESA", (at[0] - round(38 * scale), at[1] + round(12 * scale)), cv2.FONT_HERSHEY_DUPLEX, scale,
                230, max(2, round(2 * scale)), cv2.LINE_AA)  # fmt: skip
    share = ink[..., None] / 255
    return (image * (1 - share) + np.array((130, 40, 90)) * share).astype(np.uint8)


def _through_messenger(image: np.ndarray, chance: random.Random) -> bytes:
    image = _turned(image, chance)
    height, width = image.shape[:2]
    longest = chance.choice((720, 800, 800)) if max(height, width) < 1800 else chance.choice((1600, 1800))
    scale = longest / max(height, width)
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    once = jpeg(image, chance.randint(45, 60))
    return jpeg(cv2.imdecode(np.frombuffer(once, np.uint8), cv2.IMREAD_COLOR), chance.randint(50, 70))

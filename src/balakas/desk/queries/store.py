"""How much room the data folder has left: a full disk is told before it happens."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LOW = 2_000_000_000
VERY_LOW = 500_000_000


@dataclass(frozen=True, slots=True)
class Room:
    """The disk of the data folder, in bytes, and how worrying it is (`good warn bad`)."""

    used: int
    whole: int
    free: int
    tone: str


def room_left() -> Room:
    """Return the state of the disk that holds the data folder."""
    folder = Path(settings.BALAKAS_DATA)
    whole, used, free = shutil.disk_usage(folder if folder.exists() else folder.parent)
    return Room(used=used, whole=whole, free=free, tone=tone_of(free))


def tone_of(free: int) -> str:
    """Return how worrying so many free bytes are."""
    if free < VERY_LOW:
        return "bad"
    return "warn" if free < LOW else "good"

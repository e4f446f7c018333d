"""A search that forgives: old spellings, swapped or left-out letters, half a name. Works on name keys (capitals A to Z, blanks)."""

import re

_OLD = (
    ("OE", "U"),
    ("TJ", "C"),
    ("DJ", "J"),
    ("SJ", "SY"),
    ("NJ", "NY"),
    ("CH", "H"),
    ("KH", "H"),
    ("DH", "D"),
    ("TH", "T"),
)
_ALIKE = str.maketrans("VYZQ", "FISK")
_DOUBLED = re.compile(r"(.)\1+")
_EXACT, _START, _INSIDE, _SOUND, _NEAR = 100, 80, 60, 50, 30
_MINIMUM_FOR_NEAR = 4
DIGITS = re.compile(r"\d{4}\Z")


def sound(word: str) -> str:
    """Return a word as it sounds: `MOECHAMMAD` and `MUHAMAD` are one. Old spelling, doubled letters, V and F, Y and I."""
    for old, new in _OLD:
        word = word.replace(old, new)
    return _DOUBLED.sub(r"\1", word.translate(_ALIKE))


def score(asked: str, name: str) -> int:
    """Say how well a name key fits what was asked (its key): 0 for not at all; every word asked must fit some word."""
    words = name.split()
    total = 0
    for part in asked.split():
        best = max((_fits(part, word) for word in words), default=0)
        if not best:
            return 0
        total += best
    return total


def _fits(part: str, word: str) -> int:
    if part == word:
        return _EXACT
    if word.startswith(part):
        return _START
    if len(part) > 2 and part in word:  # noqa: PLR2004 -- two letters are in everything
        return _INSIDE
    heard, spoken = sound(part), sound(word)
    if spoken.startswith(heard):
        return _SOUND
    return _NEAR if len(part) >= _MINIMUM_FOR_NEAR and _near(heard, spoken[: len(heard) + 1]) else 0


def _near(left: str, right: str) -> bool:
    """Say whether one letter changed, missing, added or swapped makes the two equal (or the second one's beginning)."""
    return any(_one_step(left, other) for other in (right, right[: len(left)], right[: len(left) - 1]))


def _one_step(left: str, right: str) -> bool:
    if abs(len(left) - len(right)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
    if start is None:
        return True
    swapped = left[:start] + left[start + 1 : start + 2] + left[start : start + 1] + left[start + 2 :]
    return (
        left[start + 1 :] == right[start + 1 :]
        or left[start + 1 :] == right[start:]
        or left[start:] == right[start + 1 :]
        or swapped == right
    )


def is_last_digits(text: str) -> bool:
    """Say whether the text is the last four digits of a NIK."""
    return DIGITS.match(text.strip()) is not None

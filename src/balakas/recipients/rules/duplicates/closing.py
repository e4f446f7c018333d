"""From scored pairs to people: whoever is the same as the same is the same, unless a pair among them speaks against it.

Pairs are taken from the surest down. Two groups become one person when the pair that joins them is found and no pair across them was
compared and judged to be two people: twins do not become one because a third row, poor in facts, resembles both.
"""

from collections.abc import Iterable
from typing import NamedTuple

FOUND = 0.5
"""From this score on a pair counts as found; below it a person looks."""
AGAINST = 0.02
"""A compared pair below this score keeps two groups apart."""
DOUBTFUL_AT_MOST = 0.49
"""What a pair gets that was found but would join two people."""


class Pair(NamedTuple):
    """Two rows by position, the smaller first, and how surely they are one person."""

    left: int
    right: int
    score: float


def close(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs closed under "same person", sorted: all pairs inside a group are found, none across groups is.

    `pairs` are all that were compared among people who have a found pair, and whatever doubtful ones shall be kept.
    """
    known = {(pair.left, pair.right): pair.score for pair in pairs}
    groups: dict[int, set[int]] = {}
    for (left, right), score in sorted(known.items(), key=lambda item: (-item[1], item[0])):
        if score < FOUND:
            break
        first, second = groups.setdefault(left, {left}), groups.setdefault(right, {right})
        if first is second:
            continue
        across = [(min(a, b), max(a, b)) for a in first for b in second]
        if any(known.get(pair, FOUND) < AGAINST for pair in across):
            known[left, right] = DOUBTFUL_AT_MOST
            continue
        _join(groups, first, second)
        known.update({pair: max(known.get(pair, 0.0), score) for pair in across})
    return [Pair(left, right, _settled(groups, left, right, score)) for (left, right), score in sorted(known.items())]


def _join(groups: dict[int, set[int]], first: set[int], second: set[int]) -> None:
    if len(first) < len(second):
        first, second = second, first
    first |= second
    for person in second:
        groups[person] = first


def _settled(groups: dict[int, set[int]], left: int, right: int, score: float) -> float:
    """Return the score, held below `FOUND` across groups and not below it inside one."""
    inside = left in groups and groups[left] is groups.get(right)
    return max(score, FOUND) if inside else min(score, DOUBTFUL_AT_MOST)

"""Where the flowchart's symbols and arrows stand: one layout for the page's SVG and for the paper.

A row's symbols stand in their performers' columns, in the middle of the row. An arrow between them runs straight; past a
symbol in its way it takes the lane below, a "no" goes back by the lane above. Rows join from bottom to top edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from balakas.sop.rules.procedure import Mark, Procedure, Step, Symbol


class Lane(StrEnum):
    """How an arrow runs between two columns of a row."""

    STRAIGHT = "straight"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Placed:
    """A symbol in its column (from 0)."""

    column: int
    symbol: Symbol
    text: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow within a row. `answer` is "yes" or "no" where it leaves a decision."""

    start: int
    end: int
    lane: Lane
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the flowchart.

    `from_above` is the column in which the flow comes down from the row above, `into` the column it goes to, `leaves` the
    column in which it goes down to the next row; `None` where the flow begins or ends. `leaves_as` is "yes" below a decision.
    """

    number: int
    columns: int
    symbols: tuple[Placed, ...]
    arrows: tuple[Arrow, ...]
    from_above: int | None
    into: int | None
    leaves: int | None
    leaves_as: str = ""


def layout(procedure: Procedure) -> tuple[Row, ...]:
    """Lay out the whole procedure, a row per step. A step without marks lets the flow pass through."""
    rows: list[Row] = []
    above: int | None = None
    for index, step in enumerate(procedure.steps):
        more = any(later.marks for later in procedure.steps[index + 1 :])
        row = _row(procedure, step, above, goes_on=more)
        above = row.leaves
        rows.append(row)
    return tuple(rows)


def _row(procedure: Procedure, step: Step, above: int | None, *, goes_on: bool) -> Row:
    columns = len(procedure.performers)
    if not step.marks:
        return Row(step.number, columns, (), (), above, above, above)
    places = {mark.performer: procedure.column(mark.performer) for mark in step.marks}
    last = step.marks[-1]
    return Row(
        number=step.number,
        columns=columns,
        symbols=tuple(Placed(places[mark.performer], mark.symbol, mark.text) for mark in step.marks),
        arrows=_arrows(step.marks, places),
        from_above=above,
        into=None if above is None else places[step.marks[0].performer],
        leaves=places[last.performer] if goes_on else None,
        leaves_as="yes" if goes_on and last.back_to else "",
    )


def _arrows(marks: Sequence[Mark], places: dict[str, int]) -> tuple[Arrow, ...]:
    taken = set(places.values())
    arrows = []
    for before, after in pairwise(marks):
        start, end = places[before.performer], places[after.performer]
        answer = "yes" if before.back_to else ""
        arrows.append(Arrow(start, end, Lane.BELOW if _in_the_way(start, end, taken) else Lane.STRAIGHT, answer))
    backs = [Arrow(places[one.performer], places[one.back_to], Lane.ABOVE, "no") for one in marks if one.back_to]
    return (*arrows, *backs)


def _in_the_way(start: int, end: int, taken: set[int]) -> bool:
    return any(column in taken for column in range(min(start, end) + 1, max(start, end)))

"""Missing papers as the field app takes them along: name, village, which paper; no number, no address but the RT."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from balakas.distributions.rules.programme import PAPER_WORDS, PaperCode
from balakas.recipients.queries import board, people
from balakas.recipients.rules.papers import Needed
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer


@dataclass(frozen=True, slots=True)
class Task:
    """Somebody whose papers are not complete: what is missing, with what may stand for it."""

    recipient: UUID
    household: UUID | None
    name: str
    village: str
    rt: str
    needs: tuple[Needed, ...]


def missing(officer: Officer, distribution_id: UUID) -> list[Task]:
    """Return who of the officer's villages still misses a paper, in the order of the list. A fixed number of queries."""
    rows = list(people.on_distribution(officer, distribution_id).exclude(state=RecipientState.OUT))
    asked = board.asked_for(distribution_id)
    return [
        _task(one, tuple(need for need in board.needed_of(one.recipient, asked) if need.code in one.standing.missing))
        for one in board.held_by(rows, distribution_id)
        if one.standing.missing
    ]


def _task(held: board.Held, needs: tuple[Needed, ...]) -> Task:
    row = held.recipient
    return Task(
        recipient=row.id, household=row.person.household_id, name=row.person.name, village=row.village_code,
        rt=f"RT {row.person.rt}" if row.person.rt else "", needs=needs,
    )  # fmt: skip


def words(tasks: Iterable[Task]) -> dict[str, str]:
    """Return the names of the papers in these tasks, by code."""
    codes = {code for one in tasks for need in one.needs for code in (need.code, *need.substitutes)}
    return {code: gettext(PAPER_WORDS[PaperCode(code)]) for code in sorted(codes)}

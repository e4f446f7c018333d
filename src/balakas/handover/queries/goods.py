"""Goods as their page shows them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from balakas.distributions.queries import distributions
from balakas.distributions.rules.programme import amount_words
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.queries import days, load
from balakas.handover.queries.ledger import body_of
from balakas.handover.rules.events import EventType
from balakas.handover.rules.stock import Equation
from balakas.papers.queries import papers
from balakas.papers.rules.states import STATE_LABELS, STATE_TONES, PaperState


@dataclass(frozen=True, slots=True)
class StockLine:
    """A benefit and its equation at a post."""

    benefit: Any
    equation: Equation

    def words(self) -> dict[str, str]:
        """Return the equation's counts as people write them: `10 kg`, `Rp600.000`."""
        counts = {name: getattr(self.equation, name) for name in ("issued", "handed", "remaining", "returned")}
        return {name: amount_words(self.benefit.kind, count, self.benefit.unit) for name, count in counts.items()}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """How far the paper of some minutes has come: number, state in words."""

    id: UUID
    number: str
    word: str
    tone: str
    signed: bool


def paper_line(paper: Any) -> PaperLine:
    """Return a paper's words."""
    state = PaperState(paper.state)
    return PaperLine(
        paper.id, paper.number_text, gettext(STATE_LABELS[state]), STATE_TONES[state], paper.scan_shown_id is not None
    )


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """Minutes with their counts as (benefit name, unit, item), and how far their paper has come."""

    row: GoodsMinutes
    items: tuple[tuple[str, str, dict[str, int]], ...]
    voided: bool
    paper: PaperLine


def stock_lines(distribution_id: UUID, post_id: UUID) -> list[StockLine]:
    """Return the equation of every benefit that moved at a post."""
    benefits = {row.benefit_id: row.benefit for row in distributions.allocations_of(distribution_id)}
    return [StockLine(benefits[key], one) for key, one in days.stock_of(post_id).items() if key in benefits]


def minutes_lines(post_id: UUID) -> list[MinutesLine]:
    """Return a post's minutes of goods with their counts, the newest first."""
    rows = load.minutes_of(post_id)
    if not rows:
        return []
    benefits = {str(row.benefit_id): row.benefit for row in distributions.allocations_of(rows[0].distribution_id)}
    voids = Event.objects.filter(type=EventType.VOID, target_id__in=[row.event_id for row in rows])
    issued = papers.papers_in(row.paper_id for row in rows)
    voided = set(voids.values_list("target_id", flat=True))
    return [
        MinutesLine(
            row,
            tuple(
                (benefits[item["benefit"]].name, benefits[item["benefit"]].unit, item)
                for item in body_of(row.event)["items"]
                if item["benefit"] in benefits
            ),
            row.event_id in voided,
            paper_line(issued[row.paper_id]),
        )
        for row in rows
        if row.paper_id is not None
    ]

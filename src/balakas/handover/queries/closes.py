"""A post's day as the close page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from balakas.handover.models.minutes import DayClose
from balakas.handover.queries import days, figures, goods
from balakas.handover.queries.goods import PaperLine, paper_line
from balakas.handover.rules.closing import CLOSE_WORDS, CloseKind
from balakas.handover.rules.pages import written
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason
from balakas.papers.queries import papers


@dataclass(frozen=True, slots=True)
class CloseLine:
    """A close with its word and how far its minutes have come."""

    row: DayClose
    word: str
    paper: PaperLine


def day(place: Any, on: date) -> dict[str, Any]:
    """Return the counts of a post's day, its goods, the pages still out, and its closes."""
    listed = days.closes_of(place.id, on)
    first, last = days.span_of(place.id, on)
    counts = figures.day_figures(place.distribution_id, place.id, on)
    return {
        "counts": counts,
        "reasons": [(gettext(FAIL_WORDS[FailReason(code)]), count) for code, count in counts["reasons"].items()],
        "stock": goods.stock_lines(place.distribution_id, place.id),
        "outstanding": [written(one.paper_list.code, one.number) for one in days.outstanding_pages(place.id)],
        "closes": _lines(listed),
        "first": first,
        "last": last,
        "anything_new": not listed or days.new_since(place.id, on, listed[-1].position),
    }


def _lines(listed: Sequence[DayClose]) -> list[CloseLine]:
    issued = papers.papers_in(row.paper_id for row in listed)
    return [CloseLine(row, word_of(row), paper_line(issued.get(row.paper_id))) for row in listed if row.paper_id]


def word_of(row: DayClose) -> str:
    """-> `Sementara`, `Akhir`, `Tambahan ke-1`."""
    word = gettext(CLOSE_WORDS[CloseKind(row.kind)])
    return f"{word} ke-{row.number}" if row.kind == CloseKind.SUPPLEMENT else word

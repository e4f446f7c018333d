"""Minutes of the field as papers: drafted with the act they tell of, then numbered, printed, signed and returned like any.

What stands on them is sealed at that moment; later events are told by later minutes, never by changing these.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import override

from balakas.common.actors import Actor
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.queries import sheets
from balakas.handover.queries.closes import word_of
from balakas.handover.rules.events import EventType
from balakas.papers.actions import life
from balakas.papers.actions.numbers import Subject
from balakas.papers.queries import papers
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.states import NEXT, PaperState
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right

SUBJECT = "planning_post"
"""Minutes hang on their post, where the report's bundle looks for them."""
GOODS = (Right.HANDOVER_STOCK, Right.HANDOVER_DECIDE)
CLOSING = (Right.HANDOVER_RECORD, Right.HANDOVER_DECIDE)
"""Who serves a post closes it, and who leads may do it for him."""


def draft_goods(row: GoodsMinutes, *, by: Actor, at: datetime) -> None:
    """Draft the minutes of goods that arrived or went back; inside the act's transaction."""
    arrived = row.kind == EventType.RECEIVE
    kind = PaperKind.ARRIVAL if arrived else PaperKind.RETURNED
    _draft(row, kind, sheets.arrival(row) if arrived else sheets.returned(row), rights=GOODS, by=by, at=at)


@override("id")  # the title too is a paper's
def draft_close(row: DayClose, *, by: Actor, at: datetime) -> None:
    """Draft the minutes of a day's close or of its supplement; inside the act's transaction."""
    _draft(row, PaperKind.DAY_CLOSE, sheets.day_close(row), rights=CLOSING, by=by, at=at, word=word_of(row))


def withdraw(event_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel the minutes of goods that were taken back; signed ones stay as they are, the counter-entry answers them."""
    row = GoodsMinutes.objects.filter(event_id=event_id).exclude(paper_id=None).first()
    if row is None or row.paper_id is None:
        return
    paper = papers.paper_of(row.paper_id)
    if PaperState.CANCELLED in NEXT[PaperState(paper.state)]:
        right = right_of(GOODS, office_id=row.office_id, by=by, at=at)
        life.cancel_paper(paper_id=paper.id, reason=reason, by=by, at=at, right=right)


def right_of(rights: tuple[Right, ...], *, office_id: UUID, by: Actor, at: datetime) -> Right:
    """Return the first of `rights` that `by` holds. Raises `NotAllowed` where it is none."""
    for right in rights[:-1]:
        try:
            staff.check_right(by=by, right=right, at=at, office_id=office_id)
        except NotAllowed:
            continue
        return right
    staff.check_right(by=by, right=rights[-1], at=at, office_id=office_id)
    return rights[-1]


def _draft(
    row: GoodsMinutes | DayClose,
    kind: PaperKind,
    data: Mapping[str, Any],
    *,
    rights: tuple[Right, ...],
    by: Actor,
    at: datetime,
    word: str = "",
) -> None:
    title = f"{FACTS[kind].label} {word.lower()}".strip() + f": {row.post.name}"
    paper = life.draft_paper(
        office_id=row.office_id, kind=kind, title=title[:200], by=by, at=at,
        data={name: value for name, value in data.items() if name not in {"kop", "number", "place_date"}},
        right=right_of(rights, office_id=row.office_id, by=by, at=at), subject=Subject(SUBJECT, row.post_id),
        signer=sheets.officer(row.by_id, row.office_id, row.day), signer_user_id=row.by_id, dated=row.day,
    )  # fmt: skip
    row.paper_id = paper.id
    row.save(update_fields=["paper_id"])

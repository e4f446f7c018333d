"""What the public pages say, asked of each room's public door only. Never a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from balakas.handover.queries import public as handover
from balakas.handover.queries.public import PublicReceipt
from balakas.papers.queries import public as papers
from balakas.papers.queries.public import PublicPaper
from balakas.planning.queries import public as planning
from balakas.planning.queries.public import PublicInvitation, PublicTurn
from balakas.reporting.queries.public import Published, published
from balakas.staff import queries as staff_queries

AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """One office's announced turns, day by day, what its running distributions have reached, and its closed reports."""

    name: str
    zone: str
    days: list[tuple[datetime, list[PublicTurn]]]
    figures: Sequence[handover.PublicFigures]
    reports: Sequence[Published]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a code opens: a paper, a receipt, or an invitation with when it was handed over; none when nobody issued it."""

    paper: PublicPaper | None = None
    receipt: PublicReceipt | None = None
    invitation: PublicInvitation | None = None
    handed_over: datetime | None = None


def schedule(at: datetime) -> list[OfficeDays]:
    """Return what is announced from today on, office by office, and what was handed over so far."""
    return [
        OfficeDays(
            office.name,
            office.zone,
            _days(office.id, office.zone, at),
            handover.figures(office.id),
            published(office.id),
        )
        for office in staff_queries.districts()
    ]


def _days(office_id: UUID, zone: str, at: datetime) -> list[tuple[datetime, list[PublicTurn]]]:
    today = at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    turns = planning.schedule(office_id, today, today + AHEAD)
    return [
        (group[0].starts_at, group)
        for _, found in groupby(turns, key=lambda turn: turn.starts_at.astimezone(ZoneInfo(zone)).date())
        if (group := list(found))
    ]


def check(code: str) -> Answer:
    """Return what a code opens: a paper's and a receipt's have twelve signs, an invitation's eight."""
    paper = papers.check(code)
    if paper is not None:
        return Answer(paper=paper)
    receipt = handover.check(code)
    if receipt is not None:
        return Answer(receipt=receipt)
    invitation = planning.invitation([office.id for office in staff_queries.districts()], code)
    if invitation.state == "unknown":
        return Answer()
    when = handover.handed_over(invitation.recipient_id) if invitation.recipient_id else None
    return Answer(invitation=invitation, handed_over=when)

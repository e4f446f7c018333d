"""A post's day: open or closed, what happened in it, how its goods stand."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Min

from balakas.handover.models.books import StockMove
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import DayClose
from balakas.handover.models.paper import PaperPage
from balakas.handover.rules.events import EventType
from balakas.handover.rules.pages import PageState
from balakas.handover.rules.stock import Account, Equation, Move, equation

_SHIFTS = (EventType.SHIFT_OPEN, EventType.SHIFT_CLOSE)


def is_open(post_id: UUID, day: date) -> bool:
    """Say whether the post's day was opened and not closed since."""
    last = Event.objects.filter(post_id=post_id, day=day, type__in=_SHIFTS).order_by("-position").first()
    return last is not None and last.type == EventType.SHIFT_OPEN


def closes_of(post_id: UUID, day: date) -> list[DayClose]:
    """Return the closes of a post's day, the first one first."""
    return list(DayClose.objects.filter(post_id=post_id, day=day).select_related("by", "post").order_by("number"))


def span_of(post_id: UUID, day: date) -> tuple[datetime | None, datetime | None]:
    """Return the first and last moment of a post's day, None before anything happened."""
    found = Event.objects.filter(post_id=post_id, day=day).aggregate(first=Min("happened_at"), last=Max("happened_at"))
    return found["first"], found["last"]


def new_since(post_id: UUID, day: date, position: int) -> bool:
    """Say whether anything but shifts was recorded for a post's day after a ledger position."""
    rows = Event.objects.filter(post_id=post_id, day=day, position__gt=position)
    return rows.exclude(type__in=_SHIFTS).exists()


def outstanding_pages(post_id: UUID) -> list[PaperPage]:
    """Return the printed pages of a post that were neither keyed nor set aside."""
    waiting = (PageState.PRINTED, PageState.PHOTOGRAPHED)
    rows = PaperPage.objects.filter(paper_list__post_id=post_id, state__in=waiting)
    return list(rows.select_related("paper_list").order_by("paper_list__printed_at", "number"))


def stock_of(post_id: UUID, *, until: date | None = None) -> dict[UUID, Equation]:
    """Return the stock equation of each benefit at a post, up to a day."""
    rows = StockMove.objects.filter(post_id=post_id)
    if until is not None:
        rows = rows.filter(day__lte=until)
    moves = [
        Move(str(benefit), Account(source), Account(target), quantity)
        for benefit, source, target, quantity in rows.values_list("benefit_id", "source", "target", "quantity")
    ]
    return {UUID(benefit): counted for benefit, counted in equation(moves).items()}

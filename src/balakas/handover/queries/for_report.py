"""What the report asks of the hand-over: who got what and when, who did not and why, what is still open, the photos."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from balakas.handover.models.books import Failure, Payment, Visit
from balakas.handover.models.ledger import Event, Tail
from balakas.handover.models.minutes import DayClose
from balakas.handover.models.paper import GeneralPhoto
from balakas.handover.queries import days


@dataclass(slots=True)
class Received:
    """What one recipient got: entitlement -> quantity, the first day, whether somebody else collected it."""

    day: date
    by_proxy: bool
    visit_ids: list[UUID] = field(default_factory=list)
    quantities: dict[UUID, int] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """Why somebody got nothing: `absent` or `refuse`, and the reason's code."""

    type: str
    reason: str


def received(distribution_id: UUID) -> dict[UUID, Received]:
    """Return what each recipient got, by recipient."""
    rows = Payment.objects.filter(distribution_id=distribution_id, voided_by=None).order_by("happened_at", "id")
    found: dict[UUID, Received] = {}
    for row in rows:
        one = found.setdefault(row.recipient_id, Received(row.day, row.by_proxy, at=row.happened_at))
        one.by_proxy = one.by_proxy or row.by_proxy
        one.quantities[row.entitlement_id] = row.quantity
        if row.visit_id and row.visit_id not in one.visit_ids:
            one.visit_ids.append(row.visit_id)
    return found


def missed(distribution_id: UUID) -> dict[UUID, Missed]:
    """Return why each recipient who was marked got nothing, by recipient."""
    rows = Failure.objects.filter(distribution_id=distribution_id, closed_by=None)
    return {row.recipient_id: Missed(row.type, row.reason) for row in rows}


def payments(distribution_id: UUID) -> list[tuple[str, str, int]]:
    """Return the books of a distribution as (event id, entitlement id, quantity), in a stable order."""
    rows = Payment.objects.filter(distribution_id=distribution_id, voided_by=None).order_by("event_id")
    return [
        (str(event), str(one), quantity)
        for event, one, quantity in rows.values_list("event_id", "entitlement_id", "quantity")
    ]


def checkpoint(office_id: UUID) -> tuple[int, str]:
    """Return the ledger's position and chain hash of an office; (0, "") before its first event."""
    tail = Tail.objects.filter(office_id=office_id).first()
    return (tail.position, tail.hash) if tail else (0, "")


def open_days(distribution_id: UUID) -> list[tuple[UUID, date]]:
    """Return the posts' days on which something happened and that are not closed, or not since the last thing happened."""
    rows = Event.objects.filter(distribution_id=distribution_id).exclude(post_id=None)
    touched = {(post_id, day) for post_id, day in rows.values_list("post_id", "day") if post_id is not None}
    return sorted((one for one in touched if not _closed(*one)), key=lambda one: (one[1], str(one[0])))


def _closed(post_id: UUID, day: date) -> bool:
    if days.is_open(post_id, day):
        return False
    last = DayClose.objects.filter(post_id=post_id, day=day).order_by("-number").first()
    return last is not None and not days.new_since(post_id, day, last.position)


def closes(distribution_id: UUID) -> list[DayClose]:
    """Return all day closes of a distribution, the oldest first."""
    rows = DayClose.objects.filter(distribution_id=distribution_id).select_related("post", "by")
    return list(rows.order_by("day", "post__order", "number"))


def photos(distribution_id: UUID) -> list[GeneralPhoto]:
    """Return the photos of the event that were not withdrawn, in the order they were taken."""
    rows = GeneralPhoto.objects.filter(distribution_id=distribution_id, withdrawn_at=None).select_related("post")
    return list(rows.order_by("taken_at", "id"))


def officers(distribution_id: UUID) -> list[str]:
    """Return the names of those who handed over."""
    rows = Visit.objects.filter(distribution_id=distribution_id).select_related("officer")
    return sorted(
        {row.officer.full_name for row in rows.only("officer__name", "officer__front_title", "officer__back_title")}
    )


def span(distribution_id: UUID) -> tuple[datetime, datetime] | None:
    """Return the first and last moment anything was handed over, None before the first."""
    rows = Payment.objects.filter(distribution_id=distribution_id, voided_by=None).order_by("happened_at")
    first, last = rows.first(), rows.last()
    return (first.happened_at, last.happened_at) if first and last else None

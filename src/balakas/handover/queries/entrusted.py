"""Who has something on its way to them, derived from the ledger and the books."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from balakas.handover.models.books import Payment
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger
from balakas.handover.rules.entrusting import Carried, is_on_its_way, same_name
from balakas.handover.rules.events import EventType
from balakas.handover.rules.proxies import RELATION_WORDS, Relation
from balakas.recipients.queries import field as recipients
from balakas.vault.rules import KeyDestroyed


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Something on its way to a person: which entry says so, since when, in which village the person lives."""

    event: Event
    at: datetime
    village: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries it, as the person's page shows it; `relation` is an untranslated word."""

    event_id: UUID
    name: str
    relation: str
    at: datetime


def on_their_way(
    distribution_id: UUID, *, recipient_ids: Collection[UUID] | None = None, post_id: UUID | None = None,
    until: date | None = None,
) -> dict[UUID, OnItsWay]:  # fmt: skip
    """Return by recipient what has not arrived: now, or as a day ended. One query where nothing was entrusted, else four."""
    return on_their_way_in([distribution_id], recipient_ids=recipient_ids, post_id=post_id, until=until)


def on_their_way_in(
    distribution_ids: Collection[UUID], *, recipient_ids: Collection[UUID] | None = None, post_id: UUID | None = None,
    until: date | None = None,
) -> dict[UUID, OnItsWay]:  # fmt: skip
    """Return the same of several distributions in as many queries: a recipient is of one distribution only."""
    rows = _entries(distribution_ids)
    if recipient_ids is not None:
        rows = rows.filter(recipient_id__in=recipient_ids)
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if until is not None:
        rows = rows.filter(day__lte=until)
    events = list(rows.order_by("happened_at"))
    if not events:
        return {}
    whose = {event.recipient_id for event in events if event.recipient_id}
    voided, paid = _voided(events), _paid(whose, until)
    villages = _villages(distribution_ids, whose, still_open=until is None)
    return {
        event.recipient_id: OnItsWay(event, event.happened_at, villages[event.recipient_id])
        for event in events
        if event.recipient_id in villages
        and is_on_its_way(Carried(event.happened_at, event.id in voided, paid.get(event.recipient_id, ())))
    }


def carrier_of(way: OnItsWay, person: Any) -> Carrier:
    """Return who carries something to `person` (a row of people)."""
    relation = ledger.body_of(way.event)["proxy"].get("relation", "")
    word = RELATION_WORDS[Relation(relation)] if relation in set(Relation) else ""
    return Carrier(way.event.id, _holder(way.event, person.subject_id), word, way.at)


def carried_by(distribution_id: UUID, name: str) -> set[UUID]:
    """Return for whom somebody of this name carries or has carried something; what was taken back is left out."""
    events = list(_entries([distribution_id]))
    voided = _voided(events)
    live = [event for event in events if event.id not in voided]
    people = recipients.recipients_in({event.recipient_id for event in live if event.recipient_id})
    wanted = same_name(name)
    return {
        event.recipient_id
        for event in live
        if event.recipient_id in people
        and same_name(_holder(event, people[event.recipient_id].person.subject_id)) == wanted
    }


def _entries(distribution_ids: Collection[UUID]) -> Any:
    return Event.objects.filter(distribution_id__in=distribution_ids, type=EventType.ENTRUST, held="").exclude(
        recipient_id=None
    )


def _voided(events: Iterable[Event]) -> set[UUID | None]:
    ids = [event.id for event in events]
    return set(
        Event.objects.filter(type=EventType.VOID, held="", target_id__in=ids).values_list("target_id", flat=True)
    )


def _paid(whose: Collection[UUID], until: date | None) -> dict[UUID, list[datetime]]:
    rows = Payment.objects.filter(recipient_id__in=whose, voided_by=None)
    if until is not None:
        rows = rows.filter(day__lte=until)
    found: dict[UUID, list[datetime]] = {}
    for recipient, at in rows.values_list("recipient_id", "happened_at"):
        found.setdefault(recipient, []).append(at)
    return found


def _villages(
    distribution_ids: Collection[UUID], whose: Collection[UUID], *, still_open: bool
) -> dict[UUID | None, str]:
    """Return where they live; only of those to whom something is due still, where it is asked as of now."""
    rows = recipients.entitlements_on(distribution_ids).filter(recipient_id__in=whose)
    if still_open:
        rows = rows.filter(state="open")
    return dict(rows.values_list("recipient_id", "recipient__village_code"))


def _holder(event: Event, subject_id: UUID) -> str:
    try:
        return ledger.sealed_text(event, "holder", subject_id)
    except KeyDestroyed:
        return ""

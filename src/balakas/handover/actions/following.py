"""What follows in the office from what a phone wrote: activity 5 begins, goods get their minutes, as with the office's own pages.

It comes after the ledger's transaction and never stands in its way: an event is stored whatever follows. Asked again for
the same event nothing follows twice, so that a phone which sends again after a crash makes up for what was cut off.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.handover.actions import minutes, shifts
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import GoodsMinutes
from balakas.handover.rules.events import FIELD_STEP, EventType
from balakas.planning.queries import plans
from balakas.sop.actions import steps
from balakas.staff import queries as staff

log = logging.getLogger("balakas.handover.following")
FOLLOWED = frozenset({EventType.SHIFT_OPEN, EventType.RECEIVE, EventType.RETURN})


def follow(event_ids: Collection[UUID], *, at: datetime) -> None:
    """Do what follows from these events; one that is held by a case, or whose officer may not, is left to people."""
    rows = Event.objects.select_related("device").filter(id__in=event_ids, held="").order_by("position")
    for event in rows:
        user = staff.active_user(event.officer_id)
        if user is None or user.office_id != event.office_id:
            continue
        by = staff.actor_of(user, where=event.device.name)
        try:
            with transaction.atomic():
                _follow(event, by, at)
        except BalakasError as error:
            log.warning("nothing follows from %s %s: %s", event.type, event.id, error.code)


def _follow(event: Event, by: Actor, at: datetime) -> None:
    if event.type == EventType.SHIFT_OPEN:
        _begin(event, by, at)
    else:
        _minute(event, by, at)


def _begin(event: Event, by: Actor, at: datetime) -> None:
    if event.post_id is None:
        return
    post = plans.locked_post(event.post_id)
    run_id = post.distribution.run_id
    if run_id is None or not shifts.run_is_open(run_id):
        return
    steps.ensure_started(
        run_id=run_id, number=FIELD_STEP, by=by, at=at, happened_at=min(event.happened_at, at), reason=post.name
    )


def _minute(event: Event, by: Actor, at: datetime) -> None:
    if event.post_id is None or event.distribution_id is None:
        return
    plans.locked_post(event.post_id)  # the lock under which a second answer to the same event waits
    if GoodsMinutes.objects.filter(event=event).exists():
        return
    row = GoodsMinutes.objects.create(
        event=event, office_id=event.office_id, distribution_id=event.distribution_id, post_id=event.post_id,
        kind=event.type, by_id=by.id, day=event.day, happened_at=event.happened_at, recorded_at=at,
    )  # fmt: skip
    minutes.draft_goods(row, by=by, at=at)

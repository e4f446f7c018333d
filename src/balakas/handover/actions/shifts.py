"""A post's day begins with the first thing that happens there, and with it the SOP's activity 5."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from balakas.common.actors import Actor
from balakas.handover.actions import keys, ledger
from balakas.handover.actions.ledger import Draft
from balakas.handover.models.ledger import Device, Event
from balakas.handover.queries.days import is_open
from balakas.handover.rules.events import FIELD_STEP, EventType
from balakas.planning.queries import plans
from balakas.sop.actions import steps
from balakas.sop.queries import runs
from balakas.sop.rules.run import RunState
from balakas.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Desk:
    """The online page at one post, under the lock that puts its acts one after the other. `village` is the post's own."""

    device: Device
    office_id: UUID
    post_id: UUID
    distribution_id: UUID
    run_id: UUID | None
    state: str
    village: str
    post_name: str
    officer_id: UUID
    by: Actor
    at: datetime

    def write(self, draft: Draft) -> Event:
        """Write what happened here."""
        return ledger.write(device=self.device, draft=draft, officer_id=self.officer_id, at=self.at)


def sit_down(*, post_id: UUID, by: Actor, at: datetime) -> Desk:
    """Take the lock of the office's online page for an act at a post; call it inside a transaction."""
    post = plans.locked_post(post_id)
    office_id = post.distribution.office_id
    device = keys.kantor(office_id=office_id, at=at)
    return Desk(
        device=device, office_id=office_id, post_id=post.id, distribution_id=post.distribution_id,
        run_id=post.distribution.run_id, state=post.distribution.state, village=post.village_code,
        post_name=post.name, officer_id=UUID(by.id), by=by, at=at,
    )  # fmt: skip


def ensure_open(desk: Desk, happened_at: datetime) -> None:
    """Write `shift_open` unless the post's day is open already; the first of a running SOP starts its activity 5."""
    day = staff.local_day(staff.office_of(desk.office_id), happened_at)
    if is_open(desk.post_id, day):
        return
    draft = Draft(
        type=EventType.SHIFT_OPEN,
        distribution_id=desk.distribution_id,
        post_id=desk.post_id,
        happened_at=happened_at,
    )
    desk.write(draft)
    if desk.run_id and run_is_open(desk.run_id):
        steps.ensure_started(
            run_id=desk.run_id,
            number=FIELD_STEP,
            by=desk.by,
            at=desk.at,
            happened_at=happened_at,
            reason=desk.post_name,
        )


def run_is_open(run_id: UUID) -> bool:
    """Say whether an SOP run still takes times; one that was closed or stopped does not."""
    return runs.locked(run_id).state == RunState.OPEN

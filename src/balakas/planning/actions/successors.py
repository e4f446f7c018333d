"""Passing an invitation on: who is replaced holds a void one, who follows gets a new one for the same time."""

from datetime import datetime
from uuid import UUID

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.queries import distributions
from balakas.planning.actions.invitations import made_for, voided
from balakas.planning.models import Invitation
from balakas.planning.queries import invitations, plans
from balakas.planning.queries.people import Called
from balakas.recipients.queries import field as recipients

REASON = "Penerima digantikan"


def pass_on(*, gone_id: UUID, follower_id: UUID, by: Actor, at: datetime) -> Invitation | None:
    """Void the invitation of who is replaced and invite who follows, to the same time where the village is called to it.

    The room handover calls this inside the act of a replacement, which has asked for its right. Returns None where nobody
    was invited yet, or the follower's village is not called at that time: then the next issue seats them.
    """
    old = invitations.invitation_of(gone_id)
    if old is None:
        return None
    voided(old, REASON, at)
    follower = recipients.recipients_in([follower_id])[follower_id]
    case = distributions.distribution_of(follower.distribution_id)
    called = plans.villages_at(old.slot) if old.slot else None
    details: dict[str, object] = {"old": str(old.id)}
    new = None
    if called is None or follower.village_code in called:
        one = Called(follower.id, follower.person.subject_id, follower.village_code, follower.order)
        new = next(made_for(case, [one], {one.recipient_id: old.slot_id}, by, at), None)
    if new is not None:
        new.save(force_insert=True)
        details["new"] = str(new.id)
    audit.record(
        office_id=case.office_id, by=by, at=at, act="planning.pass_invitation_on", kind="distribution", subject_id=case.id,
        label=case.title, details=details,
    )  # fmt: skip
    return new

"""The reserve list: brought in like any list, taken over as people in an order, passed over one by one with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.queries import distributions
from balakas.recipients.actions import intake
from balakas.recipients.models import RecipientList
from balakas.recipients.models.changes import Joining, ReserveEntry
from balakas.recipients.rules import intake as intake_rules
from balakas.recipients.rules import joining as rules
from balakas.recipients.rules.joining import JoiningState, ReserveState
from balakas.staff import queries as staff
from balakas.staff.rules import Right

RESERVE = "reserve"


def bring(*, distribution_id: UUID, content: bytes, file_name: str, by: Actor, at: datetime) -> RecipientList:
    """Stage a reserve list's file, to be checked and taken over like any list. Raises what `intake.bring_file` raises."""
    act = intake.bring_file if len(content) <= intake.AT_ONCE else intake.begin_file
    chosen = [one.id for one in distributions.allocations_of(distribution_id)]
    with transaction.atomic():
        held = act(
            distribution_id=distribution_id, content=content, file_name=file_name, allocation_ids=chosen, by=by, at=at
        )
        held.purpose = RESERVE
        held.save(update_fields=["purpose"])
    return held


def strike(*, entry_id: UUID, reason: str, by: Actor, at: datetime) -> ReserveEntry:
    """Pass over somebody on the reserve list, with a reason; the next one's turn comes.

    Raises `ReasonMissing`, `JoiningSettled` where they were called meanwhile, `NotAllowed`.
    """
    why = intake_rules.check_reason(reason)
    with transaction.atomic():
        row = ReserveEntry.objects.select_for_update(of=("self",)).select_related("person").get(id=entry_id)
        office_id = row.person.office_id
        staff.check_right(
            by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=office_id, village_code=row.village_code
        )
        called = Joining.objects.filter(reserve=row, state=JoiningState.PROPOSED).exists()
        if row.state != ReserveState.FREE or called:
            raise rules.JoiningSettled
        row.state, row.struck_reason = ReserveState.STRUCK, why
        row.save(update_fields=["state", "struck_reason"])
        audit.record(
            office_id=office_id, by=by, at=at, act="recipients.strike_reserve", kind="reserve", subject_id=row.id
        )
    return row

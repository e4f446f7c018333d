"""The life of an entitlement at the hand-over: closed at what was given, the rest opened as a remainder, or reopened.

Called by the room handover inside the transaction of its own act, which has asked for its right and is the entry in the
audit; the entitlement is locked by it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from balakas.common.bulk import update_rows
from balakas.recipients.models import Entitlement
from balakas.recipients.rules.people import EntitlementState

OPEN, SETTLED, CANCELLED = EntitlementState.OPEN, EntitlementState.SETTLED, EntitlementState.CANCELLED


def close_at(
    *, entitlement_id: UUID, given: int, remainder_id: UUID | None, remainder_amount: int, at: datetime
) -> None:
    """Settle an entitlement at what was given; `remainder_amount` opens (or reopens) a remainder under `remainder_id`.

    Remainders it had under another id are cancelled while nothing of them was given.
    """
    Entitlement.objects.filter(id=entitlement_id).update(state=SETTLED, given=given)
    kept = remainder_id if remainder_amount else None
    _cancel_remainders(entitlement_id, except_for=kept)
    if kept is None:
        return
    whole = Entitlement.objects.get(id=entitlement_id)
    row, made = Entitlement.objects.get_or_create(
        id=kept,
        defaults={
            "recipient_id": whole.recipient_id,
            "allocation_id": whole.allocation_id,
            "amount": remainder_amount,
            "state": OPEN,
            "remainder_of": whole,
            "created_at": at,
        },
    )
    if not made and row.state == CANCELLED:
        Entitlement.objects.filter(id=row.id).update(state=OPEN, amount=remainder_amount)


def settle_all(given: Mapping[UUID, int]) -> None:
    """Settle many entitlements that neither have nor open a remainder, each at what was given."""
    update_rows(Entitlement, ("state", "given"), [(one, SETTLED, quantity) for one, quantity in given.items()])


def reopen(*, entitlement_id: UUID) -> None:
    """Open an entitlement again after its giving was taken back; remainders of which nothing was given are cancelled.

    A cancelled entitlement stays cancelled.
    """
    Entitlement.objects.filter(id=entitlement_id, state=SETTLED).update(state=OPEN, given=0)
    _cancel_remainders(entitlement_id, except_for=None)


def _cancel_remainders(entitlement_id: UUID, *, except_for: UUID | None) -> None:
    rows = Entitlement.objects.filter(remainder_of_id=entitlement_id, state=OPEN)
    if except_for is not None:
        rows = rows.exclude(id=except_for)
    rows.update(state=CANCELLED)

"""The duty order of a distribution, its members, and what its form proposes."""

from uuid import UUID

from balakas.planning.models import DutyOrder
from balakas.planning.rules.duty import Member


def order_of(distribution_id: UUID) -> DutyOrder | None:
    """Return the order in force, None before it is begun or after it was cancelled."""
    return (
        DutyOrder.objects.select_related("signer_user")
        .prefetch_related("members")
        .filter(distribution_id=distribution_id, cancelled_at=None)
        .first()
    )


def members_of(order: DutyOrder) -> list[Member]:
    """Return the members as printed, in order."""
    return [
        Member(
            name=row.name, position=row.position, rank=row.rank, nip=row.nip, role=row.role,
            user_id=str(row.user_id or ""),
        )
        for row in sorted(order.members.all(), key=lambda row: row.order)
    ]  # fmt: skip

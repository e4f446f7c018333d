"""What this room holds about one citizen: the invitations they got."""

from collections.abc import Mapping
from uuid import UUID

from balakas.planning.models import Invitation


def about_person(person_id: UUID) -> list[Mapping[str, object]]:
    """Return a person's invitations for the data-subject file: distribution, time, place, since when, withdrawn or not."""
    rows = Invitation.objects.filter(recipient__person_id=person_id).select_related(
        "recipient__distribution", "slot__post"
    )
    return [
        {
            "distribution": row.recipient.distribution.title,
            "issued_at": row.issued_at.isoformat(),
            "slot": row.slot.starts_at.isoformat() if row.slot else "",
            "place": (row.slot.post.place or row.slot.post.name) if row.slot else "",
            "voided_at": row.voided_at.isoformat() if row.voided_at else "",
            "void_reason": row.void_reason,
        }
        for row in rows.order_by("issued_at")
    ]

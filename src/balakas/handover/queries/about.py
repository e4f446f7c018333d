"""What this room holds about one citizen, for the data-subject file (UU 27/2022 art. 32)."""

from collections.abc import Mapping
from uuid import UUID

from balakas.handover.models.books import Attachment, Failure, Payment, Visit


def about_person(person_id: UUID) -> list[Mapping[str, object]]:
    """Return a person's visits, payments, failures and pictures; amounts in the benefit's smallest unit."""
    visits = Visit.objects.filter(recipient__person_id=person_id).select_related("distribution", "post")
    paid = Payment.objects.filter(recipient__person_id=person_id).select_related("entitlement__allocation__benefit")
    failed = Failure.objects.filter(recipient__person_id=person_id).select_related("distribution")
    pictures = Attachment.objects.filter(recipient__person_id=person_id)
    return [
        *(
            {
                "what": "visit", "distribution": row.distribution.title, "post": row.post.name,
                "happened_at": row.happened_at.isoformat(), "identity": row.identity, "by_proxy": row.by_proxy,
                "receipt": row.receipt,
            }
            for row in visits.order_by("happened_at")
        ),
        *(
            {
                "what": "payment", "benefit": row.entitlement.allocation.benefit.name, "quantity": row.quantity,
                "happened_at": row.happened_at.isoformat(), "voided": row.voided_by_id is not None,
            }
            for row in paid.order_by("happened_at")
        ),
        *(
            {"what": row.type, "distribution": row.distribution.title, "reason": row.reason, "day": row.day.isoformat()}
            for row in failed.order_by("day")
        ),
        *(
            {"what": "picture", "kind": row.kind, "sha256": row.sha256, "added_at": row.added_at.isoformat()}
            for row in pictures.order_by("added_at")
        ),
    ]  # fmt: skip

"""Batches of cards' photos as an officer may see them."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

from django.http import Http404

from balakas.recipients.models.batches import BatchPhoto, CardBatch
from balakas.recipients.rules import batches as rules
from balakas.recipients.rules.batches import PhotoState
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place


def batch_for(officer: Officer, batch_id: UUID) -> CardBatch:
    """Return a batch the officer brought, or of the office for one who sees all of it, else 404."""
    rows = CardBatch.objects.select_related("distribution", "created_by").filter(office_id=officer.office_id)
    if officer.villages is not None:
        rows = rows.filter(created_by_id=officer.user_id)
    row = rows.filter(id=batch_id).first()
    if row is None or Right.RECIPIENTS_COLLECT not in officer.rights:
        raise Http404
    return row


def photo_for(officer: Officer, photo_id: UUID) -> BatchPhoto:
    """Return a photo of a batch the officer may see, else 404."""
    row = BatchPhoto.objects.filter(id=photo_id).first()
    if row is None:
        raise Http404
    batch_for(officer, row.batch_id)
    return row


def batches_of(officer: Officer, distribution_id: UUID) -> list[CardBatch]:
    """Return the newest batches of a distribution that the officer may see."""
    rows = CardBatch.objects.filter(distribution_id=distribution_id, office_id=officer.office_id).select_related(
        "created_by"
    )
    if officer.villages is not None:
        rows = rows.filter(created_by_id=officer.user_id)
    return list(rows.order_by("-created_at")[:20])


def counts(batch: CardBatch) -> dict[PhotoState, int]:
    """Return how many photos stand where."""
    found = Counter(BatchPhoto.objects.filter(batch=batch).values_list("state", flat=True))
    return {state: found[state] for state in PhotoState}


def next_to_read(batch_id: UUID) -> BatchPhoto | None:
    """Return the next photo nobody has read; None once there is none or the batch was stopped."""
    rows = BatchPhoto.objects.filter(batch_id=batch_id, batch__stopped=False, state=PhotoState.WAITING)
    return rows.order_by("order").first()


def next_to_decide(batch: CardBatch) -> BatchPhoto | None:
    """Return the next photo that waits for a person."""
    return BatchPhoto.objects.filter(batch=batch, state__in=rules.TO_DECIDE).order_by("order").first()


def content_of(photo: BatchPhoto) -> bytes | None:
    """Return a photo's bytes; None once it was placed or put aside."""
    try:
        return vault.file_bytes(photo.file_id) if photo.file_id else None
    except KeyDestroyed:
        return None


def place_of(photo: BatchPhoto) -> Place:
    """Return where a photo's reading stands sealed."""
    return Place("recipients_batchphoto", "cards_sealed", photo.id)


def cards_of(photo: BatchPhoto, batch: CardBatch) -> list[dict[str, Any]]:
    """Return the cards seen on a photo."""
    if not photo.cards_sealed:
        return []
    found: list[dict[str, Any]] = json.loads(
        vault.open_sealed(photo.cards_sealed, subject_id=batch.subject_id, place=place_of(photo))
    )
    return found

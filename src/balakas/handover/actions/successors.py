"""Deciding who comes on a running list, whole: the right passes on, the invitation with it, and the place on the phone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.handover.models.devices import Lease, SliceMember
from balakas.handover.rules.events import DeviceKind
from balakas.planning.actions import successors
from balakas.recipients.actions import joining


def accept(*, joining_id: UUID, by: Actor, at: datetime, despite: str = "") -> UUID:
    """Accept a proposal as the second person; return the recipient who came.

    Who follows takes the place in the slice, so that the next bundle of the phone that serves it shows both and who comes
    for whom. A printed list cannot learn; there the office serves them. Raises what `recipients.actions.joining.accept` does.
    """
    with transaction.atomic():
        row = joining.accept(joining_id=joining_id, by=by, at=at, despite=despite)
        follower_id = UUID(str(row.recipient_id))
        if row.replaces_id is not None:
            successors.pass_on(gone_id=row.replaces_id, follower_id=follower_id, by=by, at=at)
            _take_place(row.replaces_id, follower_id)
    return follower_id


def _take_place(gone_id: UUID, follower_id: UUID) -> None:
    member = SliceMember.objects.select_related("slice").filter(recipient_id=gone_id, live=True).first()
    if member is None:
        return
    on_paper = Lease.objects.filter(slice=member.slice, ended_at=None, device__kind=DeviceKind.PAPER).exists()
    if not on_paper:
        SliceMember.objects.create(slice=member.slice, recipient_id=follower_id)

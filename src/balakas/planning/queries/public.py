"""What anybody may ask of the plans: when a village is called, whether an invitation is good. Never who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from balakas.planning.models import Plan, Slot
from balakas.planning.queries import invitations
from balakas.planning.rules import vouchers
from balakas.planning.rules.invitations import InvitationState
from balakas.recipients.queries.people import village_names
from balakas.staff import queries as staff


@dataclass(frozen=True, slots=True)
class PublicTurn:
    """A village's turn, as announced."""

    distribution_id: UUID
    title: str
    village_code: str
    village: str
    place: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PublicInvitation:
    """What a code opens: its state, the distribution's title, the turn.

    `recipient_id` is for the room that knows what was handed over, never for a page.
    """

    state: InvitationState
    title: str = ""
    village: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    recipient_id: UUID | None = None


def schedule(office_id: UUID, start: datetime, end: datetime) -> list[PublicTurn]:
    """Return the announced turns between two moments, in order."""
    rows = (
        Slot.objects.filter(
            post__distribution__office_id=office_id, post__distribution__state="open", post__removed_at=None,
            cancelled_at=None, starts_at__gte=start, starts_at__lt=end,
            post__distribution__in=_announced(office_id),
        )
        .select_related("post__distribution")
        .prefetch_related("post__villages")
        .order_by("starts_at", "post__order")
    )  # fmt: skip
    names = village_names(staff.office_of(office_id).region_code)
    return [turn for slot in rows for turn in _turns(slot, names)]


def invitation(office_ids: Sequence[UUID], text: str) -> PublicInvitation:
    """Return what an invitation's code opens in one of the offices: valid, void or unknown. Never whose it is."""
    if not vouchers.is_code(text):
        return PublicInvitation(InvitationState.UNKNOWN)
    found = next((row for office_id in office_ids if (row := invitations.invitation_by_code(office_id, text))), None)
    if found is None:
        return PublicInvitation(InvitationState.UNKNOWN)
    title = found.recipient.distribution.title
    if not invitations.is_good(found):
        return PublicInvitation(InvitationState.VOID, title=title)
    slot = found.slot
    names = village_names(staff.office_of(found.recipient.distribution.office_id).region_code)
    return PublicInvitation(
        InvitationState.VALID,
        title=title,
        village=names.get(found.recipient.village_code, ""),
        place=(slot.post.place or slot.post.name) if slot else "",
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        recipient_id=found.recipient_id,
    )


def _announced(office_id: UUID) -> QuerySet[Plan, UUID]:
    rows = Plan.objects.filter(distribution__office_id=office_id, announced_at__isnull=False)
    return rows.values_list("distribution_id", flat=True)


def _turns(slot: Slot, names: Mapping[str, str]) -> list[PublicTurn]:
    codes = slot.villages or [row.village_code for row in slot.post.villages.all()]
    return [
        PublicTurn(
            distribution_id=slot.post.distribution_id,
            title=slot.post.distribution.title,
            village_code=code,
            village=names.get(code, ""),
            place=slot.post.place or slot.post.name,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for code in codes
    ]

"""A printed list holds its people as a phone does, until its pages are back: paper and phone never serve the same ones."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.handover.actions import leases
from balakas.handover.models.devices import Lease, Slice, SliceMember
from balakas.handover.models.ledger import Device
from balakas.handover.models.paper import PaperList, PaperPage
from balakas.handover.queries.people import StillDue
from balakas.handover.rules import devices as rules
from balakas.handover.rules import pages
from balakas.handover.rules.devices import DeviceState
from balakas.handover.rules.events import DeviceKind

_BACK = "Semua lembar sudah kembali"


def free(post_id: UUID, rows: Sequence[StillDue], slice_id: UUID | None) -> list[StillDue]:
    """Return whom a list may be printed for: those of one slice that nobody holds, else all whom no phone or list holds.

    Raises `NobodyLeft`, `HeldElsewhere`, `LeaseMoved`.
    """
    if not rows:
        raise pages.NobodyLeft
    members = SliceMember.objects.filter(slice__post_id=post_id, live=True)
    if slice_id is None:
        held = set(members.filter(slice__in=_leased(post_id)).values_list("recipient_id", flat=True))
        found = [row for row in rows if row.recipient_id not in held]
    else:
        if Lease.objects.filter(slice_id=slice_id, ended_at=None).exists():
            raise rules.LeaseMoved
        own = set(members.filter(slice_id=slice_id).values_list("recipient_id", flat=True))
        found = [row for row in rows if row.recipient_id in own]
    if not found:
        raise pages.HeldElsewhere
    return found


def _leased(post_id: UUID) -> list[UUID]:
    return list(
        Lease.objects.filter(slice__post_id=post_id, ended_at=None).values_list("slice_id", flat=True)
    )  # fmt: skip


def lend(printed: PaperList, post: Any, people: Collection[UUID], *, by: Actor, at: datetime) -> None:
    """Give a printed list the slices its people are in, and a slice of their own to those who are in none.

    Call it inside the transaction that prints.
    """
    placed = dict(
        SliceMember.objects.filter(recipient_id__in=list(people), live=True).values_list("recipient_id", "slice_id")
    )
    slices = list(Slice.objects.select_for_update().filter(id__in=set(placed.values())).order_by("made_at", "id"))
    loose = [one for one in people if one not in placed]
    if loose:
        slices.append(leases.make_slice(post, loose, f"Kertas {printed.code}", by, at))
    device = Device.objects.create(
        office_id=printed.office_id, name=f"Daftar {printed.code}", kind=DeviceKind.PAPER, state=DeviceState.ACTIVE,
        public_key=b"", created_at=at, officer_id=UUID(by.id),
    )  # fmt: skip
    for row in slices:
        lease = leases.give(row, device, at + rules.MAX_LEASE, by, at)
        Lease.objects.filter(id=lease.id).update(paper_list=printed)
    audit.record(
        office_id=printed.office_id, by=by, at=at, act="handover.lease_to_paper", kind="paper_list", subject_id=printed.id,
        label=printed.code, details={"slices": [str(row.id) for row in slices]},
    )  # fmt: skip


def release_when_back(printed: PaperList, *, by: Actor, at: datetime) -> None:
    """End what a list holds once none of its pages is outside any more: keyed, or never used."""
    outside = (pages.PageState.PRINTED, pages.PageState.PHOTOGRAPHED)
    if PaperPage.objects.filter(paper_list=printed, state__in=outside).exists():
        return
    live = Lease.objects.filter(paper_list=printed, ended_at=None)
    live.update(ended_at=at, ended_by_id=UUID(by.id), end_reason=_BACK)

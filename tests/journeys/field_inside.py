"""Run beside the server, in its data folder: the office's side of the field app, until and after the phones speak.

`python -m tests.journeys.field_inside make|code|let_in|revoke|figures [argument …]`; each prints one JSON object.
"""

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

from balakas.config import prepare

PEOPLE, PARTS, INVITED = 24, 3, 2
"""Enough for each phone of the journeys to have its own slice."""


def main() -> int:
    """Do what the first argument says."""
    prepare.make_database()
    acts = {"make": make, "code": code, "let_in": let_in, "revoke": revoke, "figures": figures}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 -- its answer
    return 0


def make(people: str = str(PEOPLE), parts: str = str(PARTS), invited: str = str(INVITED)) -> dict[str, Any]:
    """Make an office, a distribution with people at one post, and cut them into slices; the first of each hold invitations."""
    from django.db import transaction
    from django.utils import timezone

    from balakas.handover.actions import leases
    from balakas.handover.models.devices import SliceMember
    from tests.conftest import World
    from tests.handover.factories import a_field

    with transaction.atomic():
        on = a_field(World(), int(people))
    made = leases.make_slices(post_id=on.post.id, parts=int(parts), by=on.kasi, at=timezone.now())
    listed = []
    for row in made:
        members = SliceMember.objects.filter(slice=row, live=True).select_related("recipient__person").order_by("id")
        of_slice = [one.recipient for one in members]
        listed.append({
            "id": str(row.id), "label": row.label, "codes": [_invite(on, one) for one in of_slice[: int(invited)]],
            "people": [{"name": one.person.name, "tail": f"{9001 + one.order:04d}"} for one in of_slice],
        })  # fmt: skip
    return {"slices": listed, "kasi": on.kasi.id, "tksk": on.tksk.id, "officer": on.tksk.label}


def _invite(on: Any, recipient: Any) -> str:
    from django.utils import timezone

    from balakas.common.ids import uuid7
    from balakas.planning.models import Invitation
    from balakas.planning.queries import invitations
    from balakas.planning.rules import vouchers
    from balakas.staff.rules import PositionKind
    from balakas.vault import actions as vault_actions
    from balakas.vault import queries as vault
    from balakas.vault.rules import IndexKind

    drawn, row_id = vouchers.new_code(), uuid7()
    sealed = vault_actions.seal(
        drawn, subject_id=recipient.person.subject_id, place=invitations.code_place(row_id)
    )  # fmt: skip
    Invitation.objects.create(
        id=row_id, recipient=recipient, code_sealed=sealed, issued_at=timezone.now(),
        code_index=vault.blind_index(on.world.office.id, IndexKind.VOUCHER, drawn),
        issued_by=on.world.users[PositionKind.KASI_PMDK],
    )  # fmt: skip
    return drawn


def code() -> dict[str, Any]:
    """Show a phone's one-time code, as the office's page does."""
    from django.utils import timezone

    from balakas.handover.actions import devices

    office_id, kasi, tksk = _people()
    shown = devices.show_code(office_id=office_id, officer_id=UUID(tksk.id), by=kasi, at=timezone.now())
    return {"token": shown.token}


def let_in(slice_id: str) -> dict[str, Any]:
    """Press "Sama" for the phone that waits, and give it a slice."""
    from django.utils import timezone

    from balakas.handover.actions import devices, leases
    from balakas.handover.models.ledger import Device

    _, kasi, _ = _people()
    at = timezone.now()
    device = Device.objects.get(kind="phone", state="waiting")
    devices.let_in(device_id=device.id, by=kasi, at=at)
    leases.grant(slice_id=UUID(slice_id), device_id=device.id, until=at + timedelta(days=1), by=kasi, at=at)
    return {"device": str(device.id)}


def revoke(device_id: str) -> dict[str, Any]:
    """Revoke a phone."""
    from django.utils import timezone

    from balakas.handover.actions import devices

    _, kasi, _ = _people()
    devices.revoke(device_id=UUID(device_id), reason="Hilang", lost=True, by=kasi, at=timezone.now())
    return {}


def figures(device_id: str) -> dict[str, Any]:
    """Return what the ledger holds of a phone, and whether the whole ledger and its books hold."""
    from balakas.handover.models.books import Attachment, Visit
    from balakas.handover.models.cases import Case
    from balakas.handover.models.ledger import Event
    from balakas.handover.queries import ledger

    office_id, _, _ = _people()
    events = Event.objects.filter(device_id=device_id).order_by("seq")
    visits = Visit.objects.filter(id__in=events.values("visit_id"))
    return {
        "events": [{"id": str(one.id), "type": one.type, "seq": one.seq} for one in events],
        "happened": [one.happened_at.timestamp() for one in events],
        "receipts": sorted(visits.values_list("receipt", flat=True)),
        "pictures": Attachment.objects.filter(visit__in=visits, original_id__isnull=False).count(),
        "cases": sorted(Case.objects.values_list("kind", flat=True)),
        "holds": ledger.verify(office_id).holds,
    }


def _people() -> tuple[UUID, Any, Any]:
    from balakas.staff import queries as staff
    from balakas.staff.models import User

    kasi, tksk = (User.objects.get(username=name) for name in ("kasi", "tksk"))
    return kasi.office_id, staff.actor_of(kasi), staff.actor_of(tksk)


if __name__ == "__main__":
    raise SystemExit(main())

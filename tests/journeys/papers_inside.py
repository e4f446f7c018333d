"""Run beside the server, in its data folder: a village whose KTP and KK are missing, and what came of them.

`python -m tests.journeys.papers_inside make|code|let_in|figures`; each prints one JSON object.
"""

import json
import sys
from typing import Any
from uuid import UUID

from balakas.config import prepare

PEOPLE, NEIGHBOURS = 20, 3


def main() -> int:
    """Do what the first argument says."""
    prepare.make_database()
    acts = {"make": make, "code": code, "let_in": let_in, "figures": figures}
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 -- its answer
    return 0


def make() -> dict[str, Any]:
    """Make an office, a distribution that asks for KTP and KK, twenty people in Awayan and three in Bihara."""
    from tests.conftest import World
    from tests.handover.factories import BIHARA, a_field

    on = a_field(World(), PEOPLE)
    programme = on.rice.programme
    programme.required_papers = [
        {"code": "ktp", "substitutes": ["village_statement"]},
        {"code": "kk", "substitutes": []},
    ]
    programme.save()
    neighbours = on.add(NEIGHBOURS, village=BIHARA)
    return {
        "people": [one.person.name for one in on.people[:PEOPLE]],
        "neighbours": [one.person.name for one in neighbours],
    }


def code() -> dict[str, Any]:
    """Show a one-time code for the phone of the village's officer."""
    from django.utils import timezone

    from balakas.handover.actions import devices
    from balakas.staff.models import User

    kasi, desa = _people()
    officer = User.objects.get(username="desa")
    shown = devices.show_code(office_id=officer.office_id, officer_id=officer.id, by=kasi, at=timezone.now())
    return {"token": shown.token, "officer": desa.label}


def let_in() -> dict[str, Any]:
    """Press "Sama" for the phone that waits."""
    from django.utils import timezone

    from balakas.handover.actions import devices
    from balakas.handover.models.ledger import Device

    kasi, _ = _people()
    device = Device.objects.get(kind="phone", state="waiting")
    devices.let_in(device_id=UUID(str(device.id)), by=kasi, at=timezone.now())
    return {"device": str(device.id)}


def figures() -> dict[str, Any]:
    """Return the documents there are: whose, which, who uploaded, the digest of the original; and what waits half sent."""
    from balakas.handover.models.arrivals import Chunk
    from balakas.handover.models.collected import CollectedPaper
    from balakas.recipients.models import CardDraft, DocumentUse
    from balakas.vault import queries as vault

    uses = DocumentUse.objects.select_related("document__uploaded_by", "recipient__person").order_by("document__id")
    return {
        "documents": [
            {
                "name": use.recipient.person.name, "kind": use.document.kind, "requirement": use.requirement,
                "by": use.document.uploaded_by.username, "sha256": vault.file_of(use.document.original_file_id).sha256,
            }
            for use in uses
        ],
        "drafts": CardDraft.objects.count(), "chunks": Chunk.objects.count(),
        "states": sorted(CollectedPaper.objects.values_list("state", flat=True)),
    }  # fmt: skip


def _people() -> tuple[Any, Any]:
    from balakas.staff import queries as staff
    from balakas.staff.models import User

    kasi, desa = (staff.actor_of(User.objects.get(username=name)) for name in ("kasi", "desa"))
    return kasi, desa


if __name__ == "__main__":
    raise SystemExit(main())

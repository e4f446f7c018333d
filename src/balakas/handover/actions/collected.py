"""A photo from a phone becomes its recipient's document, exactly like one uploaded on the page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.common.errors import BalakasError
from balakas.handover.models.collected import CollectedPaper
from balakas.handover.models.ledger import Device
from balakas.handover.queries import collecting
from balakas.handover.rules.collecting import PaperState
from balakas.handover.rules.devices import DeviceNotActive, DeviceState
from balakas.recipients.actions import documents
from balakas.recipients.actions.documents import Upload
from balakas.staff.rules import NotAllowed


def pending(device: Device, sha256: str) -> list[CollectedPaper]:
    """Return what waits for this file, under a lock."""
    rows = CollectedPaper.objects.select_for_update().filter(device=device, sha256=sha256, state=PaperState.WAITING)
    return list(rows.order_by("told_at", "id"))


def keep(rows: Sequence[CollectedPaper], device: Device, content: bytes, at: datetime) -> UUID | None:
    """Make documents of one photo; what is refused keeps its reason. Returns the sealed original, None where all were refused."""
    original = None
    for row in rows:
        row.done_at = at
        try:
            with transaction.atomic():
                document = _document(row, device, content, at)
        except BalakasError as error:
            row.state, row.code = PaperState.REFUSED, error.code
        else:
            row.state, row.code, row.document_id = PaperState.DONE, "", document.id
            original = document.original_file_id
        row.save(update_fields=["state", "code", "document_id", "done_at"])
    return original


def _document(row: CollectedPaper, device: Device, content: bytes, at: datetime):  # type: ignore[no-untyped-def]  # noqa: ANN202
    device.refresh_from_db(fields=["state", "officer"])
    if device.state != DeviceState.ACTIVE:
        raise DeviceNotActive
    officer = collecting.officer_of(device, at)
    if officer is None:
        raise NotAllowed(right="")
    upload = Upload(row.kind, row.requirement, content, client_id=row.id)
    return documents.add_documents(recipient_id=row.recipient_id, uploads=[upload], by=officer.actor, at=at)[0]

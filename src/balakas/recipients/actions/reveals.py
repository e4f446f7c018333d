"""Showing the papers of a replacement and of a representative whole: recorded, and only what was made for showing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.papers.actions import life
from balakas.papers.queries import papers
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.models import Representative
from balakas.recipients.models.changes import Joining
from balakas.recipients.rules.joining import JOINING_KIND
from balakas.staff.rules import Right
from balakas.vault import queries as vault


def joining_file(row: Joining, which: str, *, by: Actor, at: datetime) -> tuple[bytes, str]:
    """Return one of a proposal's papers (`ba`, `sptjm`) or pictures (`dasar`, `bukti`); empty where there is none."""
    paper_id = {"ba": row.minutes_id, "sptjm": row.statement_id}.get(which)
    if paper_id is not None:
        return _paper(paper_id, by=by, at=at)
    file_id = {"dasar": row.paper_shown_id, "bukti": row.evidence_shown_id}.get(which)
    if file_id is None:
        return b"", ""
    with transaction.atomic():
        audit.record(
            office_id=row.office_id, by=by, at=at, act="recipients.look_at_basis", kind=JOINING_KIND, subject_id=row.id,
            details={"which": which},
        )  # fmt: skip
    return vault.file_bytes(file_id), vault.file_of(file_id).media_type


def power_file(*, recipient_id: UUID, representative_id: UUID, by: Actor, at: datetime) -> tuple[bytes, str]:
    """Return a power of attorney as printed, or as it came back signed; empty where none was made."""
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        row = Representative.objects.filter(id=representative_id, person_id=recipient.person_id).first()
    return _paper(row.paper_id, by=by, at=at) if row is not None and row.paper_id else (b"", "")


def _paper(paper_id: UUID, *, by: Actor, at: datetime) -> tuple[bytes, str]:
    paper = papers.paper_of(paper_id)
    content, media_type = life.open_signed(paper, by=by, at=at)
    return (content, media_type) if content else (life.open_pdf(paper, by=by, at=at), "application/pdf")

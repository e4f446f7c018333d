"""Reads of personal data in the field, recorded: one entry a page, never what was searched for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from balakas.audit import actions as audit
from balakas.audit import queries as audit_queries
from balakas.handover.models.books import Attachment
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.models.paper import GeneralPhoto, PaperList, PaperPage
from balakas.handover.queries import receipts, sheets
from balakas.papers.actions.office import office_pdf
from balakas.staff.rules import Officer
from balakas.vault import queries as vault

A_MOMENT = timedelta(minutes=15)


def record_read(
    *,
    officer: Officer,
    at: datetime,
    act: str,
    kind: str,
    subject_id: UUID,
    details: Mapping[str, object] | None = None,
) -> None:
    """Record that an officer opened what is personal: a person's page, a list of people found."""
    audit.record(
        office_id=officer.office_id, by=officer.actor, at=at, act=act, kind=kind, subject_id=subject_id, details=details
    )


def open_picture(picture: Attachment, *, officer: Officer, at: datetime) -> bytes:
    """Return the shown copy of a visit's picture; b"" while it has not arrived. The visit's page read stands for it."""
    _once(officer, at, "handover.open_visit", "visit", picture.visit_id)
    return vault.file_bytes(picture.shown_id) if picture.shown_id else b""


def open_scan(page: PaperPage, *, officer: Officer, at: datetime) -> bytes:
    """Return the shown copy of a page's photo; b"" before it was photographed. The page's own read stands for it."""
    _once(officer, at, "handover.open_page", "paper_page", page.id)
    return vault.file_bytes(page.scan_shown_id) if page.scan_shown_id else b""


def open_photo(photo: GeneralPhoto, *, officer: Officer, at: datetime) -> bytes:
    """Return the shown copy of a general photo. The read of the page of photos stands for it."""
    _once(officer, at, "handover.open_photos", "distribution", photo.distribution_id)
    return vault.file_bytes(photo.shown_id)


def _once(officer: Officer, at: datetime, act: str, kind: str, subject_id: UUID) -> None:
    """Record a read unless the officer's same read was recorded a moment ago: one entry a page, not one a picture."""
    known = audit_queries.entries_about(officer.office_id, kind, subject_id)
    if not known.filter(act=act, actor_id=officer.actor.id, recorded_at__gte=at - A_MOMENT).exists():
        record_read(officer=officer, at=at, act=act, kind=kind, subject_id=subject_id)


def goods_pdf(row: GoodsMinutes, *, at: datetime) -> bytes:
    """Return the minutes of goods as PDF."""
    name = "arrival" if row.kind == "receive" else "returned"
    data = sheets.arrival(row) if row.kind == "receive" else sheets.returned(row)
    return office_pdf(name, data, office_id=row.office_id, at=at)


def close_pdf(row: DayClose, *, at: datetime) -> bytes:
    """Return the minutes of a day's close as PDF."""
    return office_pdf("day_close", sheets.day_close(row), office_id=row.office_id, at=at)


def list_pdf(paper: PaperList, *, officer: Officer, at: datetime) -> bytes:
    """Return a printed list as PDF, to be signed. An export, recorded."""
    record_read(officer=officer, at=at, act="handover.print_list_pdf", kind="paper_list", subject_id=paper.id)
    return office_pdf("receipt_list", sheets.blank_list(paper), office_id=paper.office_id, long=True, at=at)


def receipts_pdf(distribution_id: UUID, title: str, *, officer: Officer, at: datetime) -> bytes:
    """Return the filled receipt list of what the officer may see, with its signatures. An export, recorded."""
    rows = receipts.receipt_rows(distribution_id, officer.office_id, villages=officer.villages)
    data, signatures = sheets.filled_list(officer.office_id, rows, title=title, by_id=officer.user_id, at=at)
    files = {name: vault.file_bytes(file_id) for name, file_id in signatures.items()}
    record_read(
        officer=officer, at=at, act="handover.export_receipts", kind="distribution", subject_id=distribution_id,
        details={"rows": len(rows)},
    )  # fmt: skip
    return office_pdf("receipt_list", data, office_id=officer.office_id, files=files, long=True, at=at)

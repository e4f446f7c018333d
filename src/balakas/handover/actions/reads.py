"""Reads of personal data in the field, recorded: one entry a page, never what was searched for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404

from balakas.audit import actions as audit
from balakas.audit import queries as audit_queries
from balakas.common.actors import Actor
from balakas.handover.actions import burn
from balakas.handover.models.books import Attachment
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.models.paper import GeneralPhoto, PaperList, PaperPage
from balakas.handover.queries import paper, places, receipts, sheets
from balakas.handover.rules import pages
from balakas.papers.actions import life
from balakas.papers.actions.office import office_pdf
from balakas.papers.queries import papers
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


def minutes_pdf(row: GoodsMinutes | DayClose, *, by: Actor, at: datetime) -> bytes:
    """Return the PDF of minutes as their paper stands: marked KONSEP until it is printed, then as printed. Recorded."""
    if row.paper_id is None:
        raise Http404
    return life.open_pdf(papers.paper_of(row.paper_id), by=by, at=at)


def ink_pages(distribution_id: UUID, *, by: Actor, at: datetime) -> list[tuple[bytes, str]]:
    """Return the photographed pages of the printed receipt lists for the accounts, as (content, media type), in their order.

    A photo carries its page's code, day and village in its pixels; a PDF from a scanner is passed on as it is shown. An
    export of many people's signatures, recorded.
    """
    rows = paper.ink_pages(distribution_id)
    found = []
    for page in rows:
        stored = vault.file_of(page.scan_shown_id) if page.scan_shown_id else None
        if stored is None:
            continue
        content = vault.file_bytes(stored.id)
        if stored.media_type == "image/jpeg":
            content = burn.burn(content, _page_lines(page))
        found.append((content, stored.media_type))
    if found:
        audit.record(
            office_id=rows[0].paper_list.office_id, by=by, at=at, act="handover.export_pages", kind="distribution",
            subject_id=distribution_id, details={"pages": len(found)},
        )  # fmt: skip
    return found


def _page_lines(page: PaperPage) -> list[str]:
    made = page.paper_list
    served = places.villages_at(made.distribution_id, made.post_id)
    names = places.village_names(made.office_id)
    first, *rest = burn.lines_for(
        made.office_id, taken_at=page.photographed_at or made.printed_at,
        village=", ".join(sorted(names.get(code, code) for code in served)), place=made.post.name, lat_micro=None,
        lng_micro=None,
    )  # fmt: skip
    return [f"Lembar {pages.written(made.code, page.number)} · difoto {first}", *rest]


def list_pdf(printed: PaperList, *, officer: Officer, at: datetime) -> bytes:
    """Return a printed list as PDF, to be signed. An export, recorded."""
    record_read(officer=officer, at=at, act="handover.print_list_pdf", kind="paper_list", subject_id=printed.id)
    return office_pdf("receipt_list", sheets.blank_list(printed), office_id=printed.office_id, long=True, at=at)


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

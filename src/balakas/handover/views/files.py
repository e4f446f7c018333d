"""Files as they are shown: pictures copied anew, PDFs made now. Each loads its record for the officer first."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from balakas.common.web import confirmed, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import reads
from balakas.handover.queries import load
from balakas.handover.views.field import officer_of
from balakas.staff.rules import Right


def pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that the browser shows."""
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


def _picture(content: bytes) -> HttpResponse:
    if not content:
        raise Http404
    kind = "application/pdf" if content.startswith(b"%PDF") else "image/jpeg"
    return HttpResponse(content, content_type=kind)


@staff_page(Right.HANDOVER_READ)
@confirmed
def picture(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Show a picture of a visit."""
    officer = officer_of(request)
    return _picture(reads.open_picture(load.picture_for(officer, attachment_id), officer=officer, at=timezone.now()))


@staff_page(Right.HANDOVER_READ)
@confirmed
def scan(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Show the photo of a page."""
    officer = officer_of(request)
    return _picture(reads.open_scan(load.page_for(officer, page_id), officer=officer, at=timezone.now()))


@staff_page(Right.HANDOVER_READ)
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Show a general photo."""
    officer = officer_of(request)
    return _picture(reads.open_photo(load.photo_for(officer, photo_id), officer=officer, at=timezone.now()))


@staff_page(Right.HANDOVER_RECORD)
@confirmed
def list_pdf(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Give a printed list as PDF, to sign."""
    officer = officer_of(request)
    row = load.list_for(officer, list_id)
    return pdf(reads.list_pdf(row, officer=officer, at=timezone.now()), f"tanda-terima-{row.code}")


@staff_page(Right.HANDOVER_READ)
def close_pdf(request: HttpRequest, close_id: UUID) -> HttpResponse:
    """Give the minutes of a day's close as PDF."""
    officer = officer_of(request)
    row = load.close_for(officer, close_id)
    return pdf(reads.minutes_pdf(row, by=officer.actor, at=timezone.now()), "penutupan-hari")


@staff_page(Right.HANDOVER_READ)
@confirmed
def receipts_pdf(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Give the filled receipt list of what the officer may see."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    content = reads.receipts_pdf(row.id, row.title, officer=officer, at=timezone.now())
    return pdf(content, "daftar-tanda-terima")

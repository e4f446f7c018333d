"""Representatives over a distribution, and their powers of attorney."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import staff_page
from balakas.recipients.actions import joining_papers, reveals
from balakas.recipients.forms.joining import SignedForm
from balakas.recipients.queries import people
from balakas.recipients.queries import representatives as queries
from balakas.recipients.views import shared
from balakas.staff.rules import Right

PER_PAGE = 50


@staff_page(Right.RECIPIENTS_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show who collects for others, those for the most people first."""
    distribution = shared.distribution_for(request, distribution_id)
    found = queries.collectors(shared.officer_of(request), distribution_id)
    context = {
        **shared.base(request, distribution), "page": shared.page_of(request, found, PER_PAGE),
        "limit": queries.limit_of(distribution_id), "too_many": sum(1 for one in found if one.too_many),
        "villages": people.village_names(distribution.office.region_code),
    }  # fmt: skip
    return render(request, "recipients/representatives.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def power(request: HttpRequest, recipient_id: UUID, representative_id: UUID) -> HttpResponse:
    """Make a representative's power of attorney."""
    _there(request, recipient_id, representative_id)
    try:
        joining_papers.make_power(
            recipient_id=recipient_id, representative_id=representative_id, by=shared.officer_of(request).actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Surat kuasa dibuat. Cetak, mintakan tanda tangan, lalu unggah pindaiannya."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


@staff_page(Right.RECIPIENTS_COLLECT)
def file(request: HttpRequest, recipient_id: UUID, representative_id: UUID) -> HttpResponse:
    """Show a power of attorney; the read is recorded."""
    _there(request, recipient_id, representative_id)
    content, media_type = reveals.power_file(
        recipient_id=recipient_id, representative_id=representative_id, by=shared.officer_of(request).actor,
        at=timezone.now(),
    )  # fmt: skip
    if not content:
        raise Http404
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "inline"})


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def signed(request: HttpRequest, recipient_id: UUID, representative_id: UUID) -> HttpResponse:
    """Take a power of attorney back, signed."""
    _there(request, recipient_id, representative_id)
    form = SignedForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Pilih pindaian surat kuasa dan isi tanggalnya."))
        return redirect("recipients:person", recipient_id=recipient_id)
    try:
        joining_papers.power_signed(
            recipient_id=recipient_id, representative_id=representative_id, content=form.cleaned_data["scan"],
            signed_on=form.cleaned_data["signed_on"], by=shared.officer_of(request).actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Naskah yang sudah ditandatangani tersimpan."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


def _there(request: HttpRequest, recipient_id: UUID, representative_id: UUID) -> None:
    """Answer 404 unless the representative collects for this recipient."""
    recipient = people.recipient_for(shared.officer_of(request), recipient_id)
    rows = people.representatives_of(recipient.person_id, recipient.distribution_id)
    if representative_id not in {row.id for row in rows}:
        raise Http404

"""The second person's yes to what changes a running list: who comes on it, or another list laid over it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import staff_page
from balakas.handover.actions import dropped, successors
from balakas.handover.views.field import officer_of
from balakas.recipients.queries import difference, joining
from balakas.staff.rules import Right


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def accept(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    """Accept a proposal: the right passes on with invitation and place."""
    officer = officer_of(request)
    joining.joining_for(officer, joining_id)
    try:
        successors.accept(
            joining_id=joining_id, despite=request.POST.get("despite", ""), by=officer.actor, at=timezone.now()
        )
        messages.success(request, gettext("Disetujui. Orang ini sudah masuk daftar penerima."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:joining", joining_id=joining_id)


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def accept_update(request: HttpRequest, update_id: UUID) -> HttpResponse:
    """Take a proposed difference over; who had received something becomes a case."""
    officer = officer_of(request)
    difference.update_for(officer, update_id)
    try:
        cases = dropped.accept(update_id=update_id, by=officer.actor, at=timezone.now())
        told = gettext("Perubahan daftar diambil alih; %(cases)s kasus dibuka bagi yang sudah menerima.")
        messages.success(request, told % {"cases": cases})
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:update", update_id=update_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def undo_update(request: HttpRequest, update_id: UUID) -> HttpResponse:
    """Undo a difference that was taken over, as one."""
    officer = officer_of(request)
    difference.update_for(officer, update_id)
    try:
        dropped.undo(update_id=update_id, by=officer.actor, at=timezone.now())
        messages.success(request, gettext("Perubahan daftar diurungkan; semuanya seperti semula."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:update", update_id=update_id)

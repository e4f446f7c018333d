"""Cutting a post's people into parts, and whose turn each part is."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.handover.actions import leases
from balakas.handover.forms.devices import LeaseForm, PartsForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import devices as queries
from balakas.handover.views.field import officer_of
from balakas.planning.queries import plans
from balakas.staff.rules import Right

USUAL = timedelta(hours=12)


@staff_page(Right.HANDOVER_DECIDE)
def index(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Show a post's parts and who holds them; cut whoever is in none."""
    officer = officer_of(request)
    post = plans.post_for(officer, post_id)
    form = PartsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            leases.make_slices(post_id=post.id, parts=form.cleaned_data["parts"], by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            return redirect("handover:slices", post_id=post_id)
    context = {"post": post, "slices": queries.slices_of(post.id), "form": form, "end": ReasonForm()}
    return render(request, "handover/slices.html", context)


@staff_page(Right.HANDOVER_DECIDE)
def give(request: HttpRequest, slice_id: UUID) -> HttpResponseBase:
    """Give a part to a phone, or move it from who holds it, with the risk said in words."""
    officer = officer_of(request)
    row = queries.slice_for(officer, slice_id)
    holder = queries.live_lease(row.id)
    phones = [one for one in queries.phones_able(officer.office_id) if holder is None or one.id != holder.device_id]
    initial = {"until": timezone.now() + USUAL}
    form = LeaseForm(posted(request), devices=phones, taken=holder is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {"slice_id": row.id, "device_id": UUID(form.cleaned_data["device"]), "until": form.cleaned_data["until"]}
        try:
            if holder is None:
                leases.grant(**told, by=officer.actor, at=timezone.now())
            else:
                leases.move(**told, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            return redirect("handover:slices", post_id=row.post_id)
    return render(request, "handover/slice_give.html", {"slice": row, "holder": holder, "form": form, "phones": phones})


@require_POST
@staff_page(Right.HANDOVER_DECIDE)
def end(request: HttpRequest, slice_id: UUID) -> HttpResponseBase:
    """End a part's lease, or dissolve a part that nobody holds."""
    officer = officer_of(request)
    row = queries.slice_for(officer, slice_id)
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("act") == "dissolve":
            leases.dissolve(slice_id=row.id, by=officer.actor, at=timezone.now())
        else:
            leases.end(slice_id=row.id, reason=reason, by=officer.actor, at=timezone.now())
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("handover:slices", post_id=row.post_id)

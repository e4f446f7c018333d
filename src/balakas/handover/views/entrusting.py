"""Somebody takes along what is due to others; and brings it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.handover.actions import entrusting
from balakas.handover.forms.entrust import EntrustForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import board, load, terms
from balakas.handover.views.field import officer_of
from balakas.planning.queries import plans
from balakas.staff.rules import Officer, Right


@staff_page(Right.HANDOVER_RECORD)
def entrust(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Record who takes along what is due to whom. `?orang=` is the person from whose page one comes, ticked beforehand."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    first = _id(request.GET.get("orang", ""))
    people = board.may_be_entrusted(officer, place, first)
    form = EntrustForm(posted(request), people=people, initial={"people": [str(first)] if first else []})
    if request.method == "POST" and form.is_valid():
        count = _record(officer, place, form)
        if count:
            said = ngettext("%(count)s orang dititipkan.", "%(count)s orang dititipkan.", count) % {"count": count}
            messages.success(request, said)
            return redirect("handover:post", post_id=place.id)
    context = {
        "post": place, "form": form, "anybody": bool(people), "on_way": board.on_their_way(officer, place),
        "limit": terms.terms_of(place.distribution_id).proxy_limit,
    }  # fmt: skip
    return render(request, "handover/entrust.html", context)


@staff_page(Right.HANDOVER_RECORD)
def bring_back(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Record that the carrier brought it back."""
    officer = officer_of(request)
    row = load.event_for(officer, event_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            entrusting.bring_back(
                event_id=row.id, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, gettext("Titipan tercatat kembali di titik salur."))
    elif request.method == "POST":
        messages.error(request, gettext("Tuliskan alasannya."))
    if row.post_id and row.recipient_id:
        return redirect("handover:person", post_id=row.post_id, recipient_id=row.recipient_id)
    return redirect("handover:home")


def _record(officer: Officer, place: Any, form: EntrustForm) -> int:
    data = form.cleaned_data
    try:
        written = entrusting.entrust(
            post_id=place.id, recipient_ids=form.chosen(), carrier=form.carrier(), client_id=data["client_id"],
            by=officer.actor, at=timezone.now(), happened_at=data["happened_at"], reason=data["reason"],
        )  # fmt: skip
    except BalakasError as error:
        refuse(form, error)
        return 0
    return len(written)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

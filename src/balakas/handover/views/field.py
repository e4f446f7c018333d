"""Where a field day begins: today's posts, one distribution's posts with their live progress, finding somebody at a post."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from balakas.common.web import staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import reads
from balakas.handover.forms.visit import FindForm
from balakas.handover.queries import board, load, people
from balakas.handover.rules import pages
from balakas.planning.queries import plans
from balakas.staff.rules import Officer, Right


def officer_of(request: HttpRequest) -> Officer:
    """Return who asks; `staff_page` has seen to it that there is somebody."""
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@staff_page(Right.HANDOVER_READ)
def home(request: HttpRequest) -> HttpResponse:
    """Show today's posts, and the running distributions."""
    officer = officer_of(request)
    return render(request, "handover/home.html", board.today(officer, timezone.now()))


@staff_page(Right.HANDOVER_READ)
def overview(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show a distribution's posts and villages with their live progress."""
    officer = officer_of(request)
    distribution = distributions.distribution_for(officer, distribution_id)
    context = {"distribution": distribution, **board.overview(officer, distribution_id)}
    name = "handover/_progress.html" if request.headers.get("HX-Request") else "handover/overview.html"
    return render(request, name, context)


@staff_page(Right.HANDOVER_READ)
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show a post: its counters, the search, who is still expected."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    return render(request, "handover/post.html", _post(officer, place, timezone.now(), FindForm()))


@staff_page(Right.HANDOVER_READ)
def find(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Find somebody by code, name or last digits; a code leads straight to the person, a page's code to its page."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    form = FindForm(request.POST or None)
    context = _post(officer, place, timezone.now(), form)
    if not form.is_valid():
        return render(request, "handover/post.html", context)
    text = form.cleaned_data["text"]
    paper = pages.read(text)
    if paper is not None and (page := load.page_by_code(officer, *paper)) is not None:
        return redirect("handover:page", page_id=page.id)
    found = people.find(officer, place.distribution_id, place.id, text)
    reads.record_read(
        officer=officer, at=timezone.now(), act="handover.find", kind="post", subject_id=place.id,
        details={"found": len(found)},
    )  # fmt: skip
    if len(found) == 1 and people.is_voucher(text):
        return redirect("handover:person", post_id=place.id, recipient_id=found[0].recipient_id)
    return render(request, "handover/post.html", {**context, "found": found, "searched": True})


def _post(officer: Officer, place: Any, at: datetime, form: FindForm) -> dict[str, Any]:
    return {"post": place, "form": form, "may_decide": Right.HANDOVER_DECIDE in officer.rights,
        "may_record": Right.HANDOVER_RECORD in officer.rights,
            "may_stock": Right.HANDOVER_STOCK in officer.rights, **board.post(officer, place, at)}  # fmt: skip

"""Decisions that override what was recorded: doubting a giving that no rule made a case of, and the register of them all."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import cases, reads
from balakas.handover.forms.field import DecisionForm
from balakas.handover.queries import case_page, load
from balakas.handover.queries import cases as case_queries
from balakas.handover.rules.cases import CaseKind, Decision
from balakas.handover.views.field import officer_of
from balakas.staff.rules import Right

PER_PAGE = 25


@staff_page(Right.HANDOVER_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show what two persons decided about givings of a distribution; the reasons stand on each case's own page."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    page = Paginator(case_queries.decided(officer, row.id), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {"distribution": row, "page": page, "lines": case_page.answers(page)}
    return render(request, "handover/overrides.html", context)


@staff_page(Right.HANDOVER_DECIDE)
def propose(request: HttpRequest, visit_id: UUID) -> HttpResponseBase:
    """Doubt a giving of a visit and propose what becomes of it; a second person approves on the case's page."""
    officer = officer_of(request)
    visit = load.visit_for(officer, visit_id)
    givings = case_page.doubtable(visit.id)
    known = case_queries.open_case_of([event for event, _, _ in givings])
    if known is not None:
        messages.info(request, gettext("Penyerahan ini sudah menjadi kasus yang belum diputus."))
        return redirect("handover:case", case_id=known.id)
    form = DecisionForm(
        posted(request), kind=CaseKind.REPORTED, events=[(event.id, words) for event, words, _ in givings],
        without=(Decision.COUNTS,) if all(counts for *_, counts in givings) else (),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = cases.propose_override(
                event_id=UUID(data["event"]), decision=Decision(data["decision"]), reason=data["reason"],
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Usulan tercatat dan menunggu persetujuan orang kedua."))
            return redirect("handover:case", case_id=made.case_id)
    reads.record_read(officer=officer, at=timezone.now(), act="handover.open_visit", kind="visit", subject_id=visit.id)
    return render(request, "handover/override.html", {"visit": visit, "form": form if givings else None})

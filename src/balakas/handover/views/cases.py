"""Cases: the list, one with its givings side by side, propose, approve, send back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import cases, reads
from balakas.handover.forms.field import DecisionForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import case_page
from balakas.handover.queries import cases as case_queries
from balakas.handover.rules.cases import CaseKind, CaseState, Decision
from balakas.handover.views.field import officer_of
from balakas.staff.rules import Officer, Right

PER_PAGE = 25


@staff_page(Right.HANDOVER_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show a distribution's cases."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    state = request.GET.get("keadaan", "")
    rows = case_queries.listed(officer, state=state if state in set(CaseState) else "", distribution_id=row.id)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "distribution": row, "page": page, "lines": [case_page.line(one) for one in page], "state": state,
        "states": case_page.states(),
    }  # fmt: skip
    return render(request, "handover/cases.html", context)


@staff_page(Right.HANDOVER_READ)
def show(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Show a case; propose how it is answered."""
    officer = officer_of(request)
    row = case_queries.case_for(officer, case_id)
    sides = case_page.sides(row)
    may = Right.HANDOVER_DECIDE in officer.rights
    if request.method == "POST" and not may:
        raise Http404
    form = DecisionForm(
        posted(request), kind=CaseKind(row.kind), events=[(one.event.id, one.label) for one in sides if not one.voided]
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            cases.decide_case(
                case_id=row.id, decision=Decision(data["decision"]), event_id=UUID(data["event"]),
                reason=data["reason"], by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Usulan tercatat dan menunggu persetujuan orang kedua."))
            return redirect("handover:case", case_id=row.id)
    reads.record_read(officer=officer, at=timezone.now(), act="handover.open_case", kind="case", subject_id=row.id)
    return render(request, "handover/case.html", _context(officer, row, sides, form, may=may))


def _context(officer: Officer, row, sides, form: DecisionForm, *, may: bool) -> dict[str, object]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    open_now = row.state == CaseState.OPEN
    return {
        "case": row, "line": case_page.line(row), "sides": sides, "form": form if may and open_now else None,
        "decisions": case_page.decisions(row), "undo": ReasonForm(),
        "may_approve": may and row.state == CaseState.PROPOSED and case_page.may_approve(row, officer),
        "may_send_back": may and row.state == CaseState.PROPOSED,
    }  # fmt: skip


@staff_page(Right.HANDOVER_DECIDE)
def approve(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Approve a proposal as a second person."""
    officer = officer_of(request)
    row = case_queries.case_for(officer, case_id)
    done = gettext("Keputusan disetujui dan dicatat dalam buku.")
    return _act(request, row.id, done, lambda: cases.approve_case(case_id=row.id, by=officer.actor, at=timezone.now()))


@staff_page(Right.HANDOVER_DECIDE)
def send_back(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Send a proposal back with a reason."""
    officer = officer_of(request)
    row = case_queries.case_for(officer, case_id)
    form = ReasonForm(request.POST or None)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = gettext("Usulan dikembalikan.")
    return _act(
        request, row.id, done,
        lambda: cases.refuse_case(case_id=row.id, reason=reason, by=officer.actor, at=timezone.now()),
    )  # fmt: skip


def _act(request: HttpRequest, case_id: UUID, done: str, act: Callable[[], object]) -> HttpResponseBase:
    if request.method == "POST":
        try:
            act()
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, done)
    return redirect("handover:case", case_id=case_id)

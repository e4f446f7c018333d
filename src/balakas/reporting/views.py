"""The report's pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import confirmed, posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.papers.rules.kinds import PaperKind
from balakas.recipients.queries import final_list
from balakas.reporting import rules
from balakas.reporting.actions import papers as paper_actions
from balakas.reporting.actions import report as actions
from balakas.reporting.forms import FilterForm, ReportForm, SendBackForm
from balakas.reporting.queries import issued, people, reports, results, standing
from balakas.reporting.queries.reports import Filters
from balakas.reporting.rules import STATE_TONES, STATE_WORDS, ReportState
from balakas.staff.rules import Officer, Right

PAGE_SIZE = 25


@staff_page(Right.REPORTS_READ)
def reports_list(request: HttpRequest) -> HttpResponse:
    """List the office's reports."""
    form = FilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = reports.listed(_officer(request), Filters(state=ReportState(state) if state else None))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    shown = [(row, STATE_WORDS[ReportState(row.state)], STATE_TONES[ReportState(row.state)]) for row in page]
    return render(request, "reporting/list.html", {"form": form, "page": page, "rows": shown})


@staff_page(Right.REPORTS_READ)
def workspace(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the report of a distribution: figures, what is open, the text, the papers."""
    return _workspace(request, distribution_id)


def _workspace(request: HttpRequest, distribution_id: UUID, form: ReportForm | None = None) -> HttpResponse:
    officer = _officer(request)
    held = distributions.distribution_for(officer, distribution_id)
    report = reports.report_for(officer, distribution_id)
    state = ReportState(report.state) if report else None
    points = rules.open_points(standing.standing_of(distribution_id)) if state is not ReportState.CLOSED else []
    context = {
        "distribution": held,
        "report": report,
        "state": state,
        "state_word": STATE_WORDS[state] if state else "",
        "state_tone": STATE_TONES[state] if state else "",
        "results": results.results_of(distribution_id),
        "reasons": _reasons(distribution_id),
        "points": [(gettext(point.message) % point.params, point.blocking) for point in points],
        "bridge": people.bridge_of(distribution_id),
        "lists": final_list.lists_of(distribution_id),
        "papers": issued.papers_of(distribution_id),
        "kinds": [(kind.value, gettext(word)) for kind, word in paper_actions.WORDS.items()],
        "form": form or ReportForm(posted(request), initial=_initial(report)) if report else None,
        "send_back_form": SendBackForm(),
        "can_write": officer.may(Right.REPORTS_WRITE) and state in (None, ReportState.DRAFT),
        "can_sign": officer.may(Right.REPORTS_COUNTERSIGN)
        and state is ReportState.SUBMITTED
        and report is not None
        and report.prepared_by_id != officer.user_id,
        "can_export": officer.may(Right.RECIPIENTS_EXPORT),
    }
    return render(request, "reporting/workspace.html", context)


@require_POST
@staff_page(Right.REPORTS_WRITE)
def start(request: HttpRequest, distribution_id: UUID) -> HttpResponseRedirect:
    """Begin the report."""
    distributions.distribution_for(_officer(request), distribution_id)
    actions.start(distribution_id=distribution_id, by=_officer(request).actor, at=timezone.now())
    return redirect("reporting:workspace", distribution_id=distribution_id)


@require_POST
@staff_page(Right.REPORTS_WRITE)
def write(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Save the text."""
    report = _report(request, distribution_id)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            actions.write(
                report_id=report.id,
                obstacles=form.cleaned_data["obstacles"].splitlines(),
                followups=form.cleaned_data["followups"].splitlines(),
                closing=form.cleaned_data["closing"],
                version=form.cleaned_data["version"],
                by=_officer(request).actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Isi laporan tersimpan."))
            return redirect("reporting:workspace", distribution_id=distribution_id)
    return _workspace(request, distribution_id, form)


@require_POST
@staff_page(Right.REPORTS_WRITE)
def submit(request: HttpRequest, distribution_id: UUID) -> HttpResponseRedirect:
    """Hand the report in."""
    report = _report(request, distribution_id)
    actions.submit(report_id=report.id, by=_officer(request).actor, at=timezone.now())
    messages.success(request, gettext("Laporan diajukan untuk disahkan."))
    return redirect("reporting:workspace", distribution_id=distribution_id)


@require_POST
@staff_page(Right.REPORTS_COUNTERSIGN)
def send_back(request: HttpRequest, distribution_id: UUID) -> HttpResponseRedirect:
    """Give the report back."""
    report = _report(request, distribution_id)
    actions.send_back(
        report_id=report.id, reason=request.POST.get("reason", ""), by=_officer(request).actor, at=timezone.now()
    )
    messages.success(request, gettext("Laporan dikembalikan kepada penyusunnya."))
    return redirect("reporting:workspace", distribution_id=distribution_id)


@require_POST
@staff_page(Right.REPORTS_COUNTERSIGN)
def close(request: HttpRequest, distribution_id: UUID) -> HttpResponseRedirect:
    """Countersign and close."""
    report = _report(request, distribution_id)
    actions.close(report_id=report.id, by=_officer(request).actor, at=timezone.now())
    messages.success(request, gettext("Laporan disahkan. Penyaluran dan SOP-nya selesai."))
    return redirect("reporting:workspace", distribution_id=distribution_id)


@require_POST
@staff_page(Right.REPORTS_WRITE)
def draft(request: HttpRequest, distribution_id: UUID, kind: str) -> HttpResponseRedirect:
    """Draft one of the report's papers and go to it."""
    report = _report(request, distribution_id)
    if kind not in paper_actions.WORDS:
        raise Http404
    paper = paper_actions.draft(
        report_id=report.id, kind=PaperKind(kind), by=_officer(request).actor, at=timezone.now()
    )
    return redirect("papers:show", paper_id=paper.id)


@staff_page(Right.RECIPIENTS_EXPORT)
@confirmed
def agency_copy(request: HttpRequest, distribution_id: UUID, list_id: UUID) -> HttpResponse:
    """Download the agency's own file with the outcomes."""
    distributions.distribution_for(_officer(request), distribution_id)
    content = paper_actions.agency_copy(
        distribution_id=distribution_id, list_id=list_id, by=_officer(request).actor, at=timezone.now()
    )
    return _download(
        content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "hasil-penyaluran.xlsx"
    )


@staff_page(Right.REPORTS_READ)
@confirmed
def bundle(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Download all papers in one PDF."""
    distributions.distribution_for(_officer(request), distribution_id)
    content = paper_actions.bundle(distribution_id=distribution_id, by=_officer(request).actor, at=timezone.now())
    return _download(content, "application/pdf", "lpj.pdf")


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined, no-any-return]  # set by the middleware


def _report(request: HttpRequest, distribution_id: UUID) -> Any:
    report = reports.report_for(_officer(request), distribution_id)
    if report is None:
        raise Http404
    return report


def _initial(report: Any) -> dict[str, object]:
    if report is None:
        return {}
    return {
        "obstacles": "\n".join(report.obstacles),
        "followups": "\n".join(report.followups),
        "closing": report.closing,
        "version": report.version,
    }


def _reasons(distribution_id: UUID) -> list[tuple[str, int]]:
    total = results.results_of(distribution_id).total
    return [(people.failure_word(reason), count) for reason, count in sorted(total.reasons.items())]


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

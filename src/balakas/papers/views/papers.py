"""The office's papers: the list, one paper, and what is done with it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import refuse, staff_page
from balakas.papers.actions import life
from balakas.papers.forms.papers import NumberForm, ReasonForm, ReturnForm
from balakas.papers.queries import books, papers
from balakas.papers.rules.fill import grouped_code
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.numbers import BookMode
from balakas.papers.rules.states import STATE_LABELS, STATE_TONES, PaperState, SignedHow, acts
from balakas.staff.rules import Officer, Right

PER_PAGE = 25


def officer_of(request: HttpRequest) -> Officer:
    """Return who asks; the page's decorator has made sure there is somebody."""
    return cast("Officer", request.officer)  # type: ignore[attr-defined]  # put there by the middleware


@require_GET
@staff_page(Right.PAPERS_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the papers; kind, state and year are in the URL."""
    kind = _one_of(request.GET.get("jenis", ""), PaperKind)
    state = _one_of(request.GET.get("keadaan", ""), PaperState)
    year = request.GET.get("tahun", "")
    found = papers.papers_of(officer_of(request), kind=kind, state=state, year=int(year) if year.isdecimal() else None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [_row(paper) for paper in page],
        "kinds": [(value.value, gettext(facts.label)) for value, facts in FACTS.items()],
        "states": [(value.value, gettext(label)) for value, label in STATE_LABELS.items()],
        "kind": kind,
        "state": state,
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - 6, -1),
    }
    return render(request, "papers/list.html", context)


@require_GET
@staff_page(Right.PAPERS_READ)
def show(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Show one paper and what may be done with it now."""
    return _page(request, paper_id)


@require_GET
@staff_page(Right.PAPERS_READ)
def pdf(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Give the paper's PDF: as printed, or marked KONSEP before that."""
    officer = officer_of(request)
    paper = papers.paper_for(officer, paper_id)
    content = life.open_pdf(paper, by=officer.actor, at=timezone.now())
    return _inline(content, "application/pdf", f"{paper.kind}-{paper.id}.pdf")


@require_GET
@staff_page(Right.PAPERS_READ)
def signed(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Give the shown copy of the signed paper; 404 before it came back."""
    officer = officer_of(request)
    paper = papers.signed_for(officer, paper_id)
    content, media_type = life.open_signed(paper, by=officer.actor, at=timezone.now())
    return _inline(content, media_type, f"{paper.kind}-{paper.id}-ttd.{'pdf' if media_type.endswith('pdf') else 'jpg'}")


@require_POST
@staff_page(Right.PAPERS_MANAGE)
def number(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Give the paper its number and date."""
    officer = officer_of(request)
    paper = papers.paper_for(officer, paper_id)
    form = _number_form(officer, paper, request.POST)
    if form.is_valid():
        try:
            done = life.number_paper(paper_id=paper_id, by=officer.actor, at=timezone.now(), **form.cleaned_data)
        except BalakasError as error:
            refuse(form, error)
        else:
            return _done(request, paper_id, gettext("Nomor %(number)s diberikan.") % {"number": done.number_text})
    return _page(request, paper_id, number_form=form)


@require_POST
@staff_page(Right.PAPERS_MANAGE)
def make(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Make the PDF for good: from here on the paper waits for its signature."""
    officer = officer_of(request)
    papers.paper_for(officer, paper_id)
    life.print_paper(paper_id=paper_id, by=officer.actor, at=timezone.now())
    return _done(request, paper_id, gettext("PDF dibuat. Cetak, mintakan tanda tangan, lalu unggah pindaiannya."))


@require_POST
@staff_page(Right.PAPERS_MANAGE)
def back(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Take the signed paper back."""
    officer = officer_of(request)
    papers.paper_for(officer, paper_id)
    form = ReturnForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            done = life.return_signed(
                paper_id=paper_id,
                content=form.cleaned_data["scan"],
                signed_on=form.cleaned_data["signed_on"],
                how=SignedHow(form.cleaned_data["how"]),
                by=officer.actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error, field="scan")
        else:
            return _done(request, paper_id, gettext(done.scan_note or "Naskah yang sudah ditandatangani tersimpan."))
    return _page(request, paper_id, return_form=form)


@require_POST
@staff_page(Right.PAPERS_MANAGE)
def cancel(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Cancel the paper; its number stays in the book."""
    officer = officer_of(request)
    papers.paper_for(officer, paper_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        life.cancel_paper(paper_id=paper_id, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now())
        return _done(request, paper_id, gettext("Naskah dibatalkan; nomornya tetap tercatat di buku."))
    return _page(request, paper_id, cancel_form=form)


def _page(request: HttpRequest, paper_id: UUID, **bound: forms.Form) -> HttpResponse:
    officer = officer_of(request)
    paper = papers.paper_for(officer, paper_id)
    may = acts(paper.state, paper.kind) if officer.may(Right.PAPERS_MANAGE) else frozenset()
    made: dict[str, forms.Form] = {}
    if "number" in may:
        made["number_form"] = _number_form(officer, paper)
    if "sign" in may:
        made["return_form"] = ReturnForm(initial={"signed_on": timezone.localdate()})
    if "cancel" in may:
        made["cancel_form"] = ReasonForm()
    context = {"paper": paper, "row": _row(paper), "may": may, "code": grouped_code(paper.check_code), **made, **bound}
    return render(request, "papers/show.html", context)


def _number_form(officer: Officer, paper: Any, data: Any = None) -> NumberForm:
    today = paper.dated or timezone.localdate()
    book_kind = FACTS[PaperKind(paper.kind)].book
    book = books.find_book(officer.office_id, book_kind, today.year) if book_kind else None
    mode, system = (book.mode, book.system_name or "SRIKANDI") if book else (BookMode.OURS, "")
    return NumberForm(data, mode=mode, system=system, today=today)


def _row(paper: Any) -> dict[str, object]:
    """Return a paper with its words for the screen."""
    state = PaperState(paper.state)
    return {
        "paper": paper,
        "kind": gettext(FACTS[PaperKind(paper.kind)].label),
        "state": gettext(STATE_LABELS[state]),
        "tone": STATE_TONES[state],
    }


def _one_of(value: str, allowed: type[PaperKind | PaperState]) -> str:
    return value if value in {item.value for item in allowed} else ""


def _done(request: HttpRequest, paper_id: UUID, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("papers:show", kwargs={"paper_id": paper_id}))


def _inline(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'inline; filename="{name}"'})

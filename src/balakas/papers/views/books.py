"""Number books: how they count, what they gave out."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.papers.actions import books as actions
from balakas.papers.forms.books import BookForm, InsertForm
from balakas.papers.forms.papers import ReasonForm
from balakas.papers.queries import books
from balakas.papers.rules.numbers import BOOK_LABELS, PATTERNS, BookKind, BookMode
from balakas.papers.views.papers import officer_of
from balakas.staff.rules import Right

PER_PAGE = 50
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@require_GET
@staff_page(Right.PAPERS_READ, Right.OFFICE_SETTINGS)
def listing(request: HttpRequest) -> HttpResponse:
    """Show a year's books, those not opened yet among them."""
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and _FIRST_YEAR <= int(asked) <= _LAST_YEAR else timezone.localdate().year
    opened = {book.kind: book for book in books.books_of(officer_of(request).office_id, year)}
    rows = [{"kind": kind.value, "label": gettext(BOOK_LABELS[kind]), "book": opened.get(kind)} for kind in BookKind]
    context = {"rows": rows, "year": year, "years": (year - 1, year, year + 1)}
    return render(request, "papers/books.html", context)


@require_GET
@staff_page(Right.PAPERS_READ, Right.OFFICE_SETTINGS)
def show(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Show what a book gave out, cancelled and inserted numbers among them."""
    return _page(request, book_id, InsertForm())


@require_http_methods(["GET", "POST"])
@staff_page(Right.OFFICE_SETTINGS)
def settings(request: HttpRequest, kind: str, year: int) -> HttpResponse:
    """Set how a year's book counts."""
    officer = officer_of(request)
    if kind not in set(BookKind) or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Http404
    book = books.find_book(officer.office_id, BookKind(kind), year)
    names = ("mode", "start", "pattern", "classification", "system_name")
    fresh = {"mode": BookMode.OURS, "start": 1, "pattern": PATTERNS[BookKind(kind)]}
    form = BookForm(posted(request), initial={name: getattr(book, name) for name in names} if book else fresh)
    if request.method == "POST" and form.is_valid():
        asked = {**form.cleaned_data, "mode": BookMode(form.cleaned_data["mode"])}
        try:
            actions.set_book(
                office_id=officer.office_id,
                kind=BookKind(kind),
                year=year,
                by=officer.actor,
                at=timezone.now(),
                **asked,
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Buku nomor tersimpan."))
            return HttpResponseRedirect(f"{reverse('papers:books')}?tahun={year}")
    context = {"form": form, "label": gettext(BOOK_LABELS[BookKind(kind)]), "year": year}
    return render(request, "papers/book_settings.html", context)


@require_POST
@staff_page(Right.PAPERS_MANAGE)
def insert(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """Insert a number with a letter."""
    officer = officer_of(request)
    book = books.book_for(officer, book_id)
    form = InsertForm(request.POST)
    if form.is_valid():
        try:
            taken = actions.set_aside(
                office_id=officer.office_id,
                kind=BookKind(book.kind),
                year=book.year,
                by=officer.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Nomor %(number)s disisipkan.") % {"number": taken.printed})
            return HttpResponseRedirect(reverse("papers:book", kwargs={"book_id": book_id}))
    return _page(request, book_id, form)


@require_http_methods(["GET", "POST"])
@staff_page(Right.PAPERS_MANAGE)
def cancel(request: HttpRequest, number_id: UUID) -> HttpResponse:
    """Cancel a number that no paper or letter of ours bears."""
    officer = officer_of(request)
    number = books.number_for(officer, number_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_free_number(number_id=number_id, by=officer.actor, at=timezone.now(), **form.cleaned_data)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Nomor %(number)s dibatalkan.") % {"number": number.printed})
            return HttpResponseRedirect(reverse("papers:book", kwargs={"book_id": number.book_id}))
    return render(request, "papers/number_cancel.html", {"number": number, "form": form})


def _page(request: HttpRequest, book_id: UUID, form: InsertForm) -> HttpResponse:
    officer = officer_of(request)
    book = books.book_for(officer, book_id)
    page = Paginator(books.numbers_in(book_id), PER_PAGE).get_page(request.GET.get("halaman"))
    ours = book.mode == BookMode.OURS
    context = {
        "book": book,
        "label": gettext(BOOK_LABELS[BookKind(book.kind)]),
        "page": page,
        "form": form if ours and officer.may(Right.PAPERS_MANAGE) else None,
        "may_cancel": officer.may(Right.PAPERS_MANAGE),
    }
    return render(request, "papers/book.html", context)

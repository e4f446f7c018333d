"""Search, and one person across all rooms."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balakas.common.web import confirmed, staff_page
from balakas.desk.forms import SearchForm
from balakas.desk.queries import finding, person
from balakas.staff.rules import Officer, Right


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@staff_page(Right.RECIPIENTS_READ, Right.LETTERS_READ, Right.DISTRIBUTIONS_READ)
def search(request: HttpRequest) -> HttpResponse:
    """Find people, letters, distributions and villages; what is searched for travels in the POST only."""
    form = SearchForm(request.POST or None)
    found = finding.find(_officer(request), form.cleaned_data["words"]) if form.is_valid() else None
    return render(request, "desk/search.html", {"form": form, "found": found})


@staff_page(Right.RECIPIENTS_READ)
@confirmed
def about(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Show what the office holds about one person and what was done with it (UU 27/2022 art. 32)."""
    return render(request, "desk/person.html", person.file_of(_officer(request), recipient_id))

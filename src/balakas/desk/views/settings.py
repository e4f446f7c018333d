"""Settings, the record of acts, and the pages for those who look after the office."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from balakas.audit import queries as audit_queries
from balakas.common.web import staff_page
from balakas.desk.forms import TrailForm
from balakas.desk.queries import doors, trail
from balakas.staff import queries as staff_queries
from balakas.staff.rules import Officer, Right

PAGE_SIZE = 50


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@staff_page()
def index(request: HttpRequest) -> HttpResponse:
    """Show the settings this officer may open."""
    return render(request, "desk/settings.html", {"doors": doors.doors_for(_officer(request))})


@staff_page(Right.AUDIT_READ)
def audit(request: HttpRequest) -> HttpResponse:
    """Show the record of acts, newest first, filtered by address; `?periksa=1` walks the whole chain."""
    officer = _officer(request)
    form = TrailForm(request.GET)
    zone = staff_queries.office_of(officer.office_id).zone
    entries = trail.entries(officer.office_id, form.wanted(), zone)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [{"entry": entry, "room": gettext(trail.ROOMS.get(entry.act.split(".")[0], ""))} for entry in page]
    verdict = audit_queries.verify(officer.office_id) if request.GET.get("periksa") else None
    return render(request, "desk/audit.html", {"form": form, "page": page, "rows": rows, "verdict": verdict})

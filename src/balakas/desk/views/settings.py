"""Settings, the record of acts, and the pages for those who look after the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.audit import queries as audit_queries
from balakas.common.errors import BalakasError
from balakas.common.web import refuse, staff_page
from balakas.desk.forms import BoundariesForm, SpellingForm, TrailForm
from balakas.desk.queries import doors, places, store, trail
from balakas.regions import actions as regions_actions
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


@staff_page()
def regions(request: HttpRequest) -> HttpResponse:
    """Show the office's villages with their spellings and places."""
    return _regions_page(request)


@staff_page(Right.OFFICE_SETTINGS)
@require_POST
def boundaries(request: HttpRequest) -> HttpResponse:
    """Take an office's own outlines and points."""
    officer = _officer(request)
    form = BoundariesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            taken = regions_actions.import_boundaries(
                office_id=officer.office_id,
                district_code=staff_queries.office_of(officer.office_id).region_code,
                content=form.cleaned_data["content"].read(),
                source=form.cleaned_data["source"],
                by=officer.actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error, field="content")
        else:
            told = {"outlines": taken.outlines, "points": taken.points, "elsewhere": taken.elsewhere}
            messages.success(
                request,
                gettext(
                    "Terpasang: %(outlines)s batas dan %(points)s titik desa; %(elsewhere)s bentuk di luar kecamatan diabaikan."
                )
                % told,
            )
            return redirect("desk:regions")
    return _regions_page(request, boundaries=form)


@staff_page(Right.OFFICE_SETTINGS)
@require_POST
def spelling(request: HttpRequest) -> HttpResponse:
    """Remember how lists write a village."""
    officer = _officer(request)
    form = SpellingForm(request.POST, villages=_village_choices(officer))
    if form.is_valid():
        try:
            regions_actions.add_spelling(
                office_id=officer.office_id,
                village_code=form.cleaned_data["village"],
                text=form.cleaned_data["text"],
                by=officer.actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error, field="text")
        else:
            messages.success(request, gettext("Sebutan disimpan dan dipakai saat membaca daftar berikutnya."))
            return redirect("desk:regions")
    return _regions_page(request, spelling=form)


def _village_choices(officer: Officer) -> list[tuple[str, str]]:
    listed, _, _ = places.places(officer.office_id)
    return [(one.code, one.name) for one in listed]


def _regions_page(request: HttpRequest, **forms: object) -> HttpResponse:
    officer = _officer(request)
    listed, drawn, district = places.places(officer.office_id)
    return render(
        request,
        "desk/regions.html",
        {
            "places": listed,
            "map": drawn if drawn["points"] or drawn["boundaries"] else None,
            "district": places.district_name(district),
            "may_change": Right.OFFICE_SETTINGS in officer.rights,
            "boundaries": forms.get("boundaries") or BoundariesForm(),
            "spelling": forms.get("spelling") or SpellingForm(villages=[(one.code, one.name) for one in listed]),
        },
    )


@staff_page(Right.OFFICE_SETTINGS)
def keeping(request: HttpRequest) -> HttpResponse:
    """Show how much room is left and how the data are kept safe."""
    return render(request, "desk/store.html", {"room": store.room_left(), "today": timezone.localdate()})

"""The administrator's pages about the office, its villages and the agencies it deals with."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.staff import queries
from balakas.staff.actions import offices
from balakas.staff.forms import LogoForm, OfficeForm
from balakas.staff.rules import ZONES, Right
from balakas.staff.views.people import officer_of


@staff_page(Right.OFFICE_SETTINGS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the district office, its villages and its agencies."""
    officer = officer_of(request)
    places = list(queries.places_of(officer.office_id))
    return render(
        request,
        "staff/offices.html",
        {
            "office": places[0],
            "zone": gettext(ZONES.get(places[0].zone, places[0].zone)),
            "villages": [place for place in places if place.kind == "village"],
            "agencies": [place for place in places if place.kind == "agency"],
        },
    )


@staff_page(Right.OFFICE_SETTINGS)
def edit(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Change an office of this district."""
    officer = officer_of(request)
    place = queries.place_of(officer.office_id, office_id)
    form = OfficeForm(posted(request), initial=vars_of(queries.facts_of(place)))
    if request.method == "POST" and form.is_valid():
        try:
            offices.edit_office(
                office_id=place.id, tenant_id=officer.office_id, facts=form.facts(), by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error, field=_field_of(error))
        else:
            messages.success(request, gettext("Tersimpan."))
            return redirect("staff:office")
    return render(request, "staff/office_form.html", {"form": form, "place": place})


@staff_page(Right.OFFICE_SETTINGS)
def new_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency that sends letters or hands out itself."""
    officer = officer_of(request)
    home = queries.office_of(officer.office_id)
    first = {"zone": home.zone, "regency_name": home.regency_name, "province_name": home.province_name}
    form = OfficeForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            offices.add_agency(office_id=officer.office_id, facts=form.facts(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error, field=_field_of(error))
        else:
            messages.success(request, gettext("Dinas ditambahkan."))
            return redirect("staff:office")
    return render(request, "staff/office_form.html", {"form": form})


@staff_page()
def logo(request: HttpRequest) -> HttpResponse:
    """Give the office's own coat of arms."""
    content = queries.logo_of(officer_of(request).office_id)
    if not content:
        raise Http404
    return HttpResponse(content, content_type="image/png")


@staff_page(Right.OFFICE_SETTINGS)
def set_logo(request: HttpRequest) -> HttpResponse:
    """Upload the coat of arms."""
    officer = officer_of(request)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            offices.set_logo(
                office_id=officer.office_id,
                content=form.cleaned_data["logo"].read(),
                by=officer.actor,
                at=timezone.now(),
            )
        except BalakasError as error:
            refuse(form, error, field="logo")
        else:
            messages.success(request, gettext("Lambang terpasang di kop naskah."))
            return redirect("staff:office")
    has_logo = bool(queries.office_of(officer.office_id).logo_file_id)
    return render(request, "staff/logo.html", {"form": form, "has_logo": has_logo})


@staff_page(Right.OFFICE_SETTINGS)
@require_POST
def remove_logo(request: HttpRequest) -> HttpResponse:
    """Print letterheads without a coat of arms again."""
    officer = officer_of(request)
    offices.set_logo(office_id=officer.office_id, content=b"", by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Lambang dilepas."))
    return redirect("staff:office")


def vars_of(facts: object) -> dict[str, object]:
    """Return a value object's fields for a form."""
    return {name: getattr(facts, name) for name in type(facts).__dataclass_fields__}  # type: ignore[attr-defined]


def _field_of(error: BalakasError) -> str | None:
    return {"name_missing": "name", "postal_code_wrong": "postal_code", "zone_unknown": "zone"}.get(error.code)

"""The office's calendar: hours, Ramadan, holidays and the days it sets itself."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.sop.actions import settings as actions
from balakas.sop.forms import HoursForm, OverrideForm, RamadanForm
from balakas.sop.queries import calendar
from balakas.sop.views.sheet import officer_of
from balakas.staff.rules import Right

FIRST_YEAR, LAST_YEAR = 2020, 2100


@staff_page(Right.SOP_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Show a year: its hours, Ramadan, holidays and own days; with the right, how to change them."""
    officer = officer_of(request)
    year = _year(request)
    context = _context(officer.office_id, year)
    may_edit = Right.SOP_SETTINGS in officer.rights
    return render(request, "sop/calendar.html", {**context, "may_edit": may_edit, "form": OverrideForm()})


@staff_page(Right.SOP_SETTINGS)
def override(request: HttpRequest) -> HttpResponse:
    """Close or open one day."""
    officer = officer_of(request)
    form = OverrideForm(posted(request), initial={"day": request.GET.get("tanggal", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.set_override(
                office_id=officer.office_id, by=officer.actor, at=timezone.now(), **form.cleaned_data
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Hari tersimpan."))
            return redirect(_of_year(row.day))
    return render(request, "sop/override.html", {"form": form})


@staff_page(Right.SOP_SETTINGS)
@require_POST
def override_drop(request: HttpRequest, day: str) -> HttpResponse:
    """Let a day be what the calendar says again."""
    officer = officer_of(request)
    when = _date(day)
    actions.drop_override(office_id=officer.office_id, day=when, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Pengaturan hari itu dihapus."))
    return redirect(_of_year(when))


@staff_page(Right.SOP_SETTINGS)
def hours(request: HttpRequest) -> HttpResponse:
    """Set the week from a date on."""
    officer, now = officer_of(request), timezone.now()
    in_force = calendar.calendar_of(officer.office_id, now).hours_on(timezone.localdate(now))
    form = HoursForm(posted(request), initial=HoursForm.initial_of(in_force) if in_force else {})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_hours(
                office_id=officer.office_id, valid_from=form.cleaned_data["valid_from"], basis=form.cleaned_data["basis"],
                ordinary=form.week("ordinary"), ramadan=form.week("ramadan"), by=officer.actor, at=now,
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Jam kerja tersimpan."))
            return redirect("sop:calendar")
    return render(request, "sop/hours.html", {"form": form})


@staff_page(Right.SOP_SETTINGS)
@require_POST
def hours_drop(request: HttpRequest, day: str) -> HttpResponse:
    """Take the week of that date away."""
    officer = officer_of(request)
    actions.drop_hours(office_id=officer.office_id, valid_from=_date(day), by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Jam kerja itu dihapus."))
    return redirect("sop:calendar")


@staff_page(Right.SOP_SETTINGS)
def ramadan(request: HttpRequest, hijri_year: int) -> HttpResponse:
    """Set the dates of one Ramadan."""
    officer = officer_of(request)
    known = next((one for one in calendar.ramadan_of(officer.office_id) if one.hijri_year == hijri_year), None)
    initial = {"first": known.first, "last": known.last, "estimated": known.estimated} if known else {}
    form = RamadanForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_ramadan(
                office_id=officer.office_id,
                hijri_year=hijri_year,
                by=officer.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BalakasError as error:
            refuse(form, error, field="last")
        else:
            messages.success(request, gettext("Tanggal Ramadan tersimpan."))
            return redirect("sop:calendar")
    return render(request, "sop/ramadan.html", {"form": form, "hijri_year": hijri_year})


def _context(office_id: UUID, year: int) -> dict[str, object]:
    spans = calendar.ramadan_of(office_id)
    own = calendar.hours_of(office_id)
    return {
        "year": year,
        "holidays": calendar.holidays_of(year),
        "leave_is_known": calendar.leave_is_known(year),
        "overrides": calendar.overrides_of(office_id, year),
        "ramadan": spans,
        "next_ramadan": spans[-1].hijri_year + 1,
        "weeks": [calendar.week_in_words(row.ordinary, row.ramadan, row.valid_from, row.basis) for row in own]
        + [calendar.regulation_in_words()],
    }


def _of_year(day: date) -> str:
    return f"{reverse('sop:calendar')}?tahun={day.year}"


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("tahun", "")
    this = timezone.localdate().year
    return int(wanted) if wanted.isascii() and wanted.isdigit() and FIRST_YEAR <= int(wanted) <= LAST_YEAR else this


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None

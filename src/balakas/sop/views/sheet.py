"""The SOP sheet: the one in force, its versions, and the real times beside the standard ones."""

import json
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.sop.actions import procedures as actions
from balakas.sop.actions import sheets
from balakas.sop.forms import FlowForm, IdentityForm, VersionForm
from balakas.sop.queries import procedures, runs, sheet, shipped, times, views
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right


def officer_of(request: HttpRequest) -> Officer:
    """Return the logged-in officer; `staff_page` has made sure there is one."""
    return cast("Officer", request.officer)  # type: ignore[attr-defined]  # set by the middleware


@staff_page(Right.SOP_READ)
def current(request: HttpRequest) -> HttpResponse:
    """Show the sheet in force today."""
    officer, now = officer_of(request), timezone.now()
    day = staff.local_day(staff.office_of(officer.office_id), now)
    row = actions.in_force(office_id=officer.office_id, day=day, at=now)
    return render(request, "sop/sheet.html", {"sheet": sheet.sheet_of(row, now), "row": row, "current": True})


@staff_page(Right.SOP_READ)
def version(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """Show the sheet of one version."""
    row = procedures.procedure_for(officer_of(request), procedure_id)
    return render(request, "sop/sheet.html", {"sheet": sheet.sheet_of(row, timezone.now()), "row": row})


@staff_page(Right.SOP_READ)
def version_pdf(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """Give the sheet of one version as PDF."""
    row = procedures.procedure_for(officer_of(request), procedure_id)
    pdf = sheets.version_pdf(procedure_id=row.id, at=timezone.now())
    return _download(pdf, f"sop-{row.code}-versi-{row.version}.pdf", "application/pdf")


@staff_page(Right.SOP_READ)
def version_file(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """Give a version as the file it is, to change and bring back."""
    row = procedures.procedure_for(officer_of(request), procedure_id)
    content = json.dumps(row.data, ensure_ascii=False, indent=2).encode("utf-8")
    return _download(content, f"sop-{row.code}-versi-{row.version}.json", "application/json")


@staff_page(Right.SOP_READ)
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions with their dates."""
    officer = officer_of(request)
    return render(request, "sop/versions.html", {"rows": procedures.versions(officer.office_id)})


@staff_page(Right.SOP_SETTINGS)
def version_add(request: HttpRequest) -> HttpResponse:
    """Add a version from a file."""
    officer, now = officer_of(request), timezone.now()
    form = VersionForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_version(
                office_id=officer.office_id, data=form.cleaned_data["file"], by=officer.actor, at=now,
                effective_from=form.cleaned_data["effective_from"], note=form.cleaned_data["note"],
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error, field="file")
        else:
            messages.success(request, gettext("Versi baru tersimpan."))
            return redirect("sop:versions")
    return render(request, "sop/version_add.html", {"form": form})


@staff_page(Right.SOP_SETTINGS)
def version_edit(request: HttpRequest) -> HttpResponse:
    """Fill in the identity part and the standard times; the words of the activities stay."""
    officer, now = officer_of(request), timezone.now()
    known = procedures.versions(officer.office_id)
    data = known[0].data if known else shipped.procedure(officer.office_id)
    form = IdentityForm(posted(request), steps=data["steps"], initial=data.get("identity", {}))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_version(
                office_id=officer.office_id, data=form.applied_to(data), by=officer.actor, at=now,
                effective_from=form.cleaned_data["effective_from"], note=form.cleaned_data["note"],
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Versi baru tersimpan."))
            return redirect("sop:list")
    return render(request, "sop/version_edit.html", {"form": form})


@staff_page(Right.SOP_SETTINGS)
def version_flow(request: HttpRequest) -> HttpResponse:
    """Set who performs what in the flowchart; everything else of the sheet stays."""
    officer, now = officer_of(request), timezone.now()
    known = procedures.versions(officer.office_id)
    data = known[0].data if known else shipped.procedure(officer.office_id)
    form = FlowForm(posted(request), sheet=data)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_version(
                office_id=officer.office_id, data=form.applied(), by=officer.actor, at=now,
                effective_from=form.cleaned_data["effective_from"], note=form.cleaned_data["note"],
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Versi baru tersimpan."))
            return redirect("sop:list")
    return render(request, "sop/version_flow.html", {"form": form})


@staff_page(Right.SOP_READ)
def real_times(request: HttpRequest) -> HttpResponse:
    """Show how long each activity really takes against its standard."""
    rows = times.real_times(officer_of(request).office_id, timezone.now())
    bars = [
        {"label": f"{row.number}. {row.activity}", "used": row.median, "standard": row.standard}
        for row in rows
        if row.finished
    ]
    return render(request, "sop/times.html", {"rows": rows, "bars": bars})


@staff_page(Right.SOP_READ)
def run_sheet(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show the sheet with the real times of one run beside the standard ones."""
    now = timezone.now()
    run = runs.run_for(officer_of(request), run_id)
    whole = sheet.sheet_of(run.procedure, now, run=views.run_view(run.id, now))
    return render(request, "sop/sheet.html", {"sheet": whole})


@staff_page(Right.SOP_READ)
def run_sheet_pdf(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Give the same as PDF."""
    run = runs.run_for(officer_of(request), run_id)
    pdf = sheets.run_pdf(run_id=run.id, at=timezone.now())
    return _download(pdf, "sop-pelaksanaan.pdf", "application/pdf")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

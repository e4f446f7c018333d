"""The briefing with its minutes and attendance, and the checklist of means and equipment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, staff_page
from balakas.planning import forms
from balakas.planning.actions import readiness as actions
from balakas.planning.queries import choices, duty, prints, readiness
from balakas.planning.rules import duty as duty_rules
from balakas.planning.rules.readiness import USUAL_ITEMS
from balakas.planning.views.asking import (
    button,
    case_of,
    common,
    officer_of,
    paper,
    pressed,
    scene_of,
    today,
    turned_away,
    zone_of,
)
from balakas.staff.rules import Right


@staff_page(Right.PLANNING_READ)
def briefing(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the minutes; to who plans, their form until they are settled."""
    case = case_of(request, distribution_id)
    row = readiness.briefing_of(case.id)
    may = Right.PLANNING_MANAGE in officer_of(request).rights
    form = _briefing_form(request, case, row) if may and (row is None or row.settled_at is None) else None
    if request.method == "POST" and form is not None and form.is_valid() and _kept(request, case, form):
        return redirect("planning:briefing", distribution_id=case.id)
    return render(request, "planning/briefing.html", common(request, case, form=form, row=row))


@button("planning:briefing")
@staff_page(Right.PLANNING_MANAGE)
def settle(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Settle the minutes."""
    case = case_of(request, distribution_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(
        request,
        lambda: actions.settle_briefing(distribution_id=case.id, by=by, at=now),
        gettext("Notulen pengarahan disahkan."),
    )
    return redirect("planning:briefing", distribution_id=case.id)


@staff_page(Right.PLANNING_READ)
def minutes(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Send the minutes with the attendance list as a PDF."""
    case = case_of(request, distribution_id)
    row = readiness.briefing_of(case.id)
    if row is None:
        raise Http404
    order = duty.order_of(case.id)
    basis = f"{order.title} Nomor {order.number}" if order and order.number else case.title
    return paper(case, "briefing", prints.briefing(scene_of(case), row, basis=basis), "notulen-pengarahan")


@staff_page(Right.PLANNING_READ)
def equipment(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the checklist; to who looks after the means, its form."""
    case = case_of(request, distribution_id)
    items = readiness.checklist_of(case.id)
    mark = readiness.mark_of(case.id)
    may = Right.HANDOVER_STOCK in officer_of(request).rights
    data = posted(request)
    # What was sent stands alone: a line that equals the stored one must not count as an empty one.
    initial = _item_initial(items) if data is None else None
    formset = forms.ItemFormSet(data, initial=initial, prefix="barang") if may else None
    if request.method == "POST" and formset is not None and formset.is_valid() and _checked(request, case, formset):
        return redirect("planning:equipment", distribution_id=case.id)
    return render(request, "planning/equipment.html", common(request, case, items=items, formset=formset, mark=mark))


@staff_page(Right.PLANNING_READ)
def checklist(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Send the checklist as a PDF."""
    case = case_of(request, distribution_id)
    items = readiness.checklist_of(case.id)
    if not items:
        raise Http404
    officer = officer_of(request).actor.label
    return paper(case, "equipment", prints.checklist(scene_of(case), items, officer=officer), "daftar-periksa-sarana")


def _briefing_form(request: HttpRequest, case: Any, row: Any) -> forms.BriefingForm:
    invited = choices.invited_to_briefing(case.id, case.office_id, today(case))
    offered = [(one.user_id, one.label) for one in invited]
    return forms.BriefingForm(posted(request), initial=_briefing_initial(case, row), invited=offered)


def _briefing_initial(case: Any, row: Any) -> dict[str, Any]:
    if row is None:
        scene = scene_of(case)
        return {"version": 0, "day": today(case), "start": "09:00", "place": f"Aula {scene.office_name}"}
    zone = zone_of(case)
    held, ended = row.held_at.astimezone(zone), row.ended_at.astimezone(zone) if row.ended_at else None
    seats = sorted(row.attendees.all(), key=lambda seat: seat.order)
    return {
        "version": row.version, "day": held.date(), "start": held.time(), "end": ended.time() if ended else None,
        "place": row.place, "chair": row.chair, "clerk": row.clerk, "points": row.points, "decisions": row.decisions,
        "present": [str(seat.user_id) for seat in seats if seat.user_id and seat.present],
        "others": [f"{seat.name}; {seat.position}".rstrip("; ") for seat in seats if not seat.user_id],
    }  # fmt: skip


def _kept(request: HttpRequest, case: Any, form: forms.BriefingForm) -> bool:
    said, zone = form.cleaned_data, zone_of(case)
    seats = [
        actions.Seat(one.name, one.position, UUID(one.user_id), present=one.user_id in said["present"])
        for one in choices.invited_to_briefing(case.id, case.office_id, today(case))
    ]
    written = [duty_rules.written(line) for line in said["others"]]
    seats += [actions.Seat(one.name, one.position, None, present=True) for one in written]
    minutes = actions.Minutes(
        held_at=datetime.combine(said["day"], said["start"], tzinfo=zone),
        ended_at=datetime.combine(said["day"], said["end"], tzinfo=zone) if said["end"] else None,
        place=said["place"], chair=said["chair"], clerk=said["clerk"], points=said["points"],
        decisions=said["decisions"], seats=tuple(seats),
    )  # fmt: skip
    try:
        actions.save_briefing(
            distribution_id=case.id, minutes=minutes, seen_version=said["version"], by=officer_of(request).actor,
            at=timezone.now(),
        )  # fmt: skip
    except BalakasError as error:
        row = readiness.briefing_of(case.id)
        turned_away(form, error, row.version if row else 0)
        return False
    messages.success(request, gettext("Notulen disimpan."))
    return True


def _item_initial(items: list[Any]) -> list[dict[str, str]]:
    if not items:
        return [
            {"name": gettext(name), "quantity": gettext(quantity), "state": "open"} for name, quantity in USUAL_ITEMS
        ]
    return [{"name": item.name, "quantity": item.quantity, "state": item.state, "note": item.note} for item in items]


def _checked(request: HttpRequest, case: Any, formset: Any) -> bool:
    lines = [
        actions.Line(
            form.cleaned_data["name"], form.cleaned_data["quantity"], form.item_state(), form.cleaned_data["note"]
        )
        for form in formset
        if form.cleaned_data.get("name")
    ]
    by, now = officer_of(request).actor, timezone.now()
    return pressed(
        request,
        lambda: actions.save_checklist(
            distribution_id=case.id, lines=lines, seen_mark=request.POST.get("mark", ""), by=by, at=now
        ),
        gettext("Daftar periksa disimpan."),
    )

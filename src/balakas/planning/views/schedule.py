"""Posts and times: on a calendar, on a map, as a list; added, changed, taken away; the printed schedule."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, staff_page
from balakas.planning import forms
from balakas.planning.actions import posts
from balakas.planning.queries import board, choices, plans, prints
from balakas.planning.rules.calendar import View, span_of
from balakas.planning.rules.slots import Method, OddityUnseen
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
from balakas.recipients.queries import listed
from balakas.recipients.queries.people import village_names
from balakas.sop.queries.calendar import calendar_of
from balakas.staff.rules import Right

_MICRO = 1_000_000


@staff_page(Right.PLANNING_READ)
def schedule(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show posts and times on a calendar, on a map and as a list."""
    case, officer, now = case_of(request, distribution_id), officer_of(request), timezone.now()
    rows = plans.visible_posts(officer, plans.posts_for(case.id))
    calendar, counts = calendar_of(case.office_id, now), listed.people_by_village(case.id)
    names = village_names(case.office.region_code)
    first = min((slot.starts_at for post in rows for slot in post.live_slots), default=now)  # type: ignore[attr-defined]  # prefetched
    span = span_of(_view(request), _about(request, first.astimezone(zone_of(case)).date()))
    placed = {row.village_code for post in rows for row in post.villages.all()}
    mine = [code for code in counts if officer.villages is None or code in officer.villages]
    shown = common(
        request, case, span=span, weeks=board.days(rows, span, calendar),
        posts=board.shown(rows, calendar, names, counts, now),
        unplaced=sorted(names.get(code, code) for code in mine if code not in placed),
        map=board.map_data(
            office_id=case.office_id, district_code=case.office.region_code, distribution_id=case.id, posts=rows,
            counts=counts,
        ),
    )  # fmt: skip
    return render(request, "planning/schedule.html", shown)


@staff_page(Right.PLANNING_READ)
def schedule_file(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Send the schedule as a PDF."""
    case = case_of(request, distribution_id)
    return paper(case, "schedule", prints.schedule(scene_of(case)), "jadwal-penyaluran")


@staff_page(Right.PLANNING_MANAGE)
def post_add(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Add a post; `desa` in the URL ticks a village."""
    case = case_of(request, distribution_id)
    kept = plans.plan_of(case.id)
    code = request.GET.get("desa", "")
    initial: dict[str, Any] = {"way": kept.method if kept and kept.method else Method.VILLAGE_HALL, "villages": [code]}
    name = village_names(case.office.region_code).get(code)
    if name:
        initial |= {"name": f"Balai Desa {name}", "place": f"Balai Desa {name}", "at_village": code}
    form = _post_form(request, case, initial)
    if request.method == "POST" and form.is_valid():
        post = _saved(form, lambda place: posts.add_post(
            distribution_id=case.id, place=place, by=officer_of(request).actor, at=timezone.now()
        ))  # fmt: skip
        if post is not None:
            messages.success(request, gettext("Titik salur ditambahkan. Sekarang tentukan waktunya."))
            return redirect("planning:slot_add", post_id=post.id)
    return render(request, "planning/post.html", common(request, case, form=form, post=None))


@staff_page(Right.PLANNING_READ)
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show a post and, to who plans, its form."""
    row = plans.post_for(officer_of(request), post_id)
    case, now = case_of(request, row.distribution_id), timezone.now()
    form = _post_form(request, case, _post_initial(row))
    may = Right.PLANNING_MANAGE in officer_of(request).rights
    if request.method == "POST" and may and form.is_valid():
        saved = _saved(form, lambda place: posts.change_post(
            post_id=row.id, place=place, seen_version=form.cleaned_data["version"], by=officer_of(request).actor, at=now
        ), row.id)  # fmt: skip
        if saved is not None:
            messages.success(request, gettext("Titik salur disimpan."))
            return redirect("planning:post", post_id=row.id)
    names, counts = village_names(case.office.region_code), listed.people_by_village(case.id)
    whole = [one for one in plans.posts_for(case.id) if one.id == row.id]
    shown = board.shown(whole, calendar_of(case.office_id, now), names, counts, now)
    return render(request, "planning/post.html", common(request, case, form=form, post=row, shown=shown[0]))


@button("planning:post")
@staff_page(Right.PLANNING_MANAGE)
def post_remove(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take a post away."""
    row = plans.post_for(officer_of(request), post_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(request, lambda: posts.remove_post(post_id=row.id, by=by, at=now), gettext("Titik salur dihapus."))
    return redirect("planning:schedule", distribution_id=row.distribution_id)


@staff_page(Right.PLANNING_MANAGE)
def slot_add(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Add a time to a post."""
    row = plans.post_for(officer_of(request), post_id)
    case, now = case_of(request, row.distribution_id), timezone.now()
    form = _slot_form(request, case, row, {"day": _about(request, today(case)), "start": "08:30", "end": "10:00"})

    def save(time: posts.Time) -> object:
        calendar = calendar_of(case.office_id, now)
        return posts.add_slot(post_id=row.id, time=time, calendar=calendar, by=officer_of(request).actor, at=now)

    if request.method == "POST" and form.is_valid() and _timed(form, zone_of(case), save):
        messages.success(request, gettext("Waktu ditambahkan."))
        return redirect("planning:post", post_id=row.id)
    return render(request, "planning/slot.html", common(request, case, form=form, post=row, slot=None))


@staff_page(Right.PLANNING_MANAGE)
def slot(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Change a time. What is typed into one that was cancelled meanwhile is kept, to be added as a new one."""
    row = plans.slot_for(officer_of(request), slot_id, cancelled_too=request.method == "POST")
    case, now = case_of(request, row.post.distribution_id), timezone.now()
    form = _slot_form(request, case, row.post, _slot_initial(row, zone_of(case)))

    def save(time: posts.Time) -> object:
        calendar = calendar_of(case.office_id, now)
        return posts.change_slot(
            slot_id=row.id, time=time, seen_version=form.cleaned_data["version"] or 0, calendar=calendar,
            by=officer_of(request).actor, at=now,
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and _timed(form, zone_of(case), save, row.id):
        messages.success(request, gettext("Waktu disimpan. Undangan yang sudah dicetak perlu dicetak ulang."))
        return redirect("planning:post", post_id=row.post_id)
    gone = form.is_bound and not plans.is_live(row.id)
    shown = {"invited": plans.invited_to(row.id), "slot": None if gone else row, "gone": gone}
    return render(request, "planning/slot.html", common(request, case, form=form, post=row.post, **shown))


@button("planning:slot")
@staff_page(Right.PLANNING_MANAGE)
def slot_cancel(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Take a time away."""
    row = plans.slot_for(officer_of(request), slot_id)
    by, now = officer_of(request).actor, timezone.now()
    pressed(request, lambda: posts.cancel_slot(slot_id=row.id, by=by, at=now), gettext("Waktu dibatalkan."))
    return redirect("planning:post", post_id=row.post_id)


def _view(request: HttpRequest) -> View:
    wanted = request.GET.get("tampil", "")
    return View(wanted) if wanted in set(View) else View.MONTH


def _about(request: HttpRequest, fallback: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        return fallback


def _post_form(request: HttpRequest, case: Any, initial: dict[str, Any]) -> forms.PostForm:
    officers = [(one.user_id, one.label) for one in choices.officers_on(case.office_id, today(case))]
    counts = listed.people_by_village(case.id)
    villages = [
        (
            code,
            gettext("%(village)s (%(count)s penerima)") % {"village": name, "count": counts[code]}
            if code in counts
            else name,
        )
        for code, name in choices.villages(case.office.region_code)
    ]
    return forms.PostForm(posted(request), initial=initial, villages=villages, officers=officers)


def _post_initial(row: Any) -> dict[str, Any]:
    return {
        "version": row.version, "name": row.name, "way": row.method, "place": row.place,
        "villages": [village.village_code for village in row.villages.all()], "at_village": row.village_code,
        "officer": str(row.officer_id or ""),
        "lat": row.lat_micro / _MICRO if row.lat_micro is not None else None,
        "lng": row.lng_micro / _MICRO if row.lng_micro is not None else None,
    }  # fmt: skip


def _saved(form: forms.PostForm, save: Callable[[posts.Place], Any], post_id: UUID | None = None) -> Any:
    said = form.cleaned_data
    place = posts.Place(
        name=said["name"], method=forms.way(said["way"]), villages=tuple(said["villages"]), place=said["place"],
        at_village=said["at_village"], officer_id=forms.uuid_or_none(said["officer"]), position=form.position(),
    )  # fmt: skip
    try:
        return save(place)
    except BalakasError as error:
        turned_away(form, error, plans.version_of_post(post_id) if post_id else 0)
        return None


def _slot_form(request: HttpRequest, case: Any, row: Any, initial: dict[str, Any]) -> forms.SlotForm:
    names = village_names(case.office.region_code)
    mine = [(one.village_code, names.get(one.village_code, one.village_code)) for one in row.villages.all()]
    return forms.SlotForm(posted(request), initial=initial, villages=mine)


def _slot_initial(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    start, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    return {
        "day": start.date(), "start": start.time(), "end": end.time(), "capacity": row.capacity,
        "villages": row.villages, "note": row.note, "version": row.version,
    }  # fmt: skip


def _timed(
    form: forms.SlotForm, zone: ZoneInfo, save: Callable[[posts.Time], object], slot_id: UUID | None = None
) -> bool:
    said = form.cleaned_data
    start, end = form.moments(zone)
    time = posts.Time(
        starts_at=start, ends_at=end, capacity=said["capacity"], villages=tuple(said["villages"]), note=said["note"],
        accepted=form.accepted(),
    )  # fmt: skip
    try:
        save(time)
    except OddityUnseen as unusual:
        form.warn(unusual.oddities)
        return False
    except BalakasError as error:
        turned_away(form, error, plans.version_of_slot(slot_id) if slot_id else 0)
        return False
    return True

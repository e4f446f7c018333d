"""The workspace of activity 4: what is done and what is left, the method, the text to forward."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.planning import forms
from balakas.planning.actions import plan
from balakas.planning.queries import duties, plans, prints
from balakas.planning.rules.readiness import tasks_left
from balakas.planning.views.asking import case_of, common, officer_of, scene_of, turned_away
from balakas.staff.rules import Right

PAGES = {
    "order": "planning:order",
    "method": "planning:method",
    "schedule": "planning:schedule",
    "invitations": "planning:invitations",
    "announced": "planning:share",
    "briefing": "planning:briefing",
    "equipment": "planning:equipment",
}


@staff_page(Right.PLANNING_READ)
def workspace(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show what activity 4 asks of a distribution, each with its page."""
    case = case_of(request, distribution_id)
    tasks = duties.tasks_of(case.id)
    hidden = () if Right.PLANNING_MANAGE in officer_of(request).rights else ("method",)
    lines = [{"task": task, "page": "" if task.code in hidden else PAGES[task.code]} for task in tasks]
    shown = common(request, case, lines=lines, left=tasks_left(tasks), counts=duties.counts_of(case.id))
    return render(request, "planning/workspace.html", shown)


@staff_page(Right.PLANNING_MANAGE)
def method(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Decide the method and what people are told."""
    case = case_of(request, distribution_id)
    form = forms.MethodForm(posted(request), initial=_method_initial(case.id))
    if request.method == "POST" and form.is_valid() and _decided(request, case.id, form):
        return redirect("planning:workspace", distribution_id=case.id)
    return render(request, "planning/method.html", common(request, case, form=form))


@staff_page(Right.PLANNING_READ)
def share(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the text to forward, for the villages the officer sees, and note that they were told."""
    case, officer = case_of(request, distribution_id), officer_of(request)
    form = forms.AnnounceForm(posted(request))
    may = Right.PLANNING_MANAGE in officer.rights
    if request.method == "POST" and may and form.is_valid() and _announced(request, case.id, form):
        return redirect("planning:share", distribution_id=case.id)
    scene = scene_of(case)
    base = prints.public_address()
    link = f"{base}{reverse('portal:home')}" if base else ""
    text = prints.share_text(scene, link=link, villages=officer.villages)
    shown = common(request, case, form=form, text=text, plan=scene.plan, counts=duties.counts_of(case.id))
    return render(request, "planning/share.html", shown)


def _method_initial(distribution_id: UUID) -> dict[str, Any]:
    kept = plans.plan_of(distribution_id)
    if kept is None:
        return {"version": 0, "bring": prints.USUAL_BRING}
    return {
        "version": kept.version, "way": kept.method, "note": kept.method_note,
        "bring": kept.bring or prints.USUAL_BRING, "contact": kept.contact,
    }  # fmt: skip


def _decided(request: HttpRequest, distribution_id: UUID, form: forms.MethodForm) -> bool:
    said = form.cleaned_data
    terms = plan.Terms(method=forms.way(said["way"]), note=said["note"], bring=said["bring"], contact=said["contact"])
    try:
        plan.set_method(
            distribution_id=distribution_id, terms=terms, seen_version=said["version"],
            by=officer_of(request).actor, at=timezone.now(),
        )  # fmt: skip
    except BalakasError as error:
        kept = plans.plan_of(distribution_id)
        turned_away(form, error, kept.version if kept else 0)
        return False
    messages.success(request, gettext("Metode penyaluran disimpan."))
    return True


def _announced(request: HttpRequest, distribution_id: UUID, form: forms.AnnounceForm) -> bool:
    try:
        plan.announce(
            distribution_id=distribution_id, how=form.cleaned_data["how"], by=officer_of(request).actor,
            callable_villages=duties.called_villages(distribution_id), at=timezone.now(),
        )  # fmt: skip
    except BalakasError as error:
        refuse(form, error)
        return False
    messages.success(request, gettext("Penyampaian jadwal dicatat."))
    return True

"""Runs: the list, one run with its five activities, and what is done to them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.common.web import posted, refuse, staff_page
from balakas.sop.actions import evidence, run, steps
from balakas.sop.forms import ActForm, ReasonForm
from balakas.sop.queries import duties, runs, views
from balakas.sop.rules.run import RunState
from balakas.sop.views.sheet import officer_of
from balakas.staff.rules import Right

PAGE = 20
Act = tuple[str, str, type[forms.Form], Callable[..., Any]]

STEP_ACTS: dict[str, Act] = {
    "mulai": (N_("Mulai kegiatan"), N_("Kegiatan dimulai."), ActForm, steps.start_step),
    "jeda": (N_("Jeda kegiatan"), N_("Kegiatan dijeda; waktunya berhenti dihitung."), ActForm, steps.pause),
    "lanjut": (N_("Lanjutkan kegiatan"), N_("Kegiatan berjalan lagi."), ActForm, steps.resume),
    "selesai": (N_("Nyatakan selesai"), N_("Kegiatan dinyatakan selesai."), ActForm, steps.sign_off),
    "tarik": (N_("Tarik pernyataan selesai"), N_("Pernyataan selesai ditarik."), ReasonForm, steps.take_back),
}
RUN_ACTS: dict[str, Act] = {
    "tutup": (N_("Tutup SOP"), N_("SOP ditutup."), ActForm, run.close_run),
    "hentikan": (N_("Hentikan SOP"), N_("SOP dihentikan."), ReasonForm, run.stop_run),
    "buka": (N_("Lanjutkan SOP"), N_("SOP berjalan lagi."), ReasonForm, run.take_up_run),
}


@staff_page(Right.SOP_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the runs; the state chosen stands in the URL."""
    officer, now = officer_of(request), timezone.now()
    state = request.GET.get("keadaan", RunState.OPEN)
    page = Paginator(runs.ids_of(officer.office_id, state), PAGE).get_page(request.GET.get("halaman"))
    shown = views.run_views(officer.office_id, now, run_ids=list(page.object_list))
    lines = [(view, duties.strip(view)) for view in shown]
    return render(
        request,
        "sop/runs.html",
        {"page": page, "lines": lines, "state": state, "counts": runs.counts(officer.office_id)},
    )


@staff_page(Right.SOP_READ)
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show one run."""
    officer = officer_of(request)
    row = runs.run_for(officer, run_id)
    view = views.run_view(row.id, timezone.now())
    return render(
        request,
        "sop/run.html",
        {
            "run": view,
            "may_act": Right.SOP_SIGN_OFF in officer.rights,
            "signable": duties.signable(view, officer),
            "row": row,
        },
    )


@staff_page(Right.SOP_SIGN_OFF)
def step_act(request: HttpRequest, run_id: UUID, number: int, act: str) -> HttpResponse:
    """Do one act to one activity; the page asks for time and reason where the act needs them."""
    if act not in STEP_ACTS:
        raise Http404
    row = runs.run_for(officer_of(request), run_id)
    view = views.run_view(row.id, timezone.now())
    if number not in {step.number for step in view.steps}:
        raise Http404
    step = view.step(number)
    known = {"run_id": run_id, "number": number}
    return _answer(request, view, STEP_ACTS[act], known, _since_complete(request, step), step=step)


@staff_page(Right.SOP_SIGN_OFF)
def run_act(request: HttpRequest, run_id: UUID, act: str) -> HttpResponse:
    """Close, stop or take up a run."""
    if act not in RUN_ACTS:
        raise Http404
    row = runs.run_for(officer_of(request), run_id)
    return _answer(request, views.run_view(row.id, timezone.now()), RUN_ACTS[act], {"run_id": run_id})


@staff_page(Right.SOP_SIGN_OFF)
def except_requirement(request: HttpRequest, run_id: UUID, number: int, requirement: str) -> HttpResponse:
    """Go without a paper, with a reason."""
    row = runs.run_for(officer_of(request), run_id)
    view = views.run_view(row.id, timezone.now())
    step = next((one for one in view.steps if one.number == number), None)
    paper = next((one for one in step.requirements if one.code == requirement), None) if step else None
    if step is None or paper is None:
        raise Http404
    act = (N_("Lanjut tanpa kelengkapan"), N_("Pengecualian tercatat."), ReasonForm, evidence.except_requirement)
    known = {"run_id": run_id, "number": number, "requirement": requirement}
    return _answer(request, view, act, known, step=step, paper=paper)


def _answer(
    request: HttpRequest,
    view: views.RunView,
    act: Act,
    known: dict[str, Any],
    initial: dict[str, Any] | None = None,
    **shown: Any,
) -> HttpResponse:
    title, done, form_class, action = act
    back = _back(request, view)
    form = form_class(posted(request), initial=initial or {})
    if request.method == "POST" and form.is_valid():
        try:
            action(**known, **form.cleaned_data, by=officer_of(request).actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext(done))
            return redirect(back)
    return render(request, "sop/act.html", {"form": form, "title": title, "run": view, "back": back, **shown})


def _since_complete(request: HttpRequest, step: views.StepView) -> dict[str, Any]:
    """Return what fills the sign-off when it is to hold since the last paper came in."""
    if request.GET.get("sejak") != "lengkap" or step.complete_since is None:
        return {}
    reason = gettext("Kelengkapan sudah lengkap saat itu; pernyataan selesai dicatat menyusul.")
    return {"happened_at": timezone.localtime(step.complete_since), "reason": reason}


def _back(request: HttpRequest, view: views.RunView) -> str:
    """Return where to go afterwards: a page of ours that asked for it, else the run."""
    wanted = request.POST.get("kembali") or request.GET.get("kembali") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("sop:run", args=[view.id])

"""One row of a list on its way in: put right, decided about, its numbers shown whole on the record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.masks import mask_number
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.recipients.actions import rows
from balakas.recipients.forms.intake import DecisionForm, RowForm
from balakas.recipients.queries import aid, lists
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.rows import ERRORS
from balakas.recipients.views import shared
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_INTAKE)
def row(request: HttpRequest, list_id: UUID, row_id: UUID) -> HttpResponseBase:
    """Put one row right; a sound number is masked until it is asked for, a damaged one is there to be corrected."""
    held = lists.list_for(shared.officer_of(request), list_id)
    view = lists.views(held, [lists.row_for(shared.officer_of(request), row_id)], at=timezone.now())[0]
    form = RowForm(posted(request), initial=_initial(view, reveal=False))
    if request.method == "POST" and form.is_valid():
        try:
            after = rows.correct(
                list_id=list_id, row_id=row_id, version=form.cleaned_data["version"], values=_changed(form, view),
                by=shared.officer_of(request).actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, shared.saved())
            return (
                redirect("recipients:list", list_id=list_id)
                if not after.problems
                else redirect("recipients:row", list_id=list_id, row_id=row_id)
            )
    return _page(request, held, view, form, masked=True)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def reveal(request: HttpRequest, list_id: UUID, row_id: UUID) -> HttpResponse:
    """Show the row's numbers whole, on the record."""
    held = lists.list_for(shared.officer_of(request), list_id)
    view = lists.views(held, [lists.row_for(shared.officer_of(request), row_id)], at=timezone.now())[0]
    rows.reveal_rows(list_id=list_id, row_ids=[row_id], by=shared.officer_of(request).actor, at=timezone.now())
    return _page(request, held, view, RowForm(initial=_initial(view, reveal=True)), masked=False)


def _initial(view: lists.RowView, *, reveal: bool) -> dict[str, object]:
    shown = {name: view.staged.shown(name) for name in rows.TYPED_FIELDS}
    hidden = {} if reveal else {name: mask_number(shown[name]) for name in ("nik", "kk") if not view.problem_at(name)}
    return {**shown, **hidden, "version": view.row.version}


def _page(request: HttpRequest, held: Any, view: lists.RowView, form: RowForm, *, masked: bool) -> HttpResponse:
    context = {
        **shared.base(request, held.distribution), "held": held, "view": view, "form": form, "masked": masked,
        "fields": [_field(form, name, view) for name in rows.TYPED_FIELDS],
        "codes": [problem.code for problem in view.errors], "raw": _raw(view), "override": _override(view),
        "aid": [shared.aid_line(one) for one in aid.shown(held, [view]).get(view.id, [])],
    }  # fmt: skip
    return render(request, "recipients/row.html", context)


def _changed(form: RowForm, view: lists.RowView) -> dict[str, str]:
    """Only what the person changed: a cell that was shown as read (a date, a damaged number) or masked must not become text."""
    shown = [_initial(view, reveal=reveal) for reveal in (True, False)]
    return {
        name: form.cleaned_data[name] for name in rows.TYPED_FIELDS
        if form.cleaned_data[name] not in {one[name] for one in shown}
    }  # fmt: skip


def _field(form: RowForm, name: str, view: lists.RowView) -> dict[str, object]:
    problems = [
        {"sentence": gettext(one.sentence), "error": one.code in ERRORS, "repair": one.repair}
        for one in view.problem_at(name)
    ]
    original = view.staged.original(name)
    return {
        "field": form[name],
        "problems": problems,
        "original": mask_number(original) if name in {"nik", "kk"} else original,
    }


def _override(view: lists.RowView) -> dict[str, object] | None:
    """Return who set a rule between programmes aside for the row, when and why."""
    decision = view.staged.decision
    if not decision.overridden_by:
        return None
    who, when = decision.overridden_by
    return {"who": who, "when": datetime.fromisoformat(when), "reason": decision.accepted[rules.AID_FORBIDDEN]}


def _raw(view: lists.RowView) -> dict[str, object]:
    return {"sheet": view.staged.row.sheet, "line": view.staged.row.line}


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def decide(request: HttpRequest, list_id: UUID, row_id: UUID) -> HttpResponse:
    """Decide about a row: without a NIK, let through, leave out."""
    lists.list_for(shared.officer_of(request), list_id)
    lists.row_for(shared.officer_of(request), row_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            rows.decide(
                list_id=list_id,
                row_id=row_id,
                by=shared.officer_of(request).actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, shared.saved())
            return redirect("recipients:list", list_id=list_id)
        except BalakasError as error:
            messages.error(request, sentence(error))
    return redirect("recipients:row", list_id=list_id, row_id=row_id)

"""The keyboard grid: a list typed beside the letter's scan, each row saved as one goes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.sentences import sentence
from balakas.common.web import posted, staff_page
from balakas.recipients.actions import intake, rows
from balakas.recipients.forms.intake import BenefitsForm
from balakas.recipients.queries import lists
from balakas.recipients.rules.intake import FIELD_WORDS, RowState
from balakas.recipients.rules.rows import ERRORS
from balakas.recipients.views import shared
from balakas.staff.rules import Right

EMPTY_ROWS = 10
GRID = ("name", "nik", "kk", "village", "address", "rt", "rw", "birth_date", "sex")
"""The columns in the order of a letter's attachment; what a grid does not ask for is added on the person's page."""


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def start(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Begin a typed list."""
    shared.distribution_for(request, distribution_id)
    form = BenefitsForm(request.POST, choices=shared.benefit_choices(distribution_id), prefix="typed")
    if not form.is_valid():
        messages.error(request, gettext("Pilih paling sedikit satu bantuan untuk daftar ini."))
        return redirect("recipients:bring", distribution_id=distribution_id)
    held = intake.start_typed(
        distribution_id=distribution_id, allocation_ids=form.cleaned_data["benefits"],
        by=shared.officer_of(request).actor, at=timezone.now(),
    )  # fmt: skip
    return redirect("recipients:grid", list_id=held.id)


@staff_page(Right.RECIPIENTS_INTAKE)
def grid(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """Show the grid; a POST saves every row of it (without scripts, or after a lost session)."""
    held = lists.list_for(shared.officer_of(request), list_id)
    if request.method == "POST":
        return _save_all(request, list_id)
    kept = posted(request)
    views = lists.views(held, lists.shown_rows(held, shown="semua").filter(state=RowState.WAITING), at=timezone.now())
    lines = [_line(one) for one in views]
    lines += _kept_lines(kept, {one.id for one in views}) if kept else []
    lines += [_empty(len(lines) + place) for place in range(EMPTY_ROWS)]
    context = {
        **shared.base(request, held.distribution), "held": held, "lines": _numbered(lines), "scan_url": _scan_url(held.distribution.letter),
        "heads": [(name, gettext(FIELD_WORDS[name])) for name in GRID],
        "villages": shared.village_choices(held.office.region_code, shared.officer_of(request)),
        "choices": shared.benefit_names(held.distribution_id), "saved": len(views),
    }  # fmt: skip
    return render(request, "recipients/grid.html", context)


def _scan_url(letter: Any) -> str:
    """Return the address of the letter's scan, empty where there is none."""
    if letter is None or letter.scan_shown_id is None:
        return ""
    return reverse("letters:scan", kwargs={"letter_id": letter.id})


def _line(view: lists.RowView) -> dict[str, Any]:
    return {
        "id": view.id, "values": {name: view.staged.shown(name) for name in rows.TYPED_FIELDS}, "said": _said(view),
        "benefits": view.staged.benefits,
    }  # fmt: skip


def _empty(_place: int) -> dict[str, Any]:
    return {"id": uuid7(), "values": {}, "said": None, "benefits": ()}


def _numbered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**line, "number": number, "cells": [(name, line["values"].get(name, "")) for name in GRID]}
        for number, line in enumerate(lines, start=1)
    ]


def _kept_lines(kept: QueryDict, known: set[UUID]) -> list[dict[str, Any]]:
    """Rows that were typed when the session ran out and never reached the server."""
    found = []
    for key in kept.getlist("row"):
        values = {name: kept.get(f"{key}-{name}", "") for name in rows.TYPED_FIELDS}
        if any(values.values()) and UUID(key) not in known:
            found.append({"id": UUID(key), "values": values, "said": None, "benefits": ()})
    return found


def _said(view: lists.RowView) -> dict[str, Any]:
    """Return what is shown at the end of a row after it was saved."""
    return {
        "tone": "bad" if view.errors else "warn" if view.problems else "good",
        "sentences": [gettext(one.sentence) for one in view.problems],
        "errors": [one.field for one in view.problems if one.code in ERRORS],
    }


def _save_all(request: HttpRequest, list_id: UUID) -> HttpResponse:
    saved = 0
    for key in request.POST.getlist("row"):
        try:
            saved += _save(request, list_id, key) is not None
        except BalakasError as error:
            messages.error(request, sentence(error))
            break
    if saved:
        messages.success(request, gettext("%(count)s baris tersimpan.") % {"count": saved})
    return redirect("recipients:grid", list_id=list_id)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def save(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Save one row as one goes; answers what stands at its end."""
    lists.list_for(shared.officer_of(request), list_id)
    said: dict[str, Any] = {}
    for key in request.POST.getlist("row")[:1]:
        try:
            view = _save(request, list_id, key)
        except BalakasError as error:
            said = {"tone": "bad", "sentences": [sentence(error)]}
        else:
            said = _said(view) if view else {}
    return render(request, "recipients/_grid_said.html", {"said": said})


def _save(request: HttpRequest, list_id: UUID, key: str) -> lists.RowView | None:
    values = {name: request.POST.get(f"{key}-{name}", "") for name in rows.TYPED_FIELDS}
    return rows.save_typed(
        list_id=list_id, client_id=UUID(key), values=values, benefits=tuple(request.POST.getlist(f"{key}-benefits")),
        by=shared.officer_of(request).actor, at=timezone.now(),
    )  # fmt: skip

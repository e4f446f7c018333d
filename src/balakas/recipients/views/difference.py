"""Another list beside the running one: what it adds, drops and changes, side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.common.sentences import sentence
from balakas.common.web import staff_page
from balakas.recipients.actions import updates
from balakas.recipients.forms.joining import MarkForm, RefuseForm
from balakas.recipients.queries import difference as queries
from balakas.recipients.queries import lists, people, stated
from balakas.recipients.rules.difference import Difference, Pair, UpdateState
from balakas.recipients.rules.intake import FIELD_WORDS
from balakas.recipients.views import shared
from balakas.staff.rules import Right

UPDATE_WORDS = {
    UpdateState.PROPOSED: ("warn", N_("Menunggu keputusan orang kedua")), UpdateState.TAKEN: ("good", N_("Sudah diambil alih")),
    UpdateState.REFUSED: ("bad", N_("Ditolak")), UpdateState.UNDONE: ("idle", N_("Diurungkan")),
}  # fmt: skip


@staff_page(Right.RECIPIENTS_INTAKE)
def show(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """Show what a staged list changes in the running one; a POST takes exactly that over, or proposes it."""
    held = lists.list_for(shared.officer_of(request), list_id)
    known = queries.update_of(held)
    if known is not None:
        return redirect("recipients:update", update_id=known.id)
    if not queries.comparable(held):
        raise Http404
    form = MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = updates.propose(
                list_id=list_id, whole=form.cleaned_data["whole"], mark=form.cleaned_data["mark"],
                because=form.cleaned_data["because"],
                by=shared.officer_of(request).actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            return redirect("recipients:update", update_id=row.id)
    whole = (request.POST if request.method == "POST" else request.GET).get("whole") == "on"
    found = queries.difference(held, whole=whole, at=timezone.now())
    context = {
        **shared.base(request, held.distribution), **_shown(found, held), "held": held, "whole": whole,
        "mark": queries.mark_of(held, found, whole=whole), "corrected": queries.corrected_by(held),
        "stated": bool(stated.differences(held)), "form": form,
    }  # fmt: skip
    return render(request, "recipients/difference.html", context)


def _shown(found: Difference, held: Any) -> dict[str, Any]:
    names = people.village_names(held.office.region_code)
    return {
        "counts": queries.counts_of(found), "limit": queries.SHOWN,
        "added": [{**row.values, "village": names.get(row.village, "")} for row in found.added[: queries.SHOWN]],
        "changed": [_changed(pair, names) for pair in found.changed[: queries.SHOWN]],
        "gone": [pair.row.values["name"] for pair in found.gone[: queries.SHOWN]],
        "dropped": [
            {"id": one.recipient_id, "name": one.values["name"], "village": names.get(one.village, ""),
             "address": one.values["address"], "received": one.received}
            for one in found.dropped[: queries.SHOWN]
        ],
    }  # fmt: skip


def _changed(pair: Pair, names: dict[str, str]) -> dict[str, Any]:
    """Return a changed person with each field before and after; numbers are only named, never shown."""
    fields = []
    for name in pair.fields:
        word = gettext(FIELD_WORDS.get("village" if name == "village_code" else name, name))
        if name in {"nik", "kk"}:
            fields.append((word, gettext("berbeda"), ""))
            continue
        before, after = pair.listed.values.get(name, ""), pair.row.values[name]
        if name == "village_code":
            before, after = names.get(before, before), names.get(after, after)
        fields.append((word, before or "–", after))
    return {"id": pair.listed.recipient_id, "name": pair.listed.values["name"], "fields": fields}


@staff_page(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_VERIFY)
def update(request: HttpRequest, update_id: UUID) -> HttpResponse:
    """Show a proposed or taken-over difference; while it waits, its rows as they are now."""
    officer = shared.officer_of(request)
    row = queries.update_for(officer, update_id)
    held, state = row.recipient_list, UpdateState(row.state)
    base = shared.base(request, held.distribution)
    context = {
        **base, "row": row, "held": held, "counts": row.counts, "tone": UPDATE_WORDS[state][0],
        "word": gettext(UPDATE_WORDS[state][1]), "refuse_form": RefuseForm(), "mine": row.by_id == officer.user_id,
        "proposed": state is UpdateState.PROPOSED, "taken": state is UpdateState.TAKEN,
        "may_decide": state is UpdateState.PROPOSED and base["may_verify"] and row.by_id != officer.user_id,
    }  # fmt: skip
    if state is UpdateState.PROPOSED:
        found = queries.difference(held, whole=row.whole, at=timezone.now())
        context |= {**_shown(found, held), "moved": queries.mark_of(held, found, whole=row.whole) != row.mark}
    return render(request, "recipients/update.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_VERIFY)
def refuse(request: HttpRequest, update_id: UUID) -> HttpResponse:
    """Refuse a proposed difference, or take the own one back."""
    officer = shared.officer_of(request)
    queries.update_for(officer, update_id)
    form = RefuseForm(request.POST)
    try:
        updates.refuse(
            update_id=update_id, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=officer.actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Usulan ditolak."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:update", update_id=update_id)

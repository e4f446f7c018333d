"""Rules between programmes: what may be received together in one period, and what may not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.actions import pairing as actions
from balakas.distributions.forms import PairForm
from balakas.distributions.queries import pairing, programmes
from balakas.distributions.rules.pairing import BASIS_WORDS, SCOPE_WORDS, BasisKind, Scope
from balakas.distributions.views.distributions import officer_of
from balakas.staff.rules import Right


@staff_page(Right.DISTRIBUTIONS_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the office's rules and the shipped ones it may take over; a new one is entered below them."""
    officer = officer_of(request)
    may = officer.may(Right.DISTRIBUTIONS_MANAGE)
    names = [(str(row.id), row.name) for row in programmes.programmes_of(officer.office_id)]
    form = PairForm(posted(request) if may else None, programmes=names)
    if may and request.method == "POST" and form.is_valid():
        try:
            actions.add_pair(office_id=officer.office_id, terms=form.terms(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Ketentuan disimpan. Daftar yang masuk sesudah ini diperiksa dengannya."))
            return redirect("distributions:pairs")
    context = {
        "rows": [_line(row) for row in pairing.pairs_of(officer.office_id)], "may_change": may, "form": form,
        "offered": pairing.offered(officer.office_id) if may else [], "has_programmes": bool(names),
    }  # fmt: skip
    return render(request, "distributions/pairs.html", context)


def _line(row: Any) -> dict[str, Any]:
    return {
        "row": row, "scope": gettext(SCOPE_WORDS[Scope(row.scope)]), "kind": gettext(BASIS_WORDS[BasisKind(row.basis_kind)]),
        "since": long_date(row.since) if row.since else "", "until": long_date(row.until) if row.until else "",
    }  # fmt: skip


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Take a shipped rule over."""
    officer = officer_of(request)
    try:
        actions.copy_pair(office_id=officer.office_id, number=number, by=officer.actor, at=timezone.now())
        messages.success(request, gettext("Ketentuan disalin sebagai ketentuan kantor. Periksa dasarnya."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("distributions:pairs")


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def end(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """End a rule."""
    officer = officer_of(request)
    row = pairing.pair_for(officer, pair_id)
    try:
        actions.end_pair(pair_id=row.id, by=officer.actor, at=timezone.now())
        messages.success(request, gettext("Ketentuan diakhiri."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("distributions:pairs")

"""Distributions: the list, opening one from a letter, its allocations."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.actions import distributions as actions
from balakas.distributions.forms import (
    AddForm,
    AllocationForm,
    ChangeHeadForm,
    FilterForm,
    HeadForm,
    ReasonForm,
    saved_meanwhile,
    share_forms,
)
from balakas.distributions.queries import distributions, programmes
from balakas.distributions.queries.distributions import Filters
from balakas.distributions.rules.distribution import GIVER_WORDS, STATE_TONES, STATE_WORDS, DistributionState, Giver
from balakas.distributions.rules.programme import amount_words
from balakas.letters.queries import letters
from balakas.letters.rules import ChangedMeanwhile
from balakas.staff.rules import Officer, Right

PAGE = 25


def officer_of(request: HttpRequest) -> Officer:
    """Return who asks."""
    return cast("Officer", request.officer)  # type: ignore[attr-defined]  # set by the middleware


@staff_page(Right.DISTRIBUTIONS_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the distributions; filters stand in the URL."""
    officer = officer_of(request)
    form = FilterForm(request.GET or None, years=distributions.years(officer))
    rows = distributions.listed(officer, Filters(state=form.state(), year=form.year()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    shown = [
        {
            "row": row,
            "word": STATE_WORDS[DistributionState(row.state)],
            "tone": STATE_TONES[DistributionState(row.state)],
            "benefits": [f"{one.benefit.name} ({one.period})" for one in row.allocations.all()],
        }
        for row in page
    ]
    context = {"form": form, "page": page, "rows": shown, "filtered": bool(request.GET)}
    return render(request, "distributions/list.html", context)


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def open_from_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Open a distribution from a letter: what is handed out, for which period, what the letter announces."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    data = posted(request)
    form = HeadForm(data, initial={"title": letter.subject, "giver": Giver.KECAMATAN})
    shares = share_forms(programmes.usable_benefits(officer.office_id), data, period=form["period_label"].value() or "")
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in shares)]):
        wanted = [share for one in shares for share in one.shares()]
        try:
            made = actions.open_from_letter(
                letter_id=letter.id, head=form.head(), shares=wanted, by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Penyaluran dibuka."))
            return redirect(distributions.page_of(made.id))
    return render(request, "distributions/open.html", {"form": form, "shares": shares, "letter": letter})


@staff_page(Right.DISTRIBUTIONS_READ)
def detail(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show a distribution's terms: who hands out, its allocations beside what the letter announces."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    state = DistributionState(row.state)
    allocations = [
        {
            "row": one,
            "each": amount_words(one.benefit.kind, one.amount, one.benefit.unit),
            "total": None
            if one.letter_total is None
            else amount_words(one.benefit.kind, one.letter_total, one.benefit.unit),
        }
        for one in distributions.allocations_of(distribution_id)
    ]
    may = officer.may(Right.DISTRIBUTIONS_MANAGE)
    context = {
        "distribution": row,
        "allocations": allocations,
        "word": STATE_WORDS[state],
        "tone": STATE_TONES[state],
        "giver": GIVER_WORDS[Giver(row.giver)],
        "may_read_letter": officer.may(Right.LETTERS_READ) or officer.may(Right.LETTERS_REGISTER),
        "may_change": may and state is DistributionState.OPEN,
        "may_take_up": may and state is DistributionState.STOPPED,
        "reason_form": ReasonForm(),
    }
    return render(request, "distributions/detail.html", context)


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def change(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Change title, period or who hands out."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    first = {
        "title": row.title, "period_label": row.period_label, "giver": row.giver, "giver_name": row.giver_name,
        "version": row.version,
    }  # fmt: skip
    form = ChangeHeadForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_head(
                distribution_id=row.id, head=form.head(), seen_version=form.cleaned_data["version"], by=officer.actor,
                at=timezone.now(),
            )  # fmt: skip
        except ChangedMeanwhile as error:
            refuse(form, error)
            saved_meanwhile(form, distributions.distribution_for(officer, distribution_id).version)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Penyaluran disimpan."))
            return redirect("distributions:detail", distribution_id=row.id)
    return render(request, "distributions/change.html", {"form": form, "distribution": row})


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def add(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Allot one more benefit or period."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    data = posted(request)
    shares = share_forms(programmes.usable_benefits(officer.office_id), data, period=row.period_label)
    form = AddForm(data)
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in shares)]):
        wanted = [share for one in shares for share in one.shares()]
        try:
            actions.add_allocations(distribution_id=row.id, shares=wanted, by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Bantuan ditambahkan."))
            return redirect("distributions:detail", distribution_id=row.id)
    return render(request, "distributions/add.html", {"form": form, "shares": shares, "distribution": row})


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def allocation(request: HttpRequest, allocation_id: UUID) -> HttpResponse:
    """Change one allocation."""
    officer = officer_of(request)
    row = distributions.allocation_for(officer, allocation_id)
    names = ("period", "instalment", "amount", "letter_people", "letter_total", "version")
    form = AllocationForm(posted(request), initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_allocation(
                allocation_id=row.id, share=form.share(row.benefit_id), seen_version=form.cleaned_data["version"],
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except ChangedMeanwhile as error:
            refuse(form, error)
            saved_meanwhile(form, distributions.allocation_for(officer, allocation_id).version)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Alokasi disimpan."))
            return redirect("distributions:detail", distribution_id=row.distribution_id)
    return render(request, "distributions/allocation.html", {"form": form, "allocation": row})


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def explain(request: HttpRequest, allocation_id: UUID) -> HttpResponse:
    """Say why the list differs from the letter."""
    officer = officer_of(request)
    row = distributions.allocation_for(officer, allocation_id)
    actions.explain_difference(
        allocation_id=row.id, reason=request.POST.get("reason", "")[:400], by=officer.actor, at=timezone.now()
    )
    messages.success(request, gettext("Penjelasan disimpan."))
    return redirect("distributions:detail", distribution_id=row.distribution_id)


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def stop(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Stop a distribution the agency called off."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    actions.stop(
        distribution_id=row.id, reason=request.POST.get("reason", "")[:300], by=officer.actor, at=timezone.now()
    )
    messages.success(request, gettext("Penyaluran dihentikan."))
    return redirect("distributions:detail", distribution_id=row.id)


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def take_up(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Go on with a stopped distribution."""
    officer = officer_of(request)
    row = distributions.distribution_for(officer, distribution_id)
    actions.take_up(distribution_id=row.id, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Penyaluran dilanjutkan."))
    return redirect("distributions:detail", distribution_id=row.id)

"""Programmes and their benefits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.distributions.actions import programmes as actions
from balakas.distributions.forms import (
    GiftForm,
    ProgrammeForm,
    ReplacementForm,
    programme_initial,
    saved_meanwhile,
)
from balakas.distributions.queries import programmes
from balakas.distributions.rules.programme import Terms, amount_words
from balakas.distributions.rules.replacement import rules_from
from balakas.distributions.views.distributions import officer_of
from balakas.letters.rules import ChangedMeanwhile
from balakas.staff.rules import Right


@staff_page(Right.DISTRIBUTIONS_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the office's programmes and the shipped ones it may copy."""
    officer = officer_of(request)
    rows = [
        (row, [f"{one.name}: {amount_words(one.kind, one.usual_amount, one.unit)}" for one in row.benefits.all()])
        for row in programmes.programmes_of(officer.office_id)
    ]
    may = officer.may(Right.DISTRIBUTIONS_MANAGE)
    presets = programmes.not_copied(officer.office_id) if may else []
    return render(request, "distributions/programmes.html", {"rows": rows, "presets": presets, "may_change": may})


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Copy a shipped programme."""
    officer = officer_of(request)
    made = actions.copy_preset(office_id=officer.office_id, code=code, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Program disalin. Periksa dan sesuaikan dengan ketentuan setempat."))
    return redirect("distributions:programme", programme_id=made.id)


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """Add a programme of the office's own."""
    officer = officer_of(request)
    form = ProgrammeForm(posted(request), initial=programme_initial(Terms(code="", name=""), 0))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_programme(
                office_id=officer.office_id, terms=form.terms(), by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            return redirect("distributions:programme", programme_id=made.id)
    return render(request, "distributions/programme_add.html", {"form": form})


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Show and change a programme."""
    officer = officer_of(request)
    row = programmes.programme_for(officer, programme_id)
    form = ProgrammeForm(posted(request), initial=programme_initial(programmes.terms_of(row), row.version))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_programme(
                programme_id=row.id, terms=form.terms(), seen_version=form.cleaned_data["version"] or 0,
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except ChangedMeanwhile as error:
            refuse(form, error)
            saved_meanwhile(form, programmes.programme_for(officer, programme_id).version)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Program disimpan."))
            return redirect("distributions:programme", programme_id=row.id)
    benefits = [(one, amount_words(one.kind, one.usual_amount, one.unit)) for one in row.benefits.all()]
    context = {"form": form, "programme": row, "benefits": benefits}
    return render(request, "distributions/programme.html", context)


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def replacements(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Show and set why people may leave the programme's lists and who follows them."""
    officer = officer_of(request)
    row = programmes.programme_for(officer, programme_id)
    form = ReplacementForm(posted(request), rules=rules_from(row.replacement_rules), version=row.version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_replacements(
                programme_id=row.id, rules_wanted=form.rules(), seen_version=form.cleaned_data["version"],
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Program disimpan."))
            return redirect("distributions:programme", programme_id=row.id)
    return render(request, "distributions/replacements.html", {"form": form, "programme": row})


@require_POST
@staff_page(Right.DISTRIBUTIONS_MANAGE)
def use(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Use a programme, or stop using it."""
    officer = officer_of(request)
    row = programmes.programme_for(officer, programme_id)
    actions.set_active(programme_id=row.id, active=not row.active, by=officer.actor, at=timezone.now())
    return redirect("distributions:programme", programme_id=row.id)


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def add_benefit(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Add a benefit to a programme."""
    officer = officer_of(request)
    row = programmes.programme_for(officer, programme_id)
    form = GiftForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_benefit(programme_id=row.id, gift=form.gift(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            return redirect("distributions:programme", programme_id=row.id)
    return render(request, "distributions/benefit.html", {"form": form, "programme": row})


@staff_page(Right.DISTRIBUTIONS_MANAGE)
def benefit(request: HttpRequest, benefit_id: UUID) -> HttpResponse:
    """Change a benefit."""
    officer = officer_of(request)
    row = programmes.benefit_for(officer, benefit_id)
    names = ("name", "kind", "unit", "usual_amount", "unit_value")
    form = GiftForm(posted(request), initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_benefit(
                benefit_id=row.id, gift=form.gift(), active=row.active, by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            return redirect("distributions:programme", programme_id=row.programme_id)
    return render(request, "distributions/benefit.html", {"form": form, "programme": row.programme, "benefit": row})

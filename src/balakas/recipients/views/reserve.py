"""The reserve list of a distribution: its order, its way in, passing somebody over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import refuse, staff_page
from balakas.recipients.actions import reserve
from balakas.recipients.forms.intake import ReserveForm
from balakas.recipients.forms.joining import StruckForm
from balakas.recipients.queries import joining as queries
from balakas.recipients.queries import people
from balakas.recipients.rules.joining import RESERVE_TONES, RESERVE_WORDS, ReserveState
from balakas.recipients.views import shared
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_READ)
def index(request: HttpRequest, distribution_id: UUID) -> HttpResponseBase:
    """Show the reserve list in its order; who may bring lists in brings this one in here."""
    officer, distribution = shared.officer_of(request), shared.distribution_for(request, distribution_id)
    may = Right.RECIPIENTS_INTAKE in officer.rights
    if request.method == "POST" and not may:
        raise Http404
    form = ReserveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, name = form.list_brought()
        try:
            held = reserve.bring(
                distribution_id=distribution_id, content=content, file_name=name, by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error, field="file")
        else:
            return redirect("recipients:list", list_id=held.id)
    names = people.village_names(distribution.office.region_code)
    rows = queries.reserve_for(officer, distribution_id)
    page = shared.page_of(request, rows, queries.PAGE)
    context = {
        **shared.base(request, distribution), "form": form, "page": page, "struck_form": StruckForm(),
        "lines": [
            {"row": row, "village": names.get(row.village_code, ""), "tone": RESERVE_TONES[ReserveState(row.state)],
             "word": gettext(RESERVE_WORDS[ReserveState(row.state)]), "free": row.state == ReserveState.FREE}
            for row in page
        ],
    }  # fmt: skip
    return render(request, "recipients/reserve.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def strike(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Pass somebody over."""
    officer = shared.officer_of(request)
    entry = queries.entry_for(officer, entry_id)
    form = StruckForm(request.POST)
    try:
        reserve.strike(
            entry_id=entry_id, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=officer.actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Dilewati; giliran berikutnya maju."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:reserve", distribution_id=entry.distribution_id)

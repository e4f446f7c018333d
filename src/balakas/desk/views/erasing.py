"""Destroying a person's data: who it may concern, the proposal, and the second person's decision."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import posted, refuse, staff_page
from balakas.desk.forms import EraseForm, FindPersonForm
from balakas.recipients.actions import erase
from balakas.recipients.queries import erasing
from balakas.recipients.rules.erasing import ERASE_WORDS, EraseReason
from balakas.staff.rules import Officer, Right

PAGE_SIZE = 50


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@staff_page(*erasing.DECIDING)
def index(request: HttpRequest) -> HttpResponse:
    """Show what is proposed and what was decided; whoever may propose finds a person here (by POST only)."""
    officer = _officer(request)
    form = FindPersonForm(request.POST or None)
    found = erasing.find(officer, form.cleaned_data["words"]) if request.method == "POST" and form.is_valid() else None
    page = Paginator(erasing.decided(officer), PAGE_SIZE).get_page(request.GET.get("halaman"))
    known = {
        "form": form,
        "found": found,
        "may_propose": Right.OFFICE_SETTINGS in officer.rights,
        "proposals": [
            {"row": row, "who": who, "reason": _word(row.reason), "own": row.by_id == officer.user_id}
            for row, who in erasing.proposals(officer)
        ],
        "page": page,
        "decided": [{"row": row, "reason": _word(row.reason)} for row in page],
    }
    return render(request, "desk/erasures.html", known)


@staff_page(Right.OFFICE_SETTINGS)
def propose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Propose that a person's data are destroyed."""
    officer = _officer(request)
    who = erasing.candidate_for(officer, person_id)
    form = EraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            erase.propose_erasure(
                person_id=person_id, reason=EraseReason(form.cleaned_data["reason"]), paper=form.cleaned_data["paper"],
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error, field="paper" if error.code == "paper_reference_wrong" else None)
        else:
            messages.success(request, gettext("Usulan tercatat dan menunggu keputusan orang kedua."))
            return redirect("desk:erasures")
    return render(request, "desk/erasure.html", {"form": form, "who": who})


@staff_page(*erasing.DECIDING)
@require_POST
def decide(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Decide a colleague's proposal."""
    officer = _officer(request)
    row = erasing.erasure_for(officer, erasure_id)
    accepted = request.POST.get("accepted") == "yes"
    try:
        erase.decide_erasure(erasure_id=row.id, accepted=accepted, by=officer.actor, at=timezone.now())
    except BalakasError as error:
        messages.error(request, sentence(error))
    else:
        told = gettext("Data dimusnahkan. Kuncinya hilang untuk selamanya.") if accepted else gettext("Usulan ditolak.")
        messages.success(request, told)
    return redirect("desk:erasures")


def _word(reason: str) -> str:
    return gettext(ERASE_WORDS[EraseReason(reason)])

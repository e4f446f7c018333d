"""One person at a post: who, what is due, record, absent, undo; and the green screen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import password_page, posted, refuse, staff_page
from balakas.distributions.queries import distributions
from balakas.handover.actions import corrections, extras, reads, visits
from balakas.handover.forms.field import ExtraForm
from balakas.handover.forms.visit import AbsentForm, ReasonForm, VisitForm
from balakas.handover.queries import load, people
from balakas.handover.queries.people import PersonPage
from balakas.handover.rules.proxies import NOTE_WORDS, Note
from balakas.handover.rules.verdicts import FAIL_WORDS, VERDICT_TONES, VERDICT_WORDS, FailReason, Verdict
from balakas.handover.views.field import officer_of
from balakas.planning.queries import plans
from balakas.staff.rules import Officer, Right

ALREADY_DONE = "terlanjur"
"""In the address where the officer says that it has happened although the page says no: it is stored, with a case."""


@staff_page(Right.HANDOVER_READ)
def person(request: HttpRequest, post_id: UUID, recipient_id: UUID) -> HttpResponseBase:
    """Show who it is and what is due; take the visit."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    page = people.person_page(officer, place.id, place.distribution_id, recipient_id)
    may_record = Right.HANDOVER_RECORD in officer.rights
    if request.method == "POST" and not may_record:
        raise Http404
    form = _form(request, page)
    if request.method == "POST" and form is not None and form.is_valid():
        answer = _record(officer, post_id, page, form)
        if answer is not None:
            return answer
    elif request.method != "POST":
        reads.record_read(
            officer=officer, at=timezone.now(), act="handover.open_person", kind="recipient", subject_id=recipient_id
        )
    return render(request, "handover/person.html", _context(page, place, form if may_record else None, may_record))


def _form(request: HttpRequest, page: PersonPage) -> VisitForm | None:
    done = ALREADY_DONE in request.GET
    dues = page.dues if done else page.open_dues
    if not dues or (page.verdict not in {Verdict.DUE, Verdict.OTHER_POST} and not done):
        return None
    return VisitForm(
        posted(request), request.FILES or None, dues=dues,
        reason_needed=done or page.verdict is Verdict.OTHER_POST,
    )  # fmt: skip


def _record(officer: Officer, post_id: UUID, page: PersonPage, form: VisitForm) -> HttpResponseBase | None:
    data = form.cleaned_data
    try:
        recorded = visits.record_visit(
            post_id=post_id, recipient_id=page.recipient_id, givings=form.givings(), identity=form.checked(),
            proxy=form.proxy(), position=form.position(), client_id=data["client_id"], by=officer.actor,
            at=timezone.now(), happened_at=data["happened_at"], reason=data["reason"], **form.pictures(),
        )  # fmt: skip
    except BalakasError as error:
        refuse(form, error)
        return None
    return redirect("handover:visit", visit_id=recorded.visit.id)


def _context(page: PersonPage, place: Any, form: VisitForm | None, may_record: bool) -> dict[str, Any]:
    return {
        "page": page, "post": place, "form": form, "may_record": may_record,
        "verdict": gettext(VERDICT_WORDS[page.verdict]), "tone": VERDICT_TONES[page.verdict],
        "failure": gettext(FAIL_WORDS[FailReason(page.failure.reason)]) if page.failure else "",
        "relation": gettext(page.carrier.relation) if page.carrier and page.carrier.relation else "",
        "undo": ReasonForm(), "past": [(one, _notes(one.notes)) for one in page.past],
    }  # fmt: skip


def _notes(codes: Any) -> list[str]:
    return [gettext(NOTE_WORDS[Note(code)]) for code in codes]


@staff_page(Right.HANDOVER_RECORD)
def absent(request: HttpRequest, post_id: UUID, recipient_id: UUID) -> HttpResponseBase:
    """Note that nothing was given, and why."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    page = people.person_page(officer, place.id, place.distribution_id, recipient_id)
    form = AbsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = {
            "post_id": post_id, "recipient_id": recipient_id, "by": officer.actor, "at": timezone.now(),
            "reason": form.cleaned_data["reason"], "happened_at": form.cleaned_data["happened_at"],
        }  # fmt: skip
        try:
            if form.chosen() is FailReason.REFUSES:
                corrections.mark_refused(**told)
            else:
                corrections.mark_absent(why=form.chosen(), **told)
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Tercatat. Dapat dibuka lagi bila orangnya datang."))
            return redirect("handover:post", post_id=post_id)
    return render(request, "handover/absent.html", {"page": page, "post": place, "form": form})


@staff_page(Right.HANDOVER_READ)
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Show the green screen of a visit."""
    officer = officer_of(request)
    row = load.visit_for(officer, visit_id)
    reads.record_read(officer=officer, at=timezone.now(), act="handover.open_visit", kind="visit", subject_id=row.id)
    context = {
        "visit": row, "items": people.items_of(row.id), "pictures": people.pictures_of(row.id), "undo": ReasonForm(),
        "asked": password_page(request), "notes": _notes(row.notes), "standing": people.standing_of(row.id), "may_record": Right.HANDOVER_RECORD in officer.rights,
        "may_decide": Right.HANDOVER_DECIDE in officer.rights,
    }  # fmt: skip
    return render(request, "handover/visit.html", context)


@staff_page(Right.HANDOVER_RECORD, Right.HANDOVER_DECIDE)
def void_visit(request: HttpRequest, visit_id: UUID) -> HttpResponseBase:
    """Take a whole visit back, with a reason."""
    officer = officer_of(request)
    row = load.visit_for(officer, visit_id)
    return _void(request, row.post_id, row.recipient_id, lambda reason: corrections.void_visit(
        visit_id=row.id, reason=reason, by=officer.actor, at=timezone.now()
    ))  # fmt: skip


@staff_page(Right.HANDOVER_RECORD, Right.HANDOVER_DECIDE)
def void_event(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Take one entry back: an absence, goods that arrived."""
    officer = officer_of(request)
    row = load.event_for(officer, event_id)
    return _void(request, row.post_id, row.recipient_id, lambda reason: corrections.void(
        event_id=row.id, reason=reason, by=officer.actor, at=timezone.now()
    ))  # fmt: skip


def _void(request: HttpRequest, post_id: UUID | None, recipient_id: UUID | None, act: Any) -> HttpResponseBase:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, gettext("Dibatalkan. Catatan semula tetap tersimpan beserta alasannya."))
    elif request.method == "POST":
        messages.error(request, gettext("Tuliskan alasan pembatalan."))
    if post_id and recipient_id:
        return redirect("handover:person", post_id=post_id, recipient_id=recipient_id)
    return redirect("handover:goods", post_id=post_id) if post_id else redirect("handover:home")


@staff_page(Right.HANDOVER_RECORD)
def extra(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Record what was given to somebody who is not on the list; it becomes a case."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    rows = distributions.allocations_of(place.distribution_id)
    form = ExtraForm(
        posted(request), request.FILES or None, benefits={row.benefit_id: row.benefit for row in rows}.values()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = extras.Extra(data["name"], data["ordered_by"], data["reason"], data["address"])
        try:
            extras.record_extra(
                post_id=place.id, person=person, items=form.items(), client_id=data["client_id"], by=officer.actor,
                at=timezone.now(), photo=data["photo"].read() if data["photo"] else b"", happened_at=data["happened_at"],
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Tercatat di luar daftar. Kasus dibuka untuk diputus dua orang."))
            return redirect("handover:post", post_id=place.id)
    return render(request, "handover/extra.html", {"post": place, "form": form})

"""A distribution's people: the list, one person, putting data right, leaving and replacing, search."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.masks import mask_number, mask_phone
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, posted, refuse, staff_page
from balakas.distributions.rules.programme import amount_words
from balakas.distributions.rules.replacement import EXIT_WORDS, ExitReason
from balakas.recipients.actions import exports, representatives
from balakas.recipients.actions import people as actions
from balakas.recipients.forms.documents import ExceptionForm, word
from balakas.recipients.forms.joining import SignedForm
from balakas.recipients.forms.people import (
    AmountForm,
    DecideForm,
    LeaveForm,
    PersonForm,
    RepresentativeForm,
    RepresentativeIdForm,
    RevealForm,
    SearchForm,
)
from balakas.recipients.queries import board, joining, people
from balakas.recipients.queries import representatives as collecting
from balakas.recipients.rules import nik
from balakas.recipients.rules.intake import NO_NIK_WORDS, NoNik
from balakas.recipients.rules.papers import COMPLETENESS_TONES, COMPLETENESS_WORDS
from balakas.recipients.rules.people import (
    RECIPIENT_TONES,
    RECIPIENT_WORDS,
    EntitlementState,
    RecipientState,
)
from balakas.recipients.views import shared
from balakas.staff import queries as staff
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_READ)
def listed(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show who is on the list, page by page; village and state stand in the address, names never do."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    names = people.village_names(distribution.office.region_code)
    village, state = request.GET.get("desa", ""), request.GET.get("keadaan", "")
    page = shared.page_of(
        request, people.on_distribution(officer, distribution_id, village=village, state=state), people.PAGE
    )
    rows = list(page)
    masked = people.masked_niks(rows)
    held = {one.recipient.id: one for one in board.held_by(rows, distribution_id)}
    context = {
        **shared.base(request, distribution), "page": page, "village": village, "state": state,
        "villages": shared.village_choices(distribution.office.region_code, officer),
        "states": [(str(code), gettext(text)) for code, text in RECIPIENT_WORDS.items()],
        "lines": [
            {"recipient": row, "masked": masked[row.id] or gettext(NO_NIK_WORDS[NoNik.NOT_YET]), "dues": exports.dues_text(row),
             "village": names.get(row.village_code, row.village_code), "state": _state(row),
             "tone": COMPLETENESS_TONES[held[row.id].completeness],
             "word": gettext(COMPLETENESS_WORDS[held[row.id].completeness])}
            for row in rows
        ],
    }  # fmt: skip
    return render(request, "recipients/people.html", context)


def _state(recipient: object) -> tuple[str, str]:
    state = RecipientState(recipient.state)  # type: ignore[attr-defined]  # a recipient; views import no models
    return RECIPIENT_TONES[state], gettext(RECIPIENT_WORDS[state])


@staff_page(Right.RECIPIENTS_READ)
def person(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Show one recipient with masked numbers, papers, and what may be done."""
    return _person(request, recipient_id)


def _person(request: HttpRequest, recipient_id: UUID, *, numbers: people.Numbers | None = None) -> HttpResponse:
    recipient = people.recipient_for(shared.officer_of(request), recipient_id)
    distribution = shared.distribution_for(request, recipient.distribution_id)
    loaded = board.everybody(recipient.distribution_id).get(id=recipient_id)
    held = board.held_by([loaded], recipient.distribution_id)[0]
    sealed = people.numbers_of(recipient.person)
    needed = board.needed_of(loaded, board.asked_for(recipient.distribution_id))
    change = people.open_change(recipient_id)
    context = {
        **shared.base(request, distribution), "recipient": recipient, "person": recipient.person, "numbers": numbers,
        "masked": {"nik": mask_number(sealed.nik), "kk": mask_number(sealed.kk), "phone": mask_phone(sealed.phone)},
        "notes": _notes(recipient.person, sealed.nik), "held": held, "state": _state(recipient),
        "papers": [{"line": one, "word": word(one.kind), "for": word(one.requirement)} for one in held.papers],
        "missing": [word(code) for code in held.standing.missing],
        "excepted": [(code, word(code), held.exceptions[code]) for code in held.standing.excepted],
        "village": people.village_names(distribution.office.region_code).get(recipient.village_code, ""),
        "dues": exports.dues_text(loaded), "change": change, "change_words": _amount_of(change), "open_dues": _open_dues(loaded), "same_nik": people.same_nik(recipient.person),
        "family": people.household_members(recipient.person), "changes": _changes(recipient_id),
        "leave_form": LeaveForm(), "signed_form": SignedForm(),
        "representative_form": RepresentativeForm(),
        "representatives": _representatives(recipient), "joining": joining.last_for(recipient_id), "reveal_form": RevealForm(), "exception_form": ExceptionForm(needed=needed),
        "listed": recipient.state == RecipientState.LISTED, "out": recipient.state == RecipientState.OUT,
        "no_nik": gettext(NO_NIK_WORDS[NoNik(recipient.person.nik_state)]) if recipient.person.nik_state != "has" else "",
    }  # fmt: skip
    return render(request, "recipients/person.html", context)


def _representatives(recipient: Any) -> list[dict[str, Any]]:
    """Return who may collect, each with the number of people of this distribution they collect for."""
    limit = collecting.limit_of(recipient.distribution_id)
    found = []
    for row in people.representatives_of(recipient.person_id, recipient.distribution_id):
        count = collecting.also_for(row, recipient.distribution_id)
        found.append({"row": row, "count": count, "limit": limit, "too_many": 0 < limit < count})
    return found


def _notes(person_row: object, number: str) -> list[str]:
    """Return what is only worth knowing about a NIK: it may differ from the card and stay lawful."""
    parts = nik.parts_of(number)
    if parts is None:
        return [gettext("Tanggal lahir di dalam NIK tidak ada di kalender. Periksa pada KTP.")] if number else []
    notes = []
    birth, sex = person_row.birth_date, person_row.sex  # type: ignore[attr-defined]
    if birth and not parts.fits(birth):
        notes.append(gettext("Tanggal lahir di dalam NIK berbeda. Ini dapat terjadi dan tetap sah."))
    if sex and sex != parts.sex:
        notes.append(gettext("Jenis kelamin di dalam NIK berbeda. Ini dapat terjadi dan tetap sah."))
    return notes


def _changes(recipient_id: UUID) -> list[dict[str, object]]:
    return [
        {"row": one, "reason": gettext(EXIT_WORDS[ExitReason(one.reason)]) if one.reason else _amount_of(one)}
        for one in people.changes_of(recipient_id)
    ]


def _open_dues(recipient: Any) -> list[Any]:
    """Return the entitlements whose amount may still be changed."""
    return [one for one in recipient.entitlements.all() if one.state == EntitlementState.OPEN and not one.given]


def _amount_of(change: Any) -> str:
    """Return a proposed amount in words; "" for a proposal of another kind."""
    if change is None or change.entitlement is None:
        return ""
    benefit = change.entitlement.allocation.benefit
    words = amount_words(benefit.kind, change.amount, benefit.unit)
    return gettext("%(benefit)s menjadi %(amount)s") % {"benefit": benefit.name, "amount": words}


@staff_page(Right.RECIPIENTS_INTAKE)
def amount(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Propose another amount for one of the recipient's entitlements (`?hak=` its id)."""
    recipient = people.recipient_for(shared.officer_of(request), recipient_id)
    loaded = board.everybody(recipient.distribution_id).get(id=recipient_id)
    due = {str(one.id): one for one in _open_dues(loaded)}.get(request.GET.get("hak", ""))
    if due is None:
        raise Http404
    benefit = due.allocation.benefit
    unit = gettext("Dalam rupiah.") if benefit.kind == "cash" else gettext("Dalam %(unit)s.") % {"unit": benefit.unit}
    form = AmountForm(posted(request), unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_amount(
                entitlement_id=due.id, amount=form.cleaned_data["amount"], basis=form.cleaned_data["basis"],
                by=shared.officer_of(request).actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Usulan tercatat dan menunggu keputusan orang kedua."))
            return redirect("recipients:person", recipient_id=recipient_id)
    distribution = shared.distribution_for(request, recipient.distribution_id)
    now = amount_words(benefit.kind, due.amount, benefit.unit)
    context = {
        **shared.base(request, distribution), "recipient": recipient, "person": recipient.person, "form": form,
        "benefit": benefit, "period": due.allocation.period, "now": now,
    }  # fmt: skip
    return render(request, "recipients/amount.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_REVEAL)
@confirmed
def reveal(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Show the numbers whole, once, on the record."""
    people.recipient_for(shared.officer_of(request), recipient_id)
    form = RevealForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Tulis alasannya."))
        return redirect("recipients:person", recipient_id=recipient_id)
    numbers = actions.reveal_numbers(
        recipient_id=recipient_id,
        reason=form.cleaned_data["reason"],
        by=shared.officer_of(request).actor,
        at=timezone.now(),
    )
    return _person(request, recipient_id, numbers=numbers)


@staff_page(Right.RECIPIENTS_INTAKE)
def edit(request: HttpRequest, recipient_id: UUID) -> HttpResponseBase:
    """Put a person's data right."""
    officer = shared.officer_of(request)
    recipient = people.recipient_for(officer, recipient_id)
    row = recipient.person
    plain = ("version", "name", "birth_place", "birth_date", "sex", "address", "rt", "rw")
    initial = {**{name: getattr(row, name) for name in plain}, "village_code": recipient.village_code}
    villages = shared.village_choices(staff.office_of(officer.office_id).region_code, officer)
    form = PersonForm(posted(request), villages=villages, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(
                recipient_id=recipient_id, version=form.cleaned_data["version"] or 0, data=form.particulars(),
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, shared.saved())
            return redirect("recipients:person", recipient_id=recipient_id)
    distribution = shared.distribution_for(request, recipient.distribution_id)
    context = {**shared.base(request, distribution), "recipient": recipient, "person": row, "form": form}
    return render(request, "recipients/edit.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def leave(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Propose that somebody leaves the list."""
    people.recipient_for(shared.officer_of(request), recipient_id)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Pilih alasan dan tulis dasarnya."))
        return redirect("recipients:person", recipient_id=recipient_id)
    try:
        actions.propose_leave(
            recipient_id=recipient_id, by=shared.officer_of(request).actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, gettext("Usulan tercatat dan menunggu keputusan orang kedua."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def decide(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Decide the open proposal about a recipient."""
    people.recipient_for(shared.officer_of(request), recipient_id)
    change = people.open_change(recipient_id)
    form = DecideForm(request.POST)
    if change is None or not form.is_valid():
        return redirect("recipients:person", recipient_id=recipient_id)
    try:
        actions.decide_change(
            change_id=change.id, accepted=form.cleaned_data["accepted"] == "yes", by=shared.officer_of(request).actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Keputusan tercatat."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def represent(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Write down who may collect for somebody."""
    people.recipient_for(shared.officer_of(request), recipient_id)
    form = RepresentativeForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Isi nama wakil, hubungan, dan alasannya."))
        return redirect("recipients:person", recipient_id=recipient_id)
    letter = form.cleaned_data.pop("letter")
    try:
        representatives.name_representative(
            recipient_id=recipient_id,
            letter=letter.read() if letter else b"",
            by=shared.officer_of(request).actor,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, shared.saved())
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def end_representative(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """End a representation."""
    people.recipient_for(shared.officer_of(request), recipient_id)
    form = RepresentativeIdForm(request.POST)
    if form.is_valid():
        representatives.end_representative(
            recipient_id=recipient_id, by=shared.officer_of(request).actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, shared.saved())
    return redirect("recipients:person", recipient_id=recipient_id)


@staff_page(Right.RECIPIENTS_READ)
def search(request: HttpRequest) -> HttpResponse:
    """Find people by exact NIK or by name; what is searched for travels in the POST only."""
    officer = shared.officer_of(request)
    form = SearchForm(request.POST or None)
    rows = None
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        number = nik.normalise(words)
        rows = people.by_nik(officer, number) if number.isdigit() else people.by_words(officer, words)
    masked = people.masked_niks(rows or [])
    names = people.village_names(staff.office_of(officer.office_id).region_code)
    lines = [
        {"recipient": row, "masked": masked[row.id], "village": names.get(row.village_code, ""), "state": _state(row)}
        for row in rows or []
    ]
    return render(request, "recipients/search.html", {"form": form, "lines": lines, "asked": rows is not None})

"""The register: its list, a letter registered, shown, corrected, cancelled; the register as a file."""

import json
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, posted, refuse, staff_page
from balakas.letters import rules
from balakas.letters.actions import agenda, dispositions, export
from balakas.letters.actions.agenda import Arrival
from balakas.letters.forms import (
    CorrectForm,
    FilterForm,
    ReasonForm,
    RegisterForm,
    ScanForm,
    SearchForm,
    held,
    read_values,
)
from balakas.letters.queries import dispositions as chains
from balakas.letters.queries import letters, procedure, reading
from balakas.letters.queries.letters import Filters
from balakas.letters.rules import LetterState
from balakas.letters.views.asking import officer_of, scan_in, take_upload, zone_of
from balakas.staff.rules import Officer, Right

PAGE = 25
READERS = (Right.LETTERS_READ, Right.LETTERS_REGISTER)


@staff_page(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the register; its filters stand in the URL."""
    officer, form = officer_of(request), _filter_form(request)
    rows = letters.register(officer, _filters(form), zone_of(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    return render(
        request,
        "letters/list.html",
        {
            "form": form,
            "search": SearchForm(),
            "page": page,
            "rows": [letters.line(letter) for letter in page.object_list],
            "may_register": Right.LETTERS_REGISTER in officer.rights,
            "filtered": bool(request.GET),
            "query": request.GET.urlencode(),
        },
    )


@require_POST
@staff_page(*READERS)
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search; what was searched for stays out of the address."""
    form = SearchForm(request.POST)
    rows = letters.search(officer_of(request), form.cleaned_data["words"]) if form.is_valid() else []
    lines = [letters.line(letter) for letter in rows]
    return render(request, "letters/search.html", {"search": form, "rows": lines, "limit": letters.SEARCH_LIMIT})


@staff_page(*READERS)
@confirmed
def register_file(request: HttpRequest, form: str) -> HttpResponse:
    """Send the register as XLSX or PDF, narrowed like the list."""
    officer = officer_of(request)
    made = export.register_file(
        officer=officer, filters=_filters(_filter_form(request)), form=form, zone=zone_of(request), at=timezone.now()
    )
    return HttpResponse(
        made.content,
        content_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )


@staff_page(Right.LETTERS_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Register a letter: the scan first, what can be read in it is offered, the number is given on saving."""
    officer = officer_of(request)
    data, refused = take_upload(request)
    form, read = RegisterForm(data), False
    if refused is not None:
        form.is_valid()
        if request.POST.get("step") == "read":
            form.errors.clear()  # only reading was asked for; what is still missing is told on saving
        refuse(form, refused, field="scan")
    elif data is not None and request.method == "POST":
        read = _reads_first(request, form)
        if read:
            form = _with_what_was_read(request, data)
        elif form.is_valid() and (letter := _registered(form, request)) is not None:
            return redirect("letters:detail", letter_id=letter)
    token = form["held"].value()
    shown = {
        "form": form,
        "external": letters.external_book(officer.office_id, timezone.now()),
        "senders": letters.senders(officer.office_id),
        "held": held(token, officer.user_id) if token else None,
        "read": read,
        "from_file": form.mark_read(),
    }
    return render(request, "letters/register.html", shown)


@staff_page(*READERS)
def detail(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter, its scan and its chain of dispositions; opening it notes that those addressed have seen it."""
    officer, now = officer_of(request), timezone.now()
    letter = letters.letter_for(officer, letter_id)
    dispositions.mark_seen(letter_id=letter.id, by=officer.actor, at=now)
    return _letter_page(request, letter, ScanForm())


@staff_page(Right.LETTERS_REGISTER)
def correct(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Correct what the register says of a letter."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    form = CorrectForm(posted(request), initial=_initial(letter))
    if request.method == "POST" and form.is_valid():
        try:
            agenda.correct(
                letter_id=letter.id, facts=form.facts(), seen_version=form.cleaned_data["version"], by=officer.actor,
                at=timezone.now(), starts_procedure=form.cleaned_data["starts_procedure"],
            )  # fmt: skip
        except rules.ChangedMeanwhile as error:
            refuse(form, error)
            sent = request.POST.copy()
            sent["version"] = str(letters.letter_for(officer, letter_id).version)
            form.data = sent
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Data surat disimpan."))
            return redirect("letters:detail", letter_id=letter.id)
    return render(request, "letters/correct.html", {"form": form, "letter": letter})


@require_POST
@staff_page(Right.LETTERS_REGISTER)
def cancel(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Cancel a letter registered by mistake."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    agenda.cancel(letter_id=letter.id, reason=request.POST.get("reason", ""), by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Surat dibatalkan. Nomornya tetap tercatat."))
    return redirect("letters:detail", letter_id=letter.id)


@require_POST
@staff_page(Right.LETTERS_REGISTER)
def add_scan(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Give a letter its scan, or a better one."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    data, refused = take_upload(request)
    form = ScanForm(data)
    scan = scan_in(form, officer.user_id) if form.is_valid() else None
    if scan is None:
        form.add_error("scan", sentence(refused) if refused else gettext("Pilih dulu berkas pindaiannya."))
        return _letter_page(request, letter, form)
    agenda.add_scan(letter_id=letter.id, scan=scan, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Pindaian disimpan."))
    return redirect("letters:detail", letter_id=letter.id)


@staff_page(*READERS)
def scan(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show the copy of a letter's scan; the original never leaves the vault."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    if letter.scan_shown_id is None:
        raise Http404
    content, media_type = export.open_scan(letter_id=letter.id, by=officer.actor, at=timezone.now())
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "inline"})


def _letter_page(request: HttpRequest, letter: Any, scan_form: ScanForm) -> HttpResponse:
    officer = officer_of(request)
    shown = {
        "letter": letter,
        "line": letters.line(letter),
        "chain": chains.chain_of(letter, officer),
        **_times(letter.run_id, officer, timezone.now()),
        "scan_is_picture": letters.is_picture(letter.scan_shown_id),
        "reason_form": ReasonForm(),
        "scan_form": scan_form,
        **_may(officer.rights, letters.state(letter)),
    }
    return render(request, "letters/detail.html", shown)


def _times(run_id: UUID | None, officer: Officer, at: datetime) -> dict[str, object]:
    """Return activities 1 and 2 with their clocks, and which of them this officer may sign off with one tap."""
    run = procedure.run_of(run_id, at)
    if run is None:
        return {"run": None}
    signs = Right.SOP_SIGN_OFF in officer.rights and {str(one) for one in officer.positions}
    steps = procedure.first_steps(run)
    signable = [one.number for one in steps if signs and one.proposes_sign_off and one.positions & signs]
    return {"run": run, "steps": steps, "signable": signable}


def _registered(form: RegisterForm, request: HttpRequest) -> UUID | None:
    """Register what a valid form holds; a refusal goes into the form."""
    officer, now, data = officer_of(request), timezone.now(), form.cleaned_data
    came = Arrival(
        received_at=data["received_at"],
        reason=data["reason"],
        scan=scan_in(form, officer.user_id),
        starts_procedure=data["starts_procedure"],
        same_wanted=data["same_wanted"],
    )
    try:
        letter = agenda.register(
            office_id=officer.office_id,
            facts=form.facts(),
            by=officer.actor,
            at=now,
            arrival=came,
            wanted=form.wanted(),
        )
    except BalakasError as error:
        refuse(form, error)
        return None
    messages.success(request, gettext("Surat tercatat dengan nomor agenda %(agenda)s.") % {"agenda": letter.agenda})
    return letter.id


def _reads_first(request: HttpRequest, form: RegisterForm) -> bool:
    """Say whether a scan that has just come is read before anything is saved: when asked for, and when fields are missing."""
    return "scan" in request.FILES and (request.POST.get("step") == "read" or not form.is_valid())


def _with_what_was_read(request: HttpRequest, data: QueryDict) -> RegisterForm:
    """Return the form with what the scan says in the fields left empty; asking for it is no try to save, so no errors yet."""
    scan = cast("UploadedFile[bytes]", request.FILES["scan"])
    scan.seek(0)
    offered = reading.proposals(scan.read(), officer_of(request).office_id)
    earlier = read_values(data.get("from_file"))
    empty = {name for name in offered if not data.get(name, "").strip() or data[name] == earlier.get(name)}
    filled = {name: offered[name] for name in empty}
    sent = data.copy()
    sent.update({**filled, "from_file": json.dumps(filled)})
    if request.POST.get("step") != "read":
        return RegisterForm(sent)
    ticks = {name: name in sent for name in ("starts_procedure", "same_wanted")}
    return RegisterForm(initial={**sent.dict(), **ticks})


def _initial(letter: Any) -> dict[str, Any]:
    names = [name for name in CorrectForm.base_fields if hasattr(letter, name)]
    return {**{name: getattr(letter, name) for name in names}, "starts_procedure": letter.run_id is not None}


def _may(rights: frozenset[Right], state: LetterState) -> dict[str, bool]:
    registers = Right.LETTERS_REGISTER in rights
    waits = rules.can(state, LetterState.DISPOSED) and state is LetterState.REGISTERED
    return {
        "may_dispose": waits and Right.LETTERS_DISPOSE in rights,
        "may_enter_pen": waits and registers,
        "may_correct": registers and state is not LetterState.CANCELLED,
        "may_cancel": registers and rules.can(state, LetterState.CANCELLED),
        "may_receive": Right.LETTERS_RECEIVE in rights,
        "may_open": Right.DISTRIBUTIONS_MANAGE in rights and state in {LetterState.DISPOSED, LetterState.ANSWERED},
        "waits": state is LetterState.REGISTERED,
    }


def _filter_form(request: HttpRequest) -> FilterForm:
    return FilterForm(
        request.GET or None, years=letters.years(officer_of(request)), months=tuple(map(str, MONTHS.values()))
    )


def _filters(form: FilterForm) -> Filters:
    return Filters(
        year=form.value("tahun"), month=form.value("bulan"), state=form.value("keadaan"), urgency=form.value("sifat")
    )

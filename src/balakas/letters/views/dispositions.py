"""Disposing of a letter, sending it on, answering, taking back; the sheet printed and photographed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import posted, refuse, staff_page
from balakas.letters.actions import dispositions, export
from balakas.letters.actions.dispositions import Pen
from balakas.letters.forms import DisposeForm, PenForm, held
from balakas.letters.queries import dispositions as chains
from balakas.letters.queries import letters
from balakas.letters.views.asking import local, officer_of, scan_in, take_upload, zone_of
from balakas.staff import queries as staff
from balakas.staff.rules import PositionKind, Right

READERS = (Right.LETTERS_READ, Right.LETTERS_REGISTER)


@staff_page(Right.LETTERS_DISPOSE)
def dispose(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Dispose of a letter: the usual answer is ticked already, so that it takes one look and one tap."""
    officer = officer_of(request)
    letter = letters.letter_for(officer, letter_id)
    choices, usual = _choices(letter, officer.user_id), _usual(letter)
    form = DisposeForm(posted(request), initial=usual, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            dispositions.dispose(letter_id=letter.id, wish=form.wish(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Disposisi dikirim."))
            return redirect("letters:detail", letter_id=letter.id)
    names = [name for one, name in choices["receivers"] if one in usual.get("addressees", ())]
    shown = {"form": form, "letter": letter, "usual": usual if names else None, "usual_names": names}
    return render(request, "letters/dispose.html", {**shown, "may_pen": Right.LETTERS_REGISTER in officer.rights})


@staff_page(Right.LETTERS_REGISTER)
def dispose_pen(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Enter a disposition written in pen, with a photo of its sheet."""
    officer, zone, now = officer_of(request), zone_of(request), timezone.now()
    letter = letters.letter_for(officer, letter_id)
    data, refused = take_upload(request)
    authors = chains.disposers(letter.office_id, staff.local_day(letter.office, now))
    first = {"author": str(authors[0].user_id) if authors else "", "happened_at": local(now, zone)}
    form = PenForm(data, initial=first, authors=_named(authors), **_choices(letter, None))
    if refused is not None:
        form.is_valid()
        refuse(form, refused, field="scan")
    elif request.method == "POST" and form.is_valid() and _entered(form, request, letter_id):
        return redirect("letters:detail", letter_id=letter.id)
    token = form["held"].value()
    sheet = held(token, officer.user_id) if token else None
    return render(
        request, "letters/pen.html", {"form": form, "letter": letter, "line": letters.line(letter), "held": sheet}
    )


@staff_page(Right.LETTERS_RECEIVE)
def forward(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Send a disposition on down the office."""
    officer = officer_of(request)
    row = chains.disposisi_for(officer, disposisi_id)
    letter = letters.letter_for(officer, row.letter_id)
    form = DisposeForm(posted(request), initial={"instructions": ["proceed"]}, **_choices(letter, officer.user_id))
    if request.method == "POST" and form.is_valid():
        try:
            dispositions.forward(disposisi_id=row.id, wish=form.wish(), by=officer.actor, at=timezone.now())
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Disposisi diteruskan."))
            return redirect("letters:detail", letter_id=letter.id)
    return render(request, "letters/forward.html", {"form": form, "letter": letter, "parent": row})


@require_POST
@staff_page(Right.LETTERS_RECEIVE)
def done(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Say that what a disposition asked for is done."""
    officer = officer_of(request)
    row = chains.disposisi_for(officer, disposisi_id)
    note = request.POST.get("note", "")[:300]
    dispositions.done(disposisi_id=row.id, note=note, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Disposisi dinyatakan selesai."))
    return redirect("letters:detail", letter_id=row.letter_id)


@require_POST
@staff_page(Right.LETTERS_DISPOSE, Right.LETTERS_REGISTER, Right.LETTERS_RECEIVE)
def withdraw(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Take a disposition back."""
    officer = officer_of(request)
    row = chains.disposisi_for(officer, disposisi_id)
    reason = request.POST.get("reason", "")[:300]
    dispositions.withdraw(disposisi_id=row.id, reason=reason, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Disposisi ditarik."))
    return redirect("letters:detail", letter_id=row.letter_id)


@staff_page(*READERS)
def disposisi(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Lead to a disposition's place on its letter's page: what audit and SOP link to."""
    row = chains.disposisi_for(officer_of(request), disposisi_id)
    answer = redirect("letters:detail", letter_id=row.letter_id)
    answer["Location"] += f"#disposisi-{row.id}"
    return answer


@staff_page(*READERS)
def sheet(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Send the printed sheet of a disposition."""
    officer = officer_of(request)
    row = chains.disposisi_for(officer, disposisi_id)
    letter = letters.letter_for(officer, row.letter_id)
    return _inline(export.sheet_file(letter=letter, disposisi=row, at=timezone.now()))


@staff_page(*READERS)
def blank_sheet(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Send a letter's sheet with its head filled and the boxes empty, for a pen."""
    letter = letters.letter_for(officer_of(request), letter_id)
    return _inline(export.sheet_file(letter=letter, disposisi=None, at=timezone.now()))


@staff_page(*READERS)
def sheet_photo(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """Show the copy of the photo of a sheet written in pen."""
    officer = officer_of(request)
    row = chains.disposisi_for(officer, disposisi_id)
    if row.sheet_shown_id is None:
        raise Http404
    content, media_type = export.open_sheet_photo(disposisi_id=row.id, by=officer.actor, at=timezone.now())
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": "inline"})


def _entered(form: PenForm, request: HttpRequest, letter_id: UUID) -> bool:
    officer, now, data = officer_of(request), timezone.now(), form.cleaned_data
    pen = Pen(UUID(data["author"]), scan_in(form, officer.user_id))
    try:
        dispositions.dispose(
            letter_id=letter_id, wish=form.wish(), by=officer.actor, at=now, pen=pen, happened_at=data["happened_at"]
        )
    except BalakasError as error:
        refuse(form, error)
        return False
    messages.success(request, gettext("Disposisi tercatat dengan foto lembarnya."))
    return True


def _choices(letter: Any, apart_from: UUID | None) -> dict[str, Any]:
    people = chains.receivers(letter.office_id, staff.local_day(letter.office, timezone.now()))
    return {
        "receivers": _named([person for person in people if person.user_id != apart_from]),
        "zone": letter.office.zone,
    }


def _named(people: list[chains.Person]) -> list[tuple[str, str]]:
    return [(str(person.user_id), f"{person.title} ({person.name})") for person in people]


def _usual(letter: Any) -> dict[str, Any]:
    """Tick what is usual for a letter about social assistance: the Kasi PMDK proceeds."""
    if letter.run_id is None:
        return {}
    day = staff.local_day(letter.office, timezone.now())
    kasi = staff.holders(letter.office_id, PositionKind.KASI_PMDK, day)
    return {"addressees": [str(one.user_id) for one in kasi], "instructions": ["proceed"]}


def _inline(made: export.File) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)

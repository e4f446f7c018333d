"""A citizen's own data: the file as PDF and JSON, and what they ask to be put right within the law's three days."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.web import confirmed, posted, refuse, staff_page
from balakas.desk.actions import subject_file
from balakas.desk.forms import AnswerForm, RequestForm
from balakas.recipients.actions import requests
from balakas.recipients.queries import people
from balakas.recipients.queries import requests as queries
from balakas.recipients.rules.requests import (
    CHANNEL_WORDS,
    KIND_WORDS,
    REQUEST_TONES,
    REQUEST_WORDS,
    Channel,
    Kind,
    RequestState,
)
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


@require_POST
@staff_page(Right.RECIPIENTS_REVEAL)
@confirmed
def file(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Give the data-subject file, on the record."""
    officer = _officer(request)
    recipient = people.recipient_for(officer, recipient_id)
    content = subject_file.reveal_file(recipient=recipient, by=officer.actor, at=timezone.now())
    return HttpResponse(
        content, content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="berkas-subjek.zip"'},
    )  # fmt: skip


@staff_page(Right.RECIPIENTS_COLLECT)
def ask(request: HttpRequest, recipient_id: UUID) -> HttpResponseBase:
    """Write down what somebody asks about their data."""
    officer = _officer(request)
    recipient = people.recipient_for(officer, recipient_id)
    now = timezone.localtime()
    first = {"day": now.date(), "hour": now.strftime("%H:%M")}
    form = RequestForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        zone = ZoneInfo(staff.office_of(officer.office_id).zone)
        try:
            row = requests.open_request(
                recipient_id=recipient_id, kind=Kind(data["kind"]), channel=Channel(data["channel"]), words=data["words"],
                asked_by=data["asked_by"], asked_at=datetime.combine(data["day"], data["hour"], tzinfo=zone),
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Permohonan tercatat; tenggatnya tiga hari sejak diminta."))
            return redirect("desk:answer_request", request_id=row.id)
    return render(request, "desk/ask.html", {"form": form, "recipient": recipient, "person": recipient.person})


@staff_page(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT)
def index(request: HttpRequest) -> HttpResponse:
    """Show the requests, open ones first by their deadline."""
    page = Paginator(queries.visible(_officer(request)), queries.PAGE).get_page(request.GET.get("halaman"))
    now = timezone.now()
    return render(request, "desk/requests.html", {"page": page, "lines": [_line(row, now) for row in page]})


def _line(row: object, now: datetime) -> dict[str, object]:
    state = RequestState(row.state)  # type: ignore[attr-defined]  # a request; views import no models
    late = (row.settled_at or now) > row.due_at  # type: ignore[attr-defined]
    return {
        "row": row, "kind": gettext(KIND_WORDS[Kind(row.kind)]), "late": late,  # type: ignore[attr-defined]
        "word": gettext(REQUEST_WORDS[state]), "tone": REQUEST_TONES[state],
        "channel": gettext(CHANNEL_WORDS[Channel(row.channel)]),  # type: ignore[attr-defined]
    }  # fmt: skip


@staff_page(Right.RECIPIENTS_INTAKE, Right.RECIPIENTS_COLLECT)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """Show a request; answer it."""
    officer = _officer(request)
    row = queries.request_for(officer, request_id)
    may = Right.RECIPIENTS_INTAKE in officer.rights and row.state == RequestState.OPEN
    if request.method == "POST" and Right.RECIPIENTS_INTAKE not in officer.rights:
        raise Http404
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            requests.settle_request(
                request_id=request_id, done=data["done"] == "yes", answer=data["answer"], told_how=data["told_how"],
                by=officer.actor, at=timezone.now(),
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Jawaban tercatat."))
            return redirect("desk:requests")
    words = queries.words_of([row])[row.id]
    context = {**_line(row, timezone.now()), "words": words[0], "said": words[1], "form": form, "may_answer": may}
    return render(request, "desk/request.html", context)

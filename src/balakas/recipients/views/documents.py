"""KTP and KK photos of one recipient: a page for a phone, and the pictures themselves."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, password_page, refuse, staff_page
from balakas.recipients.actions import documents
from balakas.recipients.forms.documents import ExceptionForm, RequirementForm, UploadForm, word
from balakas.recipients.queries import board, papers, people
from balakas.recipients.queries import drafts as reading_queries
from balakas.recipients.views import drafts, shared
from balakas.recipients.views.board import PICTURE_SALT, PICTURE_SECONDS, picture_token
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_COLLECT)
def upload(request: HttpRequest, recipient_id: UUID) -> HttpResponseBase:
    """Take photos of one recipient's papers and show those that are there.

    Where the login is old the photos that are there wait for the password; a new one is taken all the same.
    """
    officer = shared.officer_of(request)
    recipient = people.recipient_for(officer, recipient_id)
    loaded = board.everybody(recipient.distribution_id).get(id=recipient_id)
    needed = board.needed_of(loaded, board.asked_for(recipient.distribution_id))
    form = UploadForm(request.POST or None, request.FILES or None, needed=needed)
    if request.method == "POST" and form.is_valid():
        try:
            documents.add_documents(
                recipient_id=recipient_id, uploads=form.uploads(), by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Foto tersimpan."))
            return redirect("recipients:documents", recipient_id=recipient_id)
    held = board.held_by([loaded], recipient.distribution_id)[0]
    asked = password_page(request)
    if held.papers and not asked:
        documents.reveal_pictures(
            recipient_ids=[recipient_id], distribution_id=recipient.distribution_id, office_id=officer.office_id,
            by=officer.actor, at=timezone.now(),
        )  # fmt: skip
    distribution = shared.distribution_for(request, recipient.distribution_id)
    readings = reading_queries.readings_of(recipient)
    context = {
        **shared.base(request, distribution), "recipient": recipient, "person": recipient.person, "form": form, "held": held,
        "asked": asked if held.papers else "", "missing": [word(code) for code in held.standing.missing],
        "papers": [
            {"line": one, "word": word(one.kind), "for": word(one.requirement), "token": picture_token(request, one.document_id, recipient_id),
             "reading": drafts.shown(request, readings[one.document_id]) if one.document_id in readings else None}
            for one in held.papers if not asked
        ],
        "next": papers.next_incomplete(officer, recipient),
    }  # fmt: skip
    return render(request, "recipients/documents.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def withdraw(request: HttpRequest, recipient_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a photo back."""
    officer = shared.officer_of(request)
    people.recipient_for(officer, recipient_id)
    papers.document_for(officer, recipient_id, document_id)
    documents.withdraw_document(document_id=document_id, recipient_id=recipient_id, by=officer.actor, at=timezone.now())
    messages.success(request, gettext("Foto ditarik."))
    return redirect("recipients:documents", recipient_id=recipient_id)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def exception(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Go on without a paper, with a reason."""
    officer = shared.officer_of(request)
    recipient = people.recipient_for(officer, recipient_id)
    loaded = board.everybody(recipient.distribution_id).get(id=recipient_id)
    form = ExceptionForm(request.POST, needed=board.needed_of(loaded, board.asked_for(recipient.distribution_id)))
    if not form.is_valid():
        messages.error(request, gettext("Pilih berkas dan tulis alasannya."))
        return redirect("recipients:person", recipient_id=recipient_id)
    try:
        documents.except_paper(recipient_id=recipient_id, by=officer.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, shared.saved())
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:person", recipient_id=recipient_id)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT)
def lift(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Ask for a paper again after all."""
    officer = shared.officer_of(request)
    people.recipient_for(officer, recipient_id)
    form = RequirementForm(request.POST)
    if form.is_valid():
        documents.lift_exception(recipient_id=recipient_id, by=officer.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, shared.saved())
    return redirect("recipients:person", recipient_id=recipient_id)


@staff_page(Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY)
@confirmed
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """Give one paper's picture with the purpose across it; only for who opened the page that shows it."""
    officer = shared.officer_of(request)
    try:
        document_id, recipient_id, user_id = signing.loads(token, salt=PICTURE_SALT, max_age=PICTURE_SECONDS)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    if user_id != str(officer.user_id):
        raise Http404
    recipient = people.recipient_for(officer, UUID(recipient_id))
    document = papers.document_for(officer, recipient.id, UUID(document_id))
    text = gettext("HANYA UNTUK PENYALURAN %(title)s %(day)s") % {
        "title": recipient.distribution.title.upper(), "day": long_date(timezone.localdate()).upper(),
    }  # fmt: skip
    return HttpResponse(documents.shown_picture(document, text), content_type="image/jpeg")

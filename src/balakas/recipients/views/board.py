"""The workspace of activity 3: lists, villages and their papers, looking a village through, what is missing."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, password_page, staff_page
from balakas.recipients.actions import documents, exports, verification
from balakas.recipients.forms.documents import VerifyForm, word
from balakas.recipients.queries import board, lists, people
from balakas.recipients.rules.intake import LIST_TONES, LIST_WORDS, ListState
from balakas.recipients.rules.papers import COMPLETENESS_TONES, COMPLETENESS_WORDS
from balakas.recipients.views import shared
from balakas.staff.rules import Right

PICTURE_SALT = "recipients.picture"
PICTURE_SECONDS = 900
_FORMS = {
    "xlsx": (exports.missing_xlsx, "kekurangan-berkas.xlsx", shared.XLSX),
    "pdf": (exports.missing_pdf, "kekurangan-berkas.pdf", "application/pdf"),
}


@staff_page(Right.RECIPIENTS_READ)
def workspace(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show where activity 3 stands."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    villages = board.board(officer, distribution_id, distribution.office.region_code)
    context = {
        **shared.base(request, distribution),
        "villages": villages,
        "total": sum(one.recipients for one in villages),
        "complete": sum(one.complete for one in villages),
        "excepted": sum(one.excepted for one in villages),
        "missing": sum(one.missing for one in villages),
        "verified": sum(one.verified for one in villages),
        "lists": [_list_line(one) for one in lists.lists_of(distribution_id)] if officer.villages is None else [],
        "papers": [(code, word(code)) for code in _paper_codes(distribution_id)],
    }
    return render(request, "recipients/workspace.html", context)


def _paper_codes(distribution_id: UUID) -> list[str]:
    return list(dict.fromkeys(paper.code for needed in board.asked_for(distribution_id).values() for paper in needed))


def _list_line(held: object) -> dict[str, object]:
    state = ListState(held.state)  # type: ignore[attr-defined]  # a list; views import no models
    return {"held": held, "tone": LIST_TONES[state], "word": gettext(LIST_WORDS[state])}


@staff_page(Right.RECIPIENTS_READ)
def village(request: HttpRequest, distribution_id: UUID, village_code: str) -> HttpResponse:
    """Show one village: who lacks what; with `?lihat=1` every paper, to be looked through before verifying."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    names = people.village_names(distribution.office.region_code)
    if village_code not in people.in_area(officer, list(names)):
        raise Http404
    held = board.village_held(officer, distribution_id, village_code)
    looking = bool(request.GET.get("lihat")) and bool(
        officer.rights & {Right.RECIPIENTS_VERIFY, Right.RECIPIENTS_COLLECT}
    )
    if looking and (asked := password_page(request)):
        return redirect(asked)
    if looking:
        documents.reveal_pictures(
            recipient_ids=[one.recipient.id for one in held if one.papers], distribution_id=distribution_id,
            office_id=officer.office_id, by=officer.actor, at=timezone.now(),
        )  # fmt: skip
    page = shared.page_of(request, held, people.PAGE)
    masked = people.masked_niks([one.recipient for one in page])
    standing = board.standing_verifications(distribution_id).get(village_code)
    context = {
        **shared.base(request, distribution), "village_code": village_code, "village_name": names[village_code],
        "page": page, "lines": [_line(request, one, masked[one.recipient.id], looking=looking) for one in page],
        "looking": looking, "standing": standing, "form": VerifyForm(),
        "missing": sum(bool(one.standing.missing) for one in held), "count": len(held),
        "waits": standing is not None and standing.alone and standing.countersigned_at is None,
    }  # fmt: skip
    return render(request, "recipients/village.html", context)


def _line(request: HttpRequest, held: board.Held, masked: str, *, looking: bool) -> dict[str, object]:
    papers = [
        {"word": word(one.kind), "for": word(one.requirement), "verified": one.verified, "document_id": one.document_id,
         "token": picture_token(request, one.document_id, held.recipient.id) if looking else ""}
        for one in held.papers
    ]  # fmt: skip
    return {
        "recipient": held.recipient, "masked": masked, "papers": papers,
        "tone": COMPLETENESS_TONES[held.completeness], "word": gettext(COMPLETENESS_WORDS[held.completeness]),
        "missing": [word(code) for code in held.standing.missing],
        "excepted": [(word(code), held.exceptions[code]) for code in held.standing.excepted],
    }  # fmt: skip


def picture_token(request: HttpRequest, document_id: UUID, recipient_id: UUID) -> str:
    """Return what opens one picture for this officer for a quarter of an hour; the page that made it is on the record."""
    officer = shared.officer_of(request)
    return signing.dumps([str(document_id), str(recipient_id), str(officer.user_id)], salt=PICTURE_SALT)


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def verify(request: HttpRequest, distribution_id: UUID, village_code: str) -> HttpResponse:
    """Verify a village's papers in one act."""
    shared.distribution_for(request, distribution_id)
    form = VerifyForm(request.POST)
    try:
        form.is_valid()
        verification.verify_village(
            distribution_id=distribution_id, village_code=village_code, by=shared.officer_of(request).actor,
            at=timezone.now(), **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, gettext("Berkas desa ini sudah diperiksa."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:village", distribution_id=distribution_id, village_code=village_code)


@require_POST
@staff_page(Right.RECIPIENTS_VERIFY)
def countersign(request: HttpRequest, distribution_id: UUID, village_code: str) -> HttpResponse:
    """Put a second person's name under a check done alone."""
    shared.distribution_for(request, distribution_id)
    try:
        verification.countersign(
            distribution_id=distribution_id,
            village_code=village_code,
            by=shared.officer_of(request).actor,
            at=timezone.now(),
        )
        messages.success(request, gettext("Pemeriksaan sudah disahkan."))
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("recipients:village", distribution_id=distribution_id, village_code=village_code)


@staff_page(Right.RECIPIENTS_READ)
@confirmed
def missing(request: HttpRequest, distribution_id: UUID, form: str) -> HttpResponseBase:
    """Give the list of missing papers as `xlsx` or `pdf`, of one village (`?desa=`) or of all in the officer's area."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    codes = [one.code for one in board.board(officer, distribution_id, distribution.office.region_code)]
    wanted = request.GET.get("desa")
    villages = [code for code in codes if wanted in {None, "", code}]
    make, name, kind = _FORMS.get(form, _FORMS["xlsx"])
    content = make(distribution_id=distribution_id, villages=villages, by=officer.actor, at=timezone.now())
    return shared.download(content, name, kind)


@require_POST
@staff_page(Right.RECIPIENTS_EXPORT)
@confirmed
def export_list(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Give the whole list with full numbers."""
    shared.distribution_for(request, distribution_id)
    content = exports.export_list(
        distribution_id=distribution_id, village=request.POST.get("desa", ""), officer=shared.officer_of(request),
        at=timezone.now(),
    )  # fmt: skip
    return shared.download(content, "daftar-penerima.xlsx", shared.XLSX)

"""Printed pages: print, photograph, key, set aside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import password_page, posted, refuse, staff_page
from balakas.handover.actions import pages, reads
from balakas.handover.forms.field import PageCodeForm, PhotoForm
from balakas.handover.forms.page import KeyForm, PrintForm
from balakas.handover.forms.visit import ReasonForm
from balakas.handover.queries import load, paper
from balakas.handover.rules import pages as page_rules
from balakas.handover.rules.pages import PageState
from balakas.handover.views.field import officer_of
from balakas.planning.queries import plans
from balakas.staff.rules import Right


@staff_page(Right.HANDOVER_RECORD)
def index(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Show a post's printed pages; find one by its code."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    form = PageCodeForm(request.POST or None)
    if form.is_valid():
        read = page_rules.read(form.cleaned_data["code"])
        page = load.page_by_code(officer, *read) if read else None
        if page is not None:
            return redirect("handover:page", page_id=page.id)
        form.add_error("code", gettext("Kode lembar tidak dikenal. Contoh: K7Q2M-3."))
    context = {
        "post": place, "lists": paper.lists_of(place.id), "form": form, "back": ReasonForm(),
        "parts": PrintForm(parts=paper.parts_of(place.id)),
    }  # fmt: skip
    return render(request, "handover/pages.html", context)


@staff_page(Right.HANDOVER_RECORD)
def print_list(request: HttpRequest, post_id: UUID) -> HttpResponseBase:
    """Lay out the receipt list of whoever still has something due."""
    officer = officer_of(request)
    place = plans.post_for(officer, post_id)
    form = PrintForm(posted(request), parts=paper.parts_of(place.id))
    if request.method == "POST" and form.is_valid():
        try:
            made = pages.print_list(
                post_id=place.id, slice_id=form.cleaned_data["part"], by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, gettext("Daftar %(code)s siap dicetak.") % {"code": made.code})
    return redirect("handover:pages", post_id=post_id)


@require_POST
@staff_page(Right.HANDOVER_RECORD)
def give_back(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take a printed list back that was not used, in whole or in part: its people are free again."""
    officer = officer_of(request)
    row = load.list_for(officer, list_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        count = pages.give_back(list_id=row.id, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now())
        messages.success(request, gettext("%(count)s lembar dicatat tidak dipakai.") % {"count": count})
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("handover:pages", post_id=row.post_id)


@staff_page(Right.HANDOVER_RECORD)
def page(request: HttpRequest, page_id: UUID) -> HttpResponseBase:
    """Show a page's rows, all ticked; take them in one act."""
    officer = officer_of(request)
    row = load.page_for(officer, page_id)
    lines = paper.lines_of(row)
    form = KeyForm(posted(request), request.FILES or None, rows=[(line.order, line.due) for line in lines])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            pages.key_page(
                page_id=row.id, exceptions=form.exceptions(), photo=data["photo"].read() if data["photo"] else b"",
                client_id=data["client_id"], by=officer.actor, at=timezone.now(), happened_at=data["happened_at"],
                reason=data["reason"],
            )  # fmt: skip
        except BalakasError as error:
            refuse(form, error)
        else:
            messages.success(request, gettext("Lembar tercatat."))
            return redirect("handover:page", page_id=row.id)
    elif request.method != "POST":
        reads.record_read(
            officer=officer, at=timezone.now(), act="handover.open_page", kind="paper_page", subject_id=row.id
        )
    return render(request, "handover/page.html", {**_context(row, lines, form), "asked": password_page(request)})


def _context(row, lines, form: KeyForm) -> dict[str, object]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return {
        "sheet": row, "code": page_rules.written(row.paper_list.code, row.number), "form": form, "undo": ReasonForm(),
        "rows": paper.form_lines(lines, form), "can_key": page_rules.can_key(PageState(row.state)),
        "state": gettext(page_rules.STATE_WORDS[PageState(row.state)]),
        "tone": page_rules.STATE_TONES[PageState(row.state)],
    }  # fmt: skip


@staff_page(Right.HANDOVER_RECORD)
def photograph(request: HttpRequest, page_id: UUID) -> HttpResponseBase:
    """Take the photo of a signed page, to be keyed later."""
    officer = officer_of(request)
    row = load.page_for(officer, page_id)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            pages.photograph_page(
                page_id=row.id, photo=form.cleaned_data["photo"].read(), by=officer.actor, at=timezone.now()
            )
        except BalakasError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, gettext("Foto lembar tersimpan."))
    return redirect("handover:page", page_id=row.id)


@staff_page(Right.HANDOVER_RECORD)
def set_aside(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Set a page aside that was never used, with a reason."""
    officer = officer_of(request)
    row = load.page_for(officer, page_id)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        raise Http404
    try:
        pages.set_aside_page(page_id=row.id, reason=form.cleaned_data["reason"], by=officer.actor, at=timezone.now())
    except BalakasError as error:
        messages.error(request, sentence(error))
    return redirect("handover:pages", post_id=row.paper_list.post_id)

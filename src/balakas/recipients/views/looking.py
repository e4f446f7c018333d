"""Holding a list that was read by machine against its paper: a page's picture, and a person's word that rows agree."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.sentences import sentence
from balakas.common.web import staff_page
from balakas.recipients.actions import documents, printing, rows
from balakas.recipients.forms.intake import LookForm
from balakas.recipients.queries import lists
from balakas.recipients.views import list_page, shared
from balakas.recipients.views.printed import PAGE_SALT, PAGE_SECONDS
from balakas.staff.rules import Right


@staff_page(Right.RECIPIENTS_INTAKE)
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Give one page's picture with the purpose across it; only for who opened the rows it was read into."""
    officer = shared.officer_of(request)
    try:
        list_id, place, user_id = signing.loads(token, salt=PAGE_SALT, max_age=PAGE_SECONDS)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    held = lists.list_for(officer, UUID(list_id))
    if user_id != str(officer.user_id):
        raise Http404
    jpeg = printing.page_of(held, place)
    text = gettext("HANYA UNTUK PENYALURAN %(title)s %(day)s") % {
        "title": held.distribution.title.upper(), "day": long_date(timezone.localdate()).upper(),
    }  # fmt: skip
    return HttpResponse(documents.marked(jpeg, text), content_type="image/jpeg")


@require_POST
@staff_page(Right.RECIPIENTS_INTAKE)
def look(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take a person's word that these rows agree with the paper, and show the next ones."""
    lists.list_for(shared.officer_of(request), list_id)
    form = LookForm(request.POST)
    if not form.is_valid():
        return redirect("recipients:list", list_id=list_id)
    try:
        count = rows.look_at(
            list_id=list_id, shown=form.cleaned_data["rows"], by=shared.officer_of(request).actor, at=timezone.now()
        )
        messages.success(request, gettext("%(count)s baris sudah dibandingkan dengan kertasnya.") % {"count": count})
    except BalakasError as error:
        messages.error(request, sentence(error))
        return redirect("recipients:list", list_id=list_id)
    return list_page.shown_list(request, list_id, reveal=True)

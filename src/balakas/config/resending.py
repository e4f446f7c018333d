"""Forms that did not arrive: after a session that ran out, sent twice, or grown stale. Their text is never lost."""

import json
import time
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from balakas.common import web
from balakas.staff import queries
from balakas.staff.actions import drafts

GetResponse = Callable[[HttpRequest], HttpResponseBase]

DRAFT_COOKIE = "balakas_draft"
_OK, _REDIRECT, _NOT_BY_GET, _CONFLICT = 200, 302, 405, 409
_PAUSE, _PAUSES = 0.25, 16  # seconds; a second press waits about as long as a patient person


class KeepDraft:
    """A form sent after the session ran out is sealed, and filled in again after the login (files must be chosen again).

    A page that has no such form of its own (its button only takes a POST) is answered by one that sends it again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a draft that was given back is forgotten."""
        response = self.get_response(request)
        if request.htmx and not request.user.is_authenticated and response.status_code == _REDIRECT:  # type: ignore[attr-defined]
            return _whole_page_to_login(request, response)
        content = getattr(request, "kept_draft", None)
        if content is None or response.status_code not in {_OK, _NOT_BY_GET}:
            return response
        answer = cast("HttpResponse", response) if getattr(request, "draft_used", False) else _offer(request, content)
        drafts.forget_draft(token=request.COOKIES[DRAFT_COOKIE])
        answer.delete_cookie(DRAFT_COOKIE)
        return answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: Any,  # noqa: ARG002 -- Django's signature
        kwargs: Any,  # noqa: ARG002 -- Django's signature
    ) -> HttpResponseBase | None:
        """Keep the POST of somebody who is not logged in any more; give a kept one back to who is."""
        if not getattr(view, "staff_page", False):
            return None
        if request.user.is_authenticated:
            _give_back(request)
            return None
        return _keep(request) if request.method == "POST" else None


def _keep(request: HttpRequest) -> HttpResponse:
    path = _page(request)
    content = json.dumps({"fields": web.typed_fields(request), "with_file": bool(request.FILES)})
    token = drafts.keep_draft(path=path.partition("?")[0], content=content, at=timezone.now())
    response = redirect_to_login(path)
    response.set_cookie(DRAFT_COOKIE, token, max_age=3600, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _give_back(request: HttpRequest) -> None:
    token = request.COOKIES.get(DRAFT_COOKIE)
    if not token or request.method != "GET" or request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return
    content = drafts.read_draft(token=token, path=request.path, at=timezone.now())
    if content is None:
        return
    kept = json.loads(content)
    draft = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        draft.setlist(name, values)
    request.kept_draft = draft  # type: ignore[attr-defined]  # read by common.web.posted
    request.draft_with_file = kept["with_file"]  # type: ignore[attr-defined]
    said = gettext("Isian Anda sebelum keluar sudah dikembalikan. Periksa lalu kirim lagi.")
    if kept["with_file"]:
        said += " " + gettext("Berkas yang Anda lampirkan harus dipilih lagi.")
    messages.info(request, said)


def _offer(request: HttpRequest, draft: QueryDict) -> HttpResponse:
    list(messages.get_messages(request))  # this page says it itself
    return web.send_again(
        request,
        title=gettext("Isian Anda belum terkirim"),
        sentence=gettext("Sesi Anda habis sebelum formulir ini diterima. Periksa isian Anda, lalu kirim lagi."),
        fields=dict(cast("Any", draft.lists())),
        with_file=request.draft_with_file,  # type: ignore[attr-defined]
        status=_OK,
    )


def _page(request: HttpRequest) -> str:
    """Return the page the form stands on: its own address, or for a part that saves itself the page around it."""
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return cast("str", request.htmx.current_url_abs_path or "/")  # type: ignore[attr-defined]
    return request.get_full_path()


def _whole_page_to_login(request: HttpRequest, redirect: HttpResponseBase) -> HttpResponse:
    """Lead the whole page to the login: a redirect would put the login form into the part that asked."""
    response = HttpResponse(headers={"HX-Redirect": redirect_to_login(_page(request)).url})
    response.cookies = redirect.cookies
    return response


class OncePerForm:
    """A form sent twice is taken once: the second press is answered with the first one's page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take each `_form_id` once; a form answered with its own page (an error) may be sent again."""
        form_id = _form_id(request)
        if form_id is None or not request.user.is_authenticated:
            return self.get_response(request)
        if not _claimed(form_id, cast("Any", request.user).id):
            return _taken_before(request, form_id)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect):
            drafts.finish_form(form_id=form_id, location=response.url)
            return response
        drafts.release_form(form_id=form_id)
        return response


def _claimed(form_id: UUID, user_id: UUID) -> bool:
    """Claim the form; while its first sending is still being answered wait for how that ends."""
    for _ in range(_PAUSES):
        if drafts.claim_form(form_id=form_id, user_id=user_id, at=timezone.now()):
            return True
        if queries.form_location(form_id, user_id):
            return False
        time.sleep(_PAUSE)
    return False


def _taken_before(request: HttpRequest, form_id: UUID) -> HttpResponse:
    location = queries.form_location(form_id, cast("Any", request.user).id)
    if location:
        messages.info(request, gettext("Formulir ini sudah diterima; tidak dicatat dua kali."))
        return HttpResponseRedirect(location)
    return web.send_again(
        request,
        title=gettext("Formulir ini masih diproses"),
        sentence=gettext("Pengiriman pertama belum selesai. Tunggu sebentar, lalu kirim lagi; tidak dicatat dua kali."),
        fields=web.typed_fields(request),
        with_file=bool(request.FILES),
        form_id=form_id,
        status=_CONFLICT,
    )


def _form_id(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get("_form_id", ""))
    except ValueError:
        return None


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a form whose token is too old: after a login in another window, say.

    Its text is offered again only where the browser itself says that the form came from this very site.
    """
    view = getattr(request.resolver_match, "func", None)
    own = f"{request.scheme}://{request.get_host()}"
    if not getattr(view, "staff_page", False) or request.headers.get("Origin") != own:
        return render(request, "403_csrf.html", status=403)
    return web.send_again(
        request,
        title=gettext("Formulir ini kedaluwarsa"),
        sentence=gettext(
            "Belum ada yang tersimpan. Halaman ini terlalu lama terbuka, atau Anda keluar lalu masuk lagi di jendela lain."
        ),
        more=gettext("Periksa isian Anda, lalu kirim lagi."),
        fields=web.typed_fields(request),
        with_file=bool(request.FILES),
        status=403,
    )

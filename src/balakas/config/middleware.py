"""What happens around every page: language, officer, a full disk, a lost session, a second press of a button."""

import errno
import json
import logging
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.web import refused
from balakas.staff import queries as staff_queries
from balakas.staff.actions import drafts, sessions

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("balakas.pages")

LANGUAGE_COOKIE = "balakas_lang"
DRAFT_COOKIE = "balakas_draft"
SIGN_IN = "sign_in"
_CSP = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


def headers(get_response: GetResponse) -> GetResponse:
    """Add the security headers; a staff page is never kept by a shared cache."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        if getattr(request, "officer", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


class OfficeLanguage:
    """Indonesian always, whatever the browser asks; English only where the reader chose it here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the chosen language for this request."""
        language = "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "id"
        request.LANGUAGE_CODE = language
        with translation.override(language):
            return self.get_response(request)


def officer(get_response: GetResponse) -> GetResponse:
    """Put `request.officer` on the request: None for the anonymous."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        who = None
        if request.user.is_authenticated and not _still_in(request):
            auth.logout(request)
        user = request.user
        if user.is_authenticated:
            address = request.META.get("REMOTE_ADDR", "")
            who = staff_queries.officer_of(user, at=timezone.now(), where=address)
            timezone.activate(user.office.zone)
        request.officer = who  # type: ignore[attr-defined]  # the rooms' view of the person
        return get_response(request)

    return handle


def _still_in(request: HttpRequest) -> bool:
    """Tell whether this login was neither ended elsewhere nor is too old; the first request of one begins it."""
    known = request.session.get(SIGN_IN)
    sign_in = sessions.keep_in(
        sign_in_id=UUID(known) if known else None,
        user_id=cast("Any", request.user).id,
        at=timezone.now(),
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", ""),
    )
    if sign_in is not None and not known:
        request.session[SIGN_IN] = str(sign_in)
    return sign_in is not None


def password_first(get_response: GetResponse) -> GetResponse:
    """Whoever got in with a password that somebody else thought up chooses their own before anything else."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        user = cast("Any", request.user)
        change = reverse("account_change_password")
        if (
            user.is_authenticated
            and user.must_change_password
            and request.path not in {change, reverse("account_logout")}
        ):
            return HttpResponseRedirect(change)
        return get_response(request)

    return handle


class FullDisk:
    """A full disk and an action's refusal that no form took become a page with a sentence; nothing is half done."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what people can understand; anything else goes on to the 500 page."""
        if isinstance(exception, BalakasError):
            return refused(request, exception)
        if _disk_is_full(exception):
            log.error("disk full at %s", request.resolver_match and request.resolver_match.view_name)
            return render(request, "507.html", status=507)
        return None


class KeepDraft:
    """A form sent after the session ran out is sealed, and filled in again after the login (files must be chosen again)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a draft that was shown is forgotten."""
        response = self.get_response(request)
        if getattr(request, "kept_draft", None) is not None and isinstance(response, HttpResponse):
            response.delete_cookie(DRAFT_COOKIE)
        return response

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
            self._give_back(request)
            return None
        if request.method != "POST":
            return None
        fields = {name: values for name, values in request.POST.lists() if not name.startswith(("csrf", "_form"))}
        token = drafts.keep_draft(path=request.path, content=json.dumps(fields), at=timezone.now())
        response = redirect_to_login(request.get_full_path())
        response.set_cookie(
            DRAFT_COOKIE, token, max_age=3600, httponly=True, samesite="Lax", secure=request.is_secure()
        )
        return response

    def _give_back(self, request: HttpRequest) -> None:
        token = request.COOKIES.get(DRAFT_COOKIE)
        if not token or request.method != "GET":
            return
        content = drafts.take_draft(token=token, path=request.path, at=timezone.now())
        if content is None:
            return
        draft = QueryDict(mutable=True)
        for name, values in json.loads(content).items():
            draft.setlist(name, values)
        request.kept_draft = draft  # type: ignore[attr-defined]  # read by common.web.posted
        messages.info(request, gettext("Isian Anda sebelum keluar sudah dikembalikan. Periksa lalu kirim lagi."))


class OncePerForm:
    """A form sent twice is taken once: the second press is answered with the first one's page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take each `_form_id` once; a form answered with its own page (an error) may be sent again."""
        form_id = _form_id(request)
        if form_id is None or not request.user.is_authenticated:
            return self.get_response(request)
        user = cast("Any", request.user)
        if not drafts.claim_form(form_id=form_id, user_id=user.id):
            messages.info(request, gettext("Formulir ini sudah diterima; tidak dicatat dua kali."))
            return HttpResponseRedirect(staff_queries.form_location(form_id) or request.path)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect):
            drafts.finish_form(form_id=form_id, location=response.url)
        else:
            drafts.release_form(form_id=form_id)
        return response


def _form_id(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get("_form_id", ""))
    except ValueError:
        return None


def _disk_is_full(exception: Exception) -> bool:
    if isinstance(exception, OSError):
        return exception.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(exception, OperationalError) and (
        "disk is full" in str(exception) or "No space left" in str(exception)
    )

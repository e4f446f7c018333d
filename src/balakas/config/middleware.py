"""What happens around every page: language, officer, a full disk. Forms that got lost: `resending`."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from balakas.common.errors import BalakasError
from balakas.common.web import disk_is_full, no_room, refused
from balakas.staff import queries as staff_queries
from balakas.staff.actions import sessions
from balakas.staff.rules import LONGEST_SIGN_IN

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("balakas.pages")

LANGUAGE_COOKIE = "balakas_lang"
SIGN_IN, SIGNED_IN_AT = "sign_in", "signed_in_at"
FIELD_API = "/api/field/"
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


def field_api(get_response: GetResponse) -> GetResponse:
    """Answer phones here: they sign each request and bring no cookie, so session, login and forms have nothing to look at."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(FIELD_API):
            return get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        request.resolver_match = match
        return cast("HttpResponseBase", match.func(request, *match.args, **match.kwargs))

    return handle


def officer(get_response: GetResponse) -> GetResponse:
    """Put `request.officer` on the request: None for the anonymous."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        who, zone = None, None
        if request.user.is_authenticated and not _still_in(request):
            auth.logout(request)
        user = request.user
        if user.is_authenticated:
            address = request.META.get("REMOTE_ADDR", "")
            who = staff_queries.officer_of(user, at=timezone.now(), where=address)
            zone = user.office.zone
        request.officer = who  # type: ignore[attr-defined]  # the rooms' view of the person
        # Only around this request: the thread's next one may be somebody else's.
        with timezone.override(zone):
            return get_response(request)

    return handle


def _still_in(request: HttpRequest) -> bool:
    """Tell whether this login was neither ended elsewhere nor is too old; the first request of one begins it."""
    known = request.session.get(SIGN_IN)
    now = timezone.now()
    sign_in = sessions.keep_in(
        sign_in_id=UUID(known) if known else None,
        user_id=cast("Any", request.user).id,
        at=now,
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", ""),
        session_key=request.session.session_key or "",
    )
    if sign_in is not None and not known:
        request.session[SIGN_IN], request.session[SIGNED_IN_AT] = str(sign_in), now.timestamp()
    request.login_is_old = _is_old(request, now)  # type: ignore[attr-defined]  # read by `common.web.confirmed`
    return sign_in is not None


def _is_old(request: HttpRequest, now: datetime) -> bool:
    """Tell whether somebody last said who they are longer ago than an ordinary login lasts: a registered phone's."""
    said = [record["at"] for record in get_authentication_records(request, cast("Any", request.user))]
    newest = max([request.session.get(SIGNED_IN_AT, now.timestamp()), *said])
    return bool(now.timestamp() - newest >= LONGEST_SIGN_IN.total_seconds())


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
        if disk_is_full(exception):
            log.error("disk full at %s", request.resolver_match and request.resolver_match.view_name)
            return no_room(request)
        return None

"""Pages anybody may open: no login, nothing about a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from balakas.common.web import public_page
from balakas.staff import queries as staff_queries

LANGUAGE_COOKIE = "balakas_lang"
_YEAR = 365 * 24 * 3600


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Say when and where it is a village's turn."""
    return render(request, "portal/home.html")


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """Say what BALAKAS is and whose data and works it uses."""
    return render(request, "portal/about.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """Give the notice of UU 27/2022 article 21."""
    return render(request, "portal/privacy.html", {"offices": staff_queries.districts()})


@public_page
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the reader's language; Indonesian unless they chose English here themselves."""
    if code not in {"id", "en"}:
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    response.set_cookie(LANGUAGE_COOKIE, code, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response

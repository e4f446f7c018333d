"""Pages anybody may open: no login, nothing about a person."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from balakas.common.web import public_page
from balakas.portal import queries
from balakas.staff import queries as staff_queries

LANGUAGE_COOKIE = "balakas_lang"
_YEAR = 365 * 24 * 3600
_LONGEST_CODE = 200
_ASKED_A_MINUTE = 30


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Say when and where it is a village's turn."""
    return render(request, "portal/home.html", {"offices": queries.schedule(timezone.now())})


@public_page
def check_form(request: HttpRequest) -> HttpResponse:
    """Ask for a code; one that was typed leads to its page."""
    code = request.GET.get("kode", "").strip()[:_LONGEST_CODE]
    if code:
        return redirect("portal:check", code=code.rstrip("/").rpartition("/")[2] or "-")
    return render(request, "portal/check.html")


@public_page
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a paper was issued here, or an invitation is good and handed over; never whose it is."""
    if _guessing(request):
        return render(request, "portal/check.html", {"too_many": True}, status=429)
    answer = queries.check(code[:_LONGEST_CODE])
    return render(request, "portal/check.html", {"code": code, "answer": answer, "zone": _zone()})


def _guessing(request: HttpRequest) -> bool:
    """Tell whether this address asked too often in this minute: codes cannot be guessed, nor should anybody try."""
    key = f"cek-{request.META.get('REMOTE_ADDR', '')}-{int(timezone.now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > _ASKED_A_MINUTE


def _zone() -> str:
    office = staff_queries.districts().first()
    return office.zone if office else timezone.get_default_timezone_name()


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

"""What every page does the same: who may open it, how a refusal is told, what an error page says."""

import errno
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.sentences import sentence

View = Callable[..., HttpResponseBase]


class HasRights(Protocol):
    """What this module needs to know of `staff.rules.Officer`."""

    rights: Collection[str]


def staff_page(*any_of: str) -> Callable[[View], View]:
    """Make a view a staff page: the anonymous go to the login, an officer without any of the rights gets 404.

    Without arguments every logged-in officer may open it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            officer = cast("HasRights | None", getattr(request, "officer", None))
            if officer is None:
                return redirect_to_login(request.get_full_path())
            if any_of and not any(right in officer.rights for right in any_of):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.staff_page = True  # type: ignore[attr-defined]  # read by the middleware that keeps drafts
        guarded.rights = any_of  # type: ignore[attr-defined]  # read by the permission tests
        return guarded

    return decorate


def confirmed(view: View) -> View:
    """Ask for the password again before a reveal or an export where the login is older than an ordinary one lasts.

    Only a registered phone's is (`request.login_is_old`). Stands below `staff_page`. What was sent by POST is not kept:
    the person comes back to the page it was sent from and presses once more.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = password_page(request)
        return redirect(asked) if asked else view(request, *args, **kwargs)

    guarded.confirmed = True  # type: ignore[attr-defined]  # read by the tests
    return guarded


def password_page(request: HttpRequest) -> str:
    """Return the address that asks the password again and comes back, "" where the login is fresh enough.

    For a page that goes on without what it may not show yet; `confirmed` is for one that is nothing else.
    """
    if not getattr(request, "login_is_old", False):
        return ""
    page = request.get_full_path() if request.method == "GET" else _came_from(request)
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}"


def _came_from(request: HttpRequest) -> str:
    """Return the path of the page that sent this form, the home page where it was not one of ours."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(page)
    return urlunsplit(("", "", parts.path, parts.query, "")) if ours else "/"


def public_page(view: View) -> View:
    """Mark a view that anybody may open; the permission tests ask for the mark."""
    view.public_page = True  # type: ignore[attr-defined]
    return view


def refuse(form: forms.BaseForm, error: BalakasError, *, field: str | None = None) -> None:
    """Put an action's refusal into the form, at `field` or above the form."""
    form.add_error(field, sentence(error))


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what fills a form: the POST, else the draft kept while the person logged in again, else None."""
    if request.method == "POST":
        return request.POST
    draft = cast("QueryDict | None", getattr(request, "kept_draft", None))
    request.draft_used = draft is not None  # type: ignore[attr-defined]  # else the middleware offers it itself
    return draft


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """Return what somebody typed into the form sent: without our own hidden fields and without passwords."""
    ours = ("csrf", "_form")
    return {
        name: values for name, values in request.POST.lists() if not name.startswith(ours) and "password" not in name
    }


def send_again(
    request: HttpRequest,
    *,
    title: str,
    sentence: str,
    fields: Mapping[str, list[str]],
    status: int,
    with_file: bool = False,
    form_id: UUID | None = None,
    more: str = "",
) -> HttpResponse:
    """Answer with a page that holds the form's text and sends it again; nothing of it is stored.

    `form_id` is the form's own where a second sending must still count as the same one.
    """
    flat = [(name, value) for name, values in fields.items() for value in values]
    known = {
        "title": title,
        "sentence": sentence,
        "more": more,
        "fields": flat,
        "texts": [value for _, value in flat if " " in value.strip()],
        "with_file": with_file,
        "form_id": form_id or uuid7(),
        "action": request.get_full_path(),
    }
    response = render(request, "send_again.html", known, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def disk_is_full(exception: BaseException | None) -> bool:
    """Tell whether the machine has no room left, as the operating system, SQLite and PostgreSQL say it."""
    if isinstance(exception, OSError):
        return exception.errno in {errno.ENOSPC, errno.EDQUOT}
    said = str(exception)
    return isinstance(exception, OperationalError) and ("disk is full" in said or "No space left" in said)


def no_room(request: HttpRequest) -> HttpResponse:
    """Answer 507; an officer's form is on the page and can be sent again once there is room."""
    known = getattr(request, "officer", None) is not None
    if request.method != "POST" or not (known or _on_a_staff_page(request)):
        return render(request, "507.html", status=507)
    return send_again(
        request,
        title=gettext("Ruang penyimpanan penuh"),
        sentence=gettext("Belum ada yang tersimpan dari formulir ini. Isian Anda masih ada di halaman ini."),
        more=gettext("Minta administrator mengosongkan ruang penyimpanan, lalu tekan Kirim lagi."),
        fields=typed_fields(request),
        with_file=bool(request.FILES),
        status=507,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 404 without saying whether the thing exists."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a stack trace; a disk that filled up outside a view is told as such."""
    if any(disk_is_full(cause) for cause in _causes(sys.exc_info()[1])):
        return no_room(request)
    return render(request, "500.html", status=500)


def refused(request: HttpRequest, error: BalakasError) -> HttpResponse:
    """Answer 409 with the sentence of an error no form took."""
    return render(request, "refused.html", {"sentence": sentence(error)}, status=409)


def _on_a_staff_page(request: HttpRequest) -> bool:
    return getattr(getattr(request.resolver_match, "func", None), "staff_page", False) is True


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__

"""What every page does the same: who may open it, how a refusal is told, what an error page says."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Protocol, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from balakas.common.errors import BalakasError
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
    return cast("QueryDict | None", getattr(request, "kept_draft", None))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 404 without saying whether the thing exists."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a stack trace."""
    return render(request, "500.html", status=500)


def refused(request: HttpRequest, error: BalakasError) -> HttpResponse:
    """Answer 409 with the sentence of an error no form took."""
    return render(request, "refused.html", {"sentence": sentence(error)}, status=409)

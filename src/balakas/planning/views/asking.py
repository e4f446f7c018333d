"""What the room's views ask of a request, and how they answer a pressed button."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from balakas.common.errors import BalakasError
from balakas.common.sentences import sentence
from balakas.common.web import refuse
from balakas.distributions.queries import distributions
from balakas.letters.rules import ChangedMeanwhile
from balakas.papers.actions.office import office_pdf
from balakas.planning.queries import prints
from balakas.staff.rules import Officer, Right

View = Callable[..., HttpResponseBase]


def officer_of(request: HttpRequest) -> Officer:
    """Return who asks."""
    return cast("Officer", request.officer)  # type: ignore[attr-defined]  # set by the middleware


def case_of(request: HttpRequest, distribution_id: UUID) -> Any:
    """Return the distribution for whoever asks, else 404."""
    return distributions.distribution_for(officer_of(request), distribution_id)


def zone_of(case: Any) -> ZoneInfo:
    """Return the zone of the distribution's office."""
    return ZoneInfo(case.office.zone)


def today(case: Any) -> date:
    """Return the day it is at the distribution's office."""
    return timezone.now().astimezone(zone_of(case)).date()


def button(page: str) -> Callable[[View], View]:
    """Take a POST; who comes by the address alone (after a login in between) is shown the page the button stands on."""

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed_or_shown(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return view(request, **kwargs) if request.method == "POST" else redirect(page, **kwargs)

        return pressed_or_shown

    return decorate


def pressed(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Carry out what a button asks for and say how it went; tell whether it went well."""
    try:
        act()
    except BalakasError as error:
        messages.error(request, sentence(error))
        return False
    messages.success(request, done)
    return True


def turned_away(form: Any, error: BalakasError, version: int) -> None:
    """Show a refusal in the form; when somebody else saved meanwhile, the next press is over what is stored now."""
    refuse(form, error)
    if isinstance(error, ChangedMeanwhile):
        form.data = form.data.copy()
        form.data["version"] = str(version)


def common(request: HttpRequest, case: Any, **more: Any) -> dict[str, Any]:
    """Return what every page of a distribution's preparation shows."""
    officer = officer_of(request)
    return {
        "case": case,
        "home": distributions.page_of(case.id),
        "may_plan": Right.PLANNING_MANAGE in officer.rights and case.state == "open",
        "may_check": Right.HANDOVER_STOCK in officer.rights and case.state == "open",
        **more,
    }


def scene_of(case: Any) -> prints.Scene:
    """Return the scene of the distribution's papers today."""
    return prints.scene_of(distribution_id=case.id, office_id=case.office_id, title=case.title, at=timezone.now())


def paper(case: Any, form: str, data: Any, name: str, *, long: bool = False) -> HttpResponse:
    """Answer with a paper made here and now from the office's own form or the shipped one."""
    content = office_pdf(form, data, office_id=case.office_id, long=long, at=timezone.now())
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )

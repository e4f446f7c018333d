"""What the room's views ask of a request."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from balakas.common.errors import BalakasError
from balakas.common.web import posted
from balakas.letters import forms
from balakas.letters.actions import agenda
from balakas.letters.rules import Scan
from balakas.papers.rules.scans import MAX_BYTES, MEGABYTE, ScanTooLarge
from balakas.staff.rules import Officer


def officer_of(request: HttpRequest) -> Officer:
    """Return who asks."""
    return cast("Officer", request.officer)  # type: ignore[attr-defined]  # set by the middleware


def zone_of(request: HttpRequest) -> str:
    """Return the zone of the office of whoever asks."""
    return str(request.user.office.zone)  # type: ignore[union-attr]  # a staff page: somebody is logged in


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment as the office's clock shows it, to the minute: what a form's picker takes."""
    return moment.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)


def take_upload(request: HttpRequest, name: str = "scan") -> tuple[QueryDict | None, BalakasError | None]:
    """Take in the scan sent with a form, so that it survives an error elsewhere in it.

    Returns what fills the form (with the scan's token in it) and the refusal of a file that is none.
    """
    data = posted(request)
    sent = request.FILES.get(name)
    if data is None or sent is None or request.method != "POST":
        return data, None
    officer = officer_of(request)
    try:
        if getattr(sent, "too_large", False):  # the upload handler dropped it
            raise ScanTooLarge(size=f">{settings.BALAKAS_UPLOAD_LIMIT // MEGABYTE}", limit=MAX_BYTES // MEGABYTE)
        content = sent.read()
        scan = agenda.take_scan(office_id=officer.office_id, content=content, by=officer.actor, at=timezone.now())
    except BalakasError as error:
        return data, error
    kept = data.copy()
    kept["held"] = forms.hold(scan, officer.user_id)
    return kept, None


def scan_in(form: Any, user_id: UUID) -> Scan | None:
    """Return the scan a valid form holds."""
    return forms.held(form.cleaned_data["held"], user_id)

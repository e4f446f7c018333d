"""A list read from a PDF or picture: its pages beside the rows, and the word of a person that they agree."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext

from balakas.common.indonesian import number
from balakas.recipients.queries import lists, stated
from balakas.recipients.rules.intake import Source
from balakas.recipients.rules.printed.stated import WORDS
from balakas.recipients.rules.staged import Look
from balakas.recipients.views import shared

PAGE_SALT = "recipients.printed_page"
PAGE_SECONDS = 1_800


def context(request: HttpRequest, held: Any, views: Sequence[lists.RowView], *, reveal: bool) -> dict[str, Any]:
    """Return what a printed list's page shows besides: differences, the paper's pages with these rows, which rows to confirm."""
    if held.source != Source.PRINTED:
        return {"printed": False}
    wanted = [view for view in views if view.staged.look is Look.WANTED]
    sheets = dict.fromkeys(view.staged.row.sheet for view in views)
    return {
        "printed": True,
        "differences": [gettext(WORDS[one.kind]) % {"stated": number(one.stated), "found": number(one.found)} for one in stated.differences(held)],
        "papers": [(name, _token(request, held.id, name)) for name in sheets] if reveal else [],
        "to_look_at": " ".join(f"{view.id}:{view.row.version}" for view in wanted),
        "wanted": len(wanted),
    }  # fmt: skip


def _token(request: HttpRequest, list_id: UUID, sheet: str) -> str:
    """Return what opens one page's picture for this officer for half an hour; the page that made it is on the record."""
    page = int(sheet.rpartition(" ")[2])
    return signing.dumps([str(list_id), page, str(shared.officer_of(request).user_id)], salt=PAGE_SALT)

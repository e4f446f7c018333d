"""What the room's pages share."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from balakas.distributions.queries import distributions
from balakas.distributions.rules.pairing import Verdict
from balakas.distributions.rules.programme import amount_words
from balakas.recipients.queries import people
from balakas.recipients.queries.aid import Told
from balakas.staff.rules import Officer, Right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def officer_of(request: HttpRequest) -> Officer:
    """Return the officer the middleware put on the request."""
    return request.officer  # type: ignore[attr-defined,no-any-return]  # set by the middleware


def distribution_for(request: HttpRequest, distribution_id: UUID) -> Any:
    """Return a distribution of the officer's office, else 404."""
    return distributions.distribution_for(officer_of(request), distribution_id)


def benefit_choices(distribution_id: UUID) -> list[tuple[str, str]]:
    """Return the allocations of a distribution as choices: what, how much, for which period."""
    return [
        (
            str(one.id),
            f"{one.benefit.name} – {amount_words(one.benefit.kind, one.amount, one.benefit.unit)}"
            + (f" ({one.period})" if one.period else ""),
        )
        for one in distributions.allocations_of(distribution_id)
    ]


def benefit_names(distribution_id: UUID) -> list[tuple[str, str]]:
    """Return the allocations of a distribution by their benefit's name alone, where there is little room."""
    return [(str(one.id), one.benefit.name) for one in distributions.allocations_of(distribution_id)]


def village_choices(district_code: str, officer: Officer) -> list[tuple[str, str]]:
    """Return the villages of the district that lie in the officer's area, by name."""
    names = people.village_names(district_code)
    allowed = set(people.in_area(officer, list(names)))
    return sorted(((code, name) for code, name in names.items() if code in allowed), key=lambda pair: pair[1])


def aid_line(one: Told) -> dict[str, str]:
    """Return what somebody receives from another programme as pages show it, with what the rules say."""
    words = {"programme": one.programme, "period": one.period}
    if one.verdict is Verdict.FORBIDDEN and one.by_family:
        text = gettext("Keluarganya menerima %(programme)s (%(period)s): tidak boleh bersama.") % words
    elif one.verdict is Verdict.FORBIDDEN:
        text = gettext("Menerima %(programme)s (%(period)s): tidak boleh bersama.") % words
    elif one.verdict is Verdict.ALLOWED:
        text = gettext("Menerima %(programme)s (%(period)s): boleh bersama.") % words
    else:
        text = gettext("Menerima %(programme)s (%(period)s): belum ada ketentuan.") % words
    tones = {Verdict.FORBIDDEN: "bad", Verdict.ALLOWED: "good", Verdict.NO_RULE: "warn"}
    return {"text": text, "tone": tones[one.verdict], "basis": one.basis}


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """Return the page of `rows` the address asks for."""
    return Paginator(rows, size).get_page(request.GET.get("halaman"))


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file to be saved."""
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def base(request: HttpRequest, distribution: Any) -> dict[str, Any]:
    """Return what every page of a distribution's recipients shows: itself, the way back, what the officer may do."""
    rights = officer_of(request).rights
    return {
        "distribution": distribution,
        "distribution_url": distributions.page_of(distribution.id),
        "may_bring": Right.RECIPIENTS_INTAKE in rights,
        "may_collect": Right.RECIPIENTS_COLLECT in rights,
        "may_verify": Right.RECIPIENTS_VERIFY in rights,
        "may_reveal": Right.RECIPIENTS_REVEAL in rights,
        "may_export": Right.RECIPIENTS_EXPORT in rights,
    }


def saved() -> str:
    """Return the word for "it is kept"."""
    return gettext("Tersimpan.")

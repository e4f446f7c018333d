"""What the reader saw on cards' photos: one after the other beside the photo, each decided with one key."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from balakas.common.errors import BalakasError
from balakas.common.indonesian import long_date
from balakas.common.masks import mask_number
from balakas.common.sentences import sentence
from balakas.common.web import confirmed, staff_page
from balakas.recipients.actions import documents
from balakas.recipients.actions import drafts as actions
from balakas.recipients.forms.documents import word
from balakas.recipients.forms.drafts import DecideReadingForm
from balakas.recipients.queries import drafts, papers, people
from balakas.recipients.rules import drafts as rules
from balakas.recipients.views import shared
from balakas.recipients.views.board import picture_token
from balakas.staff.rules import Officer, Right


@staff_page(Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY)
@confirmed
def queue(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Show the next reading to look at beside its photo; Enter confirms and brings the one after it."""
    distribution = shared.distribution_for(request, distribution_id)
    officer = shared.officer_of(request)
    waiting = drafts.waiting(officer, distribution_id)
    reading = drafts.first_waiting(officer, distribution_id)
    if reading is not None:
        documents.reveal_pictures(
            recipient_ids=[reading.recipient.id], distribution_id=distribution_id, office_id=officer.office_id,
            by=officer.actor, at=timezone.now(),
        )  # fmt: skip
    context = {
        **shared.base(request, distribution),
        "count": waiting.count(),
        "reading": shown(request, reading) if reading else None,
        "person": reading.recipient.person if reading else None,
        "village": people.village_names_of(officer.office_id).get(reading.recipient.village_code, "")
        if reading
        else "",
    }
    return render(request, "recipients/readings.html", context)


@require_POST
@staff_page(Right.RECIPIENTS_COLLECT, Right.RECIPIENTS_VERIFY)
def decide(request: HttpRequest, recipient_id: UUID, document_id: UUID) -> HttpResponse:
    """Say whether the card is this person's."""
    officer = shared.officer_of(request)
    recipient = people.recipient_for(officer, recipient_id)
    papers.document_for(officer, recipient_id, document_id)
    form = DecideReadingForm(request.POST)
    if form.is_valid():
        try:
            own = form.cleaned_data["own"] == "yes"
            actions.decide(
                document_id=document_id, recipient_id=recipient_id, own=own, by=officer.actor, at=timezone.now()
            )
            messages.success(request, shared.saved())
        except BalakasError as error:
            messages.error(request, sentence(error))
    if form.cleaned_data.get("from_queue"):
        return redirect("recipients:readings", distribution_id=recipient.distribution_id)
    return redirect("recipients:documents", recipient_id=recipient_id)


def shown(request: HttpRequest, reading: drafts.Reading) -> dict[str, Any]:
    """Return a reading as pages show it: numbers masked, every field with its mark as a word."""
    return {
        "reading": reading,
        "state": str(reading.state),
        "open": reading.state in rules.OPEN,
        "token": picture_token(request, reading.document_id, reading.recipient.id),
        "kind": word(reading.kind),
        "owner": _owner(reading, shared.officer_of(request)),
        "lines": [_line(one) for one in reading.lines],
    }


def _owner(reading: drafts.Reading, officer: Officer) -> str:
    """Return whose card it is instead, with the village; people of other villages are not named to who may not see them."""
    if reading.owner is None or not people.in_area(officer, [reading.owner.village_code]):
        return ""
    villages = people.village_names_of(reading.owner.person.office_id)
    return f"{reading.owner.person.name}, {villages.get(reading.owner.village_code, '')}"


def _line(one: rules.Compared) -> dict[str, str]:
    return {
        "word": gettext(rules.FIELD_WORDS[one.field]),
        "card": _plain(one.field, one.card),
        "listed": _plain(one.field, one.listed),
        "mark": gettext(rules.MARK_WORDS[one.mark]),
        "tone": rules.MARK_TONES[one.mark],
    }


def _plain(field: str, value: str) -> str:
    if field in rules.NUMBERS:
        return mask_number(value)
    if field == "birth_date" and value:
        return long_date(date.fromisoformat(value))
    return value

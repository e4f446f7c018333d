"""The one function per record type that loads it for a user, else 404."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404

from balakas.handover.models.books import Attachment, Visit
from balakas.handover.models.ledger import Event
from balakas.handover.models.minutes import DayClose, GoodsMinutes
from balakas.handover.models.paper import GeneralPhoto, PaperList, PaperPage
from balakas.planning.queries import plans
from balakas.recipients.queries import field as recipients
from balakas.staff.rules import Officer

Model = TypeVar("Model", bound=models.Model)


def visit_for(officer: Officer, visit_id: UUID) -> Visit:
    """Return a visit of the officer's office and area, else 404."""
    rows = Visit.objects.select_related("post", "distribution", "recipient__person", "officer")
    row = _one(rows.filter(id=visit_id, office_id=officer.office_id))
    if row.recipient is not None and not _sees(officer, row.recipient.village_code):
        raise Http404
    return row


def picture_for(officer: Officer, attachment_id: UUID) -> Attachment:
    """Return a picture of the officer's office and area, else 404."""
    row = _one(Attachment.objects.select_related("recipient").filter(id=attachment_id, office_id=officer.office_id))
    if row.recipient is not None and not _sees(officer, row.recipient.village_code):
        raise Http404
    return row


def event_for(officer: Officer, event_id: UUID) -> Event:
    """Return an entry of the office's ledger and the officer's area: its person's village, else its post's; else 404."""
    row = _one(Event.objects.filter(id=event_id, office_id=officer.office_id))
    person = recipients.recipient_of(row.office_id, row.recipient_id) if row.recipient_id else None
    if person is not None and not _sees(officer, person.village_code):
        raise Http404
    if person is None and officer.villages is not None:
        if row.post_id is None:
            raise Http404
        plans.post_for(officer, row.post_id)
    return row


def page_for(officer: Officer, page_id: UUID) -> PaperPage:
    """Return a printed page of the office, for officers of the whole district, else 404."""
    rows = PaperPage.objects.select_related("paper_list__post", "paper_list__distribution")
    return _whole(officer, rows.filter(id=page_id, paper_list__office_id=officer.office_id))


def page_by_code(officer: Officer, code: str, number: int) -> PaperPage | None:
    """Return the page a scanned or typed code means."""
    rows = PaperPage.objects.filter(paper_list__office_id=officer.office_id, paper_list__code=code, number=number)
    return rows.first() if officer.villages is None else None


def list_for(officer: Officer, list_id: UUID) -> PaperList:
    """Return a printed list of the office, for officers of the whole district, else 404."""
    rows = PaperList.objects.select_related("post", "distribution")
    return _whole(officer, rows.filter(id=list_id, office_id=officer.office_id))


def goods_for(officer: Officer, minutes_id: UUID) -> GoodsMinutes:
    """Return minutes of goods of the office, else 404."""
    rows = GoodsMinutes.objects.select_related("event", "post", "distribution", "by")
    return _one(rows.filter(id=minutes_id, office_id=officer.office_id))


def close_for(officer: Officer, close_id: UUID) -> DayClose:
    """Return a close of the office, else 404."""
    rows = DayClose.objects.select_related("post", "distribution", "by")
    return _one(rows.filter(id=close_id, office_id=officer.office_id))


def photo_for(officer: Officer, photo_id: UUID) -> GeneralPhoto:
    """Return a general photo of the office, else 404."""
    return _one(GeneralPhoto.objects.select_related("distribution").filter(id=photo_id, office_id=officer.office_id))


def photos_of(distribution_id: UUID) -> list[GeneralPhoto]:
    """Return the photos of a distribution that stand, the newest first."""
    rows = GeneralPhoto.objects.filter(distribution_id=distribution_id, withdrawn_at=None)
    return list(rows.select_related("post", "added_by").order_by("-taken_at"))


def pages_of(post_id: UUID) -> list[PaperPage]:
    """Return a post's printed pages, the newest list first, with their rows counted."""
    rows = PaperPage.objects.filter(paper_list__post_id=post_id).annotate(people=models.Count("rows"))
    return list(rows.select_related("paper_list", "keyed_by").order_by("-paper_list__printed_at", "number"))


def minutes_of(post_id: UUID) -> list[GoodsMinutes]:
    """Return a post's minutes of goods, the newest first."""
    rows = GoodsMinutes.objects.filter(post_id=post_id).select_related("event", "by")
    return list(rows.order_by("-happened_at"))


def _one(rows: models.QuerySet[Model]) -> Model:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _whole(officer: Officer, rows: models.QuerySet[Model]) -> Model:
    if officer.villages is not None:
        raise Http404
    return _one(rows)


def _sees(officer: Officer, village: str) -> bool:
    return officer.villages is None or village in officer.villages

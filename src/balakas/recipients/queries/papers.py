"""Documents as an officer may see them."""

from uuid import UUID

from django.http import Http404

from balakas.recipients.models import Document, Recipient
from balakas.recipients.queries import board, people
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer


def document_for(officer: Officer, recipient_id: UUID, document_id: UUID) -> Document:
    """Return a document used for a recipient whom the officer may see, else 404."""
    recipient = people.recipient_for(officer, recipient_id)
    row = Document.objects.filter(id=document_id, uses__recipient=recipient, withdrawn_at=None).first()
    if row is None:
        raise Http404
    return row


def next_incomplete(officer: Officer, recipient: Recipient) -> Recipient | None:
    """Return the next one of the same village whose papers are not complete, so that one goes from door to door."""
    rows = people.on_distribution(officer, recipient.distribution_id, village=recipient.village_code)
    others = list(rows.exclude(state=RecipientState.OUT).exclude(id=recipient.id))
    lacking = [one.recipient for one in board.held_by(others, recipient.distribution_id) if one.standing.missing]
    after = [one for one in lacking if one.order > recipient.order]
    following = after or lacking
    return following[0] if following else None

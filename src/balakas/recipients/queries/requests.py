"""Requests of citizens about their own data: what is open and until when, what was answered."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404

from balakas.recipients.models.changes import SubjectRequest
from balakas.recipients.rules.requests import RequestState
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import Place

PAGE = 50


def place(request_id: UUID, column: str) -> Place:
    """Return where a request's words (`words_sealed`) or its answer (`answer_sealed`) are sealed."""
    return Place("recipients_subjectrequest", column, request_id)


def visible(officer: Officer) -> QuerySet[SubjectRequest]:
    """Return the requests of the officer's office and area, open ones first by their deadline."""
    rows = SubjectRequest.objects.filter(person__office_id=officer.office_id)
    if officer.villages is not None:
        rows = rows.filter(recipient__village_code__in=officer.villages)
    first = Case(When(state=RequestState.OPEN, then=Value(0)), default=Value(1))
    return rows.select_related("person", "recipient__distribution", "recorded_by", "settled_by").order_by(
        first, "due_at", "id"
    )


def request_for(officer: Officer, request_id: UUID) -> SubjectRequest:
    """Return a request of the officer's office and area, else 404."""
    row = visible(officer).filter(id=request_id).first()
    if row is None:
        raise Http404
    return row


def of_person(person_id: UUID) -> list[SubjectRequest]:
    """Return a person's requests, the newest first."""
    rows = SubjectRequest.objects.filter(person_id=person_id)
    return list(rows.select_related("person", "recorded_by", "settled_by").order_by("-asked_at"))


def words_of(rows: Iterable[SubjectRequest]) -> dict[UUID, tuple[str, str]]:
    """Open what was asked and answered, by request; empty where destroyed. One query."""
    listed = list(rows)
    secrets = vault.subject_secrets(row.person.subject_id for row in listed)
    found = {}
    for row in listed:
        secret = secrets.get(row.person.subject_id)
        parts = []
        for column in ("words_sealed", "answer_sealed"):
            sealed = bytes(getattr(row, column))
            parts.append(
                vault.open_with(secret, sealed, place=place(row.id, column)).decode() if secret and sealed else ""
            )
        found[row.id] = (parts[0], parts[1])
    return found


def open_requests(officer: Officer) -> list[SubjectRequest]:
    """Return what nobody has answered yet."""
    return list(visible(officer).filter(state=RequestState.OPEN))

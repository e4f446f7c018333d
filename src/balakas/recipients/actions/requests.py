"""Writing down what a citizen asks about their data, and answering it within the law's three days."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.models.changes import SubjectRequest
from balakas.recipients.queries import requests as queries
from balakas.recipients.rules import intake
from balakas.recipients.rules import requests as rules
from balakas.recipients.rules.requests import Channel, Kind, RequestState
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault


def open_request(
    *, recipient_id: UUID, kind: Kind, channel: Channel, words: str, asked_by: str, asked_at: datetime, by: Actor,
    at: datetime,
) -> SubjectRequest:  # fmt: skip
    """Write a request down; the clock runs from when it was asked. Raises `ReasonMissing`, `AskedLater`, `NotAllowed`."""
    said = intake.check_reason(words)
    if asked_at > at:
        raise rules.AskedLater
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_COLLECT, by=by, at=at)
        row_id, person = uuid7(), recipient.person
        sealed = vault.seal(said, subject_id=person.subject_id, place=queries.place(row_id, "words_sealed"))
        row = SubjectRequest.objects.create(
            id=row_id, person=person, recipient=recipient, kind=kind, channel=channel, words_sealed=sealed,
            asked_by=asked_by.strip()[:150], asked_at=asked_at, due_at=rules.due_at(asked_at), recorded_by_id=UUID(by.id),
            recorded_at=at, state=RequestState.OPEN,
        )  # fmt: skip
        _record(row, "recipients.open_request", by, at)
    return row


def settle_request(
    *, request_id: UUID, done: bool, answer: str, told_how: str, by: Actor, at: datetime
) -> SubjectRequest:
    """Answer a request: what was done, or why not, and how it was told.

    Raises `RequestSettled`, `AnswerMissing`, `NotAllowed`.
    """
    then = RequestState.DONE if done else RequestState.REFUSED
    with transaction.atomic():
        rows = SubjectRequest.objects.select_for_update(of=("self",)).select_related("person", "recipient")
        row = rows.get(id=request_id)
        staff.check_right(
            by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=row.person.office_id,
            village_code=row.recipient.village_code,
        )  # fmt: skip
        rules.check_settle(row.state, then, answer=answer, told_how=told_how)
        row.answer_sealed = vault.seal(
            answer.strip(), subject_id=row.person.subject_id, place=queries.place(row.id, "answer_sealed")
        )
        row.state, row.told_how = then, told_how.strip()[:120]
        row.settled_by_id, row.settled_at = UUID(by.id), at
        row.save()
        _record(row, "recipients.settle_request", by, at)
    return row


def _record(row: SubjectRequest, act: str, by: Actor, at: datetime) -> None:
    late = row.settled_at is not None and row.settled_at > row.due_at
    audit.record(
        office_id=row.person.office_id, by=by, at=at, act=act, kind=rules.REQUEST_KIND, subject_id=row.id,
        details={"kind": row.kind, "state": row.state, "late": late},
    )  # fmt: skip

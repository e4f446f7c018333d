"""Given to somebody who is not on the list: who ordered it, why, and a case. It never reaches the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.messages import N_
from balakas.handover.actions import books, case_book, evidence, ledger, shifts
from balakas.handover.actions.evidence import Picture
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.ledger import Event
from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import AttachmentKind, EventType, check_reason, happened
from balakas.handover.rules.verdicts import NothingGiven
from balakas.papers.actions import intake
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault_actions
from balakas.vault.rules import SubjectKind


class ExtraIncomplete(BalakasError):
    """Without a name and somebody who ordered it nobody can look into it later."""

    code = "extra_incomplete"
    message = N_("Isi nama yang menerima dan siapa yang memerintahkan.")


@dataclass(frozen=True, slots=True)
class Extra:
    """Who got something without being on the list. All of it is personal and sealed under a key of its own."""

    name: str
    ordered_by: str
    reason: str
    address: str = ""


def record_extra(
    *,
    post_id: UUID,
    person: Extra,
    items: Sequence[tuple[UUID, int]],
    client_id: UUID,
    by: Actor,
    at: datetime,
    photo: bytes = b"",
    happened_at: datetime | None = None,
) -> list[Event]:
    """Record what was given to somebody not on the list, once per `client_id`; `items` are (benefit, amount).

    Raises `ExtraIncomplete`, `ReasonNeeded`, `NothingGiven`, `HappensLater`, `NotAllowed`, and what
    `papers.rules.scans` raises.
    """
    check_reason(person.reason)
    if not person.name.strip() or not person.ordered_by.strip():
        raise ExtraIncomplete
    given = [(benefit, quantity) for benefit, quantity in items if quantity > 0]
    if not given:
        raise NothingGiven
    when = happened(happened_at=happened_at, at=at, reason=person.reason)
    if photo:
        intake.look_at(photo)
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        known = list(Event.objects.filter(visit_id=client_id, office_id=desk.office_id).order_by("position"))
        if known:
            return known
        shifts.ensure_open(desk, when)
        written = _write(desk, person, given, client_id, when=when, photo=photo)
        audit.record(
            office_id=desk.office_id, by=by, at=at, happened_at=when, act="handover.record_extra", kind="event",
            subject_id=written[0].id, label=desk.post_name, details={"items": len(written)},
        )  # fmt: skip
    return written


def _write(
    desk: Desk, person: Extra, given: Sequence[tuple[UUID, int]], visit_id: UUID, *, when: datetime, photo: bytes
) -> list[Event]:
    subject_id = vault_actions.create_subject(office_id=desk.office_id, kind=SubjectKind.PERSON, at=desk.at)
    picture = Picture(AttachmentKind.PHOTO, photo)
    taken = [evidence.take(picture, office_id=desk.office_id, subject_id=subject_id, at=desk.at)] if photo else []
    written = []
    for benefit, quantity in given:
        event_id = uuid7()
        draft = Draft(
            id=event_id, type=EventType.EXTRA, distribution_id=desk.distribution_id, post_id=desk.post_id,
            visit_id=visit_id, happened_at=when, items=[{"benefit": str(benefit), "quantity": quantity}],
            attachments=evidence.named(taken), details={"subject": str(subject_id)},
            sealed=ledger.sealed_for(
                event_id, subject_id, name=person.name.strip(), ordered_by=person.ordered_by.strip(),
                reason=person.reason.strip(), address=person.address.strip(),
            ),
        )  # fmt: skip
        event = desk.write(draft)
        books.apply(event, at=desk.at)
        case_book.on_event(CaseKind.NOT_ENTITLED, event, at=desk.at)
        written.append(event)
    return written

"""Destroying a person's data: proposed by the administrator, decided by a second person; the keys go, and what they sealed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.actions import lists_without
from balakas.recipients.models import (
    Entitlement,
    Erasure,
    ListChange,
    PaperException,
    Person,
    Recipient,
    Representative,
)
from balakas.recipients.models.changes import Joining, ReserveEntry, SubjectRequest
from balakas.recipients.queries import people as queries
from balakas.recipients.rules import erasing
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.erasing import EraseReason
from balakas.recipients.rules.people import EntitlementState
from balakas.staff import queries as staff
from balakas.staff.rules import NotAllowed, Right
from balakas.vault import actions as vault


def propose_erasure(*, person_id: UUID, reason: EraseReason, paper: str, by: Actor, at: datetime) -> Erasure:
    """Propose that everything about a person is destroyed. Raises `StillDue`, `PaperReferenceWrong`, `AlreadyProposed`, `NotAllowed`."""
    reference = erasing.check_paper(paper)
    with transaction.atomic():
        person = _lock(person_id)
        staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=person.office_id)
        _check_nothing_due(person)
        if Erasure.objects.filter(person=person, decided_at=None).exists():
            raise erasing.AlreadyProposed
        row = Erasure.objects.create(person=person, reason=reason, paper=reference, by_id=by.id, at=at)
        _record(person, "recipients.propose_erasure", by, at, {"reason": str(reason), "paper": reference})
    return row


def decide_erasure(*, erasure_id: UUID, accepted: bool, by: Actor, at: datetime) -> Erasure:
    """Decide what somebody else proposed; accepted, the data are gone (UU 27/2022 articles 43 and 44), ids stay for the ledger.

    Raises `NotProposed`, `SecondPersonNeeded`, `StillDue`, `NotAllowed`.
    """
    with transaction.atomic():
        row = Erasure.objects.select_for_update(of=("self",)).get(id=erasure_id)
        person = _lock(row.person_id)
        _check_may_decide(person, by=by, at=at)
        if row.decided_at is not None:
            raise rules.NotProposed
        if row.by_id == UUID(by.id):
            raise rules.SecondPersonNeeded
        row.decided_by_id, row.decided_at, row.accepted = UUID(by.id), at, accepted
        row.save()
        lists = 0
        if accepted:
            _check_nothing_due(person)
            lists = _erase(person, at=at)
        told = {"reason": row.reason, "paper": row.paper, "accepted": accepted, "lists": lists}
        _record(person, "recipients.decide_erasure", by, at, told)
    return row


def _check_may_decide(person: Person, *, by: Actor, at: datetime) -> None:
    """Raise `NotAllowed` unless `by` is another administrator or the head of the office, who answers for the data."""
    try:
        staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=person.office_id)
    except NotAllowed:
        staff.check_right(by=by, right=Right.REPORTS_COUNTERSIGN, at=at, office_id=person.office_id)


def _lock(person_id: UUID) -> Person:
    person = Person.objects.select_for_update(of=("self",)).select_related("household").get(id=person_id)
    if person.erased_at is not None:
        raise erasing.AlreadyErased
    return person


def _check_nothing_due(person: Person) -> None:
    if Entitlement.objects.filter(recipient__person=person, state=EntitlementState.OPEN).exists():
        raise rules.StillDue


def _erase(person: Person, *, at: datetime) -> int:
    lists = lists_without.take_out(person, queries.numbers_of(person).nik, at=at)
    vault.destroy_subject(subject_id=person.subject_id, at=at)
    _erase_household(person, at=at)
    _overwrite(person, at=at)
    _forget_words(person, at=at)
    return lists


def _forget_words(person: Person, *, at: datetime) -> None:
    """Overwrite what was typed about the person in plain words: reasons and bases may name them."""
    Representative.objects.filter(person=person).update(name="", relation="", reason="", nik_sealed=b"", ended_at=at)
    Recipient.objects.filter(person=person).update(state_reason="", basis="", ordered_by="")
    Recipient.objects.filter(replaces__person=person).update(basis="", ordered_by="")
    ListChange.objects.filter(recipient__person=person).update(basis="")
    PaperException.objects.filter(recipient__person=person).update(reason="")
    Joining.objects.filter(Q(person=person) | Q(replaces__person=person)).update(
        relation="", out_of_order="", refusal="", witness={}, evidence_number=""
    )
    ReserveEntry.objects.filter(person=person).update(struck_reason="")
    SubjectRequest.objects.filter(person=person).update(asked_by="", told_how="", words_sealed=b"", answer_sealed=b"")


def _erase_household(person: Person, *, at: datetime) -> None:
    """Destroy the household too when nobody else is left in it."""
    home = person.household
    if home is None or Person.objects.filter(household=home, erased_at=None).exclude(id=person.id).exists():
        return
    vault.destroy_subject(subject_id=home.subject_id, at=at)
    home.kk_sealed = home.kk_index = b""
    home.head_name = home.address = ""
    home.save()


def _overwrite(person: Person, *, at: datetime) -> None:
    for name in ("name", "name_key", "birth_place", "sex", "address", "rt", "rw"):
        setattr(person, name, "")
    person.nik_sealed = person.nik_index = person.nik_tail_index = person.phone_sealed = b""
    person.birth_date, person.household, person.erased_at = None, None, at
    person.version += 1
    person.save()


def _record(person: Person, act: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    audit.record(
        office_id=person.office_id, by=by, at=at, act=act, kind=rules.PERSON_KIND, subject_id=person.id, details=details
    )

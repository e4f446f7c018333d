"""Undoing a take-over as one, while nothing hangs on it yet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.actions import staging, verification
from balakas.recipients.models import Entitlement, Household, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.models.changes import ListUpdate, ReserveEntry
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.difference import UpdateState
from balakas.recipients.rules.intake import ListState, RowState
from balakas.recipients.rules.joining import ReserveState
from balakas.recipients.rules.people import EntitlementState, RecipientState
from balakas.vault import actions as vault


def undo_take_over(*, list_id: UUID, version: int, by: Actor, at: datetime) -> int:
    """Take back everything a list's take-overs made; its rows wait again. Return how many people leave the distribution.

    Raises `NothingTaken`, `SomethingHangs` where anything was done with it since, `ChangedMeanwhile`, `NotAllowed`.
    """
    with transaction.atomic():
        held = staging.lock_any(list_id, by=by, at=at)
        if held.version != version:
            raise rules.ChangedMeanwhile
        if held.state not in {ListState.PARTLY, ListState.TAKEN}:
            raise rules.NothingTaken
        if ListUpdate.objects.filter(recipient_list=held, state=UpdateState.TAKEN).exists():
            raise rules.SomethingHangs  # what it changed and dropped is undone with it, as one
        count = take_back(held, by=by, at=at)
        staging.waiting_again(held, StagedRow.objects.filter(recipient_list=held, state=RowState.TAKEN))
        held.state, held.taken_over_by, held.taken_over_at = ListState.STAGED, None, None
        held.version += 1
        held.save()
        audit.record(
            office_id=held.office_id, by=by, at=at, act="recipients.undo_take_over", kind=rules.LIST_KIND, subject_id=held.id,
            details={"people": count},
        )  # fmt: skip
    return count


def take_back(held: RecipientList, *, by: Actor, at: datetime) -> int:
    """Remove what a list's take-overs made, inside the act that undoes them; return how many people leave."""
    dues = Entitlement.objects.filter(source_list=held)
    made = Recipient.objects.select_for_update().filter(source_list=held)
    if held.purpose == "reserve":
        return _take_back_reserve(held, at=at)
    if dues.filter(Q(given__gt=0) | ~Q(state=EntitlementState.OPEN)).exists():
        raise rules.SomethingHangs
    if made.exclude(state=RecipientState.LISTED).exists():
        raise rules.SomethingHangs
    villages = set(made.values_list("village_code", flat=True))
    fresh = list(made.filter(person__created_at=F("created_at")).values_list("person_id", flat=True))
    count = made.count()
    try:
        dues.delete()
        made.delete()
        _forget(fresh, at=at)
    except ProtectedError:
        raise rules.SomethingHangs from None
    for code in villages:
        verification.look_again(held.distribution_id, code, by=by, at=at)
    return count


def _take_back_reserve(held: RecipientList, *, at: datetime) -> int:
    """Take back a reserve list of which nobody was called or passed over."""
    made = ReserveEntry.objects.select_for_update().filter(source_list=held)
    if made.exclude(state=ReserveState.FREE).exists():
        raise rules.SomethingHangs
    fresh = list(made.filter(person__created_at=F("created_at")).values_list("person_id", flat=True))
    count = made.count()
    try:
        made.delete()
        _forget(fresh, at=at)
    except ProtectedError:
        raise rules.SomethingHangs from None
    return count


def _forget(person_ids: list[UUID], *, at: datetime) -> None:
    """Remove people whom nothing but this take-over knew, and their families, with their keys."""
    people = (
        Person.objects.filter(id__in=person_ids)
        .exclude(id__in=Recipient.objects.values("person_id"))
        .exclude(id__in=ReserveEntry.objects.values("person_id"))
    )
    homes = set(people.exclude(household=None).values_list("household_id", flat=True))
    subjects = list(people.values_list("subject_id", flat=True))
    people.delete()
    empty = Household.objects.filter(id__in=homes).exclude(
        id__in=Person.objects.exclude(household=None).values("household_id")
    )
    subjects += empty.values_list("subject_id", flat=True)
    empty.delete()
    for subject_id in subjects:
        vault.destroy_subject(subject_id=subject_id, at=at)

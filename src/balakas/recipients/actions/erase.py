"""Destroying a person's data at the end of their retention: the key goes, and with it everything sealed under it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.recipients.models import Entitlement, Person, Representative
from balakas.recipients.rules import intake
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.people import EntitlementState
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault


def erase_person(*, person_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Destroy a person's key and overwrite the plain columns (UU 27/2022 articles 43 and 44); ids stay for the ledger.

    The household goes too when nobody else is left in it. Raises `StillDue`, `ReasonMissing`, `NotAllowed`.
    """
    why = intake.check_reason(reason)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).select_related("household").get(id=person_id)
        staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=person.office_id)
        if Entitlement.objects.filter(recipient__person=person, state=EntitlementState.OPEN).exists():
            raise rules.StillDue
        vault.destroy_subject(subject_id=person.subject_id, at=at)
        _erase_household(person, at=at)
        _overwrite(person, at=at)
        Representative.objects.filter(person=person).update(name="", relation="", nik_sealed=b"", ended_at=at)
        audit.record(
            office_id=person.office_id, by=by, at=at, act="recipients.erase_person", kind=rules.PERSON_KIND,
            subject_id=person.id, details={"reason": why},
        )  # fmt: skip


def _erase_household(person: Person, *, at: datetime) -> None:
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

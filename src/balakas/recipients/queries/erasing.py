"""Whose data may be destroyed, and what is proposed: for who looks after the office, with no number whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from balakas.common.masks import mask_number
from balakas.recipients.models import Entitlement, Erasure, Person, Recipient
from balakas.recipients.queries import people
from balakas.recipients.rules import nik
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.people import EntitlementState
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind

LIMIT = 50
DECIDING = (Right.OFFICE_SETTINGS, Right.REPORTS_COUNTERSIGN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as the page shows one: masked, with the titles of the distributions, and whether something is still due."""

    person: Person
    masked: str
    village: str
    distributions: tuple[str, ...]
    due: bool


def find(officer: Officer, words: str) -> list[Candidate]:
    """Return people of the office by exact NIK or by words of the name; nobody without the right to propose."""
    if Right.OFFICE_SETTINGS not in officer.rights:
        return []
    rows = _of(officer)
    number = nik.normalise(words)
    if number.isdigit():
        rows = rows.filter(nik_index=vault.blind_index(officer.office_id, IndexKind.NIK, number))
    else:
        key = rules.name_key(words)
        rows = rows if key else rows.none()
        for word in key.split():
            rows = rows.filter(name_key__contains=word)
    return _candidates(list(rows.order_by("name_key", "id")[:LIMIT]), officer)


def candidate_for(officer: Officer, person_id: UUID) -> Candidate:
    """Return one person for somebody who may propose, else 404."""
    found = list(_of(officer).filter(id=person_id)) if Right.OFFICE_SETTINGS in officer.rights else []
    if not found:
        raise Http404
    return _candidates(found, officer)[0]


def erasure_for(officer: Officer, erasure_id: UUID) -> Erasure:
    """Return a proposal for somebody who may decide, else 404."""
    row = Erasure.objects.filter(id=erasure_id, person__office_id=officer.office_id).select_related("person").first()
    if row is None or not officer.rights.intersection(DECIDING):
        raise Http404
    return row


def proposals(officer: Officer) -> list[tuple[Erasure, Candidate]]:
    """Return what waits for a decision, the oldest first."""
    rows = waiting(officer)
    shown = {one.person.id: one for one in _candidates([row.person for row in rows], officer)}
    return [(row, shown[row.person_id]) for row in rows]


def waiting(officer: Officer) -> list[Erasure]:
    """Return the proposals nobody has decided; nothing for who may not."""
    if not officer.rights.intersection(DECIDING):
        return []
    return list(_erasures(officer).filter(decided_at=None).order_by("at"))


def decided(officer: Officer) -> QuerySet[Erasure]:
    """Return what was decided, the newest first."""
    return _erasures(officer).exclude(decided_at=None).order_by("-decided_at")


def _erasures(officer: Officer) -> QuerySet[Erasure]:
    return Erasure.objects.filter(person__office_id=officer.office_id).select_related("person", "by", "decided_by")


def _of(officer: Officer) -> QuerySet[Person]:
    return Person.objects.filter(office_id=officer.office_id, erased_at=None)


def _candidates(persons: Iterable[Person], officer: Officer) -> list[Candidate]:
    rows = list(persons)
    open_due = Entitlement.objects.filter(recipient__person=OuterRef("person_id"), state=EntitlementState.OPEN)
    lists: dict[UUID, list[Recipient]] = {row.id: [] for row in rows}
    found = Recipient.objects.filter(person_id__in=lists).select_related("distribution")
    for one in found.annotate(due=Exists(open_due)).order_by("created_at"):
        lists[one.person_id].append(one)
    secrets = vault.subject_secrets([row.subject_id for row in rows if row.nik_sealed])
    names = people.village_names_of(officer.office_id)
    return [
        Candidate(
            row, mask_number(people.nik_of(row, secrets)), names.get(row.village_code, ""),
            tuple(one.distribution.title for one in lists[row.id]), any(one.due for one in lists[row.id]),  # type: ignore[attr-defined]
        )
        for row in rows
    ]  # fmt: skip

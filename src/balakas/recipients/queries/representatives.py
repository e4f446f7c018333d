"""Who collects for many: the same representative is known again by NIK, else by name, and counted over a distribution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from balakas.common.masks import mask_number
from balakas.distributions.queries import distributions
from balakas.recipients.models import Recipient, Representative
from balakas.recipients.rules.people import RecipientState, name_key
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind, Place


@dataclass(frozen=True, slots=True)
class Collector:
    """One representative over a distribution: name as first written, NIK masked, for whom, and whether they are too many."""

    name: str
    masked: str
    recipients: tuple[Recipient, ...]
    without_letter: int
    too_many: bool


def tag(office_id: UUID, name: str, number: str) -> bytes:
    """Return the blind index by which the same representative is known again, as the hand-over counts them too."""
    return vault.blind_index(office_id, IndexKind.NIK, number or f"nama/{' '.join(name.upper().split())}")


def limit_of(distribution_id: UUID) -> int:
    """Return for how many families one may collect: the smallest of the distribution's programmes; 0 sets no limit."""
    return min((row.benefit.programme.proxy_limit for row in distributions.allocations_of(distribution_id)), default=0)


def collectors(officer: Officer, distribution_id: UUID) -> list[Collector]:
    """Return who may collect in a distribution, those for the most people first. Four queries."""
    listed = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    of_person = {row.person_id: row for row in listed.select_related("person")}
    rows = _living(distribution_id).filter(person_id__in=list(of_person)).select_related("person")
    groups: dict[bytes, list[Representative]] = {}
    for row in rows.order_by("at", "id"):
        key = bytes(row.nik_index) or name_key(row.name).encode()
        groups.setdefault(key, []).append(row)
    shown = [group for group in groups.values() if _sees(officer, group, of_person)]
    numbers, limit = _masked([group[0] for group in shown]), limit_of(distribution_id)
    found = [_collector(group, of_person, numbers[group[0].id], limit) for group in shown]
    return sorted(found, key=lambda one: (-len(one.recipients), one.name))


def also_for(representative: Representative, distribution_id: UUID) -> int:
    """Count the people of a distribution that the same representative collects for, this one among them."""
    if not representative.nik_index:
        return 1
    rows = _living(distribution_id).filter(nik_index=bytes(representative.nik_index))
    listed = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    return rows.filter(person_id__in=listed.values("person_id")).values("person_id").distinct().count()


def _living(distribution_id: UUID) -> QuerySet[Representative]:
    return Representative.objects.filter(Q(distribution_id=distribution_id) | Q(lasting=True), ended_at=None)


def _sees(officer: Officer, group: Iterable[Representative], of_person: Mapping[UUID, Recipient]) -> bool:
    """Say whether any of the people lies in the officer's area; then the whole count is told, for it is what counts."""
    return officer.villages is None or any(of_person[row.person_id].village_code in officer.villages for row in group)


def _collector(group: list[Representative], of_person: Mapping[UUID, Recipient], masked: str, limit: int) -> Collector:
    people = {row.person_id: of_person[row.person_id] for row in group}
    lacking = sum(1 for row in group if row.letter_file_id is None and not row.lasting)
    return Collector(group[0].name, masked, tuple(people.values()), lacking, 0 < limit < len(people))


def _masked(rows: list[Representative]) -> dict[UUID, str]:
    secrets = vault.subject_secrets(row.person.subject_id for row in rows if row.nik_sealed)
    found = {}
    for row in rows:
        secret, place = secrets.get(row.person.subject_id), Place("recipients_representative", "nik_sealed", row.id)
        opened = (
            vault.open_with(secret, bytes(row.nik_sealed), place=place).decode() if secret and row.nik_sealed else ""
        )
        found[row.id] = mask_number(opened)
    return found

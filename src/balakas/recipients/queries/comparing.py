"""Whom of a list's people the office knows already, found by blind index."""

from collections.abc import Collection
from uuid import UUID

from balakas.recipients.models import Person, Recipient
from balakas.recipients.rules.compare import Known
from balakas.recipients.rules.people import RecipientState

_AT_ONCE = 5_000  # parameters of one statement, well under what either database takes


def known_by_nik(office_id: UUID, indexes: Collection[bytes], *, distribution_id: UUID) -> dict[bytes, list[Known]]:
    """Return who holds these NIKs (by their blind index) in the office; those without one are not asked for."""
    wanted = list({index for index in indexes if index})
    found: dict[bytes, list[Known]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = list(
            Person.objects.filter(office_id=office_id, nik_index__in=wanted[start : start + _AT_ONCE])
            .order_by("id")
            .values_list("nik_index", "id", "name_key", "household__kk_index", "village_code")
        )
        here = _on_distribution(distribution_id, [row[1] for row in rows])
        for nik_index, person_id, name_key, kk_index, village_code in rows:
            known = Known(person_id, name_key, bytes(kk_index or b""), village_code, person_id in here)
            found.setdefault(bytes(nik_index), []).append(known)
    return found


def _on_distribution(distribution_id: UUID, person_ids: list[UUID]) -> set[UUID]:
    if not person_ids:
        return set()
    rows = Recipient.objects.filter(distribution_id=distribution_id, person_id__in=person_ids)
    return set(rows.exclude(state=RecipientState.OUT).values_list("person_id", flat=True))

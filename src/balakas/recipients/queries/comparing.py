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


class Acquaintances:
    """Whom the office knows, asked part by part for a list so long that one question is better than one for every part.

    Most NIKs of a new list are nobody's yet: only those that are somebody's are asked for.
    """

    def __init__(self, office_id: UUID, distribution_id: UUID, *, at_once: bool) -> None:
        self.office_id, self.distribution_id = office_id, distribution_id
        self._all: set[bytes] | None = None
        if at_once:
            rows = Person.objects.filter(office_id=office_id).exclude(nik_index=b"").values_list("nik_index", flat=True)
            self._all = set(map(bytes, rows.iterator(chunk_size=_AT_ONCE)))

    def if_held(self, index: bytes) -> bytes:
        """Return the index, or none (b"") where it is surely nobody's: whom nobody knows need not be asked for again."""
        return index if self._all is None or index in self._all else b""

    def among(self, indexes: set[bytes]) -> dict[bytes, list[Known]]:
        """Return who holds these NIKs, as `known_by_nik` does."""
        wanted = indexes if self._all is None else indexes & self._all
        return known_by_nik(self.office_id, wanted, distribution_id=self.distribution_id) if wanted else {}


def _on_distribution(distribution_id: UUID, person_ids: list[UUID]) -> set[UUID]:
    if not person_ids:
        return set()
    rows = Recipient.objects.filter(distribution_id=distribution_id, person_id__in=person_ids)
    return set(rows.exclude(state=RecipientState.OUT).values_list("person_id", flat=True))

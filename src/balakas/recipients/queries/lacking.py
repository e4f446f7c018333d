"""Which villages of the running distributions lack papers: asked by every home page, so it loads ids and codes, no people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from uuid import UUID

from balakas.recipients.models import DocumentUse, Entitlement, PaperException
from balakas.recipients.queries import board, people
from balakas.recipients.rules import papers as rules
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer

Words = frozenset[str]


def lacking(officer: Officer, distribution_ids: Collection[UUID]) -> dict[UUID, dict[str, bool]]:
    """Return by distribution and village, as the officer may see, whether somebody's paper is missing for no reason.

    Five queries, however many distributions and people; no list of ids goes into any of them.
    """
    asked = board.asked_in(distribution_ids)
    of = {"recipient__distribution_id__in": distribution_ids}
    own = _sets(Entitlement.objects.filter(**of).values_list("recipient_id", "allocation__benefit__programme_id"))
    uses = list(
        DocumentUse.objects.filter(**of, document__withdrawn_at=None).values_list(
            "recipient_id", "document__kind", "requirement"
        )
    )
    there = _sets([(one, word) for one, *words in uses for word in words])
    let_off = _sets(PaperException.objects.filter(**of, withdrawn_at=None).values_list("recipient_id", "requirement"))

    @cache  # most people of a distribution have the same: one answer for all of them
    def lacks(distribution_id: UUID, programmes: frozenset[UUID], held: Words, excepted: Words) -> bool:
        needed = rules.together(papers for one, papers in asked[distribution_id].items() if one in programmes)
        return bool(rules.standing(needed, held, excepted).missing)

    rows = people.visible(officer).filter(distribution_id__in=distribution_ids).exclude(state=RecipientState.OUT)
    found: dict[UUID, dict[str, bool]] = {}
    for one, distribution_id, village in rows.values_list("id", "distribution_id", "village_code"):
        villages = found.setdefault(distribution_id, {})
        mine = (frozenset(own[one]), frozenset(there[one]), frozenset(let_off[one]))
        villages[village] = villages.get(village, False) or lacks(distribution_id, *mine)
    return found


def _sets(pairs: Iterable[tuple[UUID, object]]) -> dict[UUID, set[object]]:
    found: dict[UUID, set[object]] = defaultdict(set)
    for one, value in pairs:
        found[one].add(value)
    return found

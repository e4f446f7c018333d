"""A printed list beside what its paper and the letter state."""

from uuid import UUID

from balakas.distributions.queries import distributions
from balakas.recipients.models import Entitlement, RecipientList
from balakas.recipients.rules.intake import Source
from balakas.recipients.rules.people import EntitlementState
from balakas.recipients.rules.printed.stated import Difference, of_letter, of_paper


def differences(held: RecipientList) -> list[Difference]:
    """Return what does not agree; only a printed list is held against anything, for others are read cell by cell."""
    if held.source != Source.PRINTED:
        return []
    told = held.columns.get("told", {})
    found = of_paper(told)
    if held.purpose != "main":
        return found  # a reserve is beside what the letter announces
    listed = held.counts.get("rows", 0) - held.counts.get("left_out", 0)
    alone = len(held.allocations) == 1
    for one in distributions.allocations_of(held.distribution_id):
        if str(one.id) not in held.allocations:
            continue
        others = _others(held, one.id)
        found += of_letter(
            people=one.letter_people if one.letter_people is not None else _letter_people(held), money=one.letter_total,
            listed=listed + others, amount=one.amount, added=told.get("added") if alone and not others else None,
        )  # fmt: skip
    return list(dict.fromkeys(found))


def _others(held: RecipientList, allocation_id: UUID) -> int:
    """Return how many people of other lists receive the same."""
    rows = Entitlement.objects.filter(allocation_id=allocation_id, remainder_of=None)
    return rows.exclude(state=EntitlementState.CANCELLED).exclude(source_list=held).count()


def _letter_people(held: RecipientList) -> int | None:
    letter = held.distribution.letter
    return letter.people_count if letter else None

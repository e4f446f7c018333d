"""The report's figures: the ledger's own, laid out by village and by allocation, and frozen as a snapshot."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from balakas.common.indonesian import number, rupiah
from balakas.distributions.queries import distributions
from balakas.handover.queries import figures, for_report, places
from balakas.handover.queries.figures import Figures, People
from balakas.recipients.queries import listed

CASH = "cash"
VALUE_UNKNOWN = "nilai belum ditetapkan"


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village's counts of people."""

    code: str
    name: str
    people: People


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """One allocation: planned and given, in words a person reads."""

    allocation: Any
    people: int
    served: int
    planned: str
    given: str
    rest: str
    value: int | None

    @property
    def value_text(self) -> str:
        """The worth as it is printed: goods whose unit nobody valued are not worth Rp0."""
        return VALUE_UNKNOWN if self.value is None else rupiah(self.value)


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of a distribution as the report shows them."""

    total: People
    villages: tuple[VillageLine, ...]
    allocations: tuple[AllocationLine, ...]

    @property
    def value(self) -> int:
        """What was given, in rupiah, as far as its worth is known."""
        return sum(line.value or 0 for line in self.allocations)

    @property
    def value_text(self) -> str:
        """The worth of all that was given as it is printed, saying so where some of it has none set."""
        unknown = [line for line in self.allocations if line.value is None]
        if not unknown:
            return rupiah(self.value)
        if len(unknown) == len(self.allocations):
            return VALUE_UNKNOWN
        names = ", ".join(dict.fromkeys(line.allocation.benefit.name for line in unknown))
        return f"{rupiah(self.value)} (belum termasuk {names}: {VALUE_UNKNOWN})"


def results_of(distribution_id: UUID) -> Results:
    """Return the figures of a distribution."""
    held = distributions.distribution_of(distribution_id)
    counted = figures.figures(distribution_id)
    names = places.village_names(held.office_id)
    villages = [VillageLine(code, names.get(code, code), people) for code, people in counted.villages.items()]
    return Results(
        total=counted.total,
        villages=tuple(sorted(villages, key=lambda line: line.name)),
        allocations=tuple(_allocation(row, counted) for row in distributions.allocations_of(distribution_id)),
    )


def amount_text(allocation: Any, quantity: int) -> str:
    """Return a quantity of an allocation as people write it: `Rp250.000`, `20 kg`."""
    benefit = allocation.benefit
    return rupiah(quantity) if benefit.kind == CASH else f"{number(quantity)} {benefit.unit}"


def value_of(allocation: Any, quantity: int) -> int | None:
    """Return a quantity's worth in rupiah: cash is its own, goods by the value of their unit; None where none is set."""
    if allocation.benefit.kind == CASH:
        return quantity
    return quantity * allocation.benefit.unit_value if allocation.benefit.unit_value else None


def _allocation(row: Any, counted: Figures) -> AllocationLine:
    amount = counted.allocations.get(row.id, figures.Amount())
    return AllocationLine(
        allocation=row,
        people=amount.people,
        served=amount.served,
        planned=amount_text(row, amount.allocated),
        given=amount_text(row, amount.given),
        rest=amount_text(row, amount.rest),
        value=value_of(row, amount.given),
    )


def snapshot(distribution_id: UUID) -> dict[str, object]:
    """Return the figures to freeze: ids and integers only, with the ledger's checkpoint and every payment."""
    held = distributions.distribution_of(distribution_id)
    counted = figures.figures(distribution_id)
    position, chain = for_report.checkpoint(held.office_id)
    return {
        "version": 1,
        "distribution": str(distribution_id),
        "people": _people(counted.total),
        "villages": {code: _people(people) for code, people in sorted(counted.villages.items())},
        "allocations": {
            str(key): {"allocated": one.allocated, "given": one.given, "people": one.people, "served": one.served}
            for key, one in sorted(counted.allocations.items(), key=lambda item: str(item[0]))
        },
        "listed": {
            str(key): list(value)
            for key, value in sorted(listed.allocated(distribution_id).items(), key=lambda item: str(item[0]))
        },
        "payments": [list(row) for row in for_report.payments(distribution_id)],
        "ledger": {"position": position, "hash": chain},
    }


def _people(people: People) -> dict[str, object]:
    return {
        "allocated": people.allocated,
        "served": people.served,
        "by_proxy": people.by_proxy,
        "replaced": people.replaced,
        "failed": people.failed,
        "waiting": people.waiting,
        "reasons": dict(sorted(people.reasons.items())),
    }

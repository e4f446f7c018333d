"""From the ledger to the books: which giving counts for an entitlement, whatever order the events arrived in.

One entitlement has at most one payment. Where several givings stand for it, a decision chooses; without one the earliest
counts, and the others are held by a case until somebody decides. The goods have left the post in any case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Giving:
    """One event that put something of an entitlement into somebody's hands.

    `moment` is the device's text (it sorts). `entitled` is False where the entitlement is unknown, cancelled or another
    person's. `held`: something is the matter with how it arrived, so only a decision brings it into the books. `counts` is the
    ledger position of the decision that chose this giving, 0 without one.
    """

    event_id: str
    quantity: int
    moment: str
    entitled: bool = True
    voided_by: str = ""
    set_aside: bool = False
    counts: int = 0
    remainder_id: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The books of one entitlement: the giving that counts, those held by a case, those taken back."""

    winner: Giving | None
    held: tuple[Giving, ...]
    voided: tuple[Giving, ...]

    @property
    def double(self) -> bool:
        """Say whether more than one entitled giving stands: a DOUBLE case."""
        return len([one for one in (self.winner, *self.held) if one is not None and one.entitled]) > 1

    @property
    def several(self) -> bool:
        """Say whether the ledger knows more than one giving of it, whatever became of them."""
        return (self.winner is not None) + len(self.held) + len(self.voided) > 1


def judge(givings: Iterable[Giving]) -> Outcome:
    """Return the books of one entitlement. Independent of the order of `givings`."""
    listed = sorted(givings, key=lambda one: (one.moment, one.event_id))
    standing = [one for one in listed if not one.voided_by]
    able = [one for one in standing if one.entitled and not one.set_aside and (one.counts or not one.held)]
    winner = min(able, key=lambda one: (-one.counts, one.moment, one.event_id), default=None)
    return Outcome(
        winner=winner,
        held=tuple(one for one in standing if one is not winner),
        voided=tuple(one for one in listed if one.voided_by),
    )


@dataclass(frozen=True, slots=True)
class Remainder:
    """What of an entitlement was not given and is due later."""

    id: str
    amount: int


def remainder_of(*, due: int, given: Giving) -> Remainder | None:
    """Return the remainder a short giving opens; None when all was given."""
    if not given.remainder_id or given.quantity >= due:
        return None
    return Remainder(id=given.remainder_id, amount=due - given.quantity)


def due_amount(amount: int, carried: Sequence[int]) -> int:
    """Return what is due of an entitlement whose live remainders carry `carried`."""
    return max(0, amount - sum(carried))


@dataclass(slots=True)
class Faults:
    """What a comparison of the books with the ledger found; empty when they agree."""

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.missing or self.extra)


def compare(derived: Iterable[tuple[object, ...]], stored: Iterable[tuple[object, ...]]) -> Faults:
    """Compare rows derived from the ledger with the rows of the books; each row's first member names its event."""
    wanted, found = set(derived), set(stored)
    return Faults(
        missing=sorted({str(row[0]) for row in wanted - found}), extra=sorted({str(row[0]) for row in found - wanted})
    )

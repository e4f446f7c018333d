"""Stock as double entry: every move takes from one account and gives to another, so all accounts together are zero.

warehouse -> post -> recipient | returned | damaged | lost. Amounts are integers in the benefit's smallest unit (cash: rupiah).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.handover.rules.events import EventType


class Account(StrEnum):
    """Where goods are. `WAREHOUSE` is the sender's side and goes below zero by what was sent to the posts."""

    WAREHOUSE = "warehouse"
    POST = "post"
    RECIPIENT = "recipient"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"


ACCOUNT_WORDS: dict[Account, str] = {
    Account.WAREHOUSE: N_("Pengirim"),
    Account.POST: N_("Titik salur"),
    Account.RECIPIENT: N_("Penerima"),
    Account.RETURNED: N_("Dikembalikan"),
    Account.DAMAGED: N_("Rusak"),
    Account.LOST: N_("Kurang atau hilang"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One benefit's way from one account to another; `quantity` is above zero."""

    benefit: str
    source: Account
    target: Account
    quantity: int

    def reversed(self) -> "Move":
        """Return the way back."""
        return Move(self.benefit, self.target, self.source, self.quantity)


class CountsDisagree(BalakasError):
    """More is damaged or short than was sent."""

    code = "counts_disagree"
    message = N_("Jumlah rusak dan kurang tidak boleh melebihi jumlah yang dikirim.")


class NothingCounted(BalakasError):
    """A goods paper without any goods."""

    code = "nothing_counted"
    message = N_("Isi jumlah barang lebih dahulu.")


_WAYS: Mapping[EventType, Sequence[tuple[str, Account, Account]]] = {
    EventType.RECEIVE: (
        ("quantity", Account.WAREHOUSE, Account.POST),
        ("damaged", Account.POST, Account.DAMAGED),
        ("short", Account.POST, Account.LOST),
    ),
    EventType.HANDOVER: (("quantity", Account.POST, Account.RECIPIENT),),
    EventType.REPLACE: (("quantity", Account.POST, Account.RECIPIENT),),
    EventType.EXTRA: (("quantity", Account.POST, Account.RECIPIENT),),
    EventType.RETURN: (("quantity", Account.POST, Account.RETURNED), ("damaged", Account.POST, Account.DAMAGED)),
    EventType.DAMAGE: (("damaged", Account.POST, Account.DAMAGED), ("short", Account.POST, Account.LOST)),
}


def moves_of(kind: EventType, items: Iterable[Mapping[str, Any]]) -> tuple[Move, ...]:
    """Return the moves an event makes; a `VOID` makes those of its target, reversed (`moves_back`)."""
    ways = _WAYS.get(kind, ())
    return tuple(
        Move(str(item["benefit"]), source, target, item[name])
        for item in items
        for name, source, target in ways
        if item.get(name, 0) > 0
    )


def moves_back(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return the counter-entries of moves."""
    return tuple(move.reversed() for move in moves)


def check_goods(items: Iterable[Mapping[str, int]]) -> None:
    """Raise `CountsDisagree` where damaged and short exceed what was sent, `NothingCounted` where nothing is counted."""
    listed = list(items)
    if not any(item.get(name, 0) for item in listed for name in ("quantity", "damaged", "short")):
        raise NothingCounted
    for item in listed:
        if item.get("damaged", 0) + item.get("short", 0) > item.get("quantity", 0):
            raise CountsDisagree


def balances(moves: Iterable[Move]) -> dict[tuple[str, Account], int]:
    """Return what lies on each account, by benefit."""
    lying: dict[tuple[str, Account], int] = {}
    for move in moves:
        lying[move.benefit, move.source] = lying.get((move.benefit, move.source), 0) - move.quantity
        lying[move.benefit, move.target] = lying.get((move.benefit, move.target), 0) + move.quantity
    return lying


@dataclass(frozen=True, slots=True)
class Equation:
    """issued = handed + returned + damaged + short + remaining, for one benefit at one post."""

    issued: int
    handed: int
    returned: int
    damaged: int
    short: int
    remaining: int

    @property
    def holds(self) -> bool:
        """Say whether both sides are equal."""
        return self.issued == self.handed + self.returned + self.damaged + self.short + self.remaining


def equation(moves: Iterable[Move]) -> dict[str, Equation]:
    """Return the equation of each benefit from a post's moves."""
    lying = balances(moves)
    benefits = sorted({benefit for benefit, _ in lying})
    return {
        benefit: Equation(
            issued=-lying.get((benefit, Account.WAREHOUSE), 0),
            handed=lying.get((benefit, Account.RECIPIENT), 0),
            returned=lying.get((benefit, Account.RETURNED), 0),
            damaged=lying.get((benefit, Account.DAMAGED), 0),
            short=lying.get((benefit, Account.LOST), 0),
            remaining=lying.get((benefit, Account.POST), 0),
        )
        for benefit in benefits
    }

"""The books as a function of the ledger: what payments, stock moves and failures a list of entries amounts to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from balakas.handover.rules.arrivals import believed
from balakas.handover.rules.books import Giving, Outcome, judge
from balakas.handover.rules.cases import SETS_ASIDE, Decision
from balakas.handover.rules.events import FAILED, GIVING, PAYING, EventType
from balakas.handover.rules.stock import Move, moves_back, moves_of


@dataclass(frozen=True, slots=True)
class Entry:
    """What the books need of one event; ids are text, "" where there is none."""

    id: str
    position: int
    type: EventType
    moment: str = ""
    recipient: str = ""
    entitlement: str = ""
    target: str = ""
    remainder: str = ""
    decision: str = ""
    post: str = ""
    items: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    held: str = ""

    @property
    def quantity(self) -> int:
        """What was given, all items together: a giving has one."""
        return sum(item.get("quantity", 0) for item in self.items)


def entry_of(body: Mapping[str, Any], position: int, held: str = "") -> Entry:
    """Return the entry of an event's body; `held` is what the server found on arrival (`rules.arrivals.Hold`)."""
    return Entry(
        id=body["id"],
        position=position,
        type=EventType(body["type"]),
        moment=body["time"]["happened"],
        recipient=body.get("recipient", ""),
        entitlement=body.get("entitlement", ""),
        target=body.get("target", ""),
        remainder=body.get("remainder", ""),
        decision=str(body.get("details", {}).get("decision", "")),
        post=body.get("post", ""),
        items=tuple(body.get("items", ())),
        held=held,
    )


Entitled = Callable[[Entry], bool]


def givings(entries: Iterable[Entry], entitled: Entitled) -> dict[str, list[Giving]]:
    """Return the givings of each entitlement with what later entries say of them."""
    listed = list(entries)
    voids = _first_by_target(listed, EventType.VOID)
    decided = _decisions(listed)
    found: dict[str, list[Giving]] = {}
    for entry in listed:
        if entry.type not in PAYING or not entry.entitlement:
            continue
        aside, counts = decided.get(entry.id, (False, 0))
        one = Giving(
            event_id=entry.id, quantity=entry.quantity, moment=entry.moment,
            entitled=believed(entry.held) and entitled(entry), voided_by=voids.get(entry.id, ""), set_aside=aside,
            counts=counts, remainder_id=entry.remainder, held=bool(entry.held),
        )  # fmt: skip
        found.setdefault(entry.entitlement, []).append(one)
    return found


def outcomes(entries: Iterable[Entry], entitled: Entitled) -> dict[str, Outcome]:
    """Return the books of every entitlement."""
    return {entitlement: judge(listed) for entitlement, listed in givings(entries, entitled).items()}


def payment_rows(outcome: Outcome, entitlement: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield (event, entitlement, quantity, voided by) of the payments of one entitlement."""
    if outcome.winner is not None:
        yield outcome.winner.event_id, entitlement, outcome.winner.quantity, ""
    for one in outcome.voided:
        yield one.event_id, entitlement, one.quantity, one.voided_by


def entry_moves(entry: Entry, target: Entry | None = None) -> tuple[Move, ...]:
    """Return an entry's stock moves; a void makes its target's, reversed.

    What is held still moves the stock, for the sack is gone; what is not believed moves nothing, and takes nothing back.
    """
    if not believed(entry.held):
        return ()
    if entry.type is EventType.VOID:
        return () if target is None or entry.held else moves_back(entry_moves(target))
    return moves_of(entry.type, entry.items)


def stock_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield (event, benefit, source, target, quantity) of all stock moves; only the first void of an event moves it back."""
    by_id = {entry.id: entry for entry in entries}
    voids = _first_by_target(by_id.values(), EventType.VOID)
    for entry in by_id.values():
        if entry.type is EventType.VOID and voids.get(entry.target) != entry.id:
            continue
        for move in entry_moves(entry, by_id.get(entry.target)):
            yield entry.id, move.benefit, move.source.value, move.target.value, move.quantity


def failure_rows(entries: Iterable[Entry]) -> list[tuple[str, str, str, str]]:
    """Return (event, recipient, type, closed by): a failure is closed by its void, else by what happened next to the person.

    In the order things happened, not in that of their arrival.
    """
    listed = [entry for entry in entries if not entry.held]
    voids = _first_by_target(listed, EventType.VOID)
    rows: dict[str, list[str]] = {}
    current: dict[str, str] = {}
    for entry in sorted(listed, key=_order):
        if entry.type not in GIVING | FAILED:
            continue
        open_event = current.pop(entry.recipient, "")
        if open_event:
            rows[open_event][3] = entry.id
        if entry.type in FAILED:
            rows[entry.id] = [entry.id, entry.recipient, entry.type.value, voids.get(entry.id, "")]
            if entry.id not in voids:
                current[entry.recipient] = entry.id
    return [(row[0], row[1], row[2], row[3]) for row in rows.values()]


def _order(entry: Entry) -> tuple[str, str]:
    return entry.moment, entry.id


def _first_by_target(entries: Iterable[Entry], kind: EventType) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in sorted(entries, key=_order):
        if entry.type is kind and not entry.held:
            found.setdefault(entry.target, entry.id)
    return found


def _decisions(entries: Iterable[Entry]) -> dict[str, tuple[bool, int]]:
    """Return for each event decided on: whether it is set aside, and the position of a decision that it counts."""
    found: dict[str, tuple[bool, int]] = {}
    for entry in sorted(entries, key=lambda one: one.position):
        if entry.type is not EventType.OVERRIDE or not entry.decision or entry.held:
            continue
        counts = entry.position if entry.decision == Decision.COUNTS else 0
        if counts or entry.decision in set(SETS_ASIDE):
            found[entry.target] = (entry.decision in set(SETS_ASIDE), counts)
    return found

"""What lies at a post; below nothing, more was handed out than ever came to it, and somebody must count."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from balakas.handover.actions import case_book
from balakas.handover.models.books import PostStock, StockMove
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.rules.cases import CaseKind, CaseState
from balakas.handover.rules.stock import Account

Heap = tuple[UUID, UUID]


def lay(
    moves: Iterable[StockMove], undone: Iterable[StockMove], events: Mapping[UUID | None, Event], *, at: datetime
) -> None:
    """Add moves to what lies at their posts, take back those undone, and open or answer STOCK_NEGATIVE cases.

    Only where goods were ever received: an office that keeps no stock is told nothing. Independent of arrival order.
    """
    change: dict[Heap, tuple[int, int]] = {}
    for sign, listed in ((1, moves), (-1, undone)):
        for move in listed:
            lying, came = change.get((move.post_id, move.benefit_id), (0, 0))
            lies, comes = _of(move)
            change[move.post_id, move.benefit_id] = (lying + sign * lies, came + sign * comes)
    change = {heap: one for heap, one in change.items() if one != (0, 0)}
    if change:
        _watch(_lay(change), events, at)


def _of(move: StockMove) -> tuple[int, int]:
    """Return by how much a move changes what lies at its post, and what came to it."""
    lies = (move.target == Account.POST) * move.quantity - (move.source == Account.POST) * move.quantity
    comes = (move.source == Account.WAREHOUSE) * move.quantity - (move.target == Account.WAREHOUSE) * move.quantity
    return lies, comes


def _lay(change: Mapping[Heap, tuple[int, int]]) -> dict[Heap, PostStock]:
    rows = PostStock.objects.select_for_update().filter(post_id__in={post for post, _ in change})
    known = {(row.post_id, row.benefit_id): row for row in rows}
    for (post_id, benefit_id), (lying, came) in change.items():
        row = known.get((post_id, benefit_id)) or PostStock(post_id=post_id, benefit_id=benefit_id)
        row.lying, row.came = row.lying + lying, row.came + came
        row.save()
        known[post_id, benefit_id] = row
    return {heap: known[heap] for heap in change}


def _watch(heaps: Mapping[Heap, PostStock], events: Mapping[UUID | None, Event], at: datetime) -> None:
    keys = {f"{CaseKind.STOCK_NEGATIVE}:{post}:{benefit}": (post, benefit) for post, benefit in heaps}
    known = {row.key: row for row in Case.objects.filter(kind=CaseKind.STOCK_NEGATIVE, key__in=keys)}
    for key, heap in keys.items():
        case, row = known.get(key), heaps[heap]
        if row.lying < 0 < row.came and heap[0] in events:
            case_book.on_stock(key, case, events[heap[0]], at=at)
        elif case is not None and case.state in {CaseState.OPEN, CaseState.PROPOSED}:
            case_book.answer(case, at=at)

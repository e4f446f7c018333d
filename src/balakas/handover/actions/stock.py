"""What lies at a post; below nothing, more was handed out than ever came to it, and somebody must count."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from balakas.common.bulk import insert_objects, update_rows
from balakas.common.prepared import Prepared, objects
from balakas.handover.actions import case_book
from balakas.handover.models.books import PostStock, StockMove
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.rules.cases import CaseKind, CaseState
from balakas.handover.rules.stock import Account

Heap = tuple[UUID, UUID]
_STOCK = ("id", "post_id", "benefit_id", "lying", "came")
_LYING = Prepared(lambda posts: PostStock.objects.select_for_update().filter(post_id__in=posts).values_list(*_STOCK))


class Moved(NamedTuple):
    """A stock move as it is written: the columns of its table."""

    id: UUID
    event_id: UUID
    distribution_id: UUID
    post_id: UUID
    benefit_id: UUID
    source: str
    target: str
    quantity: int
    day: date


def lay(
    moves: Iterable[Moved], undone: Iterable[StockMove], events: Mapping[UUID | None, Event], *, at: datetime
) -> None:
    """Add moves to what lies at their posts, take back those undone, and open or answer STOCK_NEGATIVE cases.

    Only where goods were ever received: an office that keeps no stock is told nothing. Independent of arrival order.
    """
    change: dict[Heap, tuple[int, int]] = {}
    both: tuple[tuple[int, Iterable[Moved | StockMove]], ...] = ((1, moves), (-1, undone))
    for sign, listed in both:
        for move in listed:
            lying, came = change.get((move.post_id, move.benefit_id), (0, 0))
            lies, comes = _of(move)
            change[move.post_id, move.benefit_id] = (lying + sign * lies, came + sign * comes)
    change = {heap: one for heap, one in change.items() if one != (0, 0)}
    if change:
        heaps = _lay(change)
        odd = {heap: row for heap, row in heaps.items() if _is_short(row) or _was_short(row, change[heap])}
        if odd:
            _watch(odd, events, at)


def _is_short(row: PostStock) -> bool:
    return row.lying < 0 < row.came


def _was_short(row: PostStock, change: tuple[int, int]) -> bool:
    """Say whether more was handed out than had come before this change: only then can there be a case to answer."""
    return row.lying - change[0] < 0 < row.came - change[1]


def _of(move: Moved | StockMove) -> tuple[int, int]:
    """Return by how much a move changes what lies at its post, and what came to it."""
    lies = (move.target == Account.POST) * move.quantity - (move.source == Account.POST) * move.quantity
    comes = (move.source == Account.WAREHOUSE) * move.quantity - (move.target == Account.WAREHOUSE) * move.quantity
    return lies, comes


def _lay(change: Mapping[Heap, tuple[int, int]]) -> dict[Heap, PostStock]:
    rows = _LYING.rows({post for post, _ in change})
    known = {(row.post_id, row.benefit_id): row for row in objects(PostStock, _STOCK, rows)}
    fresh = {heap: PostStock(post_id=heap[0], benefit_id=heap[1]) for heap in change if heap not in known}
    found = {heap: known.get(heap) or fresh[heap] for heap in change}
    for heap, (lying, came) in change.items():
        found[heap].lying, found[heap].came = found[heap].lying + lying, found[heap].came + came
    insert_objects(list(fresh.values()))
    update_rows(
        PostStock, ("lying", "came"), [(row.id, row.lying, row.came) for heap, row in found.items() if heap in known]
    )
    return found


def _watch(heaps: Mapping[Heap, PostStock], events: Mapping[UUID | None, Event], at: datetime) -> None:
    keys = {f"{CaseKind.STOCK_NEGATIVE}:{post}:{benefit}": (post, benefit) for post, benefit in heaps}
    known = {row.key: row for row in Case.objects.filter(kind=CaseKind.STOCK_NEGATIVE, key__in=keys)}
    for key, heap in keys.items():
        case, row = known.get(key), heaps[heap]
        if _is_short(row) and heap[0] in events:
            case_book.on_stock(key, case, events[heap[0]], at=at)
        elif case is not None and case.state in {CaseState.OPEN, CaseState.PROPOSED}:
            case_book.answer(case, at=at)

"""What a staged row says of a person, as a take-over writes it down."""

from collections.abc import Iterator
from datetime import datetime

from balakas.recipients.models import RecipientList
from balakas.recipients.queries import lists
from balakas.recipients.queries.lists import RowView
from balakas.recipients.rules import dates, names
from balakas.recipients.rules.people import NikState

PART = 5_000


def ready_parts(held: RecipientList, *, at: datetime) -> Iterator[list[RowView]]:
    """Yield the ready rows as they stand now, in the list's order."""
    secret, checker, last = lists.secret_of(held), lists.checker_of(held, at=at), 0
    while rows := list(lists.shown_rows(held, shown="siap").filter(order__gt=last)[:PART]):
        last = rows[-1].order
        views = [lists.view_of(row, lists.open_row(row, secret), checker) for row in rows]
        yield [view for view in views if view.ready]


def has_nik(view: RowView) -> bool:
    """Say whether the row's NIK is taken over."""
    return view.checked.judged.sound or (bool(view.checked.judged.nik) and nik_state(view) is NikState.HAS)


def has_kk(view: RowView) -> bool:
    """Say whether the row's family card number is taken over."""
    return bool(view.checked.judged.kk) and not view.problem_at("kk")


def nik_state(view: RowView) -> NikState:
    """Return `HAS` also for a NIK whose date does not exist: people carry such numbers, a warning is all it deserves."""
    no_nik = view.staged.decision.no_nik
    if no_nik is not None and not view.checked.judged.sound:
        return NikState(str(no_nik))
    return NikState.HAS


def birth_place(view: RowView) -> str:
    """Return where the person was born, without the date that may share the cell."""
    row = view.staged.current
    cell = row.cells.get("birth_place")
    return dates.split_place(cell)[0] if "birth_place" in row.joined else view.staged.shown("birth_place")


def blocks(view: RowView) -> tuple[str, str]:
    """Return RT and RW."""
    row = view.staged.current
    if "rt" in row.joined:
        return names.split_rt_rw(row.cells.get("rt"))
    return names.block_of(row.cells.get("rt")), names.block_of(row.cells.get("rw"))


def plain(view: RowView) -> dict[str, str]:
    """Return what the row says beside its numbers, as text; the same names as `queries.changes.PLAIN`."""
    judged = view.checked.judged
    rt, rw = blocks(view)
    return {
        "name": judged.name[:150], "birth_place": birth_place(view)[:100],
        "birth_date": judged.birth.isoformat() if judged.birth else "", "sex": str(judged.sex or ""),
        "address": view.staged.shown("address")[:300], "rt": rt[:5], "rw": rw[:5], "village_code": view.village_code,
    }  # fmt: skip

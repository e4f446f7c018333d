"""Ways to propose who comes on a running list, for several tests."""

from datetime import date
from typing import Any

from balakas.distributions.rules.replacement import ExitReason, Heir
from balakas.recipients.actions import joining, reserve, takeover
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Recipient, RecipientList
from balakas.recipients.models.changes import Joining
from balakas.recipients.rules.joining import Choice, Order, Shown, Witnesses
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.recipients.making import workbook_of

AWAYAN = "63.11.03.2007"
ORDER = Order("Kepala Dinas Sosial", "Surat Dinas Sosial", "400.9/21/2026", date(2026, 1, 9))
DEATH = Shown("death", "474.3/002/2026")
NEWCOMER = Particulars(name="Norhayati Contoh", nik="6311034505559002", sex="P", village_code=AWAYAN, rt="003")
WITNESSES = Witnesses("Hamdan Misal", "RT 003", "Misran Contoh")


def kasi(world: World) -> Any:
    return world.actor(PositionKind.KASI_PMDK)


def replacement(world: World, gone: Recipient, **changes: Any) -> Joining:
    """The Kasi proposes somebody of the same card whom the office does not know yet, for somebody who died."""
    wanted = {
        "recipient_id": gone.id, "reason": ExitReason.DIED, "choice": Choice(Heir.SAME_KK, relation="Istri"),
        "data": NEWCOMER, "shown": DEATH, "order": ORDER, "witnesses": WITNESSES, "by": kasi(world), "at": MONDAY,
    }  # fmt: skip
    return joining.propose_replacement(**{**wanted, **changes})


def addition(world: World, distribution: Any, **changes: Any) -> Joining:
    allocations = [str(one) for one in distribution.allocations.order_by("order").values_list("id", flat=True)]
    wanted = {
        "distribution_id": distribution.id, "data": NEWCOMER, "allocations": allocations[:1], "order": ORDER,
        "by": kasi(world), "at": MONDAY,
    }  # fmt: skip
    return joining.propose_addition(**{**wanted, **changes})


def accept(world: World, row: Joining, by: PositionKind = PositionKind.CAMAT) -> Joining:
    return joining.accept(joining_id=row.id, by=world.actor(by), at=MONDAY)


def reserve_list(world: World, distribution: Any, *rows: list[object]) -> RecipientList:
    held = reserve.bring(
        distribution_id=distribution.id,
        content=workbook_of(*rows),
        file_name="cadangan.xlsx",
        by=kasi(world),
        at=MONDAY,
    )
    held.refresh_from_db()
    takeover.take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    held.refresh_from_db()
    return held

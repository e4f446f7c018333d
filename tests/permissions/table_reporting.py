"""Pages of the room reporting."""

from balakas.reporting.actions import report
from balakas.staff.rules import PositionKind, Right
from tests.distributions.cases import LATER, opened
from tests.permissions.rows import Row

READ, WRITE, SIGN = Right.REPORTS_READ, Right.REPORTS_WRITE, Right.REPORTS_COUNTERSIGN


def distribution(world):
    return {"distribution_id": opened(world).id}


def begun(world):
    made = opened(world)
    report.start(distribution_id=made.id, by=world.actor(PositionKind.KASI_PMDK), at=LATER)
    return {"distribution_id": made.id}


ROWS = {
    "reporting:list": Row(right=READ),
    "reporting:workspace": Row(right=READ, kwargs=begun),
    "reporting:start": Row(right=WRITE, kwargs=distribution, method="post"),
    "reporting:write": Row(right=WRITE, kwargs=begun, method="post", data={"version": "1"}),
    "reporting:submit": Row(right=WRITE, kwargs=begun, method="post"),
    "reporting:send_back": Row(right=SIGN, kwargs=begun, method="post", data={"reason": "lengkapi"}),
    "reporting:close": Row(right=SIGN, kwargs=begun, method="post"),
    "reporting:draft": Row(right=WRITE, kwargs=lambda world: {**begun(world), "kind": "bridge"}, method="post"),
    "reporting:agency_copy": Row(
        right=Right.RECIPIENTS_EXPORT,
        kwargs=lambda world: {**begun(world), "list_id": "01890000-0000-7000-8000-000000000000"},
        answers={409},
    ),
    "reporting:bundle": Row(right=READ, kwargs=distribution, answers={200, 409}),
}

"""Pages of the room desk."""

from balakas.staff.rules import PositionKind, Right
from tests.permissions.rows import Row

ROWS = {
    "desk:home": Row(public=True),
    "desk:gallery": Row(answers={404}, but={PositionKind.ADMINISTRATOR: 200}),  # in DEBUG also for developers
    "desk:settings": Row(),
    "desk:audit": Row(right=Right.AUDIT_READ),
    "desk:regions": Row(),
    "desk:region_boundaries": Row(right=Right.OFFICE_SETTINGS, method="post"),
    "desk:region_spelling": Row(right=Right.OFFICE_SETTINGS, method="post"),
}

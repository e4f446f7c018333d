"""Pages of the room desk."""

from balakas.staff.rules import PositionKind
from tests.permissions.rows import Row

ROWS = {
    "desk:home": Row(public=True),
    "desk:gallery": Row(answers={404}, but={PositionKind.ADMINISTRATOR: 200}),  # in DEBUG also for developers
}

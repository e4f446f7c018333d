"""Pages of the room desk."""

from tests.permissions.rows import Row

ROWS = {
    "desk:home": Row(public=True),
    "desk:gallery": Row(answers={404}),  # for developers: there only with BALAKAS_DEBUG=1
}

"""The field app's frame: for everybody, the same."""

from tests.permissions.rows import Row

ROWS = {
    "field_app:app": Row(public=True),
    "field_app:worker": Row(public=True),
    "field_app:description": Row(public=True),
}

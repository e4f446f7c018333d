"""The field app's frame: for everybody, the same."""

from tests.permissions.rows import Row

ROWS = {
    "field_app:app": Row(public=True),
    "field_app:worker": Row(public=True),
    "field_app:share": Row(public=True, method="post", answers={302}),
    "field_app:description": Row(public=True),
}

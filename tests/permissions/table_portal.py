"""Pages of the room portal: for everybody."""

from tests.permissions.rows import Row

ROWS = {
    "portal:home": Row(public=True),
    "portal:check_form": Row(public=True),
    "portal:check": Row(public=True, kwargs={"code": "K7QX-2M9P"}),
    "portal:about": Row(public=True),
    "portal:privacy": Row(public=True),
    "portal:language": Row(public=True, kwargs={"code": "en"}, method="post"),
}

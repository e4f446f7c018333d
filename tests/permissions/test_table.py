"""Every URL for everybody: the anonymous, each position, somebody without one, and another office's person.

The list of URLs is the product's own: a new page without a row here fails, and so does a row whose page is gone.
"""

import pytest

from tests.permissions.asking import wrong_answers
from tests.permissions.rows import marks_disagree, missing_rows, table, urls

TABLE = table()
URLS = urls()


def test_every_url_has_its_row():
    assert missing_rows(set(URLS), set(TABLE)) == [], "add them to tests/permissions/table_<room>.py"


def test_every_row_has_its_url():
    assert missing_rows(set(TABLE), set(URLS)) == [], "rows whose page is gone"


@pytest.mark.parametrize("name", sorted(TABLE.keys() & URLS.keys()))
def test_the_view_says_who_it_is_for(name):
    assert marks_disagree(URLS[name].callback, TABLE[name]) == ""


@pytest.mark.parametrize("name", sorted(TABLE.keys() & URLS.keys()))
def test_who_gets_what(name, world):
    assert wrong_answers(name, TABLE[name], world) == []

"""What many tests need."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(call: Callable[[], object]) -> int:
    """Return how many queries `call` makes."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def assert_same_query_count(call: Callable[[], object], grow: Callable[[], object]) -> int:
    """Assert that `call` makes as many queries after `grow` has added rows as before; return the count."""
    call()  # first use fills caches that live for the process
    before = count_queries(call)
    assert before > 0, "the page asks the database nothing: is this the right page?"
    grow()
    after = count_queries(call)
    assert after == before, f"{before} queries before growing, {after} after: one per row somewhere"
    return before

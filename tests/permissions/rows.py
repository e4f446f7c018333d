"""What a row of the permission table says, and how the table is put together.

A room adds `tests/permissions/table_<room>.py` with `ROWS: dict[str, Row]`, one row per URL name (with namespace):

    ROWS = {
        "letters:list": Row(right=Right.LETTERS_READ),
        "letters:show": Row(right=Right.LETTERS_READ, kwargs=lambda world: {"letter_id": a_letter(world).id}),
        "letters:register": Row(right=Right.LETTERS_REGISTER, method="post"),
        "portal:schedule": Row(public=True),
    }

`kwargs` makes a thing of the world's office; then a person of another office who holds every right must get 404.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from balakas.staff.rules import PositionKind, Right
from tests import permissions

Made = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who may open one URL.

    `right`: one right, several (any of them opens the page), or None: everybody logged in.
    `kwargs`, `data`: the URL's arguments and what is sent, given or made from the world.
    `answers`: what somebody who may gets; by default 200 or 302, to a POST also 409 (it may not be done now).
    `nobody`: what the anonymous get on a page that is not public: 302 to the login, 401 for a machine's interface.
    `but`: positions whose answer differs from what their rights say (a village officer and another village's thing).
    `foreign`: what the stranger with every right gets; None where the page has no thing of an office to hide.
    """

    right: Right | tuple[Right, ...] | None = None
    kwargs: Made = field(default_factory=dict)
    data: Made = field(default_factory=dict)
    method: str = "get"
    public: bool = False
    answers: frozenset[int] | set[int] | None = None
    nobody: int = 302
    but: Mapping[PositionKind, int] = field(default_factory=dict)
    foreign: int | None = 404

    @property
    def rights(self) -> tuple[Right, ...]:
        """The rights any of which opens the page, () for everybody logged in."""
        if self.right is None:
            return ()
        return self.right if isinstance(self.right, tuple) else (self.right,)

    @property
    def allowed(self) -> frozenset[int]:
        """What somebody who may open the page gets."""
        if self.answers is not None:
            return frozenset(self.answers)
        return frozenset({200, 302}) if self.method == "get" else frozenset({200, 302, 409})


def made(value: Made, world: Any) -> dict[str, Any]:
    """Return the mapping itself, or what its function makes in the world."""
    return dict(value(world) if callable(value) else value)


def table() -> dict[str, Row]:
    """Return all rooms' rows. Raises `AssertionError` when two rooms claim one URL."""
    rows: dict[str, Row] = {}
    for module in pkgutil.iter_modules(permissions.__path__):
        if not module.name.startswith("table_"):
            continue
        of_room = importlib.import_module(f"tests.permissions.{module.name}").ROWS
        twice = rows.keys() & of_room.keys()
        assert not twice, f"two tables name {sorted(twice)}"
        rows.update(of_room)
    return rows


def urls() -> dict[str, URLPattern]:
    """Return every URL of the product by its name. Raises `AssertionError` for one without a name."""
    found: dict[str, URLPattern] = {}
    _walk(get_resolver(), "", found)
    return found


def _walk(resolver: URLResolver, prefix: str, found: dict[str, URLPattern]) -> None:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            _walk(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""), found)
            continue
        assert entry.name, f"a URL without a name: {prefix}{entry.pattern}"
        found[f"{prefix}{entry.name}"] = entry


def missing_rows(pages: set[str], rows: set[str]) -> list[str]:
    """Return what stands in the first and not in the second."""
    return sorted(pages - rows)


def marks_disagree(view: Any, row: Row) -> str:
    """Say where the mark on a view and its row differ, "" when they agree; allauth's views carry no marks."""
    if view.__module__.startswith("allauth."):
        return ""
    if row.public:
        return "" if getattr(view, "public_page", False) else "@public_page is missing"
    if not getattr(view, "staff_page", False):
        return "@staff_page(Right...) is missing"
    return (
        "" if set(view.rights) == set(row.rights) else f"the decorator says {sorted(view.rights)}, the row {row.rights}"
    )

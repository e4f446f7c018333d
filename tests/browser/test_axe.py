"""axe finds nothing and nothing sticks out on any page, on a phone and on a desk; and the helper has been seen red.

The pages are those of the permission table: a page that has its row there is looked at here.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponseBase
from django.urls import reverse

from balakas.staff.models import User
from balakas.staff.rules import POSITIONS, PositionKind
from tests.browser.axe import findings, look_at, overflow
from tests.browser.conftest import OpenAs
from tests.conftest import PASSWORD, World
from tests.permissions.rows import Row, made, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {name: row for name, row in table().items() if row.method == "get"}
PRIVILEGED = [PositionKind.ADMINISTRATOR, PositionKind.KASI_PMDK, PositionKind.CAMAT, *PositionKind]


def test_the_helper_sees_what_is_wrong(open_as: OpenAs) -> None:
    page = open_as(None)
    page.goto("/info/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/x.png\"><p style=\"width:200vw\">lebar</p>'")
    assert any(line.startswith("image-alt") for line in findings(page))
    assert overflow(page)


@pytest.mark.parametrize("path", ["/akun/masuk/", "/tidak-ada/"])
def test_pages_before_the_login(open_as: OpenAs, world: World, pictures: Path, path: str) -> None:
    wrong = look_at(open_as(None), path, name="umum" + path.replace("/", "-").rstrip("-"), folder=pictures)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page(open_as: OpenAs, world: World, pictures: Path, name: str) -> None:
    row = PAGES[name]
    user = _who_may(row, name, world)
    user.set_password(PASSWORD)
    user.save()
    path, query = reverse(name, kwargs=made(row.kwargs, world)), made(row.data, world)
    path += f"?{urlencode(query)}" if query else ""
    answer = _answer(world, user, path)
    if not _is_page(answer):
        assert answer.status_code in {*row.allowed, *row.but.values(), 302}, f"{name}: {answer.status_code}"
        return
    wrong = look_at(open_as(user), path, name=name.replace(":", "-"), folder=pictures)
    assert not wrong, "\n".join(wrong)


def _who_may(row: Row, name: str, world: World) -> User:
    for kind in PRIVILEGED:
        if row.but.get(kind) == 200:
            return world.users[kind]
    for kind in PRIVILEGED:
        if kind not in row.but and (not row.rights or any(right in POSITIONS[kind].rights for right in row.rights)):
            return world.users[kind]
    pytest.fail(f"nobody may open {name}")


def _answer(world: World, user: User, path: str) -> HttpResponseBase:
    kind = next(kind for kind, one in world.users.items() if one == user)
    return world.client(kind).get(path)


def _is_page(answer: Any) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")

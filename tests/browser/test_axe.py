"""axe finds nothing and nothing sticks out, on a phone and on a desk; and the helper itself has been seen red."""

from pathlib import Path

import pytest

from balakas.staff.rules import PositionKind
from tests.browser.axe import findings, look_at, overflow
from tests.browser.conftest import OpenAs
from tests.conftest import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_helper_sees_what_is_wrong(open_as: OpenAs) -> None:
    page = open_as(None)
    page.goto("/info/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/x.png\"><p style=\"width:200vw\">lebar</p>'")
    assert any(line.startswith("image-alt") for line in findings(page))
    assert overflow(page)


@pytest.mark.parametrize("path", ["/info/", "/tentang/", "/privasi/", "/akun/masuk/"])
def test_pages_for_anybody(open_as: OpenAs, world: World, pictures: Path, path: str) -> None:
    wrong = look_at(open_as(None), path, name="umum" + path.replace("/", "-").rstrip("-"), folder=pictures)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path", ["/", "/galeri/", "/tidak-ada/", "/akun/kata-sandi/", "/akun/faktor-kedua/", "/akun/keluar/"]
)
def test_pages_of_the_office(open_as: OpenAs, world: World, pictures: Path, path: str) -> None:
    administrator = world.users[PositionKind.ADMINISTRATOR]
    administrator.set_password(PASSWORD)
    administrator.save()
    page = open_as(administrator)
    wrong = look_at(page, path, name="kantor" + path.replace("/", "-").rstrip("-"), folder=pictures)
    assert not wrong, "\n".join(wrong)

"""What a first visit costs on a village's line, compressed: 60 kB for the public, 150 kB for the office."""

import pytest
from playwright.sync_api import Page, Response

from balakas.staff.rules import PositionKind
from tests.browser.conftest import OpenAs
from tests.conftest import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def weight(page: Page, path: str) -> int:
    """Return the bytes that came over the wire for a first visit (bodies as sent, without heads)."""
    answers: list[Response] = []
    page.on("response", answers.append)
    page.goto(path, wait_until="networkidle")
    return sum(answer.request.sizes()["responseBodySize"] for answer in answers)


def test_public_page_is_light_and_needs_no_script(open_as: OpenAs, world: World) -> None:
    page = open_as(None)
    assert 5_000 < weight(page, "/info/") <= 60_000
    assert page.locator("script").count() == 0


def test_office_page_is_light(open_as: OpenAs, world: World) -> None:
    assert 20_000 < weight(open_as(world.users[PositionKind.CAMAT]), "/") <= 150_000

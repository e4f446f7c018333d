"""The story's own office, server and people."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.conftest import launch
from tests.journeys.cast import DESK, Album, Officer
from tests.journeys.papers import Bag
from tests.journeys.served import ROOT, Served

Enter = Callable[..., Officer]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Make the office in a fresh folder and serve it."""
    folder = tmp_path / "data"
    folder.mkdir()
    server = Served(folder)
    server.inside("make")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """Return where the pictures go: into the guide only when asked (`BALAKAS_SCREENSHOTS=1`)."""
    wanted = os.environ.get("BALAKAS_SCREENSHOTS") == "1"
    return Album(ROOT / "docs" / "guide" / "images" if wanted else tmp_path / "pictures")


@pytest.fixture
def bag(tmp_path: Path) -> Bag:
    return Bag(tmp_path)


@pytest.fixture
def cast(served: Served, browser: Browser, album: Album) -> Iterator[dict[str, Officer]]:
    """Collect who has entered; nobody may have met a script error or a page that refused."""
    entered: dict[str, Officer] = {}
    yield entered
    for officer in entered.values():
        officer.context.close()


@pytest.fixture
def enter(served: Served, browser: Browser, album: Album, cast: dict[str, Officer]) -> Enter:
    """Return a function that logs a person in, once, on a desk or a phone."""
    from balakas.config.demo.office import PASSWORD

    def come(username: str, size: tuple[int, int] = DESK) -> Officer:
        name = f"{username}{size[0]}"
        if name not in cast:
            cast[name] = Officer(browser, served.url, album, size)
            cast[name].log_in(username, PASSWORD)
        return cast[name]

    return come

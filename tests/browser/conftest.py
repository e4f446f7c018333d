"""A real Chromium on a live server. Never skipped: without a browser or built screens the tests fail with a sentence."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

from balakas.staff.models import User
from tools.chromium import find

# Playwright's own event loop runs in this thread; Django would refuse every query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

OpenAs = Callable[[User | None], Page]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start the machine's Chromium (CHROMIUM, else the PATH, else Playwright's own)."""
    browser = launch(playwright)
    yield browser
    browser.close()


def launch(playwright: Playwright, *extra: str) -> Browser:
    """Start a browser with further switches; a failing sentence where there is none."""
    try:
        return playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-dev-shm-usage", *extra]
        )
    except Error as error:
        pytest.fail(f"no Chromium could be started: install one or set CHROMIUM to its path ({error.message[:200]})")


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[list[BrowserContext]]:
    """Collect the contexts of a test and close them; a script error on any page is a failure."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def open_as(live_server: object, chromium: Browser, contexts: list[BrowserContext]) -> Iterator[OpenAs]:
    """Return a function that opens a page as a person (None: nobody) with Indonesian pages and an English browser."""
    errors: list[str] = []

    def start(user: User | None) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="en-US",
            timezone_id="Asia/Makassar",
            viewport={"width": 1366, "height": 768},
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda line: errors.append(line.text) if line.type == "error" and "status of 4" not in line.text else None,
        )
        return page

    yield start
    assert not errors, errors


def session_of(user: User) -> str:
    """Return the key of a new session of `user`, as a login would make it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return where pictures of pages go: `BALAKAS_PICTURES`, else a folder of the test."""
    return Path(os.environ.get("BALAKAS_PICTURES", tmp_path))

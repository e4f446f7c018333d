"""A form's file control: in the page's language in an English browser, by keyboard, and without a script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from balakas.staff.rules import PositionKind
from tests.browser.conftest import OpenAs, session_of
from tests.conftest import World
from tests.recipients.making import a_distribution

pytestmark = pytest.mark.django_db(transaction=True)


def chosen_by_keyboard(page: Page, path: str) -> None:
    """Tab to the control and press Space, as the browser wants it of its own button."""
    page.locator("#id_file").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)


def test_it_speaks_the_pages_language_and_names_the_file(open_as: OpenAs, world: World, tmp_path) -> None:
    page = open_as(world.users[PositionKind.KASI_PMDK])
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(reverse("recipients:bring", args=[a_distribution(world).id]))
    control = page.locator("[data-file]").first
    assert control.inner_text().split("\n") == ["Pilih berkas", "Belum ada berkas"]
    own = page.locator("#id_file")
    assert own.evaluate("one => getComputedStyle(one).color") == "rgba(0, 0, 0, 0)", "the browser's own words"
    name = "daftar penerima bantuan sosial bulan Januari 2026 yang sudah lengkap.csv"
    (tmp_path / name).write_text("NAMA\n")
    chosen_by_keyboard(page, str(tmp_path / name))
    assert control.locator("[data-file-name]").inner_text() == name
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_a_script_the_browser_names_the_file(chromium: Browser, live_server, world: World, tmp_path) -> None:
    context = chromium.new_context(base_url=live_server.url, locale="en-US", java_script_enabled=False)
    key = session_of(world.users[PositionKind.KASI_PMDK])
    context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("recipients:bring", args=[a_distribution(world).id]))
    control = page.locator("[data-file]").first
    assert control.inner_text().strip() == "Pilih berkas"
    (tmp_path / "a.csv").write_text("NAMA\n")
    page.locator("#id_file").set_input_files(tmp_path / "a.csv")
    assert page.locator("#id_file").input_value().endswith("a.csv")
    assert control.locator("[data-file-name]").is_hidden()
    context.close()

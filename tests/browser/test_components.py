"""The components with a script of their own, in a real browser: they do what they promise, under the page's own policy."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from balakas.staff.rules import PositionKind
from tests.browser.conftest import OpenAs, launch, session_of
from tests.conftest import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "BLK-TEST-9001"


@pytest.fixture
def gallery(open_as: OpenAs, world: World) -> Page:
    page = open_as(world.users[PositionKind.ADMINISTRATOR])
    page.goto("/galeri/")
    return page


def test_a_signature_becomes_a_picture(gallery: Page) -> None:
    pad = gallery.locator("[data-signature]")
    canvas, hidden = pad.locator("canvas"), pad.locator("input[type=hidden]")
    expect(canvas).to_be_visible()
    assert hidden.input_value() == ""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    gallery.mouse.move(box["x"] + 20, box["y"] + 40)
    gallery.mouse.down()
    gallery.mouse.move(box["x"] + 140, box["y"] + 110, steps=8)
    gallery.mouse.up()
    content = base64.b64decode(hidden.input_value().removeprefix("data:image/png;base64,"))
    colours = Image.open(io.BytesIO(content)).convert("RGB").getcolors(maxcolors=100_000)
    assert colours is not None
    assert len(colours) > 1, "an empty sheet was taken for a signature"
    pad.get_by_role("button", name="Ulangi tanda tangan").click()
    assert hidden.input_value() == ""


def test_a_map_shows_points_without_asking_anybody(gallery: Page) -> None:
    asked: list[str] = []
    gallery.on("request", lambda request: asked.append(request.url))
    gallery.reload(wait_until="networkidle")
    expect(gallery.locator(".bk-map path.leaflet-interactive")).to_have_count(2)
    here = gallery.url.split("/galeri")[0]
    assert all(url.startswith((here, "data:", "blob:")) for url in asked), asked


def test_a_dangerous_act_asks_first(gallery: Page) -> None:
    gallery.get_by_role("button", name="Batalkan nomor").click()
    dialog = gallery.get_by_role("dialog", name="Batalkan nomor ini?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Batal", exact=True).click()
    expect(dialog).to_be_hidden()


def test_errors_stand_above_and_at_their_field_and_take_the_focus(gallery: Page) -> None:
    gallery.get_by_label("Nama program").fill("")
    gallery.get_by_role("button", name="Simpan").click()
    summary = gallery.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(gallery.get_by_label("Nama program")).to_be_focused()


def test_without_script_menu_and_forms_still_work(chromium: Browser, live_server: object, world: World) -> None:
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    user = world.users[PositionKind.ADMINISTRATOR]
    context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
    page = context.new_page()
    page.goto("/galeri/")
    page.locator(".bk-navmenu summary").click()
    expect(page.locator(".bk-navmenu").get_by_role("link", name="Pengaturan")).to_be_visible()
    expect(page.get_by_label("Kode undangan")).to_be_visible()
    expect(page.locator("noscript details summary", has_text="Batalkan nomor")).to_be_visible()
    context.close()


@pytest.fixture
def filming(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera films a QR code."""
    code = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(code.to_image(scale=8)).convert("RGB")
    frame = Image.new("RGB", (640, 480), "white")
    frame.paste(picture, ((640 - picture.width) // 2, (480 - picture.height) // 2))
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=92)
    film = tmp_path / "camera.mjpeg"
    film.write_bytes(buffer.getvalue() * 30)
    browser = launch(
        playwright,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    yield browser
    browser.close()


def test_the_camera_reads_a_code_in_the_page(filming: Browser, live_server: object, world: World) -> None:
    context = filming.new_context(base_url=live_server.url, permissions=["camera"])
    user = world.users[PositionKind.ADMINISTRATOR]
    context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
    page = context.new_page()
    page.goto("/galeri/")
    page.get_by_role("button", name="Pindai kode QR").click()
    expect(page.get_by_label("Kode undangan")).to_have_value(CODE, timeout=20_000)
    context.close()

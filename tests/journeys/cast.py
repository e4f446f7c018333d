"""The people of the story: each with a browser of their own, and the pictures they take on the way."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESK, PHONE = (1366, 900), (360, 740)
_COLOURS = 96
LARGEST = 120_000


class Album:
    """Where the pictures of the story go; few colours, so that the guide stays light."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, page: Page, name: str) -> None:
        """Take the page as it stands in the window and keep it as a small PNG."""
        picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(self.folder / f"{name}.png", optimize=True)


class Officer:
    """One person at work in the browser."""

    def __init__(self, browser: Browser, url: str, album: Album, size: tuple[int, int]) -> None:
        self.album, self.size = album, size
        self.requests: list[str] = []
        self.errors: list[str] = []
        phone: dict[str, Any] = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
        self.context: BrowserContext = browser.new_context(
            base_url=url, locale="id-ID", timezone_id="Asia/Makassar", viewport={"width": size[0], "height": size[1]},
            permissions=["geolocation"], geolocation={"latitude": -2.412849, "longitude": 115.529138, "accuracy": 9},
            **phone,
        )  # fmt: skip
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", lambda answer: self._note(answer.status, answer.url))

    def _note(self, status: int, url: str) -> None:
        if status >= 400:
            self.errors.append(f"{status} {url}")

    def log_in(self, username: str, password: str) -> None:
        """Log in as a person does."""
        self.go("/akun/masuk/")
        self.write("Nama pengguna", username)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.press("Masuk", exact=True)
        self.page.wait_for_url("**/")

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, name: str, *, exact: bool = False, inside: str = "main") -> None:
        """Press the button of this name and see the page that follows."""
        self._click(self.page.locator(inside).get_by_role("button", name=name, exact=exact).first)

    def follow(self, name: str, *, exact: bool = False, inside: str = "main") -> None:
        """Follow the link of this name."""
        self._click(self.page.locator(inside).get_by_role("link", name=name, exact=exact).first)

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def tick(self, label: str) -> None:
        """Tick a box, a choice or a card by its words."""
        self.page.get_by_label(label).first.check(force=True)

    def bring(self, selector: str, path: Path) -> None:
        self.page.locator(selector).first.set_input_files(path)

    def unfold(self, title: str) -> None:
        self.page.locator("summary", has_text=title).first.click()

    def see(self, text: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(text).first.wait_for()

    def keep(self, name: str, *, at: str = "") -> None:
        """Take a picture: from the top, or with the place `at` (a selector or words) in the middle of the window."""
        if at:
            place = self.page.locator(at).first
            place.evaluate("place => place.scrollIntoView({block: 'center', behavior: 'instant'})")
        else:
            self.page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
        self.album.keep(self.page, name)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.size[0], f"{name}: the page is {wide} px wide in a window of {self.size[0]}"

    def draw(self) -> None:
        """Sign on the pad."""
        pad = self.page.locator(".bk-signature canvas")
        pad.scroll_into_view_if_needed()
        frame = pad.bounding_box()
        assert frame
        self.page.mouse.move(frame["x"] + 20, frame["y"] + 60)
        self.page.mouse.down()
        for right, down in ((70, 20), (110, 90), (150, 40), (210, 70)):
            self.page.mouse.move(frame["x"] + right, frame["y"] + down, steps=3)
        self.page.mouse.up()

    @staticmethod
    def _click(place: Locator) -> None:
        page = place.page
        place.click()
        page.wait_for_load_state()

"""A phone in the story: a Chromium of its own with a profile on the disk, that can be killed like a battery."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.axe import findings, overflow
from tools.chromium import find

WIDE, HIGH = 360, 740
PHRASE = "sungai balangan deras jernih"
_PATIENCE = 20
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--hide-scrollbars",
    "--force-device-scale-factor=1", "--autoplay-policy=no-user-gesture-required", "--lang=id",
)  # fmt: skip
NETWORK = """(state) => {
  globalThis.network = state;
  if (globalThis.lost !== undefined) return;
  globalThis.lost = 0;
  const real = globalThis.fetch;
  globalThis.fetch = async (address, options) => {
    if (globalThis.network === "away") throw new TypeError("no signal");
    const reply = await real(address, options);
    if (globalThis.network !== "reply lost" || !String(address).endsWith("/events")) return reply;
    globalThis.lost++;
    throw new TypeError("the reply was lost");
  };
}"""
DUMP = """async () => {
  const db = await new Promise((ready, failed) => {
    const asked = indexedDB.open("balakas-lapangan");
    asked.onsuccess = () => ready(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const text = (value) => {
    if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join("");
    if (value !== null && typeof value === "object") return Object.values(value).map(text).join("\\n");
    return String(value);
  };
  const found = {};
  for (const name of db.objectStoreNames) {
    const rows = await new Promise((ready) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => ready(asked.result);
    });
    found[name] = {rows: rows.length, text: rows.map(text).join("\\n")};
  }
  db.close();
  return found;
}"""


@dataclass
class Handset:
    """One phone: its profile, its browser while that lives, what it met."""

    playwright: Playwright
    profile: Path
    url: str
    script: str = ""
    taps: int = 0
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    greens: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    browser: Browser | None = None
    page: Page = None  # type: ignore[assignment]  # there from `switch_on`

    def switch_on(self) -> None:
        """Start the browser on its profile."""
        self.profile.mkdir(parents=True, exist_ok=True)
        told = self.profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        words = [str(find()), *_SWITCHES, f"--user-data-dir={self.profile}", f"--window-size={WIDE},{HIGH}"]
        self.process = subprocess.Popen(
            [*words, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + _PATIENCE
        while not told.exists() or not told.read_text():
            assert time.monotonic() < until, "the browser did not start"
            time.sleep(0.05)
        port = told.read_text().splitlines()[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context.grant_permissions(["geolocation", "camera"], origin=self.url)
        self.context.set_geolocation({"latitude": -2.412849, "longitude": 115.529138, "accuracy": 9})
        self.page = self.open()

    @property
    def context(self) -> BrowserContext:
        assert self.browser is not None
        return self.browser.contexts[0]

    def open(self) -> Page:
        """Open a tab."""
        page = self.context.new_page()
        page.set_viewport_size({"width": WIDE, "height": HIGH})
        page.set_default_timeout(15_000)
        if self.script:
            page.add_init_script(self.script)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def battery_out(self) -> None:
        """Kill the browser and all its processes, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
            self.process = None
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)

    def throw_away(self) -> None:
        self.battery_out()
        shutil.rmtree(self.profile, ignore_errors=True)

    # --- what a thumb does --------------------------------------------------------------------------------------------

    def tap(self, name: str, *, exact: bool = False) -> None:
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def see(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def look(self) -> None:
        """Note what axe finds on the screen as it stands, and whether it is wider than the window."""
        title = self.page.locator("h1").first.inner_text()
        self.wrong += [f"{title}: {one}" for one in findings(self.page)]
        if wide := overflow(self.page):
            self.wrong.append(f"{title}: wider than the window: {wide}")

    def come(self, token: str) -> list[str]:
        """Enrol by the office's code; returns the six words."""
        self.page.goto(f"{self.url}/pos/#daftar={token}")
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        self.look()
        self.tap("Daftarkan")
        self.see("Cocokkan enam kata")
        self.look()
        return self.page.locator("ol.words li").all_inner_texts()

    def take_bundle(self, officer: str) -> None:
        """Go from the words to the queue: key, bundle, officer, goods counted."""
        self.see("Kesiapan ponsel")
        self.look()
        self.tap("Lanjut")
        self.page.get_by_label("Frasa", exact=True).fill(PHRASE)
        self.page.get_by_label("Ulangi frasa").fill(PHRASE)
        self.look()
        self.tap("Ambil data pos")
        self.see("Siapa yang bertugas")
        self.look()
        self.tap(officer)
        self.page.get_by_role("heading", name="Buka pelayanan").wait_for()
        self.look()
        self.tap("Buka pelayanan")
        self.page.get_by_label("Nama atau angka").wait_for()
        self.look()

    def unlock(self) -> None:
        self.page.get_by_label("Frasa", exact=True).fill(PHRASE)
        self.tap("Buka", exact=True)
        self.page.get_by_label("Nama atau angka").wait_for()

    def find_person(self, tail: str) -> None:
        """Type the last digits and open the person."""
        self.page.get_by_label("Nama atau angka").fill(tail)
        self.page.locator("button.row").first.click()
        self.page.locator(".verdict").wait_for()

    def photograph(self) -> None:
        self.page.get_by_role("button", name="Ambil foto").wait_for()
        self.tap("Ambil foto")
        self.tap("Pakai foto ini")

    def draw(self) -> None:
        """Sign on the pad: one stroke, counted as one tap."""
        pad = self.page.locator("canvas.pad")
        pad.wait_for()
        frame = pad.bounding_box()
        assert frame
        self.taps += 1
        self.page.mouse.move(frame["x"] + 30, frame["y"] + 60)
        self.page.mouse.down()
        for right, down in ((80, 20), (130, 90), (190, 50)):
            self.page.mouse.move(frame["x"] + right, frame["y"] + down, steps=3)
        self.page.mouse.up()

    def give(self, tail: str) -> str:
        """Hand over in full to the person whose NIK ends so; returns the code on the green screen."""
        self.find_person(tail)
        self.tap("KTP cocok")
        self.photograph()
        self.draw()
        return self.save()

    def save(self) -> str:
        self.tap("Simpan", exact=True)
        place = self.page.get_by_test_id("receipt")
        place.wait_for()
        self.greens.append(place.inner_text())
        return self.greens[-1]

    def home(self) -> None:
        self.tap("Tutup", exact=True)
        self.page.get_by_label("Nama atau angka").wait_for()

    def unsent(self, text: str) -> None:
        """See what the bar says of what was not sent."""
        expect(self.page.get_by_test_id("unsent")).to_contain_text(text, timeout=20_000)

    def send(self) -> None:
        """Press the button that sends."""
        self.page.get_by_role("button", name="Keadaan ponsel").click()
        button = self.page.get_by_role("button", name="Kirim sekarang")
        button.wait_for()
        button.click()

    def network(self, state: str) -> None:
        """Make the network `fine`, `away`, or lose each reply to events after the server has taken them."""
        self.page.evaluate(NETWORK, state)

    def dump(self) -> dict[str, dict[str, Any]]:
        """Return what lies in the storage, byte for byte as text."""
        found: dict[str, dict[str, Any]] = self.page.evaluate(DUMP)
        return found

    def on_disk(self) -> bytes:
        """Return the bytes of the storage's own files."""
        files = [file for file in (self.profile / "Default" / "IndexedDB").rglob("*") if file.is_file()]
        return b"".join(file.read_bytes() for file in files)

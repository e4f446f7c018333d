"""A village's officer collects KTP and KK with the field app: without signal, killed in the middle of sending, by sharing.

The origin is cut by stopping the server; the battery is a SIGKILL.
"""

import hashlib
import io
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Playwright

from tests.journeys.cast import Album
from tests.journeys.field_phone import PHRASE, Handset
from tests.journeys.served import ROOT, Served

pytestmark = pytest.mark.browser
COUNTED = """(() => {
  const real = globalThis.fetch;
  globalThis.parts = 0;
  globalThis.fetch = (address, options) => {
    if (options?.method === "PUT") globalThis.parts++;
    return real(address, options);
  };
})()"""
SHARE = """([name, photos]) => {
  const form = document.createElement("form");
  form.method = "post"; form.enctype = "multipart/form-data"; form.action = "/pos/bagikan";
  const input = document.createElement("input");
  input.type = "file"; input.name = name; input.multiple = true;
  const bag = new DataTransfer();
  photos.forEach((text, at) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    bag.items.add(new File([bytes], `IMG-20260120-WA${at}.jpg`, {type: "image/jpeg"}));
  });
  input.files = bag.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one office whose village officer has one phone."""
    folder = tmp_path_factory.mktemp("papers") / "data"
    folder.mkdir()
    server = Served(folder)
    server.story = server.papers("make")  # type: ignore[attr-defined]
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def phone(served: Served, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handset]:
    """Enrol the village officer's phone; it holds no part of any post, only the list of papers."""
    handset = Handset(playwright, tmp_path_factory.mktemp("phone") / "profile", served.url, script=COUNTED)
    handset.switch_on()
    handset.come(served.papers("code")["token"])
    served.papers("let_in")
    handset.tap("Periksa")
    handset.see("Kesiapan ponsel")
    handset.tap("Lanjut")
    handset.see("Kunci daftar berkas")
    handset.page.get_by_label("Frasa", exact=True).fill(PHRASE)
    handset.page.get_by_label("Ulangi frasa").fill(PHRASE)
    handset.look()
    handset.tap("Ambil daftar berkas")
    handset.see("0 dari 20 orang sudah lengkap")
    yield handset
    handset.throw_away()
    assert handset.errors == []
    assert not handset.wrong, "\n".join(handset.wrong)


@pytest.fixture
def album(tmp_path: Path) -> Album:
    import os

    wanted = os.environ.get("BALAKAS_SCREENSHOTS") == "1"
    return Album(ROOT / "docs" / "guide" / "images" if wanted else tmp_path / "pictures")


def a_photo(seed: int, size: tuple[int, int] = (820, 545)) -> bytes:
    """Return a JPEG that does not pack well, as photos do not; another one for each seed."""
    noise = random.Random(seed).randbytes(size[0] * size[1] * 3)  # noqa: S311 -- a picture, no secret
    buffer = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def open_again(phone: Handset) -> None:
    phone.switch_on()
    phone.page.goto(f"{phone.url}/pos/")
    phone.see("Buka daftar berkas")
    phone.look()
    phone.page.get_by_label("Frasa", exact=True).fill(PHRASE)
    phone.tap("Buka", exact=True)
    phone.page.get_by_label("Cari nama").wait_for()


def until(truth: Callable[[], Any], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.3)


def test_photographed_without_signal_killed_at_four_fifths_one_document(served, phone, album):
    """Camera and gallery without signal; sending breaks after four of five parts and the battery dies; then one document."""
    first, second = served.story["people"][:2]
    phone.look()
    album.keep(phone.page, "field-papers")
    served.stop()
    phone.page.get_by_role("button", name=f"{first}: KTP").wait_for()
    phone.tap(f"Foto berkas {first}: KTP")
    phone.page.get_by_role("button", name="Ambil foto").wait_for()
    phone.page.wait_for_timeout(300)
    phone.look()
    album.keep(phone.page, "field-paper-photo")
    phone.taps = 0
    phone.tap("Ambil foto")
    phone.see("Pakai foto ini")
    phone.tap("Pakai foto ini")
    phone.page.get_by_role("heading", name=f"Kartu Keluarga (KK): {first}").wait_for()  # the next paper by itself
    phone.photograph()
    phone.see("1 dari 20 orang sudah lengkap")
    assert phone.taps == 4, "two taps a paper"

    large = a_photo(1)
    assert 4 * 65_536 < len(large) <= 5 * 65_536, len(large)
    phone.page.get_by_label("Cari nama").fill(second)
    phone.tap(f"Foto berkas {second}: KTP")
    phone.page.get_by_label("Atau pilih foto").set_input_files(
        {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": large}
    )
    phone.tap("Pakai foto ini")
    phone.page.get_by_role("heading", name=f"Kartu Keluarga (KK): {second}").wait_for()
    phone.page.get_by_role("button", name="Kembali").click()
    phone.unsent("Belum terkirim 3")
    _nobody_in_the_storage(phone, served.story["people"])

    _hold_back_after_four(phone, hashlib.sha256(large).hexdigest())
    served.start()
    until(lambda: phone.page.evaluate("globalThis.stuck === true"), 90)  # it tries by itself, ever less often
    phone.battery_out()
    half = served.papers("figures")
    assert half["chunks"] == 4, "four of the five parts are there"
    assert hashlib.sha256(large).hexdigest() not in {one["sha256"] for one in half["documents"]}

    open_again(phone)
    phone.send()
    phone.unsent("Semua terkirim")
    assert phone.page.evaluate("globalThis.parts") <= 1, "only what was missing is sent again"
    there = served.papers("figures")
    whose = sorted((one["name"], one["kind"], one["by"]) for one in there["documents"])
    assert whose == sorted([(first, "ktp", "desa"), (first, "kk", "desa"), (second, "ktp", "desa")])
    assert there["drafts"] == 3, "the card's reader is asked for each"
    assert [one["sha256"] for one in there["documents"]].count(hashlib.sha256(large).hexdigest()) == 1
    assert there["chunks"] == 0
    until(lambda: phone.dump()["chunks"]["rows"] == 0)


def _hold_back_after_four(phone: Handset, sha256: str) -> None:
    """Let four parts of that picture through and no fifth."""
    phone.page.evaluate(
        """(sha) => {
          const real = globalThis.fetch;
          globalThis.sent = 0;
          globalThis.fetch = (address, options) => {
            const ours = options?.method === "PUT" && String(address).includes(sha);
            if (ours && globalThis.sent === 4) { globalThis.stuck = true; return new Promise(() => {}); }
            if (ours) globalThis.sent++;
            return real(address, options);
          };
        }""",
        sha256,
    )


def _nobody_in_the_storage(phone: Handset, people: list[str]) -> None:
    stores, disk = phone.dump(), phone.on_disk()
    assert stores["chunks"]["rows"] >= 3, "pictures must lie there for this to say anything"
    text = "\n".join(one["text"] for one in stores.values())
    for needle in [*(name.split()[0] for name in people), "6311034107", "JFIF"]:
        assert needle not in text, needle
        assert needle.encode() not in disk, needle
        assert needle.encode("utf-16-le") not in disk, needle
    assert b"\xff\xd8\xff\xe0" not in disk
    assert "Kecamatan Awayan" in text, "the search finds what is there"


def test_photos_shared_from_another_app_get_their_owner(served, phone, album):
    """Thirty of thirty-two are kept, sealed, without signal and with the list locked; each gets its owner by one tap."""
    import base64

    served.stop()
    photos = [a_photo(100 + at, (80, 60)) for at in range(32)]
    given = [base64.b64encode(one).decode() for one in photos]
    phone.page.evaluate(SHARE, ["foto", given])
    phone.see("30 foto kiriman tersimpan")
    phone.see("2 foto tidak diambil")
    phone.look()
    stores = phone.dump()
    assert stores["tray"]["rows"] == 30
    assert "JFIF" not in stores["tray"]["text"]
    phone.page.get_by_label("Frasa", exact=True).fill(PHRASE)
    phone.tap("Buka", exact=True)
    phone.see("Foto 1 dari 30")
    phone.page.locator("img.shot").wait_for()
    phone.look()
    album.keep(phone.page, "field-tray")

    second, third = served.story["people"][1:3]
    phone.taps = 0
    for name, paper in ((second, "KK"), (third, "KTP"), (third, "KK")):
        phone.page.locator("img.shot").wait_for()
        phone.page.get_by_label("Ketik nama").fill(name)
        phone.tap(f"{name}: {paper}")
        until(lambda: phone.page.get_by_label("Ketik nama").input_value() == "")
    assert phone.taps == 3
    phone.see("Foto 1 dari 27")
    phone.tap("Buang")
    phone.see("Foto 1 dari 26")
    phone.page.get_by_role("button", name="Kembali").click()
    phone.see("3 dari 20 orang sudah lengkap")
    phone.look()

    phone.battery_out()
    served.start()
    open_again(phone)
    phone.send()
    phone.unsent("Semua terkirim")
    there = served.papers("figures")
    digests = [one["sha256"] for one in there["documents"]]
    assert len(digests) == len(set(digests)) == 6
    assert {hashlib.sha256(one).hexdigest() for one in photos} >= set(digests[3:])
    assert phone.dump()["tray"]["rows"] == 26, "what has no owner yet waits"


def test_a_reply_that_is_lost_makes_no_second_document(served, phone):
    """The office took it and the phone never heard; one photo that shows both cards serves both, each once."""
    fourth = served.story["people"][3]
    before = len(served.papers("figures")["documents"])
    phone.page.goto(f"{phone.url}/pos/")
    phone.page.get_by_label("Frasa", exact=True).fill(PHRASE)
    phone.tap("Buka", exact=True)
    phone.page.evaluate(
        """() => {
          const real = globalThis.fetch;
          globalThis.lost = 0;
          globalThis.fetch = async (address, options) => {
            const reply = await real(address, options);
            if (!String(address).includes("papers/photographed") || globalThis.lost >= 2) return reply;
            globalThis.lost++;
            throw new TypeError("the reply was lost");
          };
        }"""
    )
    photo = {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": a_photo(7, (200, 120))}
    phone.page.get_by_label("Cari nama").fill(fourth)
    phone.tap(f"Foto berkas {fourth}: KTP")
    for following in (f"Kartu Keluarga (KK): {fourth}", "Berkas warga"):
        phone.page.get_by_label("Atau pilih foto").set_input_files(photo)
        phone.tap("Pakai foto ini")
        phone.page.get_by_role("heading", name=following).wait_for()
    phone.send()
    phone.unsent("Semua terkirim")
    there = served.papers("figures")["documents"][before:]
    assert sorted((one["name"], one["kind"]) for one in there) == [(fourth, "kk"), (fourth, "ktp")]
    assert set(served.papers("figures")["states"]) == {"done"}

"""The field app in a real browser against a real server: without signal, without battery, with replies cut off.

The origin is cut by stopping the server, not by the browser's switch; the battery is a SIGKILL.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys.cast import Album
from tests.journeys.field_phone import Handset
from tests.journeys.served import ROOT, Served

pytestmark = pytest.mark.browser
DAYS_OFF = """(() => {
  const real = Date, off = 2 * 24 * 3600 * 1000;
  globalThis.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() + off); }
    static now() { return real.now() + off; }
  };
})()"""
# Chromium remembers for some seconds how much room there was: try a store of our own until it knows better.
UNTIL_WRITING = """async (wanted) => {
  const db = await new Promise((ready) => {
    const asked = indexedDB.open("probe");
    asked.onupgradeneeded = () => asked.result.createObjectStore("s");
    asked.onsuccess = () => ready(asked.result);
  });
  const write = () => new Promise((told) => {
    const tx = db.transaction("s", "readwrite", {durability: "strict"});
    tx.objectStore("s").put(new Uint8Array(50_000), 1);
    tx.oncomplete = () => told("taken");
    tx.onabort = () => told("refused");
  });
  for (let turn = 0; turn < 100 && (await write()) !== wanted; turn++) await new Promise((go) => setTimeout(go, 400));
  db.close();
}"""
NewPhone = Callable[..., Handset]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one office to all phones of these journeys; each has its own slice."""
    folder = tmp_path_factory.mktemp("field") / "data"
    folder.mkdir()
    server = Served(folder)
    server.story = server.field("make")  # type: ignore[attr-defined]
    server.start()
    yield server
    server.stop()


@pytest.fixture
def new_phone(served: Served, playwright: Playwright, tmp_path: Path) -> Iterator[NewPhone]:
    """Return a function that makes a phone, enrols it, and gives it the slice of that number."""
    phones: list[Handset] = []

    def make(number: int, *, script: str = "") -> Handset:
        phone = Handset(playwright, tmp_path / f"phone{number}", served.url, script=script)
        phones.append(phone)
        phone.switch_on()
        phone.words = phone.come(served.field("code")["token"])  # type: ignore[attr-defined]
        phone.id = served.field("let_in", slice_of(served, number)["id"])["device"]  # type: ignore[attr-defined]
        phone.tap("Periksa")
        phone.take_bundle(served.story["officer"])  # type: ignore[attr-defined]
        return phone

    yield make
    for phone in phones:
        phone.throw_away()
        assert phone.errors == []
        assert not phone.wrong, "\n".join(phone.wrong)


@pytest.fixture
def album(tmp_path: Path) -> Album:
    import os

    wanted = os.environ.get("BALAKAS_SCREENSHOTS") == "1"
    return Album(ROOT / "docs" / "guide" / "images" if wanted else tmp_path / "pictures")


def slice_of(served: Served, number: int) -> dict[str, Any]:
    return served.story["slices"][number]  # type: ignore[attr-defined]


def tails(served: Served, number: int) -> list[str]:
    return [one["tail"] for one in slice_of(served, number)["people"]]


def figures(served: Served, phone: Handset) -> dict[str, Any]:
    return served.field("figures", phone.id)  # type: ignore[attr-defined]


def test_a_day_without_signal_loses_nothing_though_the_battery_dies(served, new_phone, album):
    """Green screens = events, before and after the battery; the storage shows nobody; all of it arrives."""
    phone = new_phone(0)
    people = slice_of(served, 0)["people"]
    album.keep(phone.page, "field-home")
    served.stop()
    phone.battery_out()

    phone.switch_on()
    phone.page.goto(f"{served.url}/pos/")
    phone.see("Buka data pos")
    phone.look()
    phone.unlock()

    _one_hand_over(phone, album, people[0])
    phone.home()
    _in_part_for_another(phone, people[1]["tail"])
    phone.home()
    _taken_back(phone, people[2]["tail"])
    phone.find_person(people[3]["tail"])
    phone.tap("Tidak hadir")
    phone.look()
    phone.tap("Simpan", exact=True)
    phone.see("TERCATAT")
    phone.battery_out()

    phone.switch_on()
    phone.page.goto(f"{served.url}/pos/")
    phone.unlock()
    assert len(phone.greens) == 3
    _still_there(phone, people)
    _nobody_in_the_storage(phone, people)

    served.start()
    phone.send()
    phone.unsent("Semua terkirim")
    album.keep(phone.page, "field-sent")
    phone.look()
    _all_arrived(figures(served, phone), phone)


def _one_hand_over(phone: Handset, album: Album, person: dict[str, str]) -> None:
    """Hand over from the code on the invitation to the next scan: the taps are counted."""
    phone.tap("Pindai")
    phone.look()
    phone.page.get_by_role("button", name="Kembali").click()
    phone.taps = 0
    phone.find_person(person["tail"])
    phone.page.wait_for_timeout(300)
    phone.look()
    album.keep(phone.page, "field-due")
    phone.tap("KTP cocok")
    phone.page.get_by_role("button", name="Ambil foto").wait_for()
    phone.page.wait_for_timeout(300)
    phone.look()
    phone.tap("Ambil foto")
    phone.see("Pakai foto ini")
    album.keep(phone.page, "field-photo")
    phone.tap("Pakai foto ini")
    phone.draw()
    phone.look()
    album.keep(phone.page, "field-sign")
    phone.save()
    phone.look()
    album.keep(phone.page, "field-green")
    assert phone.taps == 5, "check, shutter, use, sign, save"


def _in_part_for_another(phone: Handset, tail: str) -> None:
    phone.find_person(tail)
    phone.tap("Diambil wakil")
    phone.tap("Kurang dari haknya")
    phone.tap("KTP cocok")
    phone.tap("Beras −", exact=True)
    phone.page.get_by_label("Mengapa kurang").fill("Karung sobek")
    phone.look()
    phone.tap("Lanjut")
    phone.page.get_by_label("Nama wakil").fill("Basuni Contoh")
    phone.page.get_by_label("Hubungan").select_option("family")
    phone.look()
    phone.tap("Lanjut")
    phone.photograph()  # of the letter
    phone.see("Foto penerima")
    phone.photograph()
    phone.draw()
    phone.save()
    phone.see("Sisa 1 kg")


def _taken_back(phone: Handset, tail: str) -> None:
    phone.give(tail)
    phone.tap("Batalkan pencatatan ini")
    phone.page.get_by_label("Alasannya").fill("Salah orang")
    phone.look()
    phone.tap("Batalkan", exact=True)
    phone.see("Pencatatan dibatalkan")
    phone.home()


def _still_there(phone: Handset, people: list[dict[str, str]]) -> None:
    for person, verdict in zip(people, ("Sudah diserahkan di sini", "Berhak", "Berhak", "Berhak"), strict=False):
        phone.find_person(person["tail"])
        phone.see(verdict)
        phone.page.get_by_role("button", name="Kembali").click()
    phone.find_person(people[3]["tail"])
    phone.see("Tadi dicatat tidak hadir")
    phone.page.get_by_role("button", name="Kembali").click()
    rows = phone.dump()["outbox"]["rows"]
    # shift, two claims of each of three visits, two counter-entries, one absence
    assert rows == 1 + 6 + 2 + 1
    phone.unsent(f"Belum terkirim {rows - 1}")  # the shift was sent while there was signal


def _nobody_in_the_storage(phone: Handset, people: list[dict[str, str]]) -> None:
    stores, disk = phone.dump(), phone.on_disk()
    assert stores["chunks"]["rows"] >= 3, "pictures must lie there for this to say anything"
    text = "\n".join(one["text"] for one in stores.values())
    needles = [person["name"].split()[0] for person in people] + [
        "Basuni",
        "Karung sobek",
        "6311034107",
        "JFIF",
        "PNG\r",
    ]
    for needle in needles:
        assert needle not in text, needle
        assert needle.encode() not in disk, needle
        assert needle.encode("utf-16-le") not in disk, needle
    assert b"\xff\xd8\xff\xe0" not in disk
    assert "Kecamatan Awayan" in text, "the search finds what is there"


def _all_arrived(there: dict[str, Any], phone: Handset) -> None:
    assert [one["seq"] for one in there["events"]] == list(range(1, 11))
    assert there["receipts"] == sorted(phone.greens)
    assert there["holds"] is True
    kinds = [one["type"] for one in there["events"]]
    assert kinds == ["shift_open", *["handover"] * 6, "void", "void", "absent"]
    deadline = time.monotonic() + 20
    while phone.dump()["chunks"]["rows"] and time.monotonic() < deadline:
        time.sleep(0.3)
    assert phone.dump()["chunks"]["rows"] == 0, "each picture was confirmed by the server's signed word"


def test_a_cut_reply_a_full_storage_two_tabs_and_a_new_version(served, new_phone):
    """Nothing twice, nothing silent, one syncer, and an open form keeps its page."""
    phone = new_phone(1)
    phone.unsent("Semua terkirim")
    own = tails(served, 1)
    phone.network("reply lost")
    phone.give(own[0])
    phone.home()
    expect(phone.page.get_by_test_id("unsent")).to_contain_text("Belum terkirim 2")
    phone.send()
    _wait(lambda: phone.page.evaluate("globalThis.lost") >= 2)
    before = figures(served, phone)
    assert len(before["events"]) == 3, "the server took them"
    assert phone.dump()["outbox"]["rows"] == 3
    phone.network("fine")
    phone.tap("Kirim sekarang")
    phone.unsent("Semua terkirim")
    assert figures(served, phone)["events"] == before["events"]

    _full(served, phone, own[1])
    _one_syncer(phone)
    _new_version(phone, own[2])
    phone.unsent("Semua terkirim")
    there = figures(served, phone)
    assert (there["receipts"], there["holds"], there["cases"]) == (sorted(phone.greens), True, [])


def _full(served: Served, phone: Handset, tail: str) -> None:
    """A full storage is red, keeps the form, and is written once there is room."""
    phone.page.get_by_role("button", name="Kembali").click()
    phone.find_person(tail)
    phone.tap("KTP cocok")
    phone.photograph()
    phone.draw()
    rows = phone.dump()["outbox"]["rows"]
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": served.url, "quotaSize": 1000})
    phone.page.evaluate(UNTIL_WRITING, "refused")
    phone.tap("Simpan", exact=True)
    phone.see("BELUM TERCATAT")
    phone.look()
    assert phone.dump()["outbox"]["rows"] == rows
    session.send("Storage.overrideQuotaForOrigin", {"origin": served.url})
    phone.page.evaluate(UNTIL_WRITING, "taken")
    phone.tap("Simpan lagi")
    place = phone.page.get_by_test_id("receipt")
    place.wait_for()
    phone.greens.append(place.inner_text())
    phone.home()


def _one_syncer(phone: Handset) -> None:
    """Two tabs: one holds the lock, the other waits for it."""
    second = phone.open()
    second.goto(f"{phone.url}/pos/")
    second.get_by_text("Buka data pos").wait_for()
    locks = "() => navigator.locks.query().then((found) => [found.held, found.pending].map((all) => all.map((one) => one.name)))"
    _wait(lambda: phone.page.evaluate(locks) == [["balakas-sync"], ["balakas-sync"]])
    second.close()


def _new_version(phone: Handset, tail: str) -> None:
    """A newer worker waits while a form is open; nothing is lost, and the home screen offers it."""
    phone.find_person(tail)
    phone.tap("KTP cocok")
    phone.page.evaluate("() => { globalThis.same = true; }")
    phone.page.evaluate("() => navigator.serviceWorker.register('/pos/sw.js?newer', {scope: '/pos/'}).then(() => true)")
    waiting = "() => navigator.serviceWorker.getRegistration('/pos/').then((found) => found.waiting !== null)"
    _wait(lambda: phone.page.evaluate(waiting))
    phone.photograph()
    phone.draw()
    phone.save()
    assert phone.page.evaluate("globalThis.same") is True, "the page was replaced under an open form"
    phone.home()
    phone.tap("Versi baru siap")
    phone.see("Buka data pos")
    phone.unlock()
    assert phone.page.evaluate("globalThis.same") is None


def test_a_clock_two_days_off_and_a_phone_that_is_revoked(served, new_phone):
    """The bar says so and the ledger has the right time; a revoked phone's unsent work arrives, as cases."""
    phone = new_phone(2, script=DAYS_OFF)
    phone.see("Jam ponsel salah")
    own = slice_of(served, 2)
    phone.tap("Pindai")
    phone.page.get_by_label("Kode undangan").fill(slice_of(served, 0)["codes"][0])
    phone.tap("Lanjut")
    phone.see("Dilayani di Bagian 1")
    phone.look()
    phone.tap("Pindai", exact=True)
    phone.page.get_by_label("Kode undangan").fill(own["codes"][0])
    phone.tap("Lanjut")
    phone.see("Berhak menerima")
    phone.page.get_by_role("button", name="Kembali").click()
    phone.unsent("Semua terkirim")

    phone.network("away")
    phone.give(own["people"][0]["tail"])
    served.field("revoke", phone.id)
    phone.home()
    phone.network("fine")
    phone.send()
    phone.unsent("Semua terkirim")
    there = figures(served, phone)
    assert [one["type"] for one in there["events"]] == ["shift_open", "handover", "handover"]
    assert all(abs(moment - time.time()) < 300 for moment in there["happened"])
    assert there["cases"].count("revoked_device") == 2
    assert there["holds"] is True
    assert phone.dump()["outbox"]["rows"] == 3, "kept, though sent and revoked"


def _wait(until: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.2)

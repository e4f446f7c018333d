"""How fast the field app is in the hand: 10,000 people on one phone, Chromium's processor slowed six times, no signal.

    python bench/field.py [--people 10000] [--turns 40] [--slower 6]

A real office is served, a phone enrols and takes everybody along, then the server is stopped. Measured in the page, from the
thumb to the painted screen: a code to its verdict, two letters more of a name to the list of who fits, a cold start to the
first question. Beside it, in the same page with the same people under the same brake: Dexie 4 asked for a code by its index,
and Fuse.js 7 asked for the same names, both as their documentation shows them, and without any screen to paint. Printed:
p50 and p95 in milliseconds and the ratios. Exit 1 when a verdict takes more than 300 ms at p95 or a cold start (unslowed)
more than a second.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402 -- after the path

from tests.journeys.field_phone import PHRASE, Handset  # noqa: E402
from tests.journeys.served import Served  # noqa: E402

VERDICT_MS, COLD_MS = 300, 1000
PEERS = ("dexie@4.2.0", "fuse.js@7.1.0")
PAINTED = """const painted = (wanted) => new Promise((done) => {
  const look = () => (wanted() ? requestAnimationFrame(() => setTimeout(done)) : requestAnimationFrame(look));
  look();
});
const type = (input, text) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", {bubbles: true}));
};"""
VERDICT = f"""async (code) => {{
  {PAINTED}
  type(document.querySelector("form input"), code);
  const from = performance.now();
  document.querySelector(".thumb button.main").click();
  await painted(() => document.querySelector(".verdict"));
  return performance.now() - from;
}}"""
SEARCH = f"""async (name) => {{
  {PAINTED}
  const input = document.querySelector("input[type=search]");
  const from = performance.now();
  type(input, name);
  await painted(() => document.querySelector("button.row .pill"));
  const took = performance.now() - from;
  type(input, "");
  await painted(() => !document.querySelector("button.row .pill"));
  return took;
}}"""
COLD = f"""async () => {{
  {PAINTED}
  await painted(() => document.querySelector("#kunci"));
  return performance.now();
}}"""
PEER_CODE = """async ([people, codes]) => {
  const db = new Dexie("peer");
  db.version(1).stores({people: "id, code"});
  await db.people.bulkPut(people);
  const times = [];
  for (const code of codes) {
    const from = performance.now();
    if (!(await db.people.get({code}))) throw new Error("not found");
    times.push(performance.now() - from);
  }
  await db.delete();
  return times;
}"""
PEER_NAMES = """([people, names]) => {
  const fuse = new Fuse(people, {keys: ["name"]});
  return names.map((name) => {
    const from = performance.now();
    fuse.search(name, {limit: 20});
    return performance.now() - from;
  });
}"""


def main() -> int:
    """Measure and print; 1 where a promise is not kept."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--people", type=int, default=10_000)
    words.add_argument("--turns", type=int, default=40)
    words.add_argument("--slower", type=int, default=6)
    asked = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="balakas-field-"))
    (folder / "data").mkdir()
    served = Served(folder / "data")
    try:
        return report(measure(served, folder, asked), asked)
    finally:
        served.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(served: Served, folder: Path, asked: argparse.Namespace) -> dict[str, list[float]]:
    """Return milliseconds by what was measured."""
    story = served.field("make", str(asked.people), "1", str(asked.turns))
    part = story["slices"][0]
    served.start()
    with sync_playwright() as playwright:
        phone = Handset(playwright, folder / "profile", served.url)
        try:
            phone.switch_on()
            phone.come(served.field("code")["token"])
            served.field("let_in", part["id"])
            phone.tap("Periksa")
            phone.take_bundle(story["officer"])
            phone.unsent("Semua terkirim")
            served.stop()
            return in_hand(phone, part, asked)
        finally:
            phone.throw_away()


def in_hand(phone: Handset, part: dict[str, Any], asked: argparse.Namespace) -> dict[str, list[float]]:
    """Measure the app and its peers without signal."""
    found: dict[str, list[float]] = {"cold": [cold(phone) for _ in range(5)]}
    brake(phone, asked.slower)
    found["cold slowed"] = [cold(phone) for _ in range(3)]
    phone.page.get_by_label("Frasa", exact=True).fill(PHRASE)
    phone.tap("Buka", exact=True)
    phone.page.get_by_label("Nama atau angka").wait_for(timeout=60_000)
    names = [one["name"][:-2] for one in part["people"][:: max(1, len(part["people"]) // asked.turns)]]
    found["name to list"] = [phone.page.evaluate(SEARCH, name) for name in names]
    found["code to verdict"] = [verdict(phone, code) for code in part["codes"]]
    people = [{"id": at, "name": one["name"], "code": f"K{at:07d}"} for at, one in enumerate(part["people"])]
    for source in peers():
        phone.page.evaluate(source)
    found["Dexie: code to row"] = phone.page.evaluate(
        PEER_CODE, [people, [one["code"] for one in people[: asked.turns]]]
    )
    found["Fuse.js: name to rows"] = phone.page.evaluate(PEER_NAMES, [people, names])
    return found


def brake(phone: Handset, times: int) -> None:
    """Slow the page's processor down."""
    phone.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def cold(phone: Handset) -> float:
    """Open the app anew, as after a tap on its icon; return milliseconds until its first question stands there."""
    phone.page.goto("about:blank")
    phone.page.goto(f"{phone.url}/pos/", wait_until="commit")
    return float(phone.page.evaluate(COLD))


def verdict(phone: Handset, code: str) -> float:
    """Type a code as the camera would read it, and return to the queue."""
    phone.page.get_by_role("button", name="Pindai").first.click()
    phone.page.get_by_label("Kode undangan").wait_for()
    took = float(phone.page.evaluate(VERDICT, code))
    phone.page.get_by_role("button", name="Kembali").click()
    phone.page.get_by_label("Nama atau angka").wait_for()
    return took


def peers() -> list[str]:
    """Return the peers' own scripts, fetched the first time into a folder of their own."""
    home = HERE / ".venv" / "npm"
    files = [home / "node_modules/dexie/dist/dexie.min.js", home / "node_modules/fuse.js/dist/fuse.basic.min.js"]
    if not all(file.exists() for file in files):
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(home), *PEERS], check=True, timeout=300)  # noqa: S603, S607 -- fixed words
    names = ("Dexie", "Fuse")
    return [
        f"() => {{ {file.read_text(encoding='utf-8')};\n globalThis.{name} ??= typeof {name} === 'undefined' ? null : {name}; }}"
        for file, name in zip(files, names, strict=True)
    ]


def report(found: dict[str, list[float]], asked: argparse.Namespace) -> int:
    """Print the table and what is promised."""
    told = {
        name: {"p50": round(statistics.median(times), 1), "p95": round(p95(times), 1), "turns": len(times)}
        for name, times in found.items()
    }
    for name, line in told.items():
        print(f"{name:24} p50 {line['p50']:8.1f} ms   p95 {line['p95']:8.1f} ms   of {line['turns']}")
    names, codes = (
        (found["Fuse.js: name to rows"], found["name to list"]), (found["Dexie: code to row"], found["code to verdict"])
    )  # fmt: skip
    print(
        f"a name's list, painted, beside Fuse.js' bare search: {p95(names[0]) / p95(names[1]):.2f} times as fast at p95"
    )
    print(f"a verdict, painted, beside Dexie's bare look-up: {p95(codes[1]) / p95(codes[0]):.2f} times its time at p95")
    kept = told["code to verdict"]["p95"] <= VERDICT_MS and told["cold"]["p95"] <= COLD_MS
    print(json.dumps({"people": asked.people, "slower": asked.slower, "kept": kept, **told}))
    return 0 if kept else 1


def p95(times: list[float]) -> float:
    """Return what 95 of 100 stay below."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


if __name__ == "__main__":
    raise SystemExit(main())

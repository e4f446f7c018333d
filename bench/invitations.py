"""How long 2,000 invitations with a QR code take as one PDF, from the database to the sealed file, beside WeasyPrint.

    python bench/invitations.py [--people 2000] [--peer-people 100] [--rounds 5]

Rounds alternate between us and the peer, so that what else runs on the machine meets both; medians are printed, CPU seconds
(all threads) beside wall seconds. WeasyPrint gets a plainer page of the same words and lives in a virtual environment of its
own under `bench/.venv`, made here the first time. "End to end" is the office's own path: the list's people invited, their
codes and names opened from the vault, the PDF made and sealed. Exit 1 when the median with backs takes more than five wall
seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from balakas.common.qr import qr_svg  # noqa: E402 -- after the path
from balakas.papers.actions.make import make_pdf  # noqa: E402
from balakas.papers.rules.samples.planning import invitations  # noqa: E402
from balakas.papers.rules.sheets.planning import Invitations  # noqa: E402

LIMIT = 5.0
PEER = HERE / ".venv"
PEER_CODE = """
import json, sys, time
from weasyprint import HTML
people = json.load(sys.stdin)
page = lambda p: (f"<section><h1>Kecamatan Awayan</h1><p>Undangan {p['order']}</p><h2>{p['name']}</h2>"
    f"{p['qr'].split('dtd' + chr(34) + '>')[-1]}<p>{p['what']} pada {p['day']} pukul {p['time']} di {p['place']}</p></section>"
    f"<section><h2>Surat kuasa</h2><p>{p['name']}, {p['nik_masked']}, {p['address']}</p><p>{p['what']}, {p['village']}</p></section>")
wall, cpu = time.perf_counter(), time.process_time()
HTML(string="<style>@page{size:A5} section{break-after:page}</style>" + "".join(map(page, people))).write_pdf()
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
Times = list[tuple[float, float]]


def sheet(count: int, *, with_back: bool) -> Invitations:
    made = invitations()
    one = made["people"][0]
    people = [
        {
            **one,
            "name": f"Penerima Contoh {n}",
            "order": f"{n} dari {count}",
            "code": f"K7QX-{n:04d}",
            "qr": qr_svg(f"https://balakas.example/u/K7QX{n:04d}"),
        }
        for n in range(1, count + 1)
    ]
    return {**made, "with_back": with_back, "people": people}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def in_a_process(what: str, people: int) -> tuple[float, float]:
    """Measure one of `ALONE` in a process of its own: typst remembers what it has set before."""
    command = [sys.executable, __file__, "--alone", what, "--people", str(people)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- this file
    wall, cpu = done.stdout.split()[-2:]
    return float(wall), float(cpu)


def pdf_only(people: int, *, with_back: bool) -> tuple[float, float]:
    return timed(lambda: make_pdf("invitations", sheet(people, with_back=with_back), long=True))


def end_to_end(people: int) -> tuple[float, float]:
    """Invite a list in a new database, print it by the office's own path, and seal the file."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BALAKAS_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        from bench.whole import path  # noqa: PLC0415 -- Django is set up by it

        return timed(path(people))


ALONE: dict[str, Callable[[int], tuple[float, float]]] = {
    "fronts": lambda people: pdf_only(people, with_back=False),
    "with backs": lambda people: pdf_only(people, with_back=True),
    "end to end": end_to_end,
}


def peer_python() -> Path | None:
    """Return the peer's interpreter, installing WeasyPrint the first time; None where it cannot be had."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
    there = subprocess.run([python, "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0  # noqa: S603
    install = [python, "-m", "pip", "install", "--quiet", "weasyprint"]
    if not there and subprocess.run(install, check=False).returncode != 0:  # noqa: S603
        return None
    works = subprocess.run([python, "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0  # noqa: S603
    return python if works else None


def peer(python: Path, people: int) -> tuple[float, float]:
    given = json.dumps(sheet(people, with_back=True)["people"])
    done = subprocess.run([python, "-c", PEER_CODE], input=given, capture_output=True, text=True, check=True)  # noqa: S603
    wall, cpu = done.stdout.split()
    return float(wall), float(cpu)


def told(name: str, times: Times) -> tuple[float, float]:
    wall, cpu = (statistics.median(one[place] for one in times) for place in (0, 1))
    spread = f"{min(one[0] for one in times):.2f} to {max(one[0] for one in times):.2f}"
    print(f"{name:34} wall {wall:6.2f} s ({spread})   CPU {cpu:6.2f} s")
    return wall, cpu


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=2000)
    asked.add_argument("--peer-people", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--alone", choices=ALONE)
    given = asked.parse_args()
    if given.alone:
        print(*ALONE[given.alone](given.people))
        return 0
    python, runs = peer_python(), {name: Times() for name in [*ALONE, "peer"]}
    for _ in range(given.rounds):
        for name in ALONE:
            runs[name].append(in_a_process(name, given.people))
        if python:
            runs["peer"].append(peer(python, given.peer_people))
    print(f"{given.people} invitations, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.rounds} rounds")
    found = {name: told(name, runs[name]) for name in ALONE}
    wall, cpu = found["with backs"]
    if python:
        scale = given.people / given.peer_people
        peer_wall, peer_cpu = told(f"WeasyPrint, {given.peer_people} people", runs["peer"])
        print(f"WeasyPrint / ours, per person: wall {peer_wall * scale / wall:.1f}, CPU {peer_cpu * scale / cpu:.1f}")
    else:
        print("WeasyPrint could not be installed here: not measured")
    return 0 if wall <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

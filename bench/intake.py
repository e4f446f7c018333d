"""How fast a list comes in: read, checked, sealed, staged and compared, by the very job the page starts.

`python bench/intake.py [--rows 200000]... [--kind xlsx|csv] [--database sqlite|postgresql|both] [--peers 100000|0]`; `--rows` may
be given several times; without it 200,000 and 1,000,000. Memory is the sum of all our processes at their peak.

Beside it, in the same run, the same rows through django-import-export as its documentation shows it and in its bulk mode
(an environment of its own under `bench/`, made on first use): that only stores eleven plain columns, without checking, sealing
or comparing. Exit 1 when a limit is missed: 12 s for 200,000 rows, 60 s and 3 GB for 1,000,000, ratios of 13 and 3.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "src"))
from peers import people  # noqa: E402

LIMITS = {200_000: 12.0, 1_000_000: 60.0}
MEMORY = 3 * 1024
RATIOS = {"documented": 13, "bulk": 3}
PEER = "django-import-export==4.4.*"
KNOWN = 5_000
"""People of an earlier list, so that comparing has somebody to find."""


def main() -> int:
    """Run what the words ask for."""
    words = argparse.ArgumentParser()
    words.add_argument("--rows", type=int, action="append", help="may be given several times")
    words.add_argument("--kind", choices=("xlsx", "csv"), default="xlsx")
    words.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    words.add_argument(
        "--peers", type=int, default=100_000, help="rows for the peers and for ours beside them; 0: none"
    )
    words.add_argument("--one", metavar="FILE", help=argparse.SUPPRESS)
    asked = words.parse_args()
    asked.rows = asked.rows or list(LIMITS)
    if asked.one:
        return one(Path(asked.one), asked.rows[0])
    with tempfile.TemporaryDirectory(prefix="balakas-bench-") as folder:
        engines = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
        return max([0, *(on(engine, Path(folder), asked) for engine in engines)])


def on(engine: str, folder: Path, asked: argparse.Namespace) -> int:
    """Measure one database; return 1 when a limit is missed."""
    print(f"-- {engine}", flush=True)
    missed = False
    for rows in asked.rows:
        ours = run_ours(engine, folder, rows, asked.kind)
        tell(f"{rows:,} rows ({asked.kind})", ours, rows)
        missed |= ours["wall"] > LIMITS.get(rows, float("inf")) or ours["memory"] > MEMORY
    if asked.peers:
        beside = run_ours(engine, folder, asked.peers, asked.kind)
        tell(f"{asked.peers:,} rows beside the peers", beside, asked.peers)
        missed |= against_peers(engine, folder, asked.peers, beside)
    return int(missed)


def tell(what: str, took: dict[str, float], rows: int) -> None:
    """Print one measurement."""
    print(
        f"{what}: {took['wall']:.1f} s, {took['cpu']:.1f} s of processor, {rows / took['wall']:,.0f} rows/s, {took['memory']:.0f} MB",
        flush=True,
    )


def against_peers(engine: str, folder: Path, rows: int, ours: dict[str, float]) -> bool:
    """Run the peers on the same rows, print the ratios of wall and processor time; say whether one is too small."""
    python, file = peer_python(), folder / f"peer-{rows}.csv"
    if not file.exists():
        people.write_csv(file, rows)
    missed = False
    for mode, wanted in RATIOS.items():
        took = run_peer(python, engine, folder, file, mode)
        tell(f"django-import-export, {mode}", took, rows)
        ratio = took["wall"] / ours["wall"]
        print(f"  ratio {ratio:.1f} (at least {wanted}), of processor time {took['cpu'] / ours['cpu']:.1f}", flush=True)
        missed |= ratio < wanted
    return missed


def run_ours(engine: str, folder: Path, rows: int, kind: str) -> dict[str, float]:
    """Measure ours in a process of its own, on a database of its own."""
    file = folder / f"list-{rows}.{kind}"
    if not file.exists():
        (people.write_xlsx if kind == "xlsx" else people.write_csv)(file, rows)
    data = folder / f"{engine}-{rows}"
    command = [sys.executable, str(Path(__file__)), "--one", str(file), "--rows", str(rows)]
    return started(command, engine, {"BALAKAS_DATA": str(data)})


def run_peer(python: str, engine: str, folder: Path, file: Path, mode: str) -> dict[str, float]:
    """Measure a peer in its own environment."""
    command = [python, str(HERE / "peers" / "import_export_run.py"), str(file), mode]
    return started(command, engine, {"PEER_SQLITE": str(folder / f"peer-{mode}.sqlite3")})


def started(command: list[str], engine: str, settings: dict[str, str]) -> dict[str, float]:
    """Run a command against an engine and return the JSON it prints last."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= settings
    if engine == "postgresql":
        command = [sys.executable, str(HERE.parent / "tools" / "postgres.py"), "--", *command]
        environment["DATABASE_URL"] = os.environ.get("DATABASE_URL", "")
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 -- our own programs
    return dict(json.loads(done.stdout.splitlines()[-1]))


def peer_python() -> str:
    """Return the Python of the peer's environment, made on first use."""
    folder = HERE / ".venv-import-export"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)  # noqa: S603 -- the same
        wanted = [PEER, "Django==5.2.*", "psycopg[binary]"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)  # noqa: S603 -- the same
    return str(python)


def one(file: Path, rows: int) -> int:
    """Bring one list in on a fresh database and print what it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balakas.config.settings")
    from balakas.config import prepare  # noqa: PLC0415 -- the folder comes before the settings

    prepare.make_database()
    from peers import office  # noqa: PLC0415

    distribution_id, by = office.prepared(KNOWN)
    held = office.bring(distribution_id, file, by=by)
    wall, cpu = time.perf_counter(), processor()
    with Peak() as peak:
        office.read_in_background(held)
    took = {"wall": time.perf_counter() - wall, "cpu": processor() - cpu, "memory": peak.megabytes}
    office.check(held, rows, KNOWN)
    print(json.dumps(took))
    return 0


def processor() -> float:
    """Return the processor seconds of this process and its ended children."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Peak:
    """The most memory that this process and its children held at one moment, looked at five times a second."""

    def __enter__(self) -> Self:
        """Begin to look."""
        self.megabytes, self._over = 0.0, threading.Event()
        self._looking = threading.Thread(target=self._look)
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            numbers = [os.getpid(), *children()]
            self.megabytes = max(self.megabytes, sum(map(resident, numbers)))


def children() -> list[int]:
    """Return the numbers of this process's children."""
    return [int(number) for task in Path("/proc/self/task").glob("*/children") for number in task.read_text().split()]


def resident(number: int) -> float:
    """Return how many MB a process holds in memory; none once it is gone."""
    try:
        pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


if __name__ == "__main__":
    sys.exit(main())

"""Show that a search on Spark finds what the search on DuckDB finds: a standalone master and two workers on this machine.

    python -m tools.spark_proof            # an invented list of 3,000 people
    python -m tools.spark_proof 20000

Needs Java and pyspark (`make spark`). The cluster listens on 127.0.0.1 only and is stopped whatever happens. Exit 0 when both
runs of `balakas duplicates find` printed the same pairs with the same scores, on two workers; 1 when not.
"""

import csv
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

from tools.invented_people import HEADS, any_habits, invent

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, SEED, WORKERS = 3_000, 20_263, 2
PATIENCE = 90
"""Seconds until the cluster must stand."""


def a_list(path: Path, count: int) -> Path:
    """Write an invented list."""
    rows, _ = invent(count, SEED, any_habits(random.Random(SEED)))  # noqa: S311 -- invented people
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, Path]]:
    """Start a master and its workers; yield the master's address and its log, and stop all of them."""
    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    port, log = free_port(), folder / "master.log"
    master = f"spark://127.0.0.1:{port}"
    running: list[subprocess.Popen[bytes]] = []

    def start(kind: str, name: str, *words: str) -> None:
        program = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}", "--host", "127.0.0.1", *words]
        with (folder / f"{name}.log").open("wb") as out:
            running.append(subprocess.Popen(program, env=environment, stdout=out, stderr=out, cwd=folder))

    try:
        start("master.Master", "master", "--port", str(port), "--webui-port", "0")
        for number in range(1, WORKERS + 1):
            work = ["--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{number}")]
            start("worker.Worker", f"worker{number}", *work, master)
        _wait(log)
        yield master, log
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(timeout=30)


def _wait(log: Path) -> None:
    """Wait until every worker is registered. Raises `TimeoutError`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if log.exists() and log.read_text(errors="replace").count("Registering worker") >= WORKERS:
            return
        time.sleep(0.5)
    raise TimeoutError(log.read_text(errors="replace")[-2_000:])


def find(path: Path, *words: str) -> dict[str, list[list[object]]]:
    """Run the command as an office does; return what it printed."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }
    program = [sys.executable, "-m", "balakas.config.cli", "duplicates", "find", str(path), "--json", *words]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3_000:])
    told: dict[str, list[list[object]]] = json.loads(done.stdout)
    return told


def main() -> int:
    """Compare both runs and say so."""
    if shutil.which("java") is None:
        sys.exit("Java is not there (Debian: apt-get install default-jre-headless).")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = a_list(folder / "people.csv", count)
        here = find(path)
        with cluster(folder) as (master, log):
            there = find(path, "--engine", "spark", "--master", master)
            used = log.read_text(errors="replace").count("Launching executor")
        executors = sum(1 for number in range(1, WORKERS + 1) for _ in (folder / f"work{number}").glob("app-*/*"))
    same = here["pairs"] == there["pairs"]
    print(
        f"{count} people, cluster of {WORKERS} workers at {master}, {executors} executors ({used} launched by the master)"
    )
    print(
        f"DuckDB {len(here['pairs'])} pairs in {here['seconds']} s; Spark {len(there['pairs'])} pairs in {there['seconds']} s"
    )
    if same:
        print("same pairs, same scores")
    else:
        apart = {tuple(pair) for pair in here["pairs"]} ^ {tuple(pair) for pair in there["pairs"]}
        print(f"{len(apart)} pairs differ, for example {sorted(apart, key=str)[:4]}")
    return 0 if same and here["pairs"] and executors >= WORKERS else 1


if __name__ == "__main__":
    sys.exit(main())

"""How long all regions take into a new database, and one regency's villages in a fresh process.

    python bench/regions.py [--saved 3000] [--rounds 5]

The load stands beside Django's `save()` row by row (that many rows, in one transaction, reckoned to all of them); the fresh
process beside one that reads the whole table with `csv` to find the same villages. Exit 1 when the load takes more than
ten seconds or the fresh process looks longer than one.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "src"
sys.path[:0] = [str(HERE.parent), str(SOURCE)]
LOAD, LOOK = 10.0, 1.0
OURS = """
import time; start = time.perf_counter()
from balakas.regions.queries import packaged
found = len(packaged.villages_of_regency("63.11"))
print(found, time.perf_counter() - start)
"""
WITH_CSV = """
import time; start = time.perf_counter()
import csv
from balakas.regions.queries import packaged
table = {row[0]: row[1] for row in csv.reader(packaged.text().splitlines()) if row}
found = sum(code.startswith("63.11.") and code.count(".") == 3 for code in table)
print(found, time.perf_counter() - start)
"""


def loads(saved: int) -> tuple[float, float]:
    """Return seconds for all regions: ours, and row by row."""
    import django  # noqa: PLC0415 -- over a folder of this run

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from balakas.common.actors import SYSTEM  # noqa: PLC0415
    from balakas.regions import actions  # noqa: PLC0415
    from balakas.regions.models import Region  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    count = actions.load_regions(by=SYSTEM, at=datetime.now(UTC)).added
    ours = time.perf_counter() - start
    rows = list(Region.objects.values("code", "name", "level", "kind", "parent_code", "edition")[:saved])
    Region.objects.all().delete()
    start = time.perf_counter()
    with transaction.atomic():
        for row in rows:
            Region(**row).save()
    return ours, (time.perf_counter() - start) * count / len(rows)


def look(code: str) -> tuple[int, float]:
    """Return how many villages a fresh process finds, and in how many seconds."""
    command, env = [sys.executable, "-c", code], {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)  # noqa: S603 -- the words above
    found, seconds = done.stdout.split()
    return int(found), float(seconds)


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--saved", type=int, default=3000)
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BALAKAS_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        load, row_by_row = loads(asked.saved)
    rounds = [(look(OURS), look(WITH_CSV)) for _ in range(asked.rounds)]
    assert all(ours[0] == theirs[0] for ours, theirs in rounds)
    ours, theirs = (statistics.median(one[place][1] for one in rounds) for place in (0, 1))
    print(f"all regions: {load:.2f} s; row by row {row_by_row:.1f} s ({row_by_row / load:.0f} times as long)")
    print(
        f"157 villages, fresh process: {ours:.3f} s; csv, whole table: {theirs:.3f} s ({theirs / ours:.1f} times as long)"
    )
    return int(load > LOAD or ours > LOOK)


if __name__ == "__main__":
    sys.exit(main())

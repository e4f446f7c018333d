"""Build the package data of Indonesia's regions: `python tools/regions.py` writes `src/balakas/regions/data/regions.csv.gz`.

The source is the npm package idn-area-data at the exact version pinned in `frontend/package.json`; only its CSV files
are read, nothing of it is run. An unpinned install falls back to an older edition on Node 20, so the counts of
the ministry's 2025 edition are demanded here: a file with other counts is never written.
"""

import csv
import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIN = HERE.parent / "frontend"
SOURCE = PIN / "node_modules" / "idn-area-data" / "data"
TARGET = HERE.parent / "src" / "balakas" / "regions" / "data" / "regions.csv.gz"
COUNTS = {"provinces": 38, "regencies": 514, "districts": 7_285, "villages": 83_762}


class WrongCount(SystemExit):
    """The source is not the edition this project is built on; the message says which count differs."""


def main() -> None:
    """Install the pinned package where it is missing, check it and write the data file."""
    if not SOURCE.is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=PIN, check=True)
    rows = read(SOURCE)
    write(rows, TARGET)
    print(f"{len(rows)} wilayah -> {TARGET.name} ({TARGET.stat().st_size // 1024} kB)", file=sys.stderr)


def read(folder: Path) -> list[tuple[str, str]]:
    """Return (code, name) of every region under `folder`, by code. Raises `WrongCount`."""
    rows: list[tuple[str, str]] = []
    for table, expected in COUNTS.items():
        found = list(_rows(folder / f"{table}.csv"))
        if len(found) != expected:
            raise WrongCount(f"idn-area-data: {table}.csv holds {len(found)} rows, {expected} expected")
        rows += found
    if len({code for code, _ in rows}) != sum(COUNTS.values()):
        raise WrongCount("idn-area-data: a code stands twice")
    return sorted(rows)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            # The ministry's table has `Ra"as` for `Ra'as` in nine places; a quotation mark belongs to no name.
            yield row["code"].strip(), " ".join(row["name"].replace('"', "'").split())


def write(rows: list[tuple[str, str]], target: Path) -> None:
    """Write `rows` as `code,name` lines, gzipped, the same bytes for the same rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{code},{name}\n" for code, name in rows)
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()

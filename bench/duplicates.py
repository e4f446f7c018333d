"""Precision, recall and time of `balakas duplicates find` beside Splink as documented and rapidfuzz with hand-made blocks.

    python bench/duplicates.py                  # an invented list of 3,300 and one of 100,000 people; febrl3 and febrl4
    python bench/duplicates.py --people 1000000 # the large list with so many people
    python bench/duplicates.py --list FILE.csv --pairs FILE.json   # a list of your own beside these

The peers are installed into `bench/peers/.venv` when they are missing. Exit 1 when ours misses what is promised: F1 0.92 with
precision 0.95 on people, F1 0.995 on febrl3 and febrl4.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tools.invented_people import HEADS, any_habits, invent  # noqa: E402

PEERS = ROOT / "bench" / "peers"
PYTHON = PEERS / ".venv" / "bin" / "python"
PROMISED = {"people": (0.92, 0.95), "febrl": (0.995, 0.0)}
SEED = 20_260
FOUND = 0.5


class Result(NamedTuple):
    precision: float
    recall: float
    seconds: float
    cpu: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)


def peers() -> None:
    """Make the peers' venv once."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parents[1]], check=True)  # noqa: S603 -- our own words
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", PEERS / "duplicates.txt"], check=True)  # noqa: S603


def write(path: Path, count: int, seed: int) -> Path:
    """Write an invented list and its pairs."""
    rows, pairs = invent(count, seed, any_habits(random.Random(seed)))  # noqa: S311 -- invented people
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADS)
        writer.writeheader()
        writer.writerows(rows)
    path.with_suffix(".json").write_text(json.dumps(pairs), encoding="utf-8")
    return path


def measured(words: list[str | Path], truth: set[tuple[str, str]]) -> Result:
    """Run a search and hold its pairs against the truth."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(done.stdout)
    found = {tuple(sorted(map(str, pair[:2]))) for pair in told["pairs"] if pair[2] >= FOUND}
    right = len(found & truth)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Result(right / (len(found) or 1), right / len(truth), told["seconds"], cpu)


def compare(name: str, path: Path, pairs: Path) -> Result:
    """Print one list's lines; return ours."""
    truth = {tuple(sorted(map(str, pair))) for pair in json.loads(pairs.read_text(encoding="utf-8"))}
    programs: dict[str, list[str | Path]] = {
        "balakas": [sys.executable, "-m", "balakas.config.cli", "duplicates", "find", path, "--json"],
        "splink": [PYTHON, PEERS / "duplicates_peers.py", "splink", path],
        "rapidfuzz": [PYTHON, PEERS / "duplicates_peers.py", "rapidfuzz", path],
    }
    results = {}
    for program, words in programs.items():
        results[program] = result = measured(words, truth)
        print(
            f"{name:<16} {program:<10} F1 {result.f1:.4f}  precision {result.precision:.4f}  recall {result.recall:.4f}"
            f"  {result.seconds:7.1f} s  {result.cpu:7.1f} s CPU",
            flush=True,
        )
    return results["balakas"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--list", type=Path)
    parser.add_argument("--pairs", type=Path)
    arguments = parser.parse_args()
    peers()
    short = []
    with tempfile.TemporaryDirectory() as folder:
        lists = [
            ("people", f"{count} people", write(Path(folder) / f"{count}.csv", count, SEED + count))
            for count in (3_300, arguments.people)
        ]
        subprocess.run([PYTHON, PEERS / "duplicates_peers.py", "febrl", folder], check=True)  # noqa: S603
        lists += [("febrl", f"febrl{number}", Path(folder) / f"febrl{number}.csv") for number in (3, 4)]
        if arguments.list:
            lists.append(("people", arguments.list.name, arguments.list))
        for kind, name, path in lists:
            pairs = arguments.pairs if path == arguments.list else path.with_suffix(".json")
            ours = compare(name, path, pairs)
            f1, precision = PROMISED[kind]
            short += [name] if ours.f1 < f1 or ours.precision < precision else []
    if short:
        print("short of what is promised:", ", ".join(short))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())

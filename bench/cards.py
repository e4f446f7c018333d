"""How well and how fast KTP and KK photos are read, per field and level, beside rapidocr's documented use and Tesseract.

`python bench/cards.py [--count 4] [--samples FOLDER] [--readers ours,rapidocr,tesseract]`.
Cards are drawn and spoilt anew from a seed (`tests/recipients/cards`), or taken from a folder with `truth.json`. Every
reader runs in a process of its own on one core, so that its peak memory is its own. A card's fields count as right only
when every letter is. Exit 1 when our reader misses a target of the issue.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from bench import card_readers  # noqa: E402 -- after the path
from tests.recipients.cards import draw, people, photograph  # noqa: E402

ONE_CORE = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENCV_FOR_THREADS_NUM": "1"}
FIELDS = (
    "nik",
    "name",
    "birth_date",
    "birth_place",
    "sex",
    "address",
    "rt_rw",
    "village",
    "district",
    "religion",
    "marital",
    "job",
)
EXACT = frozenset({"nik", "name", "birth_date"})
TARGETS = {"exact": 0.99, "other": 0.97, "members": 0.98, "ktp_seconds": 1.0, "kk_seconds": 2.5, "megabytes": 500}
SURE = 0.95


def made(folder: Path, count: int, seed: str) -> list[dict[str, Any]]:
    """Draw `count` KTPs and a third as many KKs per level, pairs and empty papers; return their truth."""
    truth: list[dict[str, Any]] = []

    def keep(file: str, content: bytes, /, **facts: Any) -> None:
        (folder / file).write_bytes(content)
        truth.append({"file": file, **facts})

    for level in range(5):
        for place in range(count):
            throw = people.chance(f"{seed} ktp {level} {place}")
            one = people.person(throw)
            picture = photograph.photograph(draw.ktp(one, throw), level, throw)
            keep(f"ktp_{place:03d}_l{level}.jpg", picture, kind="ktp", level=level, **one.truth())
        for place in range(max(1, count // 3)):
            throw = people.chance(f"{seed} kk {level} {place}")
            household = people.household(throw)
            picture = photograph.photograph(draw.kk(household, throw), level, throw)
            keep(f"kk_{place:03d}_l{level}.jpg", picture, kind="kk", level=level, **household.truth())
    for place in range(max(1, count // 3)):
        throw = people.chance(f"{seed} two {place}")
        first, second = people.person(throw), people.person(throw)
        both = photograph.one_below_the_other(draw.ktp(first, throw), draw.ktp(second, throw))
        pair = {"niks": [first.nik, second.nik], "names": [first.name, second.name]}
        keep(f"two_{place:03d}_l1.jpg", photograph.photograph(both, 1, throw), kind="two", level=1, **pair)
        keep(
            f"other_{place:03d}.jpg", photograph.photograph(photograph.no_card(throw), 1, throw), kind="other", level=1
        )
    return truth


def work(reader: str, folder: Path) -> None:
    """In a process of its own: read every file of a folder, print an answer per line and the peak memory last."""
    read = card_readers.READERS[reader]()
    for one in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        start, cpu = time.perf_counter(), _cpu()
        cards = read(folder / one["file"])
        spent = {"seconds": time.perf_counter() - start, "cpu": _cpu() - cpu}
        print(json.dumps({"file": one["file"], "cards": cards, **spent}), flush=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"megabytes": max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children) // 1024}))


def _cpu() -> float:
    """Return the seconds of one core this process and those it waited for have used."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def answers_of(reader: str, folder: Path) -> tuple[dict[str, Any], int]:
    """Start the reader's process; return its answers by file and its peak memory in megabytes."""
    command = [sys.executable, "-m", "bench.cards", "--work", reader, str(folder)]
    done = subprocess.run(command, env={**os.environ, **ONE_CORE}, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    *lines, last = (json.loads(line) for line in done.stdout.splitlines())
    return {line["file"]: line for line in lines}, last["megabytes"]


def judged(one: dict[str, Any], cards: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """Yield (what was asked, whether it was right) for one photo."""
    fields = cards[0]["fields"] if len(cards) == 1 else {}
    if one["kind"] == "ktp":
        yield from ((name, fields.get(name) == one[name]) for name in FIELDS)
    elif one["kind"] == "kk":
        yield from ((name, fields.get(name) == one[name]) for name in ("kk", "head"))
        yield from (("members", member in fields.get("members", [])) for member in one["members"])
    elif one["kind"] == "two":
        seen = {(card["fields"].get("nik"), card["fields"].get("name")) for card in cards}
        yield "both cards", seen == set(zip(one["niks"], one["names"], strict=True))
    else:
        yield "no card", not cards


def wrongly_sure(one: dict[str, Any], cards: list[dict[str, Any]]) -> int:
    """Count the NIKs and KK numbers offered with confidence 0.95 or more that stand on no card of the photo."""
    right = {one.get("nik"), one.get("kk"), *one.get("niks", ()), *(member["nik"] for member in one.get("members", ()))}
    wrong = 0
    for card in cards:
        fields, sure = card["fields"], card.get("confidence", {})
        offered = {name: fields[name] for name in ("nik", "kk") if name in fields}
        offered |= {f"members[{n}].nik": member.get("nik") for n, member in enumerate(fields.get("members", ()))}
        wrong += sum(sure.get(name, 0) >= SURE and number not in right for name, number in offered.items())
    return wrong


def table(reader: str, truth: list[dict[str, Any]], answers: dict[str, Any], megabytes: int) -> bool:
    """Print a reader's table; return whether it reaches every target."""
    right: dict[tuple[str, str], dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    wrong = 0
    for one in truth:
        cards = answers[one["file"]]["cards"]
        wrong += wrongly_sure(one, cards)
        for name, good in judged(one, cards):
            right[one["kind"], name][one["level"]].append(good)
    levels = sorted({one["level"] for one in truth})
    print(f"\n{reader}\n{'':24}" + "".join(f"level {level:<6}" for level in levels))
    reached = wrong == 0
    for (kind, name), found in right.items():
        wanted = _target(kind, name)
        shares = {level: sum(found[level]) / len(found[level]) for level in levels if level in found}
        reached &= all(share >= wanted for share in shares.values())
        cells = (f"{shares[level]:>7.1%} {len(found[level]):<4}" if level in shares else " " * 12 for level in levels)
        print(f"  {kind:<6}{name:<16}" + "".join(cells))
    for kind, limit in (("ktp", TARGETS["ktp_seconds"]), ("kk", TARGETS["kk_seconds"])):
        spent = [answers[one["file"]] for one in truth if one["kind"] == kind]
        if spent:
            seconds, cpu = (statistics.median(one[key] for one in spent) for key in ("seconds", "cpu"))
            print(f"  {kind:<6}median {seconds:.2f} s ({cpu:.2f} s of one core)")
            reached &= min(seconds, cpu) <= limit
    print(f"  peak memory {megabytes} MB; wrong numbers offered as sure: {wrong}")
    return reached and megabytes <= TARGETS["megabytes"]


def _target(kind: str, name: str) -> float:
    if kind in {"two", "other"}:
        return 1.0
    if name == "members":
        return TARGETS["members"]
    return TARGETS["exact"] if name in EXACT else TARGETS["other"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4, help="KTPs per level")
    parser.add_argument("--seed", default="bench")
    parser.add_argument("--samples", type=Path, help="a folder of photos with truth.json instead of drawn ones")
    parser.add_argument("--readers", default=",".join(card_readers.READERS))
    parser.add_argument("--work", nargs=2, metavar=("READER", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work[0], Path(arguments.work[1]))
        return 0
    with tempfile.TemporaryDirectory() as made_in:
        folder = arguments.samples or Path(made_in)
        if not arguments.samples:
            truth = made(folder, arguments.count, arguments.seed)
            (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        reached = {}
        for reader in arguments.readers.split(","):
            if missing := card_readers.missing(reader):
                print(f"\n{reader}: {missing}")
                continue
            reached[reader] = table(reader, truth, *answers_of(reader, folder))
    if "ours" in reached:
        print(f"\nour reader reaches the targets: {'yes' if reached['ours'] else 'no'}")
    return 0 if reached.get("ours", True) else 1


if __name__ == "__main__":
    sys.exit(main())

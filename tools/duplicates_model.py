"""Trains the models that find people listed twice, on invented lists, and writes them beside the code that uses them.

    python -m tools.duplicates_model                    # people.json, some minutes
    python -m tools.duplicates_model --general FOLDER   # general.json, from febrl1 and febrl2

The model is Splink's: every level of every comparison has its weight. The weights are learnt all at once (logistic regression with a
small pull towards zero) rather than one comparison at a time, because what is compared hangs together: a family shares card, house and
birthplace. Blank is worth nothing by definition, so the intercept is Splink's prior.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from balakas.recipients.queries.duplicates import comparing, model
from balakas.recipients.queries.duplicates.engines import DuckDB
from balakas.recipients.queries.duplicates.finding import weigh
from balakas.recipients.queries.duplicates.lists import HEADS, read
from balakas.recipients.queries.duplicates.people import table_of
from tools.invented_people import THIS_YEAR, Habits, any_habits, invent

SMALL, MIDDLING, LARGE = 3_300, 20_000, 100_000
PULL = 2.0
STEPS = 40
_ENOUGH = 1e-6
_SURE = 30.0
Patterns = Counter[tuple[tuple[int, ...], bool]]


def lists(seed: int, rounds: int) -> Iterator[tuple[int, int, Habits]]:
    """Yield (people, seed, habits) of the lists to learn from: many small ones of many offices, few large ones."""
    for number in range(rounds):
        yield SMALL, seed + number, any_habits(random.Random(seed + number))  # noqa: S311 -- invented people
    for number in range(rounds // 6):
        yield MIDDLING, seed + 500 + number, any_habits(random.Random(seed + 500 + number))  # noqa: S311
    if rounds > 6:  # noqa: PLR2004
        yield LARGE, seed + 900, Habits(villages=250, names=0.9)
        yield LARGE, seed + 901, Habits(villages=23)


def cells_of(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return invented rows as the product reads them: its columns by field."""
    return {field: [row[heads[0]] for row in rows] for field, heads in HEADS["people"].items() if field != "id"}


def patterns_of(cells: dict[str, list[str]], truth: set[tuple[int, int]]) -> Patterns:
    """Return how often each outcome of all comparisons came, among the same people and among two."""
    engine = DuckDB()
    settings = unlearnt() | {"retain_matching_columns": True}
    name = weigh(engine, table_of(cells, year=THIS_YEAR), settings, families=True)
    columns = ", ".join(f"gamma_{comparison}" for comparison in comparing.LEVELS)
    found: Patterns = Counter()
    for left, right, *gammas in engine.rows(f"SELECT unique_id_l, unique_id_r, {columns} FROM {name}"):  # noqa: S608
        found[tuple(gammas), (left, right) in truth] += 1
    return found


def unlearnt() -> dict[str, Any]:
    """Return Splink's settings with the comparisons and nothing known."""
    made = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "probability_two_random_records_match": 0.001,
        "comparisons": comparing.comparisons(),
    }
    for comparison in made["comparisons"]:
        for level in comparison["comparison_levels"][1:]:
            level |= {"m_probability": 0.5, "u_probability": 0.5}
    return made


def columns_of(keys: list[tuple[int, ...]]) -> np.ndarray:
    """Return one 0/1 column per level that is no blank, and one of ones."""
    codes = np.array(keys)
    parts = [codes[:, [at]] == np.arange(len(levels) - 1) for at, levels in enumerate(comparing.LEVELS.values())]
    return np.concatenate([*parts, np.ones((len(keys), 1), bool)], axis=1).astype(float)


def learn(patterns: Patterns) -> np.ndarray:
    """Return the weights in natural logarithms, the intercept last: Newton's steps on the weighted likelihood."""
    keys = sorted({key for key, _ in patterns})
    x = columns_of(keys)
    same = np.array([patterns[key, True] for key in keys], float)
    times = same + np.array([patterns[key, False] for key in keys], float)
    pull = np.full(x.shape[1], PULL)
    pull[-1] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -_SURE, _SURE)))
        slope = x.T @ (same - times * chance) - pull * weights
        bend = (x * (times * chance * (1 - chance))[:, None]).T @ x + np.diag(pull + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < _ENOUGH:
            break
    return weights


def settings_of(weights: np.ndarray) -> dict[str, Any]:
    """Return Splink's settings with these weights: m and u of a level are set so that m/u is the weight."""
    made, at = unlearnt(), 0
    for comparison in made["comparisons"]:
        levels = comparison["comparison_levels"][1:]
        for number, level in enumerate(levels):
            odds = float(np.exp(weights[at + len(levels) - 1 - number]))
            level |= {"m_probability": round(odds / (1 + odds), 6), "u_probability": round(1 / (1 + odds), 6)}
        at += len(levels)
    made["probability_two_random_records_match"] = round(float(1 / (1 + np.exp(-weights[-1]))), 6)
    return made


def save(kind: str, made: dict[str, Any]) -> Path:
    """Write a model beside the code that uses it."""
    path = model.FOLDER / f"{kind}.json"
    path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return path


def invented(seed: int, rounds: int) -> Patterns:
    """Return the outcomes on invented lists."""
    patterns: Patterns = Counter()
    for count, number, habits in lists(seed, rounds):
        rows, pairs = invent(count, number, habits)
        patterns += patterns_of(cells_of(rows), set(pairs))
        print(f"{len(rows)} rows, {len(pairs)} pairs; {len(patterns)} outcomes so far", flush=True)
    return patterns


def given(folder: Path) -> Patterns:
    """Return the outcomes on febrl1 and febrl2, as `bench/peers/duplicates_peers.py febrl FOLDER` writes them."""
    patterns: Patterns = Counter()
    for name in ("febrl1", "febrl2"):
        people = read(folder / f"{name}.csv")
        place = {found: at for at, found in enumerate(people.ids)}
        pairs = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        truth = {(min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs}
        patterns += patterns_of(people.cells, truth)
    return patterns


def main() -> None:
    """Train and save the model of people's lists, or with `--general` that of lists under general heads."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--general", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    patterns = given(arguments.general) if arguments.general else invented(arguments.seed, arguments.rounds)
    print(save("general" if arguments.general else "people", settings_of(learn(patterns))))


if __name__ == "__main__":
    main()

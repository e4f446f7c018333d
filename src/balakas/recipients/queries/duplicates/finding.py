"""Finds who stands on a list more than once: prepare, block, let Splink weigh, close under "same person"."""

import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from splink import Linker

from balakas.recipients.queries.duplicates import blocking, lists, model
from balakas.recipients.queries.duplicates.engines import DuckDB, Engine
from balakas.recipients.queries.duplicates.people import people_sql, table_of
from balakas.recipients.rules.duplicates.closing import FOUND, Pair, close

SHOWN = 0.1
"""Pairs below this score are nobody's business."""
_DIGITS = 4
Id = int | str


class Found(NamedTuple):
    """The pairs with their ids, smaller id first, and how long the search took from the file to the pairs."""

    pairs: list[tuple[Id, Id, float]]
    seconds: float
    people: int


def find(path: Path, *, engine: Engine | None = None, today: date | None = None) -> Found:
    """Find the pairs in the list at `path`. Raises what `lists.read` raises."""
    start = time.perf_counter()
    listed = lists.read(path)
    year = (today or date.today()).year  # noqa: DTZ011 -- which century a two-digit year belongs to, nothing finer
    pairs = pairs_of(table_of(listed.cells, year=year), listed.kind, engine or DuckDB())
    named = _named(pairs, listed.ids)
    return Found(named, round(time.perf_counter() - start, 2), len(listed.ids))


def pairs_of(table: pa.Table, kind: str, engine: Engine) -> list[Pair]:
    """Return the found and the doubtful pairs of a table of facts, by position."""
    if table.num_rows == 0:
        return []
    weighed = weigh(engine, table, model.settings(kind), general=kind != "people")
    score = "match_probability"  # rounded here: engines round ties differently
    shown = f"SELECT unique_id_l, unique_id_r, {score} FROM {weighed} WHERE match_probability >= {SHOWN}"  # noqa: S608
    pairs = _pairs(engine.rows(shown))
    found = sorted({person for pair in pairs if pair.score >= FOUND for person in pair[:2]})
    engine.load("found", pa.table({"person": pa.array(found, pa.int64())}))
    inside = " AND ".join(f"unique_id_{side} IN (SELECT person FROM found)" for side in "lr")  # noqa: S608
    against = f"SELECT unique_id_l, unique_id_r, {score} FROM {weighed} WHERE match_probability < {SHOWN} AND {inside}"  # noqa: S608
    pairs += _pairs(engine.rows(against))
    return [pair for pair in close(pairs) if pair.score >= SHOWN]


def _pairs(rows: list[tuple[Any, ...]]) -> list[Pair]:
    return [Pair(left, right, round(score, _DIGITS)) for left, right, score in rows]


def weigh(
    engine: Engine, table: pa.Table, settings: dict[str, Any], *, families: bool = False, general: bool = True
) -> str:
    """Let Splink weigh all pairs that share a key; return the name of the table with `match_probability`.

    `families`: weigh relatives of other ages too, which only training needs. `general`: look at all pairs a list under
    other heads needs.
    """
    engine.load("listed", table)
    engine.make("people", people_sql("listed"))
    engine.make("keyed", blocking.keys_sql("people", general=general))
    engine.make("paired", blocking.pairs_sql("keyed", families=families))
    api = engine.api()
    linker = Linker(api.register("people"), settings, log_level=None)  # its remarks are about training
    linker.table_management.register_blocked_pairs_for_predict(api.register("paired"))
    name: str = linker.inference.predict(warning_mode="never").physical_name
    return name


def _named(pairs: list[Pair], ids: list[str]) -> list[tuple[Id, Id, float]]:
    numbers = [int(found) for found in ids] if all(found.isascii() and found.isdigit() for found in ids) else []
    whole: list[Any] = numbers if len(set(numbers)) == len(ids) else ids  # `1` and `01` are two rows
    named = [(*sorted((whole[pair.left], whole[pair.right])), pair.score) for pair in pairs]
    return sorted(named)

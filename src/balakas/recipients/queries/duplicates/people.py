"""The list's facts as one table of columns, with what only the whole list knows: who shares a number, how common a name is."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from balakas.recipients.rules.duplicates import people as rules

CROWD_OF_A_NIK = 10
CROWD_OF_A_CARD = 25
_TYPES = {"words": pa.int32(), "serial": pa.int32(), "year": pa.int32(), "is_round": pa.bool_()}
_GROUPS: tuple[tuple[str, type[Any]], ...] = (
    ("name", rules.Name),
    ("nik", rules.Nik),
    ("kk", rules.Card),
    ("birth_date", rules.Birth),
)
_SINGLE: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "listed_sex": ("sex", rules.sex), "place": ("birth_place", rules.plain), "street": ("address", rules.plain), "village": ("village", rules.plain),
}  # fmt: skip
COLUMNS = (
    "unique_id",
    *(name for _, group in _GROUPS for name in group._fields if name != "nik_sex"),
    "sex",
    "place",
    "street",
    "block",
    "village",
)


def table_of(cells: Mapping[str, Sequence[str]], *, year: int) -> pa.Table:
    """Return the facts of all rows, numbered from 0 in the column `unique_id`.

    `cells` are the list's columns by field (`name nik kk birth_place birth_date sex address rt rw village`). Every different cell is read once.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "name": rules.name, "nik": rules.number, "kk": rules.card, "birth_date": partial(rules.birth, year=year),
    }  # fmt: skip
    made = {"unique_id": pa.array(range(len(cells["name"])), pa.int64())}
    for field, group in _GROUPS:
        different, places = _different(cells[field])
        columns = list(zip(*map(readers[field], different), strict=True)) or [()] * len(group._fields)
        for name, column in zip(group._fields, columns, strict=True):
            made[name] = pa.array(column, _TYPES.get(name, pa.string())).take(places)
    for name, (field, reader) in _SINGLE.items():
        different, places = _different(cells[field])
        made[name] = pa.array(map(reader, different), pa.string()).take(places)
    different, places = _different([f"{rt}\n{rw}" for rt, rw in zip(cells["rt"], cells["rw"], strict=True)])
    made["block"] = pa.array((rules.block(*pair.split("\n", 1)) for pair in different), pa.string()).take(places)
    return pa.table(made)


def _different(column: Sequence[str]) -> tuple[list[str], pa.Array]:
    """Return the different cells and where each row has its own among them."""
    encoded = pa.array(column, pa.string()).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices


def people_sql(listed: str) -> str:
    """Return the SQL of the people: numbers that a crowd shares are none, and `chance` is counted.

    A NIK or a card held by a crowd is what an office writes in the place of one. `chance` is how many people of this list would
    agree on name, birth date and village if these had nothing to do with each other, in tenths of a power of ten.
    """
    of_number = ("nik", "nik_head", "serial", "nik_birth")
    kept = ", ".join(name for name in COLUMNS if name not in {*of_number, "kk", "sex"})
    own_nik = f"(nik IS NULL OR count(*) OVER (PARTITION BY nik) <= {CROWD_OF_A_NIK})"
    own_card = f"count(*) OVER (PARTITION BY kk) <= {CROWD_OF_A_CARD}"
    numbers = ", ".join(f"CASE WHEN {own_nik} THEN {name} END AS {name}" for name in of_number)
    counts = " * ".join(
        f"CAST(count(*) OVER (PARTITION BY {column}) AS DOUBLE)" for column in ("sorted_name", "birth", "village")
    )
    everybody = "CAST(count(*) OVER () AS DOUBLE)"
    return (
        f"SELECT {kept}, {numbers}, CASE WHEN {own_card} THEN kk END AS kk,\n"  # noqa: S608 -- our own names
        f"coalesce(listed_sex, CASE WHEN {own_nik} THEN nik_sex END) AS sex,\n"
        "CASE WHEN sorted_name IS NOT NULL AND birth IS NOT NULL AND village IS NOT NULL\n"
        f"THEN CAST(round(10 * log10({counts} / {everybody} / {everybody})) AS INTEGER) END AS chance FROM {listed}"
    )

"""The list's facts as one table of columns, with what only the whole list knows: who shares a number, how common a name is."""

import pyarrow as pa

from balakas.recipients.rules.duplicates.people import Facts, Listed, facts_of

CROWD_OF_A_NIK = 5
CROWD_OF_A_CARD = 25
_TYPES = {"words": pa.int32(), "serial": pa.int32(), "year": pa.int32(), "is_round": pa.bool_()}


def table_of(rows: list[Listed], *, year: int) -> pa.Table:
    """Return the facts of all rows, numbered from 0 in the column `unique_id`."""
    columns = list(zip(*(facts_of(row, year=year) for row in rows), strict=True)) or [()] * len(Facts._fields)
    arrays = {name: pa.array(column, _TYPES.get(name, pa.string())) for name, column in zip(Facts._fields, columns, strict=True)}
    return pa.table({"unique_id": pa.array(range(len(rows)), pa.int64()), **arrays})


def people_sql(listed: str) -> str:
    """Return the SQL of the people: numbers that a crowd shares are none, and `chance` is counted.

    A NIK or a card held by a crowd is what an office writes in the place of one. `chance` is how many people of this list would
    agree on name, birth date and village if these had nothing to do with each other, in tenths of a power of ten.
    """
    kept = ", ".join(name for name in ("unique_id", *Facts._fields) if name not in {"nik", "nik_head", "serial", "kk"})
    own_nik = f"count(*) OVER (PARTITION BY nik) <= {CROWD_OF_A_NIK}"
    own_head = f"nik IS NULL OR {own_nik}"
    own_card = f"count(*) OVER (PARTITION BY kk) <= {CROWD_OF_A_CARD}"
    counts = " * ".join(f"CAST(count(*) OVER (PARTITION BY {column}) AS DOUBLE)" for column in ("sorted_name", "birth", "village"))
    everybody = "CAST(count(*) OVER () AS DOUBLE)"
    return (
        f"SELECT {kept}, CASE WHEN {own_nik} THEN nik END AS nik, CASE WHEN {own_head} THEN nik_head END AS nik_head,\n"  # noqa: S608 -- our own names
        f"CASE WHEN {own_nik} THEN serial END AS serial, CASE WHEN {own_card} THEN kk END AS kk,\n"
        "CASE WHEN sorted_name IS NOT NULL AND birth IS NOT NULL AND village IS NOT NULL\n"
        f"THEN CAST(round(10 * log10({counts} / {everybody} / {everybody})) AS INTEGER) END AS chance FROM {listed}"
    )

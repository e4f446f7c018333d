"""Loading many rows at once: `COPY` on PostgreSQL, `executemany` on SQLite.

`bulk_create` makes an object of every row and is ten times slower; 91,599 regions must be in within seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

_BATCH = 5_000


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert `rows` (values in the order of `columns`, which are field names) and return how many.

    Defaults, signals and `save` are passed by: every column without a database default must be named. Runs in the
    transaction the caller holds; constraints are the database's.
    """
    alias = router.db_for_write(model)
    connection = connections[alias]
    fields: list[Any] = [model._meta.get_field(name) for name in columns]  # noqa: SLF001 -- Django's documented Meta API
    prepared = (_prepare(fields, row, connection) for row in rows)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    if connection.vendor == "postgresql":
        return _copy(connection, f"COPY {table} ({names}) FROM STDIN", prepared)
    marks = ", ".join(["%s"] * len(fields))
    return _executemany(connection, f"INSERT INTO {table} ({names}) VALUES ({marks})", prepared)  # noqa: S608 -- quoted names


def _prepare(fields: Sequence[Any], row: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _copy(connection: BaseDatabaseWrapper, statement: str, rows: Iterator[list[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, start=1):  # noqa: B007 -- the last number is the count
            copy.write_row(row)
    return count


def _executemany(connection: BaseDatabaseWrapper, statement: str, rows: Iterator[list[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count

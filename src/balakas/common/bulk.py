"""Loading many rows at once: `COPY` on PostgreSQL, `executemany` on SQLite.

`bulk_create` makes an object of every row and is ten times slower; 91,599 regions must be in within seconds.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

_BATCH = 5_000
_Preparer = Callable[[Any], Any]


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert `rows` (values in the order of `columns`, which are field names) and return how many.

    Defaults, signals and `save` are passed by: every column without a database default must be named. A key may be
    a UUID or its 32 hexadecimal digits. Runs in the transaction the caller holds; constraints are the database's.
    """
    alias = router.db_for_write(model)
    connection = connections[alias]
    statement, preparers = _insertion(model, tuple(columns), alias)
    run = _copy if connection.vendor == "postgresql" else _executemany
    return run(connection, statement, _prepared(preparers, rows))


def insert_objects(objects: Sequence[Model]) -> int:
    """Insert new objects of one model as they stand, an eighth of the cost of `bulk_create`; return how many.

    What a field would do at `pre_save` is passed by, as in `insert_rows`.
    """
    if not objects:
        return 0
    model = type(objects[0])
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented Meta API
    values = attrgetter(*(field.attname for field in fields))
    return insert_rows(model, [field.name for field in fields], map(values, objects))


@lru_cache(maxsize=256)
def _insertion(model: type[Model], columns: tuple[str, ...], alias: str) -> tuple[str, Sequence["_Preparer | None"]]:
    """Return the statement and what makes its values ready; of the connection only its way of writing values is kept."""
    connection = connections[alias]
    fields: list[Any] = [model._meta.get_field(name) for name in columns]  # noqa: SLF001
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    preparers = [_preparer(field, connection) for field in fields]
    if connection.vendor == "postgresql":
        return f"COPY {table} ({names}) FROM STDIN", preparers
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", preparers  # noqa: S608 -- quoted names


def insert_ready(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows whose values are as the database takes them already: keys as 32 hexadecimal digits, JSON as text."""
    alias = router.db_for_write(model)
    statement, _ = _insertion(model, tuple(columns), alias)
    connection = connections[alias]
    run = _copy if connection.vendor == "postgresql" else _executemany
    return run(connection, statement, iter(rows))


def update_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set `columns` of many rows, each given as its key followed by the values; return how many were given."""
    connection = connections[router.db_for_write(model)]
    key = model._meta.pk  # noqa: SLF001 -- Django's documented Meta API
    fields: list[Any] = [*(model._meta.get_field(name) for name in columns), key]  # noqa: SLF001
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    statement = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(fields[-1].column)} = %s"  # noqa: S608, SLF001 -- quoted names
    turned = ([*row[1:], row[0]] for row in rows)
    return _executemany(connection, statement, _prepared([_preparer(field, connection) for field in fields], turned))


def _prepared(preparers: Sequence[_Preparer | None], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield rows as the database takes them; a column without a preparer is taken as it is."""
    wanted = [(place, prepare) for place, prepare in enumerate(preparers) if prepare is not None]
    width = len(preparers)
    for row in rows:
        values = list(row)
        if len(values) != width:
            raise ValueError(values)
        for place, prepare in wanted:
            values[place] = prepare(values[place])
        yield values


def _preparer(field: Any, connection: BaseDatabaseWrapper) -> _Preparer | None:
    """Return what makes a field's value ready, once per column: asking Django for each cell costs more than the insert."""
    while field.is_relation:
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return _key
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.BinaryField | models.IntegerField):
        return None
    if isinstance(field, models.CharField | models.TextField):
        return _text
    return lru_cache(maxsize=4096)(partial(field.get_db_prep_save, connection=connection))


def _key(value: UUID | str | None) -> str | None:
    return value.hex if isinstance(value, UUID) else value


def _text(value: str | None) -> str | None:
    return value if value is None or type(value) is str else str(value)  # an enum's own type is adapted slowly


def _json(value: Any) -> str:
    return "[]" if value in ([], ()) else json.dumps(value)


def _copy(connection: BaseDatabaseWrapper, statement: str, rows: Iterator[Sequence[Any]]) -> int:
    count = 0
    # Django wraps the errors of `execute` only: a constraint that says no must be the same error on both databases.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, start=1):  # noqa: B007 -- the last number is the count
            copy.write_row(row)
    return count


def _executemany(connection: BaseDatabaseWrapper, statement: str, rows: Iterator[Sequence[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count

"""Queries whose SQL Django writes once: afterwards only their parameters change.

Django puts a query together anew each time, which costs five to ten times what SQLite needs to answer it. Where a few dozen
short queries decide how many hand-overs a second an office can take, that is most of the work. What is asked stays an
ordinary queryset, in the room that owns the table.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from balakas.common.ids import as_uuid

NOBODY = UUID(int=0)
"""Stands in an empty list of ids: nothing has it."""
_LARGEST = 256
_MARK = 0xBA1A_CA5
_DAY = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class _Plan:
    """`slots` says for each parameter which value of which argument it takes; None: it is always `fixed`."""

    sql: str
    fixed: Sequence[Any]
    slots: Sequence[tuple[int, int] | None]
    converters: Any
    apply: Callable[[Iterable[Any], Any], Iterable[Any]]


class Prepared:
    """`build` takes lists of ids, and single ids, numbers or moments, and returns a `values_list` queryset.

    It is called with stand-ins, once per rough size of the lists, so it must not look into its arguments.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.plans: dict[tuple[str, tuple[int, ...]], _Plan] = {}

    def rows(self, *given: Any) -> list[Any]:
        """Return the rows as tuples. A list may be empty; one beyond `_LARGEST` ids is left to Django."""
        lists = [list(one) if isinstance(one, Collection) else [one] for one in given]
        if any(len(one) > _LARGEST for one in lists):
            return list(self.build(*given))
        sizes = tuple(_size(one) if isinstance(raw, Collection) else -1 for one, raw in zip(lists, given, strict=True))
        connection = connections["default"]
        key = (connection.vendor, sizes)
        plan = self.plans.get(key) or self.plans.setdefault(key, self._plan(connection, sizes, given))
        values = [[_adapted(one, connection) for one in listed or [NOBODY]] for listed in lists]
        parameters = [
            fixed if slot is None else values[slot[0]][min(slot[1], len(values[slot[0]]) - 1)]
            for fixed, slot in zip(plan.fixed, plan.slots, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, parameters)
            found = cursor.fetchall()
        return list(map(tuple, plan.apply(found, plan.converters))) if plan.converters else found

    def _plan(self, connection: BaseDatabaseWrapper, sizes: Sequence[int], given: Sequence[Any]) -> _Plan:
        marks: list[Any] = []
        places: dict[Any, tuple[int, int]] = {}
        for number, (size, raw) in enumerate(zip(sizes, given, strict=True)):
            made = [_mark(raw, number, place) for place in range(abs(size))]
            places |= {_adapted(one, connection): (number, place) for place, one in enumerate(made)}
            marks.append(made[0] if size < 0 else made)
        compiler = self.build(*marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        if not connection.features.has_native_uuid_field:
            for place, (column, _, _) in enumerate(compiler.select):
                if isinstance(_field(column), models.UUIDField):
                    converters[place] = ([_read], column)
        slots = [places.get(one) if one.__hash__ else None for one in parameters]
        if set(places.values()) - set(slots):
            raise TypeError(sql)  # an argument that the query does not use as it is
        return _Plan(sql, parameters, slots, converters, compiler.apply_converters)


def objects(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Any]:
    """Return rows as objects of `model` that know only the columns `names` (`attname`s)."""
    ordered = [field.attname for field in model._meta.concrete_fields if field.attname in names]  # noqa: SLF001 -- documented
    places = [names.index(one) for one in ordered]
    return [model.from_db("default", ordered, [row[place] for place in places]) for row in rows]


def _field(column: Any) -> Any:
    field = column.output_field
    while field.is_relation:
        field = field.target_field
    return field


def _read(value: str | None, _expression: Any, _connection: Any) -> UUID | None:
    return None if value is None else as_uuid(value)


def _size(listed: Sequence[Any]) -> int:
    """Return for how many ids the statement is made: the next power of two, the last id standing several times."""
    return 1 << max(0, len(listed) - 1).bit_length()


def _mark(raw: Any, number: int, place: int) -> Any:
    """Return a value like the argument's that stands nowhere else in the statement."""
    chance = (_MARK << 20) + (number << 10) + place
    sample = next(iter(raw), NOBODY) if isinstance(raw, Collection) else raw
    if isinstance(sample, UUID):
        return UUID(int=chance)
    if isinstance(sample, str):
        return f"mark {chance}"
    return _DAY.replace(microsecond=number) if isinstance(sample, datetime) else chance


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

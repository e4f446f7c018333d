"""Where the work is done: Splink on DuckDB in this process."""

from typing import Any, Protocol

import duckdb
import pyarrow as pa
from splink import DuckDBAPI


class Engine(Protocol):
    """What a database must be able to do for the search."""

    def load(self, name: str, table: pa.Table) -> None:
        """Take a table in under a name."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query answers as a table."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query answers."""

    def api(self) -> Any:
        """Return the database as Splink sees it."""


class DuckDB:
    """DuckDB in memory; nothing is written to a disk."""

    def __init__(self, threads: int | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        self._do("SET temp_directory = ''")  # people's data never spill to a disk
        self._do("SET preserve_insertion_order = false")
        if threads:
            self._do(f"SET threads = {threads:d}")

    def _do(self, sql: str) -> None:
        self._connection.execute(sql).fetchall()  # an unread answer would hold the connection

    def load(self, name: str, table: pa.Table) -> None:
        """Take a table in under a name."""
        self._connection.register(name, table)

    def make(self, name: str, sql: str) -> None:
        """Keep what a query answers as a table."""
        self._do(f"CREATE TABLE {name} AS {sql}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query answers."""
        found: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
        return found

    def api(self) -> Any:
        """Return the database as Splink sees it."""
        return DuckDBAPI(self._connection)

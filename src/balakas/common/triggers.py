"""Database triggers that keep a table append-only, on SQLite and on PostgreSQL."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
"""


def append_only(table: str) -> RunPython:
    """Return the migration step after which `table` refuses UPDATE, DELETE and (PostgreSQL) TRUNCATE."""

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(_SQLITE.format(table=table, verb=verb))
        else:
            editor.execute(_POSTGRES.format(table=table))

    def backward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            editor.execute(f"DROP FUNCTION {table}_append_only CASCADE")

    return RunPython(forward, backward)


def append_only_again(table: str) -> RunPython:
    """Return the step after a column was added to `table`: SQLite makes the table anew for it and forgets its triggers."""

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(_SQLITE.format(table=table, verb=verb))

    return RunPython(forward, RunPython.noop)

"""Only a room's actions write to the database."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "balakas"
WRITERS = {"actions", "migrations"}
MANAGER_WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user"}
QUERYSET_STEPS = {
    "objects",
    "filter",
    "exclude",
    "all",
    "select_for_update",
    "order_by",
    "_base_manager",
    "_default_manager",
}
SQL = ("INSERT INTO ", "UPDATE ", "DELETE FROM ", "COPY ", "TRUNCATE ")


def writes_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, call) of what writes to the database in a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node, node.func):
            yield node.lineno, node.func.attr


def _writes(call: ast.Call, function: ast.Attribute) -> bool:
    name = function.attr
    if name in {"save", "delete"}:
        # An image is saved to somewhere and a cache forgets a key: those have an argument; a row has none.
        return not call.args
    if name == "update":
        return bool(_names(function.value) & QUERYSET_STEPS)
    if name in MANAGER_WRITES:
        return True
    if name in {"execute", "executemany"} and call.args:
        text = call.args[0]
        return isinstance(text, ast.Constant) and str(text.value).lstrip().upper().startswith(SQL)
    return False


def _names(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def test_only_actions_write():
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        if len(parts) > 1 and parts[1] in WRITERS:
            continue
        found += [f"{'/'.join(parts)}.py:{line} {call}()" for line, call in writes_in(file.read_text(encoding="utf-8"))]
    assert found == []


def test_actions_do_write():
    """The other half: the search sees the writes that are where they belong."""
    assert len(list(writes_in((SOURCE / "audit" / "actions.py").read_text(encoding="utf-8")))) >= 2


@pytest.mark.parametrize(
    "line",
    [
        "letter.save()",
        "letter.save(update_fields=['x'])",
        "Letter.objects.create(number=1)",
        "Letter.objects.filter(id=1).update(number=2)",
        "Letter.objects.filter(id=1).delete()",
        "form.save()",
        "cursor.execute('UPDATE letters SET x = 1')",
    ],
)
def test_a_planted_write_is_found(line):
    assert len(list(writes_in(line))) == 1


@pytest.mark.parametrize(
    "line", ["image.save(buffer, 'JPEG')", "found.update(more)", "cache.delete('key')", "cursor.execute('SELECT 1')"]
)
def test_what_only_looks_like_a_write(line):
    assert list(writes_in(line)) == []

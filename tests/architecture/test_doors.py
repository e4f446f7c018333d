"""Another room is reached only through its rules, queries and actions; rules stand on the standard library alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "balakas"
DOORS = {"rules", "queries", "actions"}
EVERYWHERE = {"common"}  # knows no room: everybody may import it
EVERY_ROOM = {"config"}  # puts the rooms together
PUBLIC = "balakas.{room}.queries.public"


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("balakas", include_external_packages=True, cache_dir=None)


def room_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("balakas.") else ""


def through_the_wall(graph: grimp.ImportGraph) -> Iterator[str]:
    """Yield the imports that reach into another room beside its doors."""
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            here, there = room_of(importer), room_of(imported)
            if not here or not there or here == there or there in EVERYWHERE or here in EVERY_ROOM:
                continue
            door = [*imported.split("."), ""][2]
            if door not in DOORS:
                yield f"{importer} -> {imported}"


def impure_rules(graph: grimp.ImportGraph) -> Iterator[str]:
    """Yield what a room's rules stand on that is neither the standard library nor rules nor plain `common`."""
    for module in sorted(graph.modules):
        if [*module.split("."), "", ""][2] != "rules":
            continue
        for below in sorted(graph.find_upstream_modules(module)):
            if below.startswith("balakas."):
                parts = below.split(".")
                if parts[1] != "common" and parts[2:3] != ["rules"]:
                    yield f"{module} -> {below}"
            elif below not in sys.stdlib_module_names and below != "balakas":
                yield f"{module} -> {below}"


def clocks_in(source: str) -> list[int]:
    """Return the lines of a rules file that read a clock: time is an argument."""
    reading = {"now", "utcnow", "today", "time", "time_ns", "monotonic"}
    owners = {"datetime", "date", "time", "timezone", "dt"}
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in reading
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    ]


def test_rooms_are_entered_by_their_doors(graph):
    assert list(through_the_wall(graph)) == []


def test_rules_stand_on_the_standard_library(graph):
    assert list(impure_rules(graph)) == []


def test_rules_read_no_clock():
    found = {}
    for file in SOURCE.glob("*/rules*/**/*.py"):
        found[str(file)] = clocks_in(file.read_text(encoding="utf-8"))
    for file in SOURCE.glob("*/rules.py"):
        found[str(file)] = clocks_in(file.read_text(encoding="utf-8"))
    assert len(found) > 5
    assert {file: lines for file, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("balakas.letters.queries", "balakas.staff.models"),
        ("balakas.desk.views", "balakas.letters.forms"),
        ("balakas.recipients.actions", "balakas.vault.keys"),
    ],
)
def test_a_planted_hole_in_the_wall_is_found(importer, imported):
    planted = grimp.ImportGraph()
    for module in ("balakas", importer, imported):
        planted.add_module(module)
    planted.add_import(importer=importer, imported=imported)
    assert list(through_the_wall(planted)) == [f"{importer} -> {imported}"]


def test_a_door_is_no_hole():
    planted = grimp.ImportGraph()
    planted.add_import(importer="balakas.letters.actions", imported="balakas.staff.queries")
    planted.add_import(importer="balakas.letters.actions", imported="balakas.recipients.rules.nik")
    planted.add_import(importer="balakas.config.urls", imported="balakas.staff.urls")
    assert list(through_the_wall(planted)) == []


def test_impure_rules_are_found():
    planted = grimp.ImportGraph()
    planted.add_import(importer="balakas.letters.rules", imported="balakas.common.canonical")
    planted.add_module("rfc8785", is_squashed=True)
    planted.add_import(importer="balakas.common.canonical", imported="rfc8785")
    assert list(impure_rules(planted)) == ["balakas.letters.rules -> rfc8785"]


def test_a_clock_in_the_rules_is_found():
    assert clocks_in("from datetime import datetime\n\ndef late(x):\n    return x < datetime.now()\n") == [4]

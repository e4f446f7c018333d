"""The lives of things: every dict of next states is drawn, and the drawing is of today."""

import ast
from enum import StrEnum
from pathlib import Path

import pytest

import balakas
from tools import states

SOURCE = Path(balakas.__file__).parent


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


LAMP = {
    Lamp.OFF: frozenset({Lamp.ON, Lamp.BROKEN}),
    Lamp.ON: frozenset({Lamp.OFF}),
    Lamp.BROKEN: frozenset(),
}


def machines_in(source, module):
    """Return the dotted paths of dicts named `NEXT` or `…_NEXT` that a module assigns."""
    found = []
    for node in ast.parse(source).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        found += [f"{module}.{name}" for name in names if name == "NEXT" or name.endswith("_NEXT")]
    return found


def test_a_diagram_shows_start_moves_and_end():
    assert states.diagram(LAMP).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> off",
        "    off --> on",
        "    off --> broken",
        "    on --> off",
        "    broken --> [*]",
    ]


def test_every_machine_of_the_rooms_is_drawn():
    found = set()
    for path in sorted(SOURCE.glob("*/rules.py")) + sorted(SOURCE.glob("*/rules/**/*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        found |= set(machines_in(path.read_text(encoding="utf-8"), module))
    assert found == set(states.MACHINES), "add the room's line to tools/states.py and run it"


def test_a_planted_machine_is_found():
    source = "class A: ...\nOTHER = {}\nNEXT: dict[A, frozenset[A]] = {}\nPOST_NEXT = {}\n"
    assert machines_in(source, "planning.rules") == ["planning.rules.NEXT", "planning.rules.POST_NEXT"]


@pytest.mark.parametrize("path", sorted(states.MACHINES))
def test_every_state_has_its_line_and_leads_only_to_known_states(path):
    machine = states.machine(path)
    kinds = {type(state) for state in machine}
    assert len(kinds) == 1
    assert set(machine) == set(kinds.pop())
    assert frozenset().union(*machine.values()) <= set(machine)


def test_the_page_is_of_today():
    assert states.PAGE.read_text(encoding="utf-8") == states.page(), "run `python tools/states.py`"

"""Draw the life of every thing from its rules into docs/reference/states.md; `--check` only compares.

Each machine is one dict of allowed next states (`NEXT`). A room adds its line to `MACHINES`; a test fails for a `NEXT` in a
room's rules that has no line here.
"""

import importlib
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "states.md"
MACHINES = {
    "sop.rules.run.STEP_NEXT": "An activity of the SOP",
    "sop.rules.run.RUN_NEXT": "A run of the SOP",
    "letters.rules.NEXT": "An incoming letter",
    "distributions.rules.distribution.NEXT": "A distribution",
    "papers.rules.states.NEXT": "A paper",
    "recipients.rules.intake.NEXT": "A list of recipients on its way in",
    "recipients.rules.batches.NEXT": "A photo of a batch of cards",
    "recipients.rules.drafts.NEXT": "The reading of a card's photo",
    "recipients.rules.people.NEXT": "A recipient on a distribution's list",
    "recipients.rules.joining.NEXT": "Somebody who shall come on a running list",
    "recipients.rules.difference.NEXT": "Another list laid over a running one",
    "recipients.rules.requests.NEXT": "What a citizen asks about their data",
    "handover.rules.pages.NEXT": "A page of the printed receipt list",
    "handover.rules.cases.NEXT": "A hand-over case",
    "handover.rules.collecting.NEXT": "A paper photographed with a phone",
    "handover.rules.devices.NEXT": "A phone of the field",
    "reporting.rules.NEXT": "The activity report",
}
"""Dotted path of the dict below `balakas` -> what it is the life of."""


def diagram(following: Mapping[StrEnum, frozenset[StrEnum]]) -> str:
    """Return the mermaid diagram of a dict of next states; the first key is where it begins."""
    states = list(following)
    lines = ["stateDiagram-v2", f"    [*] --> {states[0].value}"]
    lines += [f"    {now.value} --> {then.value}" for now in states for then in states if then in following[now]]
    lines += [f"    {now.value} --> [*]" for now in states if not following[now]]
    return "\n".join(lines)


def machine(path: str) -> Mapping[StrEnum, frozenset[StrEnum]]:
    """Return the dict behind a dotted path below `balakas`."""
    module, _, name = path.rpartition(".")
    found = getattr(importlib.import_module(f"balakas.{module}"), name)
    return cast("Mapping[StrEnum, frozenset[StrEnum]]", found)


def page() -> str:
    """Return the whole page."""
    parts = [
        "# The lives of things\n\nMade by `python tools/states.py` from the rules; a test compares. Do not edit by hand."
    ]
    for path, title in MACHINES.items():
        parts.append(f"## {title}\n\n`{path}`\n\n```mermaid\n{diagram(machine(path))}\n```")
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the page, or compare it with `--check`; 1 when it is out of date."""
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    raise SystemExit(main())

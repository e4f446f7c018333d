"""The numbers shown above a list, kept up to date row by row: a list of a million is not counted anew for one cell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from balakas.recipients.rules.intake import RowState

_NUMBERS = ("rows", "ready", "kept_back", "taken", "left_out")


class Tally:
    """Rows, ready, kept back, taken, left out; waiting rows by problem and by finding."""

    def __init__(self, counts: Mapping[str, Any] | None = None) -> None:
        held = counts or {}
        self._numbers = Counter({name: held.get(name, 0) for name in _NUMBERS})
        self._problems = Counter(held.get("problems", {}))
        self._findings = Counter(held.get("findings", {}))

    def add(self, state: str, severity: str, problems: Iterable[str], findings: Iterable[str]) -> None:
        """Count a row."""
        self._move(1, state, severity, problems, findings)

    def add_clean(self, count: int) -> None:
        """Count waiting rows with which nothing is wrong and of whom nothing is known."""
        self._numbers["rows"] += count
        self._numbers["ready"] += count

    def take(self, state: str, severity: str, problems: Iterable[str], findings: Iterable[str]) -> None:
        """Take a row out as it was counted."""
        self._move(-1, state, severity, problems, findings)

    def _move(self, step: int, state: str, severity: str, problems: Iterable[str], findings: Iterable[str]) -> None:
        numbers = self._numbers
        numbers["rows"] += step
        if state != RowState.WAITING:
            numbers["taken" if state == RowState.TAKEN else "left_out"] += step
            return
        numbers["kept_back" if severity == "error" else "ready"] += step
        for code in problems:
            self._problems[code] += step
        for code in findings:
            self._findings[code] += step

    def counts(self) -> dict[str, Any]:
        """Return the numbers as the list keeps them; codes nobody has are left out."""
        return {
            **{name: self._numbers[name] for name in _NUMBERS},
            "problems": {code: count for code, count in self._problems.items() if count},
            "findings": {code: count for code, count in self._findings.items() if count},
        }

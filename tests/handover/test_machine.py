"""I1 to I12 on the real ingestion, whatever happens; and each of them seen broken by a rule that was taken out."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from balakas.handover.actions import books, case_book
from balakas.handover.actions.ingest import batch, writing
from balakas.handover.models.ledger import Event
from balakas.handover.rules import replay
from balakas.handover.rules.books import Outcome
from tests.handover.machine import FieldDay

pytestmark = pytest.mark.django_db


def test_whatever_happens_the_invariants_hold():
    run_state_machine_as_test(
        FieldDay,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        ),
    )  # fmt: skip


def day(*steps: tuple[Any, ...]) -> None:
    """Run a day by hand, with everything that must hold after each step."""
    machine = FieldDay()
    try:
        for name, *told in steps:
            getattr(machine, name)(*told)
            machine.books()
    finally:
        machine.teardown()


def _twice(machine: FieldDay) -> None:
    """One claim given by both phones, and both arrive."""
    machine.hand_over(0, 0, override=True)
    machine.hand_over(1, 0, override=True)
    machine.send(0)
    machine.send(1)


FieldDay.twice = _twice  # type: ignore[attr-defined]
ONCE = (("hand_over", 0, 0), ("hand_over", 0, 1), ("hand_over", 1, 4), ("hand_over", 1, 5), ("send", 0), ("send", 1))


def test_a_day_by_hand():
    day(*ONCE, ("twice",), ("void", 0, 0), ("send", 0), ("send_again", 0, 0), ("meddle", 0))


def _no_unique(monkeypatch: Any) -> None:
    original = replay.payment_rows

    def rows(outcome: Outcome, claim: str) -> Any:
        yield from original(outcome, claim)
        yield from ((one.event_id, claim, one.quantity, "") for one in outcome.held)

    monkeypatch.setattr(replay, "payment_rows", rows)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX handover_one_unvoided_payment")


def _receipt_without_entry(monkeypatch: Any) -> None:
    original = writing.insert_objects
    monkeypatch.setattr(
        writing, "insert_objects", lambda rows: 0 if rows and isinstance(rows[0], Event) else original(rows)
    )


def _never_written(monkeypatch: Any) -> None:
    def write(_pen: Any, _listed: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(writing, "write", write)


def _no_double_case(monkeypatch: Any) -> None:
    monkeypatch.setattr(case_book, "double_all", lambda _found, *, at: at)


def _stock_stays(monkeypatch: Any) -> None:
    monkeypatch.setattr(books, "_move_all", lambda _events, _related, *, at: at)


def _no_case(monkeypatch: Any) -> None:
    monkeypatch.setattr(case_book, "on_arrival", lambda *_told, **_more: None)


def _as_it_comes(monkeypatch: Any) -> None:
    def judge(givings: Any) -> Outcome:
        first, *others = [one for one in givings if not one.voided_by]
        return Outcome(winner=first, held=tuple(others), voided=())

    monkeypatch.setattr(replay, "judge", judge)


def _all_is_new(monkeypatch: Any) -> None:
    monkeypatch.setattr(batch, "_stored", lambda _listed: {})


def _no_offices(monkeypatch: Any) -> None:
    monkeypatch.setattr(batch, "_hash_of", lambda known, _office: known.hash if known else None)


@pytest.mark.parametrize(
    ("broken", "invariant", "steps"),
    [
        (_no_unique, "I1", [("twice",)]),
        (_receipt_without_entry, "I2", ONCE),
        (_never_written, "I3", ONCE),
        (_no_double_case, "I4", [("twice",)]),
        (_stock_stays, "I5", ONCE),
        (_no_case, "I6", [("revoke", 0), *ONCE]),
        (_as_it_comes, "I8", [("twice",)]),
        (_all_is_new, "I11", [*ONCE, ("send_again", 0, 0)]),
        (_no_offices, "I12", [*ONCE, ("meddle", 0)]),
    ],
)
def test_each_rule_taken_out_breaks_its_invariant(monkeypatch, broken, invariant, steps):
    broken(monkeypatch)
    with pytest.raises(AssertionError, match=f"^{invariant}:"):
        day(*steps)


def test_an_entry_that_is_changed_breaks_the_chain(monkeypatch):
    monkeypatch.setattr(FieldDay, "tamper", _tamper, raising=False)
    with pytest.raises(AssertionError, match=r"^I9:"):
        day(*ONCE, ("tamper",))


def _tamper(_machine: FieldDay) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'handover_event'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
    Event.objects.filter(position=1).update(chain="0" * 64)

"""Ten thousand field days of lost requests, lost replies, crashes, copies, lost phones, lying clocks and restored backups."""

import pytest

from tests.simulation.__main__ import first_killer
from tests.simulation.days import fails
from tests.simulation.mutants import MUTANTS

SEEDS = 10_000
PATIENCE = 500


def test_every_day_holds():
    assert [(seed, broken) for seed in range(SEEDS) if (broken := fails(seed))] == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_rule_is_found(name):
    needed, broken = first_killer(dict(MUTANTS[name]), PATIENCE)
    assert needed, f"no seed below {PATIENCE} notices: {name}"
    assert broken.startswith("I")

"""Processes beside this one: in order, with the errors of either, and gone when nobody needs them."""

import os
import time
from pathlib import Path

import pytest

from balakas.common.helper import HelperFailed, Helpers, Stage
from balakas.recipients.rules.tables import HeadsAlike


def stages(*names: str) -> Helpers:
    return Helpers(*(Stage(f"tests.common.helper_stages:{name}", django=False) for name in names))


def test_what_goes_in_comes_out_in_order():
    with stages("count", "square") as helpers:
        assert list(helpers.run(50)) == [number * number for number in range(50)]


@pytest.mark.parametrize("names", [("refuse", "square"), ("count", "refuse")])
def test_a_refusal_reaches_whoever_waits_with_its_words(names):
    with stages(*names) as helpers, pytest.raises(HeadsAlike) as refused:
        list(helpers.run(3))
    assert refused.value.params == {"heading": "NIK", "first": "A", "second": "B"}


@pytest.mark.parametrize("names", [("fail", "square"), ("count", "fail"), ("die", "square"), ("count", "die")])
def test_a_helper_that_fails_or_dies_is_told_and_not_waited_for(names):
    with stages(*names) as helpers, pytest.raises(HelperFailed):
        list(helpers.run(3))


def test_what_was_right_before_a_failure_is_there():
    with stages("count", "fail") as helpers:
        coming = helpers.run(3)
        assert next(coming) == 0
        with pytest.raises(HelperFailed, match="LookupError"):
            next(coming)


def test_nobody_is_left_behind_when_the_work_is_broken_off():
    with stages("process", "process") as helpers:
        coming = helpers.run(0)
        last, first = next(coming), next(coming)
        assert all(Path(f"/proc/{number}").exists() for number in (first, last))
        assert os.getpid() not in {first, last}
        begun = time.monotonic()
    assert time.monotonic() - begun < 30
    assert not any(Path(f"/proc/{number}").exists() for number in (first, last))

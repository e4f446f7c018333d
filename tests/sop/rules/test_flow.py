"""Where the flowchart's symbols and arrows stand."""

import copy
from itertools import pairwise

from balakas.sop.rules import flow, procedure
from balakas.sop.rules.flow import Arrow, Lane
from tests.sop.rules.test_procedure import DATA


def rows(data=DATA):
    return flow.layout(procedure.parse(data))


def test_awayans_flow_goes_from_the_camat_back_to_the_camat():
    first, second, third, fourth, fifth = rows()
    assert (first.from_above, first.into, first.leaves) == (None, None, 0)
    assert (second.from_above, second.into, second.leaves) == (0, 0, 1)
    assert (third.from_above, third.into, third.leaves, third.leaves_as) == (1, 3, 1, "yes")
    assert (fourth.from_above, fourth.into, fourth.leaves) == (1, 0, 2)
    assert (fifth.from_above, fifth.into, fifth.leaves) == (2, 2, None)


def test_every_row_meets_the_next_in_one_column():
    laid = rows()
    assert all(above.leaves == below.from_above for above, below in pairwise(laid))


def test_a_no_goes_back_above_and_a_symbol_in_the_way_is_passed_below():
    third, fifth = rows()[2], rows()[4]
    assert third.arrows == (
        Arrow(3, 2, Lane.STRAIGHT), Arrow(2, 1, Lane.STRAIGHT), Arrow(1, 2, Lane.ABOVE, "no")
    )  # fmt: skip
    assert fifth.arrows == (Arrow(2, 3, Lane.STRAIGHT), Arrow(3, 1, Lane.BELOW), Arrow(1, 0, Lane.STRAIGHT))


def test_a_decision_in_mid_row_says_yes_to_the_next():
    data = copy.deepcopy(DATA)
    data["steps"][1]["marks"][0] = {"performer": "camat", "symbol": "decision", "back_to": "kasi_tksk"}
    assert rows(data)[1].arrows == (Arrow(0, 1, Lane.STRAIGHT, "yes"), Arrow(0, 1, Lane.ABOVE, "no"))


def test_a_step_without_marks_lets_the_flow_pass():
    data = copy.deepcopy(DATA)
    data["steps"][2]["marks"] = []
    laid = rows(data)
    assert (laid[2].symbols, laid[2].from_above, laid[2].leaves) == ((), 1, 1)
    assert laid[3].from_above == 1


def test_a_procedure_without_marks_has_no_flow():
    data = copy.deepcopy(DATA)
    for step in data["steps"]:
        step["marks"] = []
    assert all(row.leaves is row.from_above is row.into is None for row in rows(data))

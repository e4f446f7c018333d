"""The report's gates and the bridge between two lists."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.reporting import rules
from balakas.reporting.rules import Listed, ReportState, Standing

WRITER, OTHER = uuid4(), uuid4()
NOTHING_OPEN = Standing(0, 0, 0, 0, 0, 0)

listed = st.builds(
    Listed,
    recipient_id=st.uuids(),
    from_agency=st.booleans(),
    on_final=st.booleans(),
    reason=st.sampled_from(["", "meninggal"]),
    basis=st.sampled_from(["", "BA penggantian"]),
)


@given(st.lists(listed))
def test_the_bridge_adds_up(rows):
    result = rules.bridge(rows)
    assert result.agency - len(result.out) + len(result.into) == result.final


@given(st.lists(listed))
def test_every_move_without_basis_is_named(rows):
    result = rules.bridge(rows)
    named = {id(row) for row in result.without_basis}
    for row in (*result.out, *result.into):
        assert (id(row) in named) == (not row.reason and not row.basis)


@pytest.mark.parametrize(
    ("field", "blocking"),
    [
        ("unexplained_differences", True),
        ("uncountersigned_villages", True),
        ("open_posts", True),
        ("open_cases", True),
        ("unsigned_papers", False),
        ("without_result", False),
    ],
)
def test_each_open_thing_is_a_point(field, blocking):
    standing = Standing(**{**dict.fromkeys(Standing.__slots__, 0), field: 3})
    (point,) = rules.open_points(standing)
    assert (point.blocking, point.params) == (blocking, {"count": 3})
    if blocking:
        with pytest.raises(rules.OpenPoints):
            rules.check_submit(ReportState.DRAFT, [point])
    else:
        rules.check_submit(ReportState.DRAFT, [point])


def test_who_wrote_it_does_not_countersign():
    with pytest.raises(rules.SamePerson):
        rules.check_close(ReportState.SUBMITTED, [], prepared_by=WRITER, by=WRITER)
    rules.check_close(ReportState.SUBMITTED, [], prepared_by=WRITER, by=OTHER)


def test_a_point_that_opened_after_submission_holds_the_closing_up():
    points = rules.open_points(Standing(0, 0, 0, 1, 0, 0))
    with pytest.raises(rules.OpenPoints):
        rules.check_close(ReportState.SUBMITTED, points, prepared_by=WRITER, by=OTHER)


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.CLOSED])
def test_only_a_submitted_report_is_closed(state):
    with pytest.raises(rules.WrongState):
        rules.check_close(state, [], prepared_by=WRITER, by=OTHER)


def test_a_closed_report_never_opens_again():
    with pytest.raises(rules.WrongState):
        rules.check_reopen(ReportState.CLOSED)
    with pytest.raises(rules.WrongState):
        rules.check_edit(ReportState.CLOSED, known_version=1, version=1)


def test_two_people_editing_are_told():
    with pytest.raises(rules.Changed):
        rules.check_edit(ReportState.DRAFT, known_version=1, version=2)


def test_nothing_open_is_no_point():
    assert rules.open_points(NOTHING_OPEN) == []

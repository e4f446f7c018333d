"""Runs as people see them, in a bounded number of queries."""

from balakas.common.ids import uuid7
from balakas.sop.actions import evidence
from balakas.sop.queries import duties, views
from balakas.staff.rules import PositionKind
from tests.helpers import assert_same_query_count
from tests.sop.conftest import Case, wita

AT = wita("14 12:00")


def test_many_runs_cost_what_one_costs(world, case):
    def grow():
        for _ in range(3):
            Case(world).whole()

    count = assert_same_query_count(lambda: views.run_views(world.office.id, AT), grow)
    assert count <= 12
    assert len(views.run_views(world.office.id, AT)) == 4


def test_one_run_costs_the_same_however_much_hangs_on_it(case):
    def grow():
        case.whole()
        for _ in range(5):
            case.evidence(3, "ktp_kk", "14 09:00")

    assert_same_query_count(lambda: views.run_view(case.id, AT), grow)


def test_runs_are_chosen_by_id_state_and_office(world, case):
    other = Case(world, started="13 09:00")
    assert [view.id for view in views.run_views(world.office.id, AT)] == [other.id, case.id]
    assert [view.id for view in views.run_views(world.office.id, AT, run_ids=[case.id])] == [case.id]
    assert views.run_views(world.foreign_office.id, AT) == []


def test_the_sign_off_waits_for_a_performer_when_all_evidence_is_there(world, case):
    camat, kasi = world.officer(PositionKind.CAMAT), world.officer(PositionKind.KASI_PMDK)
    assert duties.waiting_for(camat, AT) == []
    case.evidence(1, "surat", "12 09:03")
    (duty,) = duties.waiting_for(camat, AT)
    assert (duty.code, duty.since, duty.run_id, duty.step) == ("sop.sign_off", wita("12 09:03"), case.id, 1)
    assert duty.url == f"/sop/pelaksanaan/{case.id}/"
    assert duties.waiting_for(kasi, AT) == []
    assert duties.waiting_for(world.officer(PositionKind.CLERK), AT) == []
    case.sign(1, "12 09:05", by=case.camat)
    assert duties.waiting_for(camat, AT) == []


def test_an_old_sign_off_is_not_lost_behind_many_newer_runs(world, case):
    case.evidence(1, "surat", "12 09:03")
    for _ in range(3):
        Case(world, started="13 09:00")
    camat = world.officer(PositionKind.CAMAT)
    assert [duty.run_id for duty in duties.waiting_for(camat, AT)] == [case.id]
    assert_same_query_count(
        lambda: duties.waiting_for(camat, AT), lambda: [Case(world).evidence(1, "surat", "12 09:03") for _ in range(3)]
    )
    assert len(duties.waiting_for(camat, AT)) == 4


def test_the_strips_are_for_those_who_may_read_the_sop(world, case):
    assert [view.id for view in duties.clocks_for(world.officer(PositionKind.CLERK), AT)] == [case.id]
    case.whole()
    assert duties.clocks_for(world.officer(PositionKind.CAMAT), AT)[0].light == "green"


def test_a_run_that_ended_is_counted_to_its_end(case):
    case.start(2, "12 09:10")
    evidence.set_field_day(
        run_id=case.id, number=5, kind="post", subject_id=uuid7(), label="Pos", by=case.kasi, at=wita("12 10:00"),
        opened_at=wita("14 08:00"),
    )  # fmt: skip
    from balakas.sop.actions import run

    run.stop_run(run_id=case.id, by=case.kasi, at=wita("12 10:10"), reason="Bukan penyaluran")
    assert views.run_view(case.id, AT).step(2).time.used == 3600

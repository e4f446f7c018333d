"""A run from start to closing, on the real database."""

from datetime import date

import pytest

from balakas.audit.models import Entry
from balakas.common.actors import SYSTEM
from balakas.common.ids import uuid7
from balakas.sop.actions import evidence, procedures, run, steps
from balakas.sop.models import Procedure, Run
from balakas.sop.queries import runs, shipped
from balakas.sop.queries.views import run_view
from balakas.sop.rules import procedure as procedure_rules
from balakas.sop.rules import run as rules
from balakas.staff.rules import NotAllowed, PositionKind
from tests.sop.conftest import PAPERS, Case, wita


def acts(case):
    rows = Entry.objects.filter(kind="sop_run", subject_id=str(case.id)).order_by("seq")
    return list(rows.values_list("act", flat=True))


def test_a_run_starts_with_its_first_activity_on_the_shipped_procedure(case):
    view = run_view(case.id, wita("12 09:10"))
    assert [step.state for step in view.steps] == ["running", "waiting", "waiting", "waiting", "waiting"]
    assert (view.version, view.label, view.kind) == (1, "Agenda 412", "letter")
    assert view.step(1).time.used == 600
    assert view.step(1).started_by == "Aulia Rahman"
    assert acts(case) == ["sop.start_run"]


def test_a_second_start_on_one_record_returns_the_run(case, world):
    again = run.start_run(
        office_id=world.office.id,
        kind="letter",
        subject_id=case.letter_id,
        label="lain",
        by=case.clerk,
        at=wita("12 10:00"),
    )
    assert again.id == case.id
    assert Run.objects.count() == 1


def test_a_run_that_began_earlier_needs_a_reason(world):
    who = world.actor(PositionKind.CLERK)
    wanted = {"office_id": world.office.id, "kind": "letter", "subject_id": uuid7(), "label": "Agenda 1", "by": who}
    with pytest.raises(rules.EarlierNeedsReason):
        run.start_run(**wanted, at=wita("12 09:00"), happened_at=wita("09 16:20"))
    row = run.start_run(**wanted, at=wita("12 09:00"), happened_at=wita("09 16:20"), reason="Diterima di luar jam")
    step = run_view(row.id, wita("12 07:34")).step(1)
    assert (step.started_at, step.started_recorded_at) == (wita("09 16:20"), wita("12 09:00"))
    assert step.late_entry
    assert step.light is rules.Light.AMBER
    assert run_view(row.id, wita("12 07:36")).step(1).light is rules.Light.RED


def test_the_distribution_adopts_the_run_and_the_letter_still_finds_it(case, world):
    distribution = uuid7()
    run.adopt_run(
        run_id=case.id,
        kind="distribution",
        subject_id=distribution,
        label="Permakanan",
        by=case.kasi,
        at=wita("12 10:00"),
    )
    for kind, subject in (("distribution", distribution), ("letter", case.letter_id)):
        found = runs.run_on(office_id=world.office.id, kind=kind, subject_id=subject)
        assert found is not None
        assert found.id == case.id
        assert runs.runs_on(office_id=world.office.id, kind=kind, subject_ids=[subject]) == {subject: case.id}
    assert runs.run_on(office_id=world.foreign_office.id, kind="letter", subject_id=case.letter_id) is None


def test_the_whole_run_closes_and_its_times_stand(case):
    case.whole()
    view = run_view(case.id, wita("14 12:00"))
    assert view.closable
    run.close_run(run_id=case.id, by=case.camat, at=wita("14 13:00"))
    closed = run_view(case.id, wita("20 09:00"))
    assert closed.state is rules.RunState.CLOSED
    assert [step.time.used // 60 for step in closed.steps] == [10, 20, 330 + 210, 10, 210]
    assert closed.light is rules.Light.GREEN
    assert acts(case)[-1] == "sop.close_run"
    with pytest.raises(rules.RunNotOpen):
        case.start(2, "14 14:00")


def test_closing_is_gated_by_open_steps_and_missing_papers(case):
    with pytest.raises(rules.RunNotReady) as refused:
        run.close_run(run_id=case.id, by=case.camat, at=wita("12 10:00"))
    assert refused.value.params == {"open": "1, 2, 3, 4, 5", "papers": 10}


def test_an_exemption_with_a_reason_lets_the_run_close(case):
    for number in PAPERS:
        if number > 1:
            case.start(number, "12 10:00")
        case.sign(number, "12 10:00", reason="Berkas menyusul")
    with pytest.raises(rules.RunNotReady):
        run.close_run(run_id=case.id, by=case.camat, at=wita("12 11:00"))
    for number, papers in PAPERS.items():
        for paper in papers:
            evidence.except_requirement(
                run_id=case.id, number=number, requirement=paper, by=case.kasi, at=wita("12 11:00"), reason="Contoh"
            )
    assert run.close_run(run_id=case.id, by=case.camat, at=wita("12 11:00")).state == "closed"


def test_a_letter_that_comes_to_nothing_stops_the_run_and_may_take_it_up_again(case):
    with pytest.raises(rules.ReasonNeeded):
        run.stop_run(run_id=case.id, by=case.kasi, at=wita("12 10:00"), reason=" ")
    run.stop_run(run_id=case.id, by=case.kasi, at=wita("12 10:00"), reason="Bukan penyaluran")
    with pytest.raises(rules.RunNotOpen):
        case.sign(1, "12 10:00", reason="x")
    run.take_up_run(run_id=case.id, by=case.kasi, at=wita("13 09:00"), reason="Ternyata penyaluran")
    assert run_view(case.id, wita("13 09:00")).state is rules.RunState.OPEN


def test_who_may_not_sign_off_may_not_close_or_stop(case, world):
    for position in (PositionKind.CLERK, PositionKind.VILLAGE_OFFICER, PositionKind.INSPECTOR):
        by = world.actor(position)
        with pytest.raises(NotAllowed):
            run.close_run(run_id=case.id, by=by, at=wita("12 10:00"))
        with pytest.raises(NotAllowed):
            run.stop_run(run_id=case.id, by=by, at=wita("12 10:00"), reason="x")
        with pytest.raises(NotAllowed):
            steps.pause(run_id=case.id, number=1, by=by, at=wita("12 10:00"), reason="x")
    with pytest.raises(rules.RunUnknown):
        run.close_run(run_id=uuid7(), by=SYSTEM, at=wita("12 10:00"))


def test_a_run_keeps_the_version_in_force_when_it_began(case, world):
    data = {**shipped.procedure(world.office.id), "title": "SOP baru"}
    admin = world.actor(PositionKind.ADMINISTRATOR)
    procedures.add_version(
        office_id=world.office.id, data=data, effective_from=date(2026, 1, 13), by=admin, at=wita("12 10:00")
    )
    later = Case(world, started="13 09:00")
    assert run_view(case.id, wita("13 10:00")).version == 1
    assert run_view(later.id, wita("13 10:00")).procedure.title == "SOP baru"
    assert Case(world, started="12 15:00").run.procedure.version == 1


def test_a_version_needs_the_right_the_form_and_five_activities(world):
    data = shipped.procedure(world.office.id)
    wanted = {"office_id": world.office.id, "effective_from": date(2026, 1, 1), "at": wita("12 10:00")}
    with pytest.raises(NotAllowed):
        procedures.add_version(**wanted, data=data, by=world.actor(PositionKind.KASI_PMDK))
    admin = world.actor(PositionKind.ADMINISTRATOR)
    with pytest.raises(procedure_rules.ActivitiesWrong):
        procedures.add_version(**wanted, data={**data, "steps": data["steps"][:4]}, by=admin)
    with pytest.raises(procedure_rules.ProcedureWrong):
        procedures.add_version(**wanted, data={**data, "title": ""}, by=admin)
    assert not Procedure.objects.exists()


def test_another_office_gets_the_sheet_with_its_own_name(world):
    data = shipped.procedure(world.foreign_office.id)
    assert data["heading"][2] == "KECAMATAN TEBING TINGGI"
    assert data["identity"]["approver"] == "CAMAT TEBING TINGGI"
    assert shipped.procedure(world.office.id)["heading"][2] == "KECAMATAN AWAYAN"

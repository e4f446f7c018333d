"""What happens to one activity."""

import pytest

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.sop.actions import evidence, steps
from balakas.sop.models import Evidence, Pause, SignOff, Step
from balakas.sop.queries.views import run_view
from balakas.sop.rules import run as rules
from balakas.sop.rules.run import Light, StepState
from balakas.staff.rules import NotAllowed, PositionKind
from tests.sop.conftest import wita


def step(case, number, when):
    return run_view(case.id, wita(when)).step(number)


def test_steps_overlap_and_start_in_any_order(case):
    case.start(3, "12 09:10")
    case.start(2, "12 09:20")
    states = [one.state for one in run_view(case.id, wita("12 09:30")).steps]
    assert states == ["running", "running", "running", "waiting", "waiting"]


def test_a_step_starts_once_but_ensuring_it_is_harmless(case):
    case.start(2, "12 09:10")
    with pytest.raises(rules.StepCannot):
        case.start(2, "12 09:20")
    steps.ensure_started(run_id=case.id, number=2, by=case.kasi, at=wita("12 09:30"))
    assert Step.objects.get(run_id=case.id, number=2).started_at == wita("12 09:10")
    steps.ensure_started(run_id=case.id, number=3, by=case.kasi, at=wita("12 09:30"))
    assert Step.objects.get(run_id=case.id, number=3).started_at == wita("12 09:30")


def test_a_paused_or_signed_step_is_not_started_again(case):
    steps.pause(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:10"), reason="Menunggu dinas")
    with pytest.raises(rules.StepCannot):
        case.start(1, "12 09:20")
    with pytest.raises(rules.StepUnknown):
        case.start(6, "12 09:20")


def test_evidence_turns_the_lamp_and_proposes_the_one_tap(case):
    assert not step(case, 1, "12 09:01").proposes_sign_off
    letter = uuid7()
    case.evidence(1, "surat", "12 09:01", letter)
    case.evidence(1, "surat", "12 09:02", letter)
    assert Evidence.objects.count() == 1
    shown = step(case, 1, "12 09:03")
    assert shown.proposes_sign_off
    assert shown.requirements[0].evidence[0].subject_id == letter
    case.sign(1, "12 09:05", by=case.camat)
    assert step(case, 1, "12 12:00").light is Light.GREEN


def test_signing_off_without_papers_needs_a_reason_and_stays_amber(case):
    with pytest.raises(rules.PapersMissing):
        case.sign(1, "12 09:05")
    case.sign(1, "12 09:05", reason="Surat asli menyusul")
    shown = step(case, 1, "12 10:00")
    assert (shown.state, shown.light, shown.missing) == (StepState.SIGNED, Light.AMBER, 1)
    case.evidence(1, "surat", "12 11:00")
    assert step(case, 1, "12 11:00").light is Light.GREEN


def test_only_performers_and_the_sekretaris_sign_off(case, world):
    case.start(2, "12 09:10")
    case.all_papers(2, "12 09:10")
    case.evidence(1, "surat", "12 09:10")
    with pytest.raises(rules.NotPerformer):
        case.sign(1, "12 09:11", by=world.actor(PositionKind.TKSK))
    case.sign(1, "12 09:11", by=world.actor(PositionKind.SEKRETARIS))
    case.sign(2, "12 09:11", by=world.actor(PositionKind.TKSK))


def test_a_pause_stops_the_clock_and_ends_with_the_sign_off(case):
    steps.pause(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:05"), reason="Menunggu dinas")
    paused = step(case, 1, "12 11:00")
    assert (paused.state, paused.time.used, paused.time.waiting, paused.due_at) == (StepState.PAUSED, 300, 6900, None)
    assert paused.open_pause.reason == "Menunggu dinas"
    steps.resume(run_id=case.id, number=1, by=case.kasi, at=wita("12 11:00"))
    assert step(case, 1, "12 11:05").time.used == 600
    assert step(case, 1, "12 11:05").due_at == wita("12 11:10")
    with pytest.raises(rules.StepCannot):
        steps.resume(run_id=case.id, number=1, by=case.kasi, at=wita("12 11:06"))
    steps.pause(run_id=case.id, number=1, by=case.kasi, at=wita("12 11:06"), reason="Menunggu lagi")
    case.sign(1, "12 13:30", reason="Menyusul")
    assert Pause.objects.filter(ended_at=None).count() == 0
    assert step(case, 1, "12 15:00").time.used == 660


def test_a_pause_needs_a_reason_and_cannot_begin_before_the_step(case):
    with pytest.raises(rules.ReasonNeeded):
        steps.pause(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:05"), reason="")
    with pytest.raises(rules.EndsBeforeStart):
        steps.pause(
            run_id=case.id, number=1, by=case.kasi, at=wita("12 09:05"), reason="x", happened_at=wita("12 08:00")
        )


def test_a_sign_off_recorded_later_keeps_both_times(case):
    case.evidence(1, "surat", "12 09:01")
    with pytest.raises(rules.EarlierNeedsReason):
        case.sign(1, "13 09:00", happened_at=wita("12 09:10"))
    with pytest.raises(rules.EndsBeforeStart):
        case.sign(1, "13 09:00", happened_at=wita("12 08:00"), reason="Tanpa sinyal")
    case.sign(1, "13 09:00", happened_at=wita("12 09:10"), reason="Tanpa sinyal")
    shown = step(case, 1, "13 10:00")
    assert (shown.signed.happened_at, shown.signed.recorded_at) == (wita("12 09:10"), wita("13 09:00"))
    assert shown.time.used == 600
    entry = Entry.objects.get(act="sop.sign_off")
    assert (entry.happened_at, entry.recorded_at) == (wita("12 09:10"), wita("13 09:00"))


def test_a_sign_off_is_taken_back_with_a_reason_and_its_row_stays(case):
    with pytest.raises(rules.StepCannot):
        steps.take_back(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:10"), reason="Salah tekan")
    case.sign(1, "12 09:05", reason="Menyusul")
    with pytest.raises(rules.ReasonNeeded):
        steps.take_back(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:10"), reason="")
    steps.take_back(run_id=case.id, number=1, by=case.kasi, at=wita("12 09:10"), reason="Salah tekan")
    assert step(case, 1, "12 09:10").state is StepState.RUNNING
    case.sign(1, "12 09:12", reason="Menyusul")
    assert SignOff.objects.count() == 2


def test_withdrawn_evidence_counts_no_more_and_stays_on_record(case):
    letter = uuid7()
    case.evidence(1, "surat", "12 09:01", letter)
    wanted = {"run_id": case.id, "number": 1, "requirement": "surat", "kind": "file", "subject_id": letter}
    evidence.withdraw_evidence(**wanted, by=case.clerk, at=wita("12 09:02"), reason="Berkas keliru")
    assert step(case, 1, "12 09:03").missing == 1
    case.evidence(1, "surat", "12 09:04", letter)
    assert step(case, 1, "12 09:05").missing == 0
    assert Evidence.objects.count() == 2


def test_evidence_the_sheet_does_not_ask_for_is_kept_as_further(case):
    case.evidence(1, "foto_rapat", "12 09:01")
    shown = step(case, 1, "12 09:02")
    assert [piece.label for piece in shown.further] == ["Berkas"]
    assert shown.missing == 1
    with pytest.raises(rules.RequirementUnknown):
        evidence.except_requirement(
            run_id=case.id, number=1, requirement="foto_rapat", by=case.kasi, at=wita("12 09:03"), reason="x"
        )


def test_an_exempted_paper_is_in_sight_and_not_missing(case):
    evidence.except_requirement(
        run_id=case.id, number=1, requirement="surat", by=case.kasi, at=wita("12 09:03"), reason="Surat lisan"
    )
    shown = step(case, 1, "12 09:04")
    assert (shown.missing, shown.requirements[0].exempted) == (0, "Surat lisan")


def test_activity_five_counts_its_field_days_and_the_report(case):
    case.start(5, "13 08:00")
    day = {"run_id": case.id, "number": 5, "kind": "post", "subject_id": uuid7(), "label": "Pos 1", "by": case.kasi}
    evidence.set_field_day(**day, at=wita("13 08:00"), opened_at=wita("14 15:00"))
    assert step(case, 5, "14 10:00").time.used == 0
    assert step(case, 5, "14 17:00").time.used == 2 * 3600
    evidence.set_field_day(**day, at=wita("14 18:00"), opened_at=wita("14 15:00"), closed_at=wita("14 18:00"))
    assert step(case, 5, "15 08:30").time.used == 4 * 3600
    with pytest.raises(rules.EndsBeforeStart):
        evidence.set_field_day(**day, at=wita("14 18:00"), opened_at=wita("14 15:00"), closed_at=wita("14 14:00"))


def test_a_post_may_have_several_days_and_a_moved_plan_leaves_none_behind(case):
    case.start(5, "13 08:00")
    day = {"run_id": case.id, "number": 5, "kind": "post", "subject_id": uuid7(), "label": "Pos 1", "by": case.kasi}

    def days():
        return [(one.opened, one.closed) for one in step(case, 5, "20 08:00").field_days]

    evidence.set_field_day(**day, at=wita("13 08:00"), opened_at=wita("14 08:00"))
    evidence.set_field_day(**day, at=wita("13 08:00"), opened_at=wita("15 08:00"))
    assert days() == [(wita("15 08:00"), None)]
    evidence.set_field_day(**day, at=wita("15 12:00"), opened_at=wita("15 08:30"), closed_at=wita("15 12:00"))
    evidence.set_field_day(**day, at=wita("15 12:00"), opened_at=wita("15 08:00"))
    assert days() == [(wita("15 08:30"), wita("15 12:00"))]
    evidence.set_field_day(**day, at=wita("15 12:00"), opened_at=wita("16 08:00"))
    evidence.set_field_day(**day, at=wita("19 11:00"), opened_at=wita("19 08:00"), closed_at=wita("19 11:00"))
    assert days() == [(wita("15 08:30"), wita("15 12:00")), (wita("19 08:00"), wita("19 11:00"))]
    assert step(case, 5, "19 11:00").time.used == 3.5 * 3600 + 3 * 3600


def test_a_planned_day_is_dropped_and_a_held_one_stays(case):
    case.start(5, "13 08:00")
    posts = [uuid7(), uuid7()]
    for post, closed in zip(posts, (None, wita("14 10:00")), strict=True):
        evidence.set_field_day(
            run_id=case.id, number=5, kind="post", subject_id=post, label="Pos", by=case.kasi, at=wita("13 08:00"),
            opened_at=wita("14 08:00"), closed_at=closed,
        )  # fmt: skip
        evidence.drop_field_day(
            run_id=case.id, number=5, kind="post", subject_id=post, by=case.kasi, at=wita("13 09:00")
        )
    assert [day.closed for day in step(case, 5, "15 08:00").field_days] == [wita("14 10:00")]


def test_a_word_in_ink_is_recorded_for_its_performer(case, world):
    case.evidence(1, "surat", "12 09:01")
    wanted = {"run_id": case.id, "number": 1, "at": wita("12 09:05")}
    with pytest.raises(NotAllowed):
        steps.sign_off(**wanted, by=case.clerk)
    with pytest.raises(rules.NotPerformer):
        steps.sign_off(**wanted, by=case.clerk, performer=case.kasi)
    steps.sign_off(**wanted, by=case.clerk, performer=case.camat)
    signed = step(case, 1, "12 09:06").signed
    assert (signed.performer, signed.recorded_by) == ("Rahmadi Anwar", "Aulia Rahman")

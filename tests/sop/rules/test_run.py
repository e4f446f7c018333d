"""The life of a run and its steps."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from balakas.sop.rules import charged, clock, run
from balakas.sop.rules.run import Light, RunState, StepState

CALENDAR = clock.Calendar(hours=(clock.PERPRES_21_2023,), zone="Asia/Makassar", holidays=frozenset({date(2026, 1, 1)}))


def at(text):
    return datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=ZoneInfo("Asia/Makassar")).astimezone(UTC)


@pytest.mark.parametrize("now", list(StepState))
@pytest.mark.parametrize("then", list(StepState))
def test_a_step_goes_only_where_the_table_says(now, then):
    allowed = {
        ("waiting", "running"), ("running", "paused"), ("running", "signed"), ("paused", "running"), ("paused", "signed"),
        ("signed", "running"),
    }  # fmt: skip
    assert run.next_step(now, then) == ((now, then) in allowed)
    if (now, then) not in allowed:
        with pytest.raises(run.StepCannot, match="Kegiatan 3"):
            run.check_step(now, then, 3)


def test_a_closed_run_stays_closed_and_a_stopped_one_may_be_taken_up_again():
    run.check_run(RunState.OPEN, RunState.CLOSED)
    run.check_run(RunState.STOPPED, RunState.OPEN)
    for then in RunState:
        with pytest.raises(run.RunNotOpen):
            run.check_run(RunState.CLOSED, then)
    with pytest.raises(run.RunNotOpen):
        run.check_open(RunState.STOPPED)
    run.check_open(RunState.OPEN)


def test_the_state_is_derived_from_the_rows():
    assert run.step_state(started=False, paused=False, signed=False) is StepState.WAITING
    assert run.step_state(started=True, paused=False, signed=False) is StepState.RUNNING
    assert run.step_state(started=True, paused=True, signed=False) is StepState.PAUSED
    assert run.step_state(started=True, paused=False, signed=True) is StepState.SIGNED


def test_what_happened_earlier_needs_a_reason_and_the_future_is_refused():
    now = at("12 08:30:40")
    assert run.happened(happened_at=None, recorded_at=now, reason="") == now
    assert run.happened(happened_at=at("12 08:30"), recorded_at=now, reason="") == at("12 08:30")
    with pytest.raises(run.EarlierNeedsReason):
        run.happened(happened_at=at("12 08:29"), recorded_at=now, reason="  ")
    assert run.happened(happened_at=at("12 08:29"), recorded_at=now, reason="Listrik padam") == at("12 08:29")
    with pytest.raises(run.HappensLater):
        run.happened(happened_at=at("12 08:31"), recorded_at=now, reason="Listrik padam")


def test_a_missing_paper_asks_for_a_reason_and_only_closing_is_gated():
    run.check_papers(number=3, missing=0, reason="")
    run.check_papers(number=3, missing=2, reason="Menyusul dari desa")
    with pytest.raises(run.PapersMissing):
        run.check_papers(number=3, missing=2, reason=" ")
    run.check_closable(open_steps=[], missing=0)
    for open_steps, missing in (([5], 0), ([], 1)):
        assert not run.can_close(open_steps=open_steps, missing=missing)
        with pytest.raises(run.RunNotReady):
            run.check_closable(open_steps=open_steps, missing=missing)


def test_a_pause_is_shown_as_waiting_and_not_charged():
    time = charged.office_time(
        CALENDAR, standard=900, start=at("12 08:00"), end=at("12 10:00"), pauses=[(at("12 08:10"), at("12 09:50"))]
    )
    assert (time.used, time.waiting, time.remaining) == (20 * 60, 100 * 60, -5 * 60)


class TestActivityFive:
    standard = 240 * 60

    def time(self, *days, start="12 08:00", end="15 10:00", pauses=()):
        held = [charged.FieldDay(at(a), at(b) if b else None) for a, b in days]
        breaks = [(at(a), at(b)) for a, b in pauses]
        return charged.field_time(
            CALENDAR, standard=self.standard, start=at(start), end=at(end), days=held, pauses=breaks
        )

    def test_without_a_field_day_it_counts_like_any_other_step(self):
        assert self.time(end="12 09:00").used == 3600

    def test_before_the_first_slot_it_waits(self):
        time = self.time(("14 18:00", "14 20:00"), end="13 08:00")
        assert (time.used, time.waiting) == (0, 450 * 60 + 0)

    def test_a_field_day_counts_its_real_hours_also_after_office(self):
        assert self.time(("14 15:00", "14 20:00"), end="14 20:00").used == 5 * 3600

    def test_posts_open_at_once_count_once(self):
        assert self.time(("14 08:00", "14 10:00"), ("14 09:00", "14 12:00"), end="14 12:00").used == 4 * 3600

    def test_between_two_days_it_waits_and_after_the_last_the_report_counts(self):
        time = self.time(("13 08:00", "13 10:00"), ("14 08:00", "14 10:00"), end="15 09:30")
        report = (2 * 3600 + 3 * 3600) + 2 * 3600
        assert time.used == 4 * 3600 + report
        whole = clock.working_seconds(CALENDAR, at("12 08:00"), at("15 09:30"))
        assert time.used + time.waiting == whole

    def test_a_day_still_open_counts_until_now_and_no_report_yet(self):
        assert self.time(("14 08:00", None), end="14 09:00").used == 3600

    def test_while_another_day_is_to_come_the_report_does_not_count(self):
        assert self.time(("13 08:00", "13 10:00"), ("20 08:00", None), end="15 09:30").used == 2 * 3600

    def test_a_pause_within_a_field_day_is_taken_off(self):
        assert self.time(("14 08:00", "14 12:00"), end="14 12:00", pauses=[("14 09:00", "14 10:00")]).used == 3 * 3600


@pytest.mark.parametrize(
    ("state", "used", "missing", "lamp"),
    [
        (StepState.WAITING, 0, 3, Light.OFF),
        (StepState.RUNNING, 0, 3, Light.GREEN),
        (StepState.RUNNING, 674, 0, Light.GREEN),
        (StepState.RUNNING, 675, 0, Light.AMBER),
        (StepState.PAUSED, 900, 0, Light.AMBER),
        (StepState.RUNNING, 901, 0, Light.RED),
        (StepState.SIGNED, 900, 0, Light.GREEN),
        (StepState.SIGNED, 900, 1, Light.AMBER),
        (StepState.SIGNED, 901, 0, Light.RED),
    ],
)
def test_the_lamp(state, used, missing, lamp):
    assert run.light(state, charged.StepTime(used, 900), missing=missing) is lamp


def test_a_run_shows_its_worst_lamp():
    assert run.run_light([Light.OFF, Light.GREEN, Light.AMBER]) is Light.AMBER
    assert run.run_light([Light.GREEN, Light.RED]) is Light.RED
    assert run.run_light([Light.OFF]) is Light.OFF


def test_the_one_tap_is_proposed_when_all_evidence_is_there():
    assert run.proposes_sign_off(StepState.RUNNING, requirements=2, missing=0)
    assert not run.proposes_sign_off(StepState.RUNNING, requirements=2, missing=1)
    assert not run.proposes_sign_off(StepState.RUNNING, requirements=0, missing=0)
    assert not run.proposes_sign_off(StepState.SIGNED, requirements=2, missing=0)


def test_an_end_before_the_start_is_refused():
    run.check_order(None, at("12 08:00"))
    run.check_order(at("12 08:00"), at("12 08:00"))
    with pytest.raises(run.EndsBeforeStart):
        run.check_order(at("12 08:00"), at("12 08:00") - timedelta(seconds=1))


def test_a_step_is_good_only_once_it_is_done():
    assert run.tone(StepState.RUNNING, Light.GREEN) == "accent"
    assert run.tone(StepState.RUNNING, Light.AMBER) == run.tone(StepState.SIGNED, Light.AMBER) == "warn"
    assert run.tone(StepState.SIGNED, Light.GREEN) == "good"
    assert run.tone(StepState.PAUSED, Light.GREEN) == run.tone(StepState.WAITING, Light.OFF) == "idle"
    assert run.tone(StepState.PAUSED, Light.RED) == "bad"
    assert run.word(StepState.SIGNED, Light.RED) == "Selesai, terlambat"
    assert run.word(StepState.SIGNED, Light.GREEN) == "Selesai"

"""The life of a run and of its steps: what may follow what, how much time is used, what the lamp shows.

Steps overlap and start in any order; a missing paper never stops the work, it turns the lamp amber and asks for a reason.
Only closing the run is gated.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.sop.rules.charged import StepTime

AMBER_FROM = 4
"""The lamp turns amber when a quarter (1/4) of the standard time or less is left."""


class StepState(StrEnum):
    """Where a step stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    SIGNED = "signed"


class RunState(StrEnum):
    """Where a run stands. `STOPPED` is a letter that came to nothing; it may be taken up again."""

    OPEN = "open"
    CLOSED = "closed"
    STOPPED = "stopped"


STEP_NEXT: dict[StepState, frozenset[StepState]] = {
    StepState.WAITING: frozenset({StepState.RUNNING}),
    StepState.RUNNING: frozenset({StepState.PAUSED, StepState.SIGNED}),
    StepState.PAUSED: frozenset({StepState.RUNNING, StepState.SIGNED}),
    StepState.SIGNED: frozenset({StepState.RUNNING}),
}
RUN_NEXT: dict[RunState, frozenset[RunState]] = {
    RunState.OPEN: frozenset({RunState.CLOSED, RunState.STOPPED}),
    RunState.STOPPED: frozenset({RunState.OPEN}),
    RunState.CLOSED: frozenset(),
}
STATE_WORDS = {
    StepState.WAITING: N_("Belum mulai"),
    StepState.RUNNING: N_("Berjalan"),
    StepState.PAUSED: N_("Dijeda"),
    StepState.SIGNED: N_("Selesai"),
    RunState.OPEN: N_("Berjalan"),
    RunState.CLOSED: N_("Ditutup"),
    RunState.STOPPED: N_("Dihentikan"),
}


LATE_WORDS = {
    StepState.RUNNING: N_("Berjalan, lewat waktu"),
    StepState.PAUSED: N_("Dijeda, lewat waktu"),
    StepState.SIGNED: N_("Selesai, terlambat"),
}


class Light(StrEnum):
    """The lamp; `OFF` is a step that has not begun. Every lamp has its word: never colour alone."""

    OFF = "off"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


LIGHT_WORDS = {
    Light.OFF: N_("Belum mulai"),
    Light.GREEN: N_("Sesuai waktu"),
    Light.AMBER: N_("Perlu perhatian"),
    Light.RED: N_("Melewati waktu baku"),
}


class StepCannot(BalakasError):
    """The step's state does not allow this."""

    code = "step_cannot"
    message = N_("Kegiatan %(number)s sudah berubah; langkah ini tidak dapat dilakukan sekarang.")


class RunNotOpen(BalakasError):
    """The run is closed or stopped."""

    code = "run_not_open"
    message = N_("Pelaksanaan SOP ini sudah ditutup atau dihentikan.")


class ReasonNeeded(BalakasError):
    """Something out of the ordinary needs a sentence."""

    code = "reason_needed"
    message = N_("Tuliskan alasannya.")


class EarlierNeedsReason(ReasonNeeded):
    """What is recorded later than it happened needs a sentence."""

    code = "earlier_needs_reason"
    message = N_("Kejadian dicatat belakangan; tuliskan alasannya.")


class HappensLater(BalakasError):
    """Nothing is recorded before it happens."""

    code = "happens_later"
    message = N_("Waktu kejadian tidak boleh di masa depan.")


class EndsBeforeStart(BalakasError):
    """A step, pause or field day would end before it began."""

    code = "ends_before_start"
    message = N_("Waktu selesai tidak boleh mendahului waktu mulai.")


class PapersMissing(BalakasError):
    """A step is signed off while papers are missing, and nobody said why."""

    code = "papers_missing"
    message = N_(
        "Kelengkapan kegiatan %(number)s belum lengkap (%(count)s). Lengkapi, atau tuliskan alasan untuk melanjutkan."
    )


class RunNotReady(BalakasError):
    """The run cannot close yet: steps are open, or papers have neither evidence nor an exception."""

    code = "run_not_ready"
    message = N_("SOP belum dapat ditutup: kegiatan belum selesai %(open)s, kelengkapan belum ada %(papers)s.")


class RunUnknown(BalakasError):
    """No such run."""

    code = "run_unknown"
    message = N_("Pelaksanaan SOP tidak ditemukan.")


class StepUnknown(BalakasError):
    """The procedure has no activity of that number."""

    code = "step_unknown"
    message = N_("SOP ini tidak memuat kegiatan %(number)s.")


class RequirementUnknown(BalakasError):
    """The sheet does not ask for that paper."""

    code = "requirement_unknown"
    message = N_("SOP ini tidak meminta kelengkapan tersebut.")


class NotPerformer(BalakasError):
    """Only a performer of the activity signs it off, or the Sekretaris for them."""

    code = "not_performer"
    message = N_("Kegiatan %(number)s dinyatakan selesai oleh pelaksananya atau Sekretaris.")


STAND_INS = frozenset({"sekretaris"})
"""Positions that may sign off in a performer's place; a Plt. or Plh. holds the position itself."""


def check_performer(*, positions: Iterable[str], performers: Iterable[str], number: int) -> None:
    """Raise `NotPerformer` unless one of `positions` performs the step; a step without marked performers is open to all."""
    if not can_sign_off(positions=positions, performers=performers):
        raise NotPerformer(number=number)


def can_sign_off(*, positions: Iterable[str], performers: Iterable[str]) -> bool:
    """Say whether `check_performer` would pass."""
    marked = set(performers)
    return not marked or not (marked | STAND_INS).isdisjoint(positions)


def check_requirement(code: str, known: Sequence[str]) -> None:
    """Raise `RequirementUnknown` unless the step asks for that paper."""
    if code not in known:
        raise RequirementUnknown


def check_waiting(now: StepState, number: int) -> None:
    """Raise `StepCannot` unless the step has not begun: a pause and a sign-off are undone by acts of their own."""
    if now is not StepState.WAITING:
        raise StepCannot(number=number)


def check_paused(now: StepState, number: int) -> None:
    """Raise `StepCannot` unless the step is paused."""
    if now is not StepState.PAUSED:
        raise StepCannot(number=number)


def check_signed(now: StepState, number: int) -> None:
    """Raise `StepCannot` unless the step is signed off."""
    if now is not StepState.SIGNED:
        raise StepCannot(number=number)


def next_step(now: StepState, then: StepState) -> bool:
    """Say whether a step may go from `now` to `then`."""
    return then in STEP_NEXT[now]


def check_step(now: StepState, then: StepState, number: int) -> None:
    """Raise `StepCannot` where `next_step` says no."""
    if not next_step(now, then):
        raise StepCannot(number=number)


def check_run(now: RunState, then: RunState) -> None:
    """Raise `RunNotOpen` where the run may not go from `now` to `then`."""
    if then not in RUN_NEXT[now]:
        raise RunNotOpen


def check_open(now: RunState) -> None:
    """Raise `RunNotOpen` unless the run is open."""
    if now is not RunState.OPEN:
        raise RunNotOpen


def step_state(*, started: bool, paused: bool, signed: bool) -> StepState:
    """Derive a step's state from the rows that stand for it."""
    if signed:
        return StepState.SIGNED
    if not started:
        return StepState.WAITING
    return StepState.PAUSED if paused else StepState.RUNNING


def check_reason(reason: str) -> str:
    """Return the trimmed reason. Raises `ReasonNeeded` when there is none."""
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()


def happened(*, happened_at: datetime | None, recorded_at: datetime, reason: str) -> datetime:
    """Return when it happened: `happened_at`, or the moment of recording.

    Forms give whole minutes, so only an earlier minute counts as earlier. Raises `HappensLater`, `EarlierNeedsReason`.
    """
    if happened_at is None:
        return recorded_at
    if happened_at > recorded_at:
        raise HappensLater
    if _minute(happened_at) < _minute(recorded_at) and not reason.strip():
        raise EarlierNeedsReason
    return happened_at


def check_order(start: datetime | None, end: datetime) -> None:
    """Raise `EndsBeforeStart` when `end` lies before `start`."""
    if start is not None and end < start:
        raise EndsBeforeStart


def check_papers(*, number: int, missing: int, reason: str) -> None:
    """Let a step be signed off with papers missing only with a reason. Raises `PapersMissing`."""
    if missing and not reason.strip():
        raise PapersMissing(number=number, count=missing)


def check_closable(*, open_steps: Sequence[int], missing: int) -> None:
    """Gate the closing, and nothing else: every step signed off, every paper there or excepted. Raises `RunNotReady`."""
    if open_steps or missing:
        raise RunNotReady(open=", ".join(map(str, open_steps)) or "0", papers=missing)


def can_close(*, open_steps: Sequence[int], missing: int) -> bool:
    """Say whether `check_closable` would pass."""
    return not open_steps and not missing


def light(state: StepState, time: StepTime, *, missing: int = 0) -> Light:
    """Return the lamp of a step: red when over its time, amber when little is left or, once signed off, papers are missing.

    Exactly the standard time is still in time. A signed step keeps the lamp its own time earned.
    """
    if state is StepState.WAITING:
        return Light.OFF
    if time.remaining < 0:
        return Light.RED
    if state is StepState.SIGNED:
        return Light.AMBER if missing else Light.GREEN
    return Light.AMBER if time.remaining * AMBER_FROM <= time.standard else Light.GREEN


def tone(state: StepState, lamp: Light) -> str:
    """Return how a step is coloured as a whole: `good` only once it is done, `accent` while it runs in time."""
    if lamp is Light.RED:
        return "bad"
    if state is StepState.SIGNED:
        return "warn" if lamp is Light.AMBER else "good"
    if state is StepState.RUNNING:
        return "warn" if lamp is Light.AMBER else "accent"
    return "idle"


def word(state: StepState, lamp: Light) -> str:
    """Return the message id of a step's state; one that is over its time says so."""
    return LATE_WORDS.get(state, STATE_WORDS[state]) if lamp is Light.RED else STATE_WORDS[state]


def run_light(lights: Iterable[Light]) -> Light:
    """Return the worst lamp of a run's steps."""
    order = (Light.RED, Light.AMBER, Light.GREEN)
    seen = set(lights)
    return next((one for one in order if one in seen), Light.OFF)


def proposes_sign_off(state: StepState, *, requirements: int, missing: int) -> bool:
    """Say whether the system proposes the one tap: the step runs and all its evidence is there."""
    return state is StepState.RUNNING and requirements > 0 and missing == 0


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)

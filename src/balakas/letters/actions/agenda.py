"""The agenda: a letter is registered, corrected, given its scan, or cancelled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.letters import rules
from balakas.letters.models import Letter
from balakas.letters.queries import letters
from balakas.letters.rules import Facts, LetterState, Scan, Wanted
from balakas.papers.actions import intake, numbers
from balakas.papers.actions.numbers import Subject
from balakas.papers.rules.numbers import BookKind
from balakas.sop.actions import evidence, steps
from balakas.sop.actions import run as sop_run
from balakas.sop.queries import runs
from balakas.sop.rules import run as sop_rules
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault

_FACTS = tuple(Facts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a letter came: when (None: now), why it is recorded later, its scan, and what it starts.

    `starts_procedure` is False for a letter that has nothing to do with social assistance; `same_wanted` registers a letter
    although one of the same number and sender is there.
    """

    received_at: datetime | None = None
    reason: str = ""
    scan: Scan | None = None
    starts_procedure: bool = True
    same_wanted: bool = False


def register(
    *,
    office_id: UUID,
    facts: Facts,
    by: Actor,
    at: datetime,
    arrival: Arrival | None = None,
    wanted: Wanted | None = None,
) -> Letter:
    """Register an incoming letter under the next agenda number and start the SOP run on it.

    The number is drawn inside the transaction, so that two clerks at once get two numbers and a failure leaves no gap.
    Raises `RegisteredAlready`, `DatedAfterArrival`, `EarlierNeedsReason`, `HappensLater` and the errors of the number book.
    """
    came = arrival or Arrival()
    staff.check_right(by=by, right=Right.LETTERS_REGISTER, at=at, office_id=office_id)
    received = sop_rules.happened(happened_at=came.received_at, recorded_at=at, reason=came.reason)
    rules.check_dates(facts.letter_date, staff.local_day(staff.office_of(office_id), received))
    with transaction.atomic():
        letter = Letter(
            office_id=office_id, received_at=received, recorded_at=at, received_reason=came.reason.strip(),
            registered_by_id=UUID(by.id), **_columns(facts),
        )  # fmt: skip
        _number(letter, wanted or Wanted(), by, at)
        _check_new(office_id, facts, came)
        letter.save(force_insert=True)
        if came.starts_procedure:
            _start(letter, by, at)
        if came.scan is not None:
            _attach(letter, came.scan, by, at)
        _record(letter, by, at, "letters.register", {"scan": came.scan is not None})
    return letter


def correct(
    *, letter_id: UUID, facts: Facts, seen_version: int, by: Actor, at: datetime, starts_procedure: bool = False
) -> Letter:
    """Correct what the register says of a letter; its agenda number never changes.

    `starts_procedure` starts the run of a letter that was registered without one. Raises `ChangedMeanwhile` when somebody
    saved it after `seen_version`, `LetterCannot` for a cancelled letter, `DatedAfterArrival`.
    """
    with transaction.atomic():
        letter = letters.locked(letter_id)
        staff.check_right(by=by, right=Right.LETTERS_REGISTER, at=at, office_id=letter.office_id)
        _check_live(letter)
        rules.check_version(letter.version, seen_version)
        rules.check_dates(facts.letter_date, staff.local_day(letter.office, letter.received_at))
        before = {name: _plain(getattr(letter, name)) for name in _FACTS}
        for name, value in _columns(facts).items():
            setattr(letter, name, value)
        changed = [name for name in _FACTS if before[name] != _plain(getattr(letter, name))]
        letter.version += 1
        letter.save(update_fields=[*_FACTS, "version"])
        if starts_procedure and letter.run_id is None:
            _start(letter, by, at)
        _record(letter, by, at, "letters.correct", {"before": {name: before[name] for name in changed}})
    return letter


def add_scan(*, letter_id: UUID, scan: Scan, by: Actor, at: datetime) -> Letter:
    """Give a letter its scan, or a better one; the earlier file stays sealed. It is evidence of activity 1."""
    with transaction.atomic():
        letter = letters.locked(letter_id)
        staff.check_right(by=by, right=Right.LETTERS_REGISTER, at=at, office_id=letter.office_id)
        _check_live(letter)
        _attach(letter, scan, by, at)
        _record(letter, by, at, "letters.add_scan", {"file": str(scan.original_id)})
    return letter


def cancel(*, letter_id: UUID, reason: str, by: Actor, at: datetime) -> Letter:
    """Cancel a letter registered by mistake; its number stays in the agenda, struck out, with the reason.

    Raises `ReasonNeeded`, `LetterCannot` once disposed of, `LetterInUse` when a distribution was opened from it.
    """
    reason = sop_rules.check_reason(reason)
    with transaction.atomic():
        letter = letters.locked(letter_id)
        staff.check_right(by=by, right=Right.LETTERS_REGISTER, at=at, office_id=letter.office_id)
        run = runs.run_on(office_id=letter.office_id, kind=rules.KIND, subject_id=letter.id)
        if run is not None and run.kind != rules.KIND:
            raise rules.LetterInUse
        rules.check_next(letters.state_now(letter), LetterState.CANCELLED, letter.agenda)
        letter.cancelled_at, letter.cancelled_by_id, letter.cancel_reason = at, UUID(by.id), reason
        letter.version += 1
        letter.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason", "version"])
        if letter.number_id is not None:
            numbers.cancel_number(number_id=letter.number_id, reason=reason, by=by, at=at)
        if run is not None:
            # The run ends with its letter; who registers letters need not have the right to sign the SOP off.
            sop_run.stop_run(run_id=run.id, by=_on_behalf(by), at=at, reason=reason)
        _record(letter, by, at, "letters.cancel", {"reason": reason})
    return letter


def take_scan(*, office_id: UUID, content: bytes, by: Actor, at: datetime) -> Scan:
    """Take a scan in, for a letter or for a disposition's sheet. Raises the errors of `papers.rules.scans`."""
    staff.check_right(by=by, right=Right.LETTERS_REGISTER, at=at, office_id=office_id)
    with transaction.atomic():
        subject_id = vault.office_subject(office_id=office_id, at=at)
        taken = intake.take_scan(content, office_id=office_id, subject_id=subject_id, at=at)
        audit.record(
            office_id=office_id, by=by, at=at, act="letters.take_scan", kind="file", subject_id=taken.original_id,
            details={"sha256": taken.sha256, "pages": taken.pages},
        )  # fmt: skip
    return Scan(taken.original_id, taken.shown_id, taken.pages, taken.note)


def _number(letter: Letter, wanted: Wanted, by: Actor, at: datetime) -> None:
    """Take the letter's number from the agenda of the year in which it is recorded."""
    year = staff.local_day(letter.office, at).year
    subject = Subject(rules.KIND, letter.id)
    if wanted.after is None:
        taken = numbers.next_number(
            office_id=letter.office_id, kind=BookKind.AGENDA, year=year, subject=subject, by=by, at=at,
            classification=letter.classification, typed=wanted.typed,
        )  # fmt: skip
    else:
        taken = numbers.insert_number(
            office_id=letter.office_id, kind=BookKind.AGENDA, year=year, after=wanted.after, reason=wanted.reason,
            subject=subject, by=by, at=at, classification=letter.classification,
        )  # fmt: skip
    letter.number_id, letter.agenda, letter.agenda_year = taken.id, taken.printed, year
    letter.agenda_number, letter.agenda_suffix = taken.number or 0, taken.suffix


def _check_new(office_id: UUID, facts: Facts, came: Arrival) -> None:
    known = None if came.same_wanted else letters.same_letter(office_id, facts)
    if known is not None:
        raise rules.RegisteredAlready(agenda=known.agenda)


def _check_live(letter: Letter) -> None:
    if letter.cancelled_at is not None:
        raise rules.LetterCannot(agenda=letter.agenda)


def _start(letter: Letter, by: Actor, at: datetime) -> None:
    """Start the run at the letter's arrival, and the clock of the disposition at its registration."""
    run = sop_run.start_run(
        office_id=letter.office_id, kind=rules.KIND, subject_id=letter.id, label=_label(letter), by=by, at=at,
        happened_at=letter.received_at, reason=letter.received_reason or "Dicatat menyusul.",
    )  # fmt: skip
    steps.ensure_started(run_id=run.id, number=rules.STEP_DISPOSITION, by=by, at=at)
    letter.run_id = run.id
    letter.save(update_fields=["run_id"])
    if letter.scan_file_id is not None:
        _prove(letter, by, at)


def _attach(letter: Letter, scan: Scan, by: Actor, at: datetime) -> None:
    letter.scan_file_id, letter.scan_shown_id = scan.original_id, scan.shown_id
    letter.scan_pages, letter.scan_note = scan.pages, scan.note
    letter.save(update_fields=["scan_file_id", "scan_shown_id", "scan_pages", "scan_note"])
    _prove(letter, by, at)


def _prove(letter: Letter, by: Actor, at: datetime) -> None:
    if letter.run_id is not None:
        evidence.add_evidence(
            run_id=letter.run_id, number=rules.STEP_LETTER, requirement=rules.PAPER_LETTER, kind=rules.KIND,
            subject_id=letter.id, label=_label(letter), by=by, at=at,
        )  # fmt: skip


def _label(letter: Letter) -> str:
    return f"Surat {letter.letter_number or letter.sender}, agenda {letter.agenda}"[:200]


def _on_behalf(by: Actor) -> Actor:
    return Actor(kind="system", id="letters", label=by.label, where=by.where)


def _columns(facts: Facts) -> dict[str, object]:
    return {
        name: value.strip() if isinstance(value, str) and name != "urgency" else value
        for name, value in ((name, getattr(facts, name)) for name in _FACTS)
    }


def _plain(value: object) -> object:
    return value if isinstance(value, int) or value is None else str(value)


def _record(letter: Letter, by: Actor, at: datetime, act: str, details: dict[str, object]) -> None:
    audit.record(
        office_id=letter.office_id, by=by, at=at, happened_at=letter.received_at if act == "letters.register" else at,
        act=act, kind=rules.KIND, subject_id=letter.id, label=letter.agenda, details=details,
    )  # fmt: skip

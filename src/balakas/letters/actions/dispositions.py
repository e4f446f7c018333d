"""The disposition of a letter, sending it on down the office, and what those addressed do with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.letters import rules
from balakas.letters.models import Addressee, Disposisi, Letter
from balakas.letters.queries import dispositions, letters
from balakas.letters.rules import LetterState, Scan, Wish
from balakas.sop.actions import evidence
from balakas.sop.rules import run as sop_rules
from balakas.staff import queries as staff
from balakas.staff.rules import Right

PEN_REASON = "Disposisi ditulis tangan pada lembarnya."


@dataclass(frozen=True, slots=True)
class Pen:
    """A disposition its author wrote in pen: who wrote it, and the photo of the sheet."""

    author_id: UUID
    sheet: Scan | None


def dispose(
    *,
    letter_id: UUID,
    wish: Wish,
    by: Actor,
    at: datetime,
    pen: Pen | None = None,
    happened_at: datetime | None = None,
    reason: str = "",
) -> Disposisi:
    """Write the disposition of a letter: by who may, or by the clerk from a sheet written in pen.

    It becomes evidence of activity 2. Raises `AlreadyDisposed` when somebody was first, `LetterCannot`, `CannotDispose`,
    `SheetNeeded`, `DisposedBeforeArrival`, the errors of `rules.check_wish`, `CannotReceive`, `EarlierNeedsReason`.
    """
    reason = reason or (PEN_REASON if pen else "")
    when = sop_rules.happened(happened_at=happened_at, recorded_at=at, reason=reason)
    with transaction.atomic():
        letter = letters.locked(letter_id)
        author = _author(letter, by, at, when, pen)
        _check_free(letter)
        rules.check_after_arrival(letter.received_at, when)
        row = _write(letter, author, wish, when=when, at=at, reason=reason)
        if pen is not None and pen.sheet is not None:
            _keep_sheet(row, pen.sheet, by)
        _stand_for_activity_two(letter, row, by, at)
        _record(row, by, at, "letters.dispose", {"pen": pen is not None})
    return row


def forward(*, disposisi_id: UUID, wish: Wish, by: Actor, at: datetime) -> Disposisi:
    """Send a disposition on: by somebody it went to (whose own part is then done), or by its author to further people.

    Raises `NotYours`, the errors of `rules.check_wish`, `CannotReceive`, `LetterUnknown`, `LetterCannot`.
    """
    with transaction.atomic():
        parent, letter = _locked(disposisi_id)
        staff.check_right(by=by, right=Right.LETTERS_RECEIVE, at=at, office_id=letter.office_id)
        _check_in_force(parent, letter)
        lines = Addressee.objects.filter(disposisi=parent, user_id=by.id)
        if not lines.exists() and str(parent.author_id) != by.id:
            raise rules.NotYours
        row = _write(letter, _receiver(letter, by, at), wish, when=at, at=at, parent=parent)
        lines.filter(done_at=None).update(done_at=at)
        lines.filter(seen_at=None).update(seen_at=at)
        _record(row, by, at, "letters.forward", {"parent": str(parent.id)})
    return row


def mark_seen(*, letter_id: UUID, by: Actor, at: datetime) -> int:
    """Note that somebody opened the letter whose dispositions go to them; return how many were new to them."""
    with transaction.atomic():
        lines = Addressee.objects.filter(
            disposisi__letter_id=letter_id, disposisi__withdrawn_at=None, user_id=by.id, seen_at=None
        )
        seen = lines.update(seen_at=at)
        if seen:
            letter = Letter.objects.get(id=letter_id)
            audit.record(
                office_id=letter.office_id, by=by, at=at, act="letters.seen", kind=rules.KIND, subject_id=letter.id,
                label=letter.agenda,
            )  # fmt: skip
    return seen


def done(*, disposisi_id: UUID, note: str, by: Actor, at: datetime) -> Addressee:
    """Answer a disposition: what it asked for is done. Raises `NotYours` for anybody it did not go to; twice is harmless."""
    with transaction.atomic():
        row, letter = _locked(disposisi_id)
        staff.check_right(by=by, right=Right.LETTERS_RECEIVE, at=at, office_id=letter.office_id)
        _check_in_force(row, letter)
        line = Addressee.objects.filter(disposisi=row, user_id=by.id).first()
        if line is None:
            raise rules.NotYours
        if line.done_at is None:
            line.seen_at, line.done_at, line.done_note = line.seen_at or at, at, note.strip()
            line.save(update_fields=["seen_at", "done_at", "done_note"])
            _record(row, by, at, "letters.done", {"note": note.strip()})
    return line


def done_with_letter(*, letter_id: UUID, note: str, by: Actor, at: datetime) -> int:
    """Answer every open disposition of a letter that goes to `by` (a distribution was opened from it); return how many."""
    with transaction.atomic():
        letter = letters.locked(letter_id)
        lines = dispositions.addressed(letter, UUID(by.id)) if by.kind == "staff" else []
        for line in lines:
            done(disposisi_id=line.disposisi_id, note=note, by=by, at=at)
    return len(lines)


def withdraw(*, disposisi_id: UUID, reason: str, by: Actor, at: datetime) -> Disposisi:
    """Take a disposition back while nobody has acted on it; the letter then waits again. Its row stays, with the reason.

    Raises `NotYours` unless by its author or who entered it, `AlreadyActedOn`, `ReasonNeeded`.
    """
    reason = sop_rules.check_reason(reason)
    with transaction.atomic():
        row, letter = _locked(disposisi_id)
        _check_in_force(row, letter)
        if by.id not in {str(row.author_id), str(row.recorded_by_id)}:
            raise rules.NotYours
        if row.children.filter(withdrawn_at=None).exists() or row.addressees.exclude(done_at=None).exists():
            raise rules.AlreadyActedOn
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_reason = at, UUID(by.id), reason
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _withdraw_evidence(letter, row, by, at, reason)
        _record(row, by, at, "letters.withdraw", {"reason": reason})
    return row


def _author(letter: Letter, by: Actor, at: datetime, when: datetime, pen: Pen | None) -> dispositions.Person:
    """Return who wrote the disposition. The clerk may enter one in pen; its author must have been in office when he wrote."""
    right = Right.LETTERS_DISPOSE if pen is None else Right.LETTERS_REGISTER
    staff.check_right(by=by, right=right, at=at, office_id=letter.office_id)
    if pen is not None and pen.sheet is None:
        raise rules.SheetNeeded
    wanted = str(pen.author_id) if pen else by.id
    for person in dispositions.disposers(letter.office_id, staff.local_day(letter.office, when)):
        if str(person.user_id) == wanted:
            return person
    raise rules.CannotDispose


def _receiver(letter: Letter, by: Actor, at: datetime) -> dispositions.Person:
    for person in dispositions.receivers(letter.office_id, staff.local_day(letter.office, at)):
        if str(person.user_id) == by.id:
            return person
    raise rules.CannotReceive


def _check_free(letter: Letter) -> None:
    known = dispositions.root_of(letter)
    if known is not None:
        raise rules.AlreadyDisposed(title=known.author_title)
    rules.check_next(letters.state_now(letter), LetterState.DISPOSED, letter.agenda)


def _check_in_force(row: Disposisi, letter: Letter) -> None:
    if row.withdrawn_at is not None or letter.cancelled_at is not None:
        raise rules.LetterCannot(agenda=letter.agenda)


def _write(
    letter: Letter,
    author: dispositions.Person,
    wish: Wish,
    *,
    when: datetime,
    at: datetime,
    parent: Disposisi | None = None,
    reason: str = "",
) -> Disposisi:
    rules.check_wish(wish, author=author.user_id, happened_at=when)
    day = staff.local_day(letter.office, at)
    titles = {person.user_id: person.title for person in dispositions.receivers(letter.office_id, day)}
    rules.check_receives(wish.addressees, titles)
    row = Disposisi.objects.create(
        letter=letter, parent=parent, author_id=author.user_id, author_title=author.title,
        instructions=[code for code in rules.INSTRUCTIONS if code in wish.instructions], note=wish.note.strip(),
        deadline=wish.deadline, happened_at=when, recorded_at=at, late_reason=reason.strip(),
    )  # fmt: skip
    Addressee.objects.bulk_create(
        [Addressee(disposisi=row, user_id=one, title=titles[one]) for one in dict.fromkeys(wish.addressees)]
    )
    return row


def _locked(disposisi_id: UUID) -> tuple[Disposisi, Letter]:
    """Return a disposition with its letter's row locked: every change of a chain takes the letter's lock."""
    row = Disposisi.objects.filter(id=disposisi_id).first()
    if row is None:
        raise rules.LetterUnknown
    letter = letters.locked(row.letter_id)
    row.refresh_from_db()
    return row, letter


def _keep_sheet(row: Disposisi, sheet: Scan, by: Actor) -> None:
    row.recorded_by_id, row.sheet_file_id, row.sheet_shown_id = UUID(by.id), sheet.original_id, sheet.shown_id
    row.sheet_note = sheet.note
    row.save(update_fields=["recorded_by", "sheet_file_id", "sheet_shown_id", "sheet_note"])


def _stand_for_activity_two(letter: Letter, row: Disposisi, by: Actor, at: datetime) -> None:
    if letter.run_id is not None:
        evidence.add_evidence(
            run_id=letter.run_id, number=rules.STEP_DISPOSITION, requirement=rules.PAPER_DISPOSITION,
            kind=rules.DISPOSISI_KIND, subject_id=row.id, label=f"{row.author_title}, agenda {letter.agenda}", by=by, at=at,
        )  # fmt: skip


def _withdraw_evidence(letter: Letter, row: Disposisi, by: Actor, at: datetime, reason: str) -> None:
    if letter.run_id is not None and row.parent_id is None:
        evidence.withdraw_evidence(
            run_id=letter.run_id, number=rules.STEP_DISPOSITION, requirement=rules.PAPER_DISPOSITION,
            kind=rules.DISPOSISI_KIND, subject_id=row.id, by=by, at=at, reason=reason,
        )  # fmt: skip


def _record(row: Disposisi, by: Actor, at: datetime, act: str, details: dict[str, object]) -> None:
    audit.record(
        office_id=row.letter.office_id, by=by, at=at, happened_at=row.happened_at if act == "letters.dispose" else at,
        act=act, kind=rules.DISPOSISI_KIND, subject_id=row.id, label=row.letter.agenda,
        details={"letter": str(row.letter_id), **details},
    )  # fmt: skip

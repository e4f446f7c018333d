"""Giving out numbers: gap-free, one by one under the book's lock, also when two clerks press at once.

These are called inside other acts, which have asked for their own right; `papers.actions.books` is what people press.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from balakas.audit.actions import record
from balakas.common.actors import Actor
from balakas.papers.models import BookNumber, NumberBook
from balakas.papers.rules import numbers as rules
from balakas.papers.rules.numbers import BookKind, BookMode, NumberState
from balakas.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number or a paper is about: a record's kind and id."""

    kind: str = ""
    id: UUID | None = None


def next_number(
    *,
    office_id: UUID,
    kind: BookKind,
    year: int,
    subject: Subject,
    by: Actor,
    at: datetime,
    classification: str = "",
    typed: str = "",
) -> BookNumber:
    """Take the next number of a book, in the caller's transaction: when that is rolled back, so is the number.

    `typed` is the number an external book gave; a book of ours ignores it. A book that is not there yet is opened as last
    year's was. Raises `NumberTypedMissing`, `NumberUsed`.
    """
    with transaction.atomic():
        book = _locked(open_book(office_id=office_id, kind=kind, year=year, at=at).id)
        if book.mode == BookMode.EXTERNAL:
            return _write(BookNumber(book=book, printed=typed.strip()), subject, by, at)
        number = rules.following(book.last, book.start)
        printed = _printed(book, number, "", classification, at)
        taken = _write(BookNumber(book=book, number=number, printed=printed), subject, by, at)
        book.last = number
        book.save(update_fields=["last"])
        return taken


def insert_number(
    *,
    office_id: UUID,
    kind: BookKind,
    year: int,
    after: int,
    reason: str,
    subject: Subject,
    by: Actor,
    at: datetime,
    classification: str = "",
) -> BookNumber:
    """Take a number with a letter (`12a`) after one that was given out. Raises `NumberNotThere`, `NumberFull`, `ReasonMissing`."""
    why = rules.check_reason(reason)
    with transaction.atomic():
        book = _locked(open_book(office_id=office_id, kind=kind, year=year, at=at).id)
        if book.mode == BookMode.EXTERNAL:
            raise rules.BookNotInsertable
        used = list(BookNumber.objects.filter(book=book, number=after).values_list("suffix", flat=True))
        if not used:
            raise rules.NumberNotThere(number=after)
        suffix = rules.next_suffix(after, used)
        printed = _printed(book, after, suffix, classification, at)
        row = BookNumber(book=book, number=after, suffix=suffix, printed=printed, reason=why)
        taken = _write(row, subject, by, at)
        details = {"number": taken.printed, "reason": why}
        record(office_id=office_id, by=by, at=at, act="papers.insert_number", kind="number", subject_id=taken.id,
               label=taken.printed, details=details)  # fmt: skip
        return taken


def cancel_number(*, number_id: UUID, reason: str, by: Actor, at: datetime) -> BookNumber:
    """Cancel a number: it stays in the book with the reason and is not given out again. Raises `NumberCancelled`."""
    why = rules.check_reason(reason)
    with transaction.atomic():
        number = BookNumber.objects.select_for_update(of=("self",)).select_related("book").get(id=number_id)
        if number.state == NumberState.CANCELLED:
            raise rules.NumberCancelled(number=number.printed)
        number.state = NumberState.CANCELLED
        number.cancelled_by, number.cancelled_at, number.cancel_reason = by.label, at, why
        number.save(update_fields=["state", "cancelled_by", "cancelled_at", "cancel_reason"])
        record(office_id=number.book.office_id, by=by, at=at, act="papers.cancel_number", kind="number",
               subject_id=number.id, label=number.printed, details={"reason": why})  # fmt: skip
        return number


def open_book(*, office_id: UUID, kind: BookKind, year: int, at: datetime) -> NumberBook:
    """Return a book, opened like the year before's where it is not there yet: the same form, counting from 1."""
    found = NumberBook.objects.filter(office_id=office_id, kind=kind, year=year).first()
    if found is not None:
        return found
    before = NumberBook.objects.filter(office_id=office_id, kind=kind, year__lt=year).order_by("-year").first()
    like = {
        "mode": before.mode if before else BookMode.OURS,
        "pattern": before.pattern if before else rules.PATTERNS[kind],
        "classification": before.classification if before else "",
        "system_name": before.system_name if before else "",
        "created_at": at,
    }
    book, _ = NumberBook.objects.get_or_create(office_id=office_id, kind=kind, year=year, defaults=like)
    return book


def _books() -> QuerySet[NumberBook]:
    return NumberBook.objects.select_for_update(of=("self",)).select_related("office")


def _locked(book_id: UUID) -> NumberBook:
    """Load the book under its lock: who comes second waits until the first has written or given up."""
    return _books().get(id=book_id)


def _printed(book: NumberBook, number: int, suffix: str, classification: str, at: datetime) -> str:
    month = at.astimezone(ZoneInfo(book.office.zone)).month
    return rules.printed(
        book.pattern,
        number=number,
        suffix=suffix,
        classification=classification or book.classification,
        unit=book.office.unit_code,
        year=book.year,
        month=month,
    )


def _write(row: BookNumber, subject: Subject, by: Actor, at: datetime) -> BookNumber:
    """Write a number into its book, whose lock the caller holds."""
    if not row.printed:
        raise rules.NumberTypedMissing(book=row.book.system_name or "SRIKANDI")
    if BookNumber.objects.filter(book=row.book, printed=row.printed).exists():
        raise rules.NumberUsed(number=row.printed)
    row.state, row.taken_by, row.taken_at = NumberState.TAKEN, by.label, at
    row.subject_kind, row.subject_id = subject.kind, subject.id
    row.save(force_insert=True)
    return row


def local_year(office_id: UUID, at: datetime) -> int:
    """Return the year of `at` in the office's zone: the book a paper of that moment stands in."""
    return staff.local_day(staff.office_of(office_id), at).year

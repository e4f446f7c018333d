"""What an office sets about its numbers and its forms."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit.actions import record
from balakas.common.actors import Actor
from balakas.papers.actions.make import TemplateUnknown, check_template, make_pdf
from balakas.papers.actions.numbers import Subject, cancel_number, insert_number, open_book
from balakas.papers.actions.trial import try_forms
from balakas.papers.models import BookNumber, NumberBook, OfficeForm
from balakas.papers.queries.books import number_of, office_forms
from balakas.papers.rules import numbers as rules
from balakas.papers.rules.numbers import BookKind, BookMode
from balakas.papers.rules.samples.catalog import SAMPLES
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def set_book(
    *,
    office_id: UUID,
    kind: BookKind,
    year: int,
    mode: BookMode,
    pattern: str,
    start: int,
    by: Actor,
    at: datetime,
    classification: str = "",
    system_name: str = "",
) -> NumberBook:
    """Set a year's book: ours or external, how its numbers look, where it starts (412 when an office begins in mid-year).

    Start and mode stay once a number was given out. Raises `PatternWrong`, `BookInUse`.
    """
    staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=office_id)
    rules.check_pattern(pattern)
    opened = open_book(office_id=office_id, kind=kind, year=year, at=at)
    with transaction.atomic():
        book = NumberBook.objects.select_for_update().get(id=opened.id)
        if book.numbers.exists() and (mode != book.mode or start != book.start):
            raise rules.BookInUse
        book.mode, book.pattern, book.start = mode, pattern, start
        book.classification, book.system_name = classification, system_name
        book.save()
        details = {"mode": mode.value, "pattern": pattern, "start": start, "year": year}
        record(office_id=office_id, by=by, at=at, act="papers.set_book", kind="number_book", subject_id=book.id,
               label=kind.value, details=details)  # fmt: skip
        return book


def set_aside(
    *, office_id: UUID, kind: BookKind, year: int, after: int, reason: str, by: Actor, at: datetime
) -> BookNumber:
    """Insert a number (`12a`) for a paper that lives outside BALAKAS. Raises as `insert_number`."""
    staff.check_right(by=by, right=Right.PAPERS_MANAGE, at=at, office_id=office_id)
    return insert_number(
        office_id=office_id, kind=kind, year=year, after=after, reason=reason, subject=Subject(), by=by, at=at
    )


def cancel_free_number(*, number_id: UUID, reason: str, by: Actor, at: datetime) -> BookNumber:
    """Cancel a number no record of ours bears; a paper's or letter's number is cancelled with the paper or letter.

    Raises `NumberBearsRecord`, `NumberCancelled`, `ReasonMissing`.
    """
    number = number_of(number_id)
    staff.check_right(by=by, right=Right.PAPERS_MANAGE, at=at, office_id=number.book.office_id)
    if number.subject_id is not None:
        raise rules.NumberBearsRecord(number=number.printed)
    return cancel_number(number_id=number_id, reason=reason, by=by, at=at)


def replace_form(*, office_id: UUID, name: str, source: str, by: Actor, at: datetime) -> OfficeForm:
    """Put an office's own template in place of ours, once it has been tried on the sample data.

    The shared `kop` is tried on every form, for it stands on all of them. Raises `TemplateUnknown`, `TemplateBroken`.
    """
    staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=office_id)
    check_template(source, template=name)
    if name != "kop" and name not in SAMPLES:
        raise TemplateUnknown(template=name)
    try_forms({**office_forms(office_id), name: source}, SAMPLES if name == "kop" else [name])
    with transaction.atomic():
        row, _ = OfficeForm.objects.update_or_create(
            office_id=office_id,
            name=name,
            defaults={"source": source, "changed_by": by.label, "changed_at": at},
        )
        record(office_id=office_id, by=by, at=at, act="papers.replace_form", kind="office_form", subject_id=row.id,
               label=name)  # fmt: skip
        return row


def restore_form(*, office_id: UUID, name: str, by: Actor, at: datetime) -> None:
    """Take an office's own template away: ours stands again."""
    staff.check_right(by=by, right=Right.OFFICE_SETTINGS, at=at, office_id=office_id)
    with transaction.atomic():
        gone, _ = OfficeForm.objects.filter(office_id=office_id, name=name).delete()
        if gone:
            record(office_id=office_id, by=by, at=at, act="papers.restore_form", kind="office_form", label=name)


def sample_pdf(office_id: UUID, name: str) -> bytes:
    """Return a form filled with invented data, as the office has it now."""
    form = "spt" if name == "kop" else name
    return make_pdf(form, SAMPLES[form](), office_templates=office_forms(office_id))

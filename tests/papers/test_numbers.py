"""Numbers come without gaps, look as the office wants them, and never leave the book again."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from balakas.audit.models import Entry
from balakas.common.errors import BalakasError
from balakas.papers.actions import books
from balakas.papers.actions.numbers import Subject, cancel_number, insert_number, next_number, open_book
from balakas.papers.queries.books import books_of, numbers_in
from balakas.papers.rules import numbers as rules
from balakas.papers.rules.numbers import BookKind, BookMode, NumberState
from balakas.staff.rules import NotAllowed, PositionKind

PATTERN = "{classification}/{number}/{unit}/{year}"


def take(world, monday, *, kind=BookKind.OUTGOING, year=2026, **more):
    by = world.actor(PositionKind.CLERK)
    return next_number(office_id=world.office.id, kind=kind, year=year, subject=Subject(), by=by, at=monday, **more)


def set_book(world, monday, **more):
    asked = {"kind": BookKind.OUTGOING, "year": 2026, "mode": BookMode.OURS, "pattern": PATTERN, "start": 1}
    by = world.actor(PositionKind.ADMINISTRATOR)
    return books.set_book(office_id=world.office.id, by=by, at=monday, **{**asked, **more})


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        (PATTERN, "800.1.11.1/12a/Kec-Awy/2026"),
        ("{number}", "12a"),
        ("B-{number}/{month}/{year}", "B-12a/XII/2026"),
    ],
)
def test_how_a_number_looks(pattern, printed):
    assert printed == rules.printed(
        pattern, number=12, suffix="a", classification="800.1.11.1", unit="Kec-Awy", year=2026, month=12
    )


def test_an_empty_part_leaves_no_double_stroke():
    assert rules.printed(PATTERN, number=3, suffix="", classification="", unit="", year=2026, month=1) == "3/2026"


@pytest.mark.parametrize("pattern", ["", "{year}", "{number}/{hari}", "{number", "{number}}", "{number}/{}"])
def test_a_pattern_that_cannot_number_is_refused(pattern):
    with pytest.raises(rules.PatternWrong):
        rules.check_pattern(pattern)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_next_number_is_one_more_and_never_before_the_start(last, start):
    following = rules.following(last, start)
    assert following > last
    assert following >= start
    assert following in {last + 1, start}


def test_letters_after_a_number_run_out():
    used = [""]
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert rules.next_suffix(12, used) == letter
        used.append(letter)
    with pytest.raises(rules.NumberFull):
        rules.next_suffix(12, used)


def test_numbers_come_one_after_the_other(world, monday):
    assert [take(world, monday).number for _ in range(3)] == [1, 2, 3]
    assert take(world, monday, kind=BookKind.AGENDA).number == 1
    assert take(world, monday, year=2027).number == 1


def test_another_office_counts_for_itself(world, monday):
    take(world, monday)
    other = next_number(
        office_id=world.foreign_office.id, kind=BookKind.OUTGOING, year=2026, subject=Subject(),
        by=world.actor(PositionKind.CLERK), at=monday,
    )  # fmt: skip
    assert other.number == 1


def test_a_book_may_start_in_mid_year(world, monday):
    set_book(world, monday, kind=BookKind.AGENDA, pattern="{number}", start=412)

    assert [take(world, monday, kind=BookKind.AGENDA).printed for _ in range(2)] == ["412", "413"]


def test_what_is_rolled_back_leaves_no_gap(world, monday):
    take(world, monday)
    with transaction.atomic():
        take(world, monday)
        transaction.set_rollback(True)
    assert take(world, monday).number == 2


def test_a_cancelled_number_stays_and_is_not_given_out_again(world, monday):
    number = take(world, monday)
    cancel_number(number_id=number.id, reason=" salah cetak ", by=world.actor(PositionKind.CLERK), at=monday)

    assert take(world, monday).number == 2
    kept = numbers_in(number.book_id).get(id=number.id)
    assert (kept.state, kept.cancel_reason) == (NumberState.CANCELLED, "salah cetak")
    assert Entry.objects.get(act="papers.cancel_number").details == {"reason": "salah cetak"}
    with pytest.raises(rules.NumberCancelled):
        cancel_number(number_id=number.id, reason="lagi", by=world.actor(PositionKind.CLERK), at=monday)


def test_a_number_is_inserted_with_its_letter_and_reason(world, monday):
    take(world, monday, kind=BookKind.AGENDA)
    for letter in ("1a", "1b"):
        inserted = books.set_aside(
            office_id=world.office.id, kind=BookKind.AGENDA, year=2026, after=1, reason="surat terlambat dicatat",
            by=world.actor(PositionKind.CLERK), at=monday,
        )  # fmt: skip
        assert inserted.printed == letter
    assert take(world, monday, kind=BookKind.AGENDA).number == 2
    assert Entry.objects.filter(act="papers.insert_number").count() == 2


def insert(world, monday, after, reason="alasan"):
    return insert_number(
        office_id=world.office.id, kind=BookKind.OUTGOING, year=2026, after=after, reason=reason, subject=Subject(),
        by=world.actor(PositionKind.CLERK), at=monday,
    )  # fmt: skip


def test_nothing_is_inserted_after_a_number_that_is_not_there_or_without_a_reason(world, monday):
    take(world, monday)
    with pytest.raises(rules.NumberNotThere):
        insert(world, monday, after=2)
    with pytest.raises(rules.ReasonMissing):
        insert(world, monday, after=1, reason="  ")


def test_an_external_book_takes_the_number_that_was_typed_once(world, monday):
    set_book(world, monday, mode=BookMode.EXTERNAL, system_name="SRIKANDI")

    assert take(world, monday, typed=" B/12/2026 ").printed == "B/12/2026"
    with pytest.raises(rules.NumberUsed):
        take(world, monday, typed="B/12/2026")
    with pytest.raises(rules.NumberTypedMissing, match="SRIKANDI"):
        take(world, monday)
    with pytest.raises(rules.BookNotInsertable):
        insert(world, monday, after=12)


def test_a_new_year_opens_the_same_book_from_one(world, monday):
    set_book(world, monday, pattern="{number}/{year}", start=300, classification="400.9")
    take(world, monday)

    book = open_book(office_id=world.office.id, kind=BookKind.OUTGOING, year=2027, at=monday)

    assert (book.pattern, book.classification, book.start, book.last) == ("{number}/{year}", "400.9", 1, 0)


def test_a_book_in_use_keeps_its_start_and_its_mode(world, monday):
    take(world, monday)
    with pytest.raises(rules.BookInUse):
        set_book(world, monday, start=5)
    with pytest.raises(rules.BookInUse):
        set_book(world, monday, mode=BookMode.EXTERNAL)
    assert set_book(world, monday, pattern="{number}-{year}").pattern == "{number}-{year}"


def test_who_may_set_books_and_numbers(world, monday):
    with pytest.raises(NotAllowed):
        books.set_book(
            office_id=world.office.id, kind=BookKind.SPT, year=2026, mode=BookMode.OURS, pattern="{number}", start=1,
            by=world.actor(PositionKind.CLERK), at=monday,
        )  # fmt: skip
    number = take(world, monday)
    with pytest.raises(NotAllowed):
        books.cancel_free_number(number_id=number.id, reason="x", by=world.actor(PositionKind.TKSK), at=monday)


def test_a_number_on_a_record_is_cancelled_with_the_record(world, monday):
    number = next_number(
        office_id=world.office.id, kind=BookKind.SPT, year=2026, subject=Subject("letter", uuid4()),
        by=world.actor(PositionKind.CLERK), at=monday,
    )  # fmt: skip
    with pytest.raises(rules.NumberBearsRecord):
        books.cancel_free_number(number_id=number.id, reason="x", by=world.actor(PositionKind.CLERK), at=monday)


def test_a_book_tells_how_many_it_gave_and_how_many_are_void(world, monday):
    first, _ = take(world, monday), take(world, monday)
    cancel_number(number_id=first.id, reason="x", by=world.actor(PositionKind.CLERK), at=monday)

    (book,) = books_of(world.office.id, 2026)
    assert (book.given, book.void) == (2, 1)


def test_the_month_is_the_offices(world):
    late = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)  # 1 February, 01.00 in Awayan
    set_book(world, late, pattern="{number}/{month}")
    assert take(world, late).printed == "1/II"


def test_every_refusal_has_a_sentence():
    errors = [value for value in vars(rules).values() if isinstance(value, type) and issubclass(value, BalakasError)]
    assert len({error.code for error in errors if error is not BalakasError}) == len(errors) - 1

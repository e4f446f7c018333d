"""Registering, correcting, cancelling: what the agenda keeps, and what it starts."""

from datetime import date, timedelta

import pytest

from balakas.audit import queries as audit
from balakas.common.errors import BalakasError
from balakas.letters import rules
from balakas.letters.actions import agenda
from balakas.letters.actions.agenda import Arrival
from balakas.letters.models import Letter
from balakas.letters.queries import letters
from balakas.letters.rules import LetterState, Wanted
from balakas.papers.actions import numbers
from balakas.papers.models import BookNumber, NumberBook
from balakas.papers.rules.numbers import BookKind, BookMode, NumberState, NumberTypedMissing, NumberUsed
from balakas.sop.queries.views import run_view
from balakas.sop.rules.run import EarlierNeedsReason, HappensLater, ReasonNeeded, RunState, StepState
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault.queries import file_bytes, file_of
from tests.letters.cases import LATER, NINE, dispose, facts, picture, register, take, wita


def test_numbers_follow_one_another_and_the_run_starts(world):
    first, second = register(world, 17), register(world, 18)
    assert [first.agenda, second.agenda] == ["1", "2"]
    assert first.agenda_year == 2026
    run = run_view(first.run_id, LATER)
    assert run.started_at == NINE
    assert [step.state for step in run.steps[:3]] == [StepState.RUNNING, StepState.RUNNING, StepState.WAITING]
    assert run.step(1).missing == 1  # the scan is not there yet


def test_the_scan_stands_for_activity_one_and_the_original_is_kept(world):
    scan = take(world)
    letter = register(world, scan=scan)
    assert run_view(letter.run_id, LATER).step(1).missing == 0
    assert run_view(letter.run_id, LATER).step(1).proposes_sign_off
    assert file_bytes(letter.scan_file_id) == picture()
    assert file_of(letter.scan_shown_id).media_type == "image/jpeg"


def test_a_scan_may_come_later(world):
    letter = register(world)
    agenda.add_scan(letter_id=letter.id, scan=take(world), by=world.actor(PositionKind.CLERK), at=LATER)
    assert run_view(letter.run_id, LATER).step(1).missing == 0


def test_a_letter_about_something_else_starts_nothing(world):
    letter = register(world, starts_procedure=False)
    assert letter.run_id is None
    again = agenda.correct(
        letter_id=letter.id, facts=facts(17), seen_version=1, by=world.actor(PositionKind.CLERK), at=LATER,
        starts_procedure=True,
    )  # fmt: skip
    assert run_view(again.run_id, LATER).started_at == NINE


def test_a_book_taken_over_in_mid_year_goes_on_at_412(world):
    book = numbers.open_book(office_id=world.office.id, kind=BookKind.AGENDA, year=2026, at=NINE)
    NumberBook.objects.filter(id=book.id).update(start=412)
    assert [register(world, n).agenda for n in (17, 18)] == ["412", "413"]


def test_an_inserted_number_has_its_letter_and_reason(world):
    register(world, 17), register(world, 18)
    late = register(world, 19, wanted=Wanted(after=1, reason="Tertinggal di meja depan"))
    assert (late.agenda, late.agenda_number, late.agenda_suffix) == ("1a", 1, "a")
    officer = world.officer(PositionKind.CLERK)
    rows = letters.register(officer, letters.Filters(year=2026), "Asia/Makassar")
    assert [row.agenda for row in rows] == ["2", "1a", "1"]


def test_an_external_book_gives_the_number(world):
    book = numbers.open_book(office_id=world.office.id, kind=BookKind.AGENDA, year=2026, at=NINE)
    NumberBook.objects.filter(id=book.id).update(mode=BookMode.EXTERNAL, system_name="SRIKANDI")
    assert register(world, 17, wanted=Wanted(typed="SM/77")).agenda == "SM/77"
    with pytest.raises(NumberUsed):
        register(world, 18, wanted=Wanted(typed="SM/77"))
    with pytest.raises(NumberTypedMissing):
        register(world, 19)
    assert Letter.objects.count() == 1


def test_a_refused_letter_leaves_no_gap(world):
    register(world, 17)
    with pytest.raises(rules.RegisteredAlready):
        register(world, 17)
    assert register(world, 18).agenda == "2"
    assert register(world, 17, same_wanted=True).agenda == "3"


def test_an_earlier_arrival_needs_a_reason_and_is_counted_from_then(world):
    earlier = NINE - timedelta(hours=1)
    with pytest.raises(EarlierNeedsReason):
        register(world, received_at=earlier)
    with pytest.raises(HappensLater):
        register(world, received_at=LATER)
    letter = register(world, received_at=earlier, reason="Listrik padam")
    assert (letter.received_at, letter.recorded_at) == (earlier, NINE)
    assert run_view(letter.run_id, LATER).started_at == earlier


def test_a_letter_is_not_dated_after_it_came(world):
    with pytest.raises(rules.DatedAfterArrival):
        register(world, facts_given=facts(17, letter_date=date(2026, 1, 13)))


def test_two_people_correcting_one_letter(world):
    letter = register(world)
    clerk = world.actor(PositionKind.CLERK)
    agenda.correct(letter_id=letter.id, facts=facts(17, subject="Baru"), seen_version=1, by=clerk, at=LATER)
    with pytest.raises(rules.ChangedMeanwhile):
        agenda.correct(letter_id=letter.id, facts=facts(17, subject="Lain"), seen_version=1, by=clerk, at=LATER)
    letter.refresh_from_db()
    assert (letter.subject, letter.version, letter.agenda) == ("Baru", 2, "1")
    entry = audit.entries_about(world.office.id, "letter", letter.id).last()
    assert entry.details["before"] == {"subject": facts().subject}


def test_a_cancelled_letter_stays_in_the_agenda_and_ends_its_run(world):
    letter = register(world)
    clerk = world.actor(PositionKind.CLERK)
    with pytest.raises(ReasonNeeded):
        agenda.cancel(letter_id=letter.id, reason="  ", by=clerk, at=LATER)
    agenda.cancel(letter_id=letter.id, reason="Salah alamat", by=clerk, at=LATER)
    shown = letters.letter_for(world.officer(PositionKind.CLERK), letter.id)
    assert letters.state(shown) is LetterState.CANCELLED
    assert run_view(letter.run_id, LATER).state is RunState.STOPPED
    assert BookNumber.objects.get(id=letter.number_id).state == NumberState.CANCELLED
    assert register(world, 18).agenda == "2"


def test_a_letter_disposed_of_is_not_cancelled(world):
    letter = register(world)
    dispose(world, letter)
    with pytest.raises(rules.LetterCannot):
        agenda.cancel(letter_id=letter.id, reason="Salah", by=world.actor(PositionKind.CLERK), at=LATER)


@pytest.mark.parametrize("kind", [PositionKind.KASI_PMDK, PositionKind.CAMAT, PositionKind.ADMINISTRATOR])
def test_only_who_registers_letters_registers(world, kind):
    with pytest.raises(NotAllowed):
        register(world, by=kind)
    assert BookNumber.objects.count() == 0


def test_another_office_cannot(world):
    with pytest.raises(NotAllowed):
        agenda.register(office_id=world.foreign_office.id, facts=facts(), by=world.actor(PositionKind.CLERK), at=NINE)


def test_each_year_has_its_own_count(world):
    register(world, 17)
    later = wita("12 09:00").replace(year=2027)
    letter = agenda.register(
        office_id=world.office.id, facts=facts(18), by=world.actor(PositionKind.CLERK), at=later, arrival=Arrival()
    )
    assert (letter.agenda, letter.agenda_year) == ("1", 2027)


def test_every_error_has_its_own_code():
    errors = [value for value in vars(rules).values() if isinstance(value, type) and issubclass(value, BalakasError)]
    codes = [error.code for error in errors if error is not BalakasError]
    assert len(codes) == len(set(codes)) > 15

"""The disposition: who may write it, where it goes, and what those addressed do."""

from datetime import date, timedelta

import pytest

from balakas.letters import rules
from balakas.letters.actions import agenda, dispositions
from balakas.letters.actions.dispositions import Pen
from balakas.letters.models import Addressee
from balakas.letters.queries import dispositions as queries
from balakas.letters.queries import letters
from balakas.letters.rules import LetterState, Wish
from balakas.sop.queries.views import run_view
from balakas.sop.rules.run import ReasonNeeded
from balakas.staff.models import Appointment
from balakas.staff.rules import NotAllowed, PositionKind
from tests.letters.cases import LATER, NINE, dispose, register, take, wish

CAMAT, SEKRETARIS, KASI, TKSK, CLERK = (
    PositionKind.CAMAT,
    PositionKind.SEKRETARIS,
    PositionKind.KASI_PMDK,
    PositionKind.TKSK,
    PositionKind.CLERK,
)
NOON = NINE + timedelta(hours=2)


def state(world, letter):
    return letters.state(letters.letter_for(world.officer(CAMAT), letter.id))


def duties(world, kind):
    return [duty.code for duty in queries.waiting_for(world.officer(kind))]


def test_the_addressee_sees_it_at_once_and_activity_two_has_its_paper(world):
    letter = register(world)
    assert duties(world, CAMAT) == ["letters.dispose"]
    row = dispose(world, letter, KASI, TKSK)
    assert state(world, letter) is LetterState.DISPOSED
    assert duties(world, CAMAT) == []
    assert duties(world, TKSK) == ["letters.answer"]
    assert duties(world, KASI) == []  # the room distributions asks the Kasi to open one
    assert (row.author_title, row.instructions) == ("Camat", ["proceed", "report"])
    step = run_view(letter.run_id, NOON).step(2)
    assert (step.missing, step.proposes_sign_off) == (0, True)


def test_the_sekretaris_may_dispose_and_the_second_is_told_who_was_first(world):
    letter = register(world)
    dispose(world, letter, by=SEKRETARIS)
    with pytest.raises(rules.AlreadyDisposed, match="Sekretaris"):
        dispose(world, letter, by=CAMAT)


def test_one_acting_for_the_camat_signs_with_the_acting_title(world):
    Appointment.objects.filter(user=world.users[CAMAT]).update(valid_to=date(2026, 1, 11))
    Appointment.objects.create(
        user=world.users[SEKRETARIS], office=world.office, position=CAMAT, acting="plh", valid_from=date(2026, 1, 12)
    )
    letter = register(world)
    with pytest.raises(NotAllowed):
        dispose(world, letter, by=CAMAT)
    assert dispose(world, letter, by=SEKRETARIS).author_title == "Plh. Camat"


@pytest.mark.parametrize("kind", [KASI, TKSK, CLERK])
def test_others_do_not_dispose(world, kind):
    letter = register(world)
    with pytest.raises(NotAllowed):
        dispose(world, letter, by=kind)


def test_a_sheet_written_in_pen_is_entered_by_the_clerk_with_its_photo(world):
    letter = register(world)
    with pytest.raises(rules.SheetNeeded):
        dispose(world, letter, by=CLERK, pen=Pen(world.users[CAMAT].id, None), happened_at=LATER, at=NOON)
    row = dispose(world, letter, by=CLERK, pen=Pen(world.users[CAMAT].id, take(world)), happened_at=LATER, at=NOON)
    assert row.author == world.users[CAMAT]
    assert row.recorded_by == world.users[CLERK]
    assert (row.happened_at, row.recorded_at) == (LATER, NOON)
    assert row.late_reason == dispositions.PEN_REASON
    assert row.sheet_shown_id is not None


def test_pen_of_somebody_without_office_is_refused(world):
    letter = register(world)
    for author in (KASI, CLERK):
        with pytest.raises(rules.CannotDispose):
            dispose(world, letter, by=CLERK, pen=Pen(world.users[author].id, take(world)))


def test_a_disposition_does_not_come_before_its_letter(world):
    letter = register(world)
    with pytest.raises(rules.DisposedBeforeArrival):
        dispose(world, letter, happened_at=NINE - timedelta(minutes=1), reason="Salah jam")


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (lambda world: Wish((), ("proceed",)), rules.NobodyAddressed),
        (lambda world: wish(world, instructions=()), rules.NothingAsked),
        (lambda world: wish(world, instructions=("menari",)), rules.InstructionUnknown),
        (lambda world: wish(world, CAMAT), rules.ToOneself),
        (lambda world: wish(world, CLERK), rules.CannotReceive),
        (lambda world: Wish((world.stranger.id,), ("proceed",)), rules.CannotReceive),
        (lambda world: wish(world, deadline=NINE), rules.DeadlinePassed),
    ],
)
def test_a_disposition_says_who_and_what(world, made, error):
    letter = register(world)
    with pytest.raises(error):
        dispose(world, letter, wish_given=made(world))
    assert state(world, letter) is LetterState.REGISTERED


def test_down_the_chain_and_back(world):
    letter = register(world)
    first = dispose(world, letter, SEKRETARIS)
    second = dispositions.forward(disposisi_id=first.id, wish=wish(world, TKSK), by=world.actor(SEKRETARIS), at=NOON)
    assert duties(world, SEKRETARIS) == []
    assert duties(world, TKSK) == ["letters.answer"]
    chain = queries.chain_of(letter, world.officer(TKSK))
    assert [(link.disposisi.id, link.depth, link.mine is not None) for link in chain] == [
        (first.id, 0, False),
        (second.id, 1, True),
    ]
    dispositions.done(disposisi_id=second.id, note="Sudah dihubungi", by=world.actor(TKSK), at=NOON)
    assert state(world, letter) is LetterState.ANSWERED
    assert Addressee.objects.get(disposisi=second).done_note == "Sudah dihubungi"


def test_only_who_was_addressed_forwards_or_answers(world):
    first = dispose(world, register(world), SEKRETARIS)
    with pytest.raises(rules.NotYours):
        dispositions.forward(disposisi_id=first.id, wish=wish(world, KASI), by=world.actor(TKSK), at=NOON)
    with pytest.raises(rules.NotYours):
        dispositions.done(disposisi_id=first.id, note="", by=world.actor(TKSK), at=NOON)


def test_the_author_adds_people_to_his_own_disposition(world):
    letter = register(world)
    first = dispose(world, letter, KASI)
    more = dispositions.forward(disposisi_id=first.id, wish=wish(world, TKSK), by=world.actor(CAMAT), at=NOON)
    assert more.parent_id == first.id
    assert duties(world, TKSK) == ["letters.answer"]


def test_opening_is_noted_once(world):
    letter = register(world)
    dispose(world, letter, KASI)
    kasi = world.actor(KASI)
    assert dispositions.mark_seen(letter_id=letter.id, by=kasi, at=NOON) == 1
    assert dispositions.mark_seen(letter_id=letter.id, by=kasi, at=NOON + timedelta(hours=1)) == 0
    assert Addressee.objects.get().seen_at == NOON


def test_one_taken_back_frees_the_letter_and_its_row_stays(world):
    letter = register(world)
    row = dispose(world, letter, KASI)
    with pytest.raises(rules.NotYours):
        dispositions.withdraw(disposisi_id=row.id, reason="Keliru", by=world.actor(SEKRETARIS), at=NOON)
    with pytest.raises(ReasonNeeded):
        dispositions.withdraw(disposisi_id=row.id, reason="", by=world.actor(CAMAT), at=NOON)
    dispositions.withdraw(disposisi_id=row.id, reason="Keliru orang", by=world.actor(CAMAT), at=NOON)
    assert state(world, letter) is LetterState.REGISTERED
    assert run_view(letter.run_id, NOON).step(2).missing == 1
    again = dispose(world, letter, TKSK, at=NOON)
    assert [link.disposisi.id for link in queries.chain_of(letter, world.officer(CAMAT))] == [row.id, again.id]


def test_one_acted_on_is_not_taken_back(world):
    row = dispose(world, register(world), KASI, TKSK)
    dispositions.done(disposisi_id=row.id, note="", by=world.actor(TKSK), at=NOON)
    with pytest.raises(rules.AlreadyActedOn):
        dispositions.withdraw(disposisi_id=row.id, reason="Keliru", by=world.actor(CAMAT), at=NOON)


def test_a_cancelled_letter_is_not_disposed_of(world):
    letter = register(world)
    agenda.cancel(letter_id=letter.id, reason="Ganda", by=world.actor(CLERK), at=LATER)
    with pytest.raises(rules.LetterCannot):
        dispose(world, letter)


def test_a_secret_letter_is_seen_only_by_those_it_concerns(world):
    from balakas.letters.rules import Urgency
    from tests.letters.cases import facts

    letter = register(world, facts_given=facts(urgency=Urgency.SECRET))
    sees = lambda kind: letters.visible(world.officer(kind)).filter(id=letter.id).exists()  # noqa: E731
    assert [sees(kind) for kind in (CLERK, CAMAT, SEKRETARIS, KASI, PositionKind.INSPECTOR)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    dispose(world, letter, KASI)
    assert sees(KASI)
    assert not sees(TKSK)

"""A distribution from its letter to its close: what it takes over, what it allots, what it refuses."""

from dataclasses import replace

import pytest

from balakas.audit import queries as audit
from balakas.common.ids import uuid7
from balakas.distributions.actions import distributions as actions
from balakas.distributions.actions import programmes as programme_actions
from balakas.distributions.models import Distribution
from balakas.distributions.queries import distributions
from balakas.distributions.rules import distribution as rules
from balakas.distributions.rules.distribution import Comparison, DistributionState, Giver, Head, Share
from balakas.distributions.rules.programme import AmountWrong
from balakas.letters.actions import agenda
from balakas.letters.queries import dispositions, letters
from balakas.letters.rules import ChangedMeanwhile, LetterInUse, LetterState
from balakas.sop.queries.views import run_view
from balakas.sop.rules.run import ReasonNeeded, StepState
from balakas.staff.rules import NotAllowed, PositionKind
from tests.distributions.cases import opened, programme
from tests.letters.cases import LATER, dispose, register

KASI, CAMAT, CLERK = PositionKind.KASI_PMDK, PositionKind.CAMAT, PositionKind.CLERK
HEAD = Head("Beras Januari", "Januari 2026", Giver.KECAMATAN)


def share(world, code="permakanan", **more):
    benefit = programme(world, code).benefits.get()
    return Share(benefit.id, "Januari 2026", benefit.usual_amount, **more)


def open_on(world, letter, *shares, head=HEAD, by=KASI):
    return actions.open_from_letter(letter_id=letter.id, head=head, shares=shares, by=world.actor(by), at=LATER)


def disposed(world, number=17):
    letter = register(world, number)
    dispose(world, letter)
    return letter


def test_two_programmes_in_one_distribution_on_the_letters_run(world):
    letter = disposed(world)
    food = share(world, letter_people=54, letter_total=13_500_000)
    clothes = share(world, "sandang", letter_people=14, letter_total=14)
    row = open_on(world, letter, food, clothes, head=Head("Januari", "Januari 2026", Giver.AGENCY, "Dinas Sosial"))
    assert [one.benefit.programme.code for one in distributions.allocations_of(row.id)] == ["permakanan", "sandang"]
    assert distributions.letter_people(row.id) == {"people": 68, "rows": 2}
    assert row.run_id == letter.run_id
    run = run_view(row.run_id, LATER)
    assert (run.kind, run.subject_id, run.label) == ("distribution", row.id, "Januari")
    assert run.step(3).state is StepState.RUNNING
    assert list(distributions.running(world.office.id)) == [row]


def test_opening_answers_the_openers_disposition(world):
    letter = disposed(world)
    officer = world.officer(KASI)
    assert [duty.code for duty in distributions.waiting_for(officer)] == ["distributions.open"]
    open_on(world, letter, share(world))
    assert distributions.waiting_for(officer) == []
    assert dispositions.waiting_for(officer) == []
    shown = letters.letter_for(world.officer(CAMAT), letter.id)
    assert letters.state(shown) is LetterState.ANSWERED


def test_a_letter_registered_without_a_run_gets_one_when_opened(world):
    letter = register(world, starts_procedure=False)
    dispose(world, letter)
    row = open_on(world, letter, share(world))
    assert run_view(row.run_id, LATER).subject_id == row.id


def test_from_a_letter_nobody_disposed_of_nothing_is_opened(world):
    letter = register(world)
    with pytest.raises(rules.LetterNotDisposed):
        open_on(world, letter, share(world))
    agenda.cancel(letter_id=letter.id, reason="Ganda", by=world.actor(CLERK), at=LATER)
    with pytest.raises(rules.LetterNotDisposed):
        open_on(world, letter, share(world, "sandang"))
    assert Distribution.objects.count() == 0


def test_one_letter_opens_one_distribution_and_is_no_longer_cancelled(world):
    letter, given = disposed(world), share(world)
    open_on(world, letter, given)
    with pytest.raises(rules.OpenedAlready, match="Beras Januari"):
        open_on(world, letter, given)
    with pytest.raises(LetterInUse):
        agenda.cancel(letter_id=letter.id, reason="Salah", by=world.actor(CLERK), at=LATER)


def test_what_cannot_be_allotted(world):
    letter, given = disposed(world), share(world)
    stranger = replace(given, benefit_id=uuid7())
    for shares, error in (
        ((), rules.NothingAllocated),
        ((given, given), rules.AllocatedTwice),
        ((stranger,), rules.BenefitForeign),
        ((replace(given, amount=0),), AmountWrong),
    ):
        with pytest.raises(error):
            open_on(world, letter, *shares)
    assert Distribution.objects.count() == 0
    assert run_view(letter.run_id, LATER).kind == "letter"


def test_two_periods_of_one_benefit_are_two_allocations(world):
    rice = share(world, "beras_cpp")
    row = open_on(world, disposed(world), rice, replace(rice, period="Februari 2026"))
    assert [one.period for one in distributions.allocations_of(row.id)] == ["Januari 2026", "Februari 2026"]


def test_a_benefit_of_a_programme_out_of_use_is_not_given(world):
    row = programme(world)
    given = Share(row.benefits.get().id, "Januari 2026", 250_000)
    programme_actions.set_active(programme_id=row.id, active=False, by=world.actor(KASI), at=LATER)
    with pytest.raises(rules.BenefitForeign):
        open_on(world, disposed(world), given)


def test_who_hands_out_has_a_name_unless_it_is_the_kecamatan(world):
    with pytest.raises(rules.GiverNeedsName):
        open_on(world, disposed(world), share(world), head=Head("X", "Januari", Giver.POST))


@pytest.mark.parametrize("kind", [PositionKind.TKSK, CAMAT, CLERK])
def test_only_the_kasi_opens(world, kind):
    letter = disposed(world)
    with pytest.raises(NotAllowed):
        open_on(world, letter, share(world), by=kind)


def test_two_people_changing_one_allocation(world):
    row = opened(world).allocations.get()
    more = Share(row.benefit_id, row.period, 300_000, letter_people=55)
    actions.change_allocation(allocation_id=row.id, share=more, seen_version=1, by=world.actor(KASI), at=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.change_allocation(allocation_id=row.id, share=more, seen_version=1, by=world.actor(KASI), at=LATER)
    row.refresh_from_db()
    assert (row.amount, row.letter_people, row.version) == (300_000, 55, 2)
    entry = audit.entries_about(world.office.id, "distribution", row.distribution_id).last()
    assert entry.details["before"]["amount"] == 250_000


def test_two_people_changing_one_distribution(world):
    row = opened(world)
    head = Head("Baru", "Januari 2026", Giver.KECAMATAN)
    actions.change_head(distribution_id=row.id, head=head, seen_version=1, by=world.actor(KASI), at=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.change_head(distribution_id=row.id, head=HEAD, seen_version=1, by=world.actor(KASI), at=LATER)


def test_a_difference_needs_a_sentence(world):
    row = opened(world).allocations.get()
    compare = lambda: distributions.compared(row.distribution_id, {row.id: (52, 13_000_000)})  # noqa: E731
    (found,) = compare()
    assert (found.people_gap, found.total_gap, found.unexplained) == (-2, 0, True)  # the letter named no sum
    with pytest.raises(rules.DifferenceUnexplained):
        rules.check_explained(compare())
    with pytest.raises(rules.SentenceNeeded):
        actions.explain_difference(allocation_id=row.id, reason=" ", by=world.actor(KASI), at=LATER)
    actions.explain_difference(allocation_id=row.id, reason="Dua orang meninggal", by=world.actor(KASI), at=LATER)
    rules.check_explained(compare())


@pytest.mark.parametrize(
    ("letter", "listed", "gaps", "differs"),
    [
        ((54, 100), (54, 100), (0, 0), False),
        ((54, 100), (53, 100), (-1, 0), True),
        ((54, 100), (54, 101), (0, 1), True),
        ((None, None), (54, 100), (0, 0), False),
        ((0, None), (1, 100), (1, 0), True),
    ],
)
def test_letter_beside_list(letter, listed, gaps, differs):
    found = Comparison(uuid7(), "Beras", *letter, *listed)
    assert ((found.people_gap, found.total_gap), found.differs) == (gaps, differs)


def test_a_letter_that_does_not_add_up_is_shown():
    given = Share(uuid7(), "Januari", 250_000, letter_people=54, letter_total=13_500_000)
    assert rules.letter_disagrees(given) == 0
    assert rules.letter_disagrees(replace(given, letter_total=13_000_000)) == -500_000
    assert rules.letter_disagrees(replace(given, letter_people=None)) == 0


def test_closing_is_the_countersigners_and_final(world):
    row = opened(world)
    with pytest.raises(NotAllowed):
        actions.close(distribution_id=row.id, by=world.actor(KASI), at=LATER)
    assert actions.close(distribution_id=row.id, by=world.actor(CAMAT), at=LATER).state == DistributionState.CLOSED
    given = row.allocations.get()
    for act in (
        lambda: actions.close(distribution_id=row.id, by=world.actor(CAMAT), at=LATER),
        lambda: actions.stop(distribution_id=row.id, reason="x", by=world.actor(KASI), at=LATER),
        lambda: actions.take_up(distribution_id=row.id, by=world.actor(KASI), at=LATER),
        lambda: actions.explain_difference(allocation_id=given.id, reason="x", by=world.actor(KASI), at=LATER),
    ):
        with pytest.raises(rules.DistributionCannot):
            act()


def test_a_stopped_one_goes_on_unless_its_letter_has_another(world):
    letter, given = disposed(world), share(world)
    row = open_on(world, letter, given)
    with pytest.raises(ReasonNeeded):
        actions.stop(distribution_id=row.id, reason="", by=world.actor(KASI), at=LATER)
    actions.stop(distribution_id=row.id, reason="Ditunda dinas", by=world.actor(KASI), at=LATER)
    assert actions.take_up(distribution_id=row.id, by=world.actor(KASI), at=LATER).state == DistributionState.OPEN
    actions.stop(distribution_id=row.id, reason="Ditunda lagi", by=world.actor(KASI), at=LATER)
    open_on(world, letter, given)
    with pytest.raises(rules.OpenedAlready):
        actions.take_up(distribution_id=row.id, by=world.actor(KASI), at=LATER)


def test_every_state_is_reached_and_every_way_is_checked():
    reached = {state for following in rules.NEXT.values() for state in following}
    assert reached | {DistributionState.OPEN} == set(rules.NEXT) == set(DistributionState)
    for now in DistributionState:
        for then in set(DistributionState) - rules.NEXT[now]:
            with pytest.raises(rules.DistributionCannot):
                rules.check_next(now, then, "X")

"""A letter's life and a disposition's wishes, by table: no database."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.common.ids import uuid7
from balakas.letters import rules
from balakas.letters.rules import INSTRUCTIONS, NEXT, LetterState, Wish
from tests.letters.cases import LATER, NINE

AUTHOR, KASI = uuid7(), uuid7()


@pytest.mark.parametrize(
    ("cancelled", "disposed", "open_answers", "state"),
    [
        (False, False, 0, LetterState.REGISTERED),
        (False, True, 2, LetterState.DISPOSED),
        (False, True, 0, LetterState.ANSWERED),
        (True, False, 0, LetterState.CANCELLED),
        (True, True, 1, LetterState.CANCELLED),
    ],
)
def test_the_state_follows_from_the_rows(cancelled, disposed, open_answers, state):
    assert rules.state_of(cancelled=cancelled, disposed=disposed, open_answers=open_answers) is state


@pytest.mark.parametrize(("now", "then"), list(product(LetterState, LetterState)))
def test_only_what_may_follow_follows(now, then):
    assert rules.can(now, then) is (then in NEXT[now])
    if then in NEXT[now]:
        rules.check_next(now, then, "1")
    else:
        with pytest.raises(rules.LetterCannot):
            rules.check_next(now, then, "1")


def test_a_letter_is_cancelled_only_before_its_disposition_and_for_good():
    assert [now for now in LetterState if LetterState.CANCELLED in NEXT[now]] == [LetterState.REGISTERED]
    assert NEXT[LetterState.CANCELLED] == frozenset()


@pytest.mark.parametrize("words", [rules.STATE_WORDS, rules.STATE_TONES])
def test_every_state_has_its_word_and_tone(words):
    assert set(words) == set(LetterState)
    assert set(rules.URGENCY_WORDS) == set(rules.Urgency)


def test_the_same_minute_is_in_order_and_the_one_before_is_not():
    rules.check_after_arrival(NINE + timedelta(seconds=40), NINE)
    with pytest.raises(rules.DisposedBeforeArrival):
        rules.check_after_arrival(NINE, NINE - timedelta(seconds=1))


@pytest.mark.parametrize("letter_date", [None, date(2026, 1, 12), date(2025, 12, 31)])
def test_a_letter_may_be_dated_up_to_the_day_it_came(letter_date):
    rules.check_dates(letter_date, date(2026, 1, 12))


def test_a_version_that_moved_on_is_refused():
    rules.check_version(3, 3)
    for seen in (2, 4, 0):
        with pytest.raises(rules.ChangedMeanwhile):
            rules.check_version(3, seen)


@given(
    codes=st.lists(st.sampled_from(sorted(INSTRUCTIONS)), min_size=1, unique=True),
    note=st.text(max_size=20),
    minutes=st.integers(min_value=0, max_value=10_000),
)
def test_a_wish_to_somebody_else_with_a_known_instruction_is_sound(codes, note, minutes):
    deadline = LATER + timedelta(minutes=minutes)
    rules.check_wish(Wish((KASI,), tuple(codes), note, deadline), author=AUTHOR, happened_at=LATER)


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(()), rules.NobodyAddressed),
        (Wish((KASI, AUTHOR), ("know",)), rules.ToOneself),
        (Wish((KASI,), (), "   "), rules.NothingAsked),
        (Wish((KASI,), ("know", "sing")), rules.InstructionUnknown),
        (Wish((KASI,), ("know",), deadline=LATER - timedelta(minutes=1)), rules.DeadlinePassed),
    ],
)
def test_what_a_wish_may_not_be(wish, error):
    with pytest.raises(error):
        rules.check_wish(wish, author=AUTHOR, happened_at=LATER)


def test_all_addressees_must_be_able_to_receive():
    rules.check_receives([KASI], {KASI, AUTHOR})
    with pytest.raises(rules.CannotReceive):
        rules.check_receives([KASI, uuid7()], {KASI})

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from balakas.recipients.rules.duplicates.closing import DOUBTFUL_AT_MOST, FOUND, Pair, close


def test_the_same_as_the_same_is_the_same():
    assert close([Pair(0, 1, 0.9), Pair(1, 2, 0.8)]) == [Pair(0, 1, 0.9), Pair(0, 2, 0.8), Pair(1, 2, 0.8)]


def test_a_weak_pair_inside_is_lifted():
    assert close([Pair(0, 1, 0.9), Pair(1, 2, 0.8), Pair(0, 2, 0.3)])[1] == Pair(0, 2, 0.8)


def test_twins_are_not_joined_by_a_third_row_that_resembles_both():
    twins = Pair(0, 1, 0.001)
    assert close([Pair(0, 2, 0.9), Pair(1, 2, 0.7), twins]) == [
        Pair(0, 1, 0.001),
        Pair(0, 2, 0.9),
        Pair(1, 2, DOUBTFUL_AT_MOST),
    ]


def test_a_doubtful_pair_stays_doubtful():
    assert close([Pair(0, 1, 0.4)]) == [Pair(0, 1, 0.4)]


people = st.integers(0, 12)
scored = st.dictionaries(
    st.tuples(people, people).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0, 1, allow_nan=False).map(lambda score: round(score, 4)),
    max_size=40,
)


@given(scored)
def test_found_pairs_are_closed(known):
    found = {pair[:2] for pair in close(Pair(*pair, score) for pair, score in known.items()) if pair.score >= FOUND}
    for one, other in combinations(sorted(found), 2):
        if len(three := {*one, *other}) == 3:
            assert {(a, b) for a, b in combinations(sorted(three), 2)} <= found


@given(scored, st.randoms())
def test_the_order_of_pairs_does_not_matter(known, chance):
    pairs = [Pair(*pair, score) for pair, score in known.items()]
    shuffled = sorted(pairs, key=lambda _: chance.random())
    assert close(pairs) == close(shuffled)


@given(scored)
def test_every_pair_is_answered(known):
    assert {pair[:2] for pair in close(Pair(*pair, score) for pair, score in known.items())} >= set(known)

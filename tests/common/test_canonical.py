"""Canonical JSON is RFC 8785 whatever writes it."""

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from balakas.common.canonical import canonical

LEAVES = st.one_of(st.text(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.none())
VALUES = st.recursive(LEAVES, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=12)


@given(VALUES)
@example({"\ue000": 1, "\U00010000": 2})
@example({"a": '\u2028\x7f\x1f"\\/\b', "": [], "A": {}})
def test_it_is_what_the_reference_writes(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.0, [1, 2.5], {"a": {"b": [0.1]}}, {"a": float("nan")}])
def test_no_floats(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), [2**60]])
def test_no_integer_that_javascript_would_round(value):
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical(value)

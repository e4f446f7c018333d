"""Invitation codes: the shared cases, and what the check character must notice."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.planning.rules import vouchers

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "voucher.json").read_text(encoding="utf-8"))
BODIES = st.text(alphabet=vouchers.ALPHABET, min_size=7, max_size=7)


def test_the_cases_shared_with_the_phone() -> None:
    assert CASES["alphabet"] == vouchers.ALPHABET
    for case in CASES["read"]:
        if case["code"] is None:
            with pytest.raises(vouchers.NotAVoucher, match="Kode undangan tidak benar"):
                vouchers.read_code(case["text"])
        else:
            assert vouchers.read_code(case["text"]) == case["code"]
    assert {case["code"]: vouchers.printed(case["code"]) for case in CASES["printed"]} == {
        case["code"]: case["printed"] for case in CASES["printed"]
    }


def test_a_new_code_can_be_read_however_it_is_printed_or_scanned() -> None:
    for _ in range(200):
        code = vouchers.new_code()
        for text in (vouchers.printed(code), vouchers.qr_text(code), vouchers.qr_text(code, "https://kantor.example/")):
            assert vouchers.read_code(text) == code


@given(BODIES, st.integers(0, 7), st.sampled_from(vouchers.ALPHABET))
def test_every_single_wrong_character_is_noticed(body: str, place: int, sign: str) -> None:
    code = body + vouchers.check_character(body)
    wrong = code[:place] + sign + code[place + 1 :]
    assert vouchers.is_code(wrong) == (wrong == code)


@given(BODIES, st.integers(0, 7), st.integers(0, 7))
def test_every_swap_of_two_characters_is_noticed(body: str, one: int, other: int) -> None:
    signs = list(body + vouchers.check_character(body))
    code = "".join(signs)
    signs[one], signs[other] = signs[other], signs[one]
    assert vouchers.is_code("".join(signs)) == ("".join(signs) == code)


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert vouchers.is_code(text) in {True, False}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.recipients.rules.duplicates.words import core_of, fold, plain, words_of

ONE_NAME = [
    ("Nor Hayati", "NOOR HAYATI"),
    ("NUR HAYATI", "NOR HAYATY"),
    ("SAIPUL BAHRI", "SYAIFUL BAHRI"),
    ("H. RIDUAN", "RIDUAN"),
    ("HJ. ROHANA", "Hj Ruhana"),
    ("ALM. H. NORHADI", "NORHADI"),
    ("M. KASIM", "MUHAMMAD KASIM"),
    ("MUH. KASIM", "MOHD KASIM"),
    ("M. KASIM", "KASIM"),
    ("SITI RAHMAH", "ST. RAHMAH"),
    ("SITTI RAHMAH", "RAHMA"),
    ("ABD. RAHMAN", "ABDUL RAHMAN"),
    ("ABDURRAHMAN", "ABDUL RAHMAN"),
    ("KHADIJAH", "HADIJAH"),
    ("YUSRAN", "JUSRAN"),
    ("ZAINAL ABIDIN", "JAINAL ABIDIN"),
    ("SALMIYAH", "SALMIAH"),
    ("HALIMATUS SA'DIYAH", "HALIMATUS SADIAH"),
    ("RUSDI ARIANI, S.Pd", "RUSDI ARIANI"),
    ("SLAMET RIYADI", "SELAMAT RIYADI"),
    ("RACHMAN", "RAKHMAN"),
    ("SJAHRANI", "SYAHRANI"),
]
TWO_NAMES = [
    ("RUSMINI", "RUSMINA"),
    ("HASAN", "HUSIN"),
    ("SITI AISYAH", "SITI AMINAH"),
    ("M. RIDUAN", "M. RIDHA"),
    ("ABDUL HADI", "ABDUL HAMID"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_two_hands_one_name(one, other):
    assert core_of(one) == core_of(other)


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_stay_two(one, other):
    assert core_of(one) != core_of(other)


def test_a_weak_name_that_stands_alone_is_kept():
    assert core_of("MUHAMMAD") == ("MUHAMAD",)
    assert core_of("H. M. SITI") == ("MUHAMAD", "SITI")
    assert core_of("H.") == ()


def test_an_initial_that_is_no_first_word_is_no_muhammad():
    assert words_of("RIDUAN M.") == ("RIDUAN", "M")


def test_a_place_without_the_kind_of_street():
    assert plain("JL. Merdeka  No. 7") == plain("Jalan MERDEKA 7") == "MERDEKA 7"


@given(st.text(max_size=40))
def test_any_text_can_be_folded(text):
    words = words_of(text)
    assert all(word and word.isascii() and word.isupper() for word in words)
    assert core_of(text) == core_of(f"  {text.upper()} ") or not text.isascii()


@given(st.lists(st.sampled_from(["RIDUAN", "KASIM", "NORHADI", "RAHMAH", "SAIPUL", "JUMIATI"]), min_size=1, max_size=4))
def test_titles_never_matter(words):
    name = " ".join(words)
    assert words_of(f"H. {name}") == words_of(f"ALMH. HJ. {name}") == words_of(name)


@given(st.text(alphabet="ABGIKLMNRU", min_size=2, max_size=12), st.data())
def test_doubled_letters_never_matter(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    assert fold(word[:at] + word[at] + word[at:]) == fold(word)

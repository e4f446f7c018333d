"""How names, titles and days stand on a paper."""

from datetime import date

import pytest

from balakas.papers.rules.sheets.shared import day_in_words, grouped_nip, official, printed_position
from balakas.staff.rules import Acting


@pytest.mark.parametrize(
    ("acting", "printed"),
    [
        (Acting.NONE, "CAMAT AWAYAN"),
        (Acting.PLT, "Plt. CAMAT AWAYAN"),
        (Acting.PLH, "Plh. CAMAT AWAYAN"),
    ],
)
def test_who_acts_says_so_before_the_title(acting, printed):
    assert printed_position("CAMAT AWAYAN", acting) == printed


def test_a_nip_is_grouped_and_anything_else_left_alone():
    assert grouped_nip("198002022006042901") == "19800202 200604 2 901"
    assert grouped_nip("19800202 200604 2 901") == "19800202 200604 2 901"
    assert grouped_nip("") == ""
    assert grouped_nip("12345") == "12345"


def test_an_official_has_rank_and_nip_where_he_has_them():
    assert (
        official(position="Kasi", name="A, S.Sos.", rank="Penata", nip="198002022006042901")["nip"]
        == "19800202 200604 2 901"
    )
    assert official(position="TKSK", name="B") == {"position": "TKSK", "name": "B", "rank": "", "nip": ""}


def test_a_day_in_words():
    assert day_in_words(date(2026, 1, 20)) == "Selasa tanggal dua puluh bulan Januari tahun dua ribu dua puluh enam"

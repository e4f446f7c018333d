"""What is done by columns for a list of a million gives what is done row by row for one: judging, packing, reading text."""

import random
from datetime import UTC, date, datetime

import pytest

from balakas.recipients.queries import text_files, understanding
from balakas.recipients.queries.checking import Checker, Survey, area_of
from balakas.recipients.queries.checking_columns import ColumnChecker
from balakas.recipients.queries.understanding import Asked, unpacked
from balakas.recipients.rules.rows import Column
from balakas.recipients.rules.staged import Staged, pack, pack_columns
from balakas.recipients.rules.tables import Above, Stretch
from tests.recipients.making import person_row, workbook_of

NIKS = (
    "6311034107559001", "6311030107559002", "6311034107559001 ", "'6311034107559003", "631103410755900", "63110341075590O1",
    "6311034107550000", "6311034113559001", "6.31103E+15", 6311034107559001.0, "", "0", None, "-", "0000000000000000",
    "6311032902009001", "6311033002009001", "6311037107559004", "６３１１０３４１０７５５９００１", 0, True,
)  # fmt: skip
CELLS = {
    "nik": NIKS,
    "kk": ("6311030910149001", "6311034109149001", "", None, "0000000000000000", "63110309101490", 6311030910149001.0, "tidak ada"),
    "name": ("SITI ANU", "Siti  Anu", "", "-", "0", None, 5.0, 'Siti "Iti" Anu', "Ma'ruf \\ X", "N/A", "Siti\tAnu", "Siti \u00c9", "100% Siti", "\u200bSiti"),
    "birth_place": ("Paringin", ""),
    "birth_date": (
        "01/07/1955", "1955-07-01", date(1955, 7, 1), datetime(1955, 1, 7, tzinfo=UTC).replace(tzinfo=None), "tdk tahu", "", None, 20271.0, "01-07-55", "29/02/2000",
        "Paringin, 01-07-1955", "Paringin",
    ),
    "sex": ("P", "L", "W", "", None, "1", 2.0, "laki-laki"),
    "village": ("Bihara", "bihara", "", None, "Kota Antah", "Paringin Kota", "BIHARA (AWAYAN)", 6311032004.0, "-", "Pudak, AWAYAN"),
    "district": ("AWAYAN", "", "Juai", None),
}  # fmt: skip
SHAPES = [
    Above("Data", ("name", "nik", "kk", "birth_place", "birth_date", "sex", "village", "district"), (), frozenset()),
    Above("Bihara", ("nik", "name", "birth_date", "sex"), ("DAFTAR PENERIMA", "DESA : BIHARA 100%"), frozenset()),
    Above("Data", ("name", "nik", "birth_place", "birth_date", "village"), ("DESA PUDAK",), frozenset({"birth_place", "birth_date"})),
    Above("Data", ("kk", "name"), ("Kota Antah",), frozenset()),
]  # fmt: skip


def mixed(above: Above, count: int) -> Stretch:
    """Rows of cells of every kind: most of them sound, so that each oddity stands alone too."""
    chance = random.Random(above.names[0] + above.sheet)  # noqa: S311 -- repeatable rows, no secrets
    rows = [
        tuple(CELLS[name][0] if chance.random() < 0.8 else chance.choice(CELLS[name]) for name in above.names)
        for _ in range(count)
    ]
    return Stretch(above, list(range(1, count + 1)), rows)


@pytest.mark.parametrize("above", SHAPES)
@pytest.mark.parametrize("pria_wanita", [False, True])
def test_judging_by_columns_is_judging_row_by_row(above, pria_wanita):
    stretch = mixed(above, 4_000)
    checker = Checker(
        area_of("63.11.03"),
        Survey(Column(2026, pria_wanita=pria_wanita), several_sheets=False),
        file_name="daftar.xlsx",
    )
    found = ColumnChecker(checker).check(above, list(zip(*stretch.cells, strict=True)))
    for number, row in enumerate(stretch.rows()):
        checked = checker.alone(row)
        judged, told = checked.judged, tuple((problem.code, problem.field) for problem in checked.problems)
        assert found.told.get(number, ()) == told, row
        assert found.niks[number] == (judged.nik if judged.sound else ""), row
        assert found.names[number] == judged.name, row
        assert found.kks[number] == ("" if any(field == "kk" for _, field in told) else judged.kk), row
        assert found.villages[number] == (checked.village.code if checked.village else ""), row
    assert len(found.told) > 0
    assert len(found.told) < 4_000 or "nik" not in above.names


@pytest.mark.parametrize("above", SHAPES)
def test_packing_by_columns_is_packing_row_by_row(above):
    for stretch in (mixed(above, 500), Stretch(above, [1], [tuple(CELLS[name][0] for name in above.names)])):
        packed = pack_columns(above, list(zip(*stretch.cells, strict=True)))
        assert packed == [pack(Staged(row)) for row in stretch.rows()]


def test_a_column_that_holds_the_separator_travels_as_it_is():
    for column in (("a", "b"), ("a\x1fb", "c"), ("",), ("a", None), (1.0, "b"), ("", "")):
        assert tuple(unpacked(understanding._packed(column))) == column


@pytest.mark.parametrize("size", [1, 3, 4, 5, 100])
def test_parts_hold_every_row_once_in_its_order(size, monkeypatch):
    monkeypatch.setattr("balakas.recipients.rules.tables._STRETCH", 4)
    content = workbook_of(*(person_row(number) for number in range(1, 15)))
    understood, parts = understanding.understand(Asked(content, 2026, size))
    cut = [[packed.lines for packed in part] for part in parts]
    lines = [line for part in cut for some in part for line in some]
    assert (understood.count, len(lines), lines) == (14, 14, sorted(set(lines)))
    assert {sum(map(len, part)) for part in cut[:-1]} <= {size}


HEAD = "NO;NAMA;NIK;ALAMAT\n"
TEXTS = {
    "plain": HEAD + "1;Siti;6311034107559001;Jl. A\n2;Budi;6311030107559002;Jl. B\n",
    "quoted": HEAD + '1;"Siti; Iti";6311034107559001;"Jl. ""A"" 5"\n',
    "several lines in a cell": HEAD + '1;Siti;6311034107559001;"Jl. A\nRT 5"\n2;Budi;6311030107559002;B\n',
    "an open quote": HEAD + '1;"Siti;6311034107559001;A\n2;Budi;6311030107559002;B\n3;Ali;6311030107559003;C\n',
    "an open quote far down": HEAD + "".join(f"{n};Siti;6311034107559001;A\n" for n in range(400)) + '1;"Siti;6311034107559001;A\n2;Budi;1;B\n3;Ali;2;C\n',
    "an open quote over more than a cell may hold": HEAD + '1;"Siti;6311034107559001;A\n' + "2;Budi;6311030107559002;B\n" * 50_000,
    "wrapped": '"NO,NAMA,NIK"\n"1,Siti,6311034107559001"\n"2,Budi,6311030107559002"\n',
    "aligned": "NO  NAMA   NIK\n1   Siti   6311034107559001\n2   Budi   6311030107559002\n",
    "declared": "sep=|\r\nNO|NAMA|NIK\r\n1|Siti, A;B|6311034107559001\r\n",
    "carriage returns": (HEAD + "1;Siti;6311034107559001;A\n").replace("\n", "\r"),
    "padded with zero bytes": HEAD + "1;Siti\x00\x00;6311034107559001;A\n",
    "strange line ends in a cell": HEAD + "1;Siti\x0bIti;6311034107559001;A\u2028B\n",
    "empty lines": "\n\n" + HEAD + "\n1;Siti;6311034107559001;A\n\n",
    "no line end": HEAD + "1;Siti;6311034107559001;A",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_walked_over_is_text_read_at_once(name, encoding):
    data = TEXTS[name].replace("\u2028", "" if encoding == "cp1252" else "\u2028").encode(encoding)
    walked = text_files.open_rows(data)
    assert [list(row) for row in walked] == text_files.read_rows(data)
    assert [list(row) for row in walked] == text_files.read_rows(data), "a second walk finds the same"


def test_a_file_of_one_endless_line_is_no_list():
    with pytest.raises(text_files.LongLines):
        text_files.open_rows(HEAD.encode() + b";" * 1_100_000)

"""Small lists with people everybody knows: who is found, who is not, who is left to a person."""

import csv
from datetime import date
from pathlib import Path

import pytest

from balakas.recipients.queries.duplicates import blocking, comparing, finding, lists, model
from balakas.recipients.queries.duplicates.engines import DuckDB
from balakas.recipients.queries.duplicates.people import people_sql, table_of
from tools.duplicates_model import cells_of
from tools.invented_people import HEADS, Habits, invent

TODAY = date(2026, 8, 1)
BLANK = dict.fromkeys(HEADS, "")
MOTHER = {
    "nama": "HJ. NORHAYATI", "nik": "6311034205629001", "no_kk": "6311031108129101", "tempat_lahir": "AWAYAN", "tgl_lahir": "02-05-1962", "jk": "P",
    "alamat": "JL. PASAR", "rt": "3", "rw": "1", "desa": "Bihara", "kecamatan": "AWAYAN",
}  # fmt: skip
FATHER = MOTHER | {"nama": "H. SAIPUL RAHMAN", "nik": "6311031810559041", "tgl_lahir": "18-10-1955", "jk": "L"}
SON = FATHER | {"nik": "6311031204889002", "tgl_lahir": "12-04-1988"}
TWIN = FATHER | {"nama": "RIDUAN", "nik": "6311030311109001", "tgl_lahir": "03-11-2010"}
OTHER_TWIN = TWIN | {"nama": "RIDWAN HUSIN", "nik": "6311030311109002"}
ELDER = {
    "nama": "RUSMINI", "nik": "6311034107559003", "no_kk": "6311030404099202", "tempat_lahir": "PARINGIN", "tgl_lahir": "01-07-1955", "jk": "P",
    "alamat": "GG. KELUARGA", "rt": "7", "rw": "2", "desa": "Pudak", "kecamatan": "AWAYAN",
}  # fmt: skip
NEIGHBOUR = ELDER | {"nama": "SARINAH", "nik": "6311034107559007", "no_kk": "6311030404099303", "rt": "2"}


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, str]]:
    """Return people without duplicates among whom the others stand: how common a name is is counted in the list."""
    rows, _ = invent(400, 5, Habits(copied=0.0, twins=0.0, namesakes=0.0, heirs=0.0))
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADS)
        writer.writeheader()
        writer.writerows({**BLANK, **row, "id": str(number)} for number, row in enumerate(rows))
    return path


def scores(tmp_path: Path, *rows: dict[str, str], crowd: list[dict[str, str]]) -> dict[tuple[int, int], float]:
    found = finding.find(write(tmp_path / "list.csv", [*rows, *crowd]), today=TODAY)
    return {(left, right): score for left, right, score in found.pairs if left < len(rows)}


def found_in(tmp_path: Path, rows: list[dict[str, str]]) -> list[tuple[object, ...]]:
    return [pair for pair in finding.find(write(tmp_path / "list.csv", rows), today=TODAY).pairs if pair[2] >= 0.5]


ONE_PERSON = {
    "digits of the NIK changed places": (MOTHER, {"nama": "NOR HAYATI", "nik": "6311034250629001", "no_kk": ""}),
    "day and month turned over, title gone, a slip": (
        MOTHER,
        {"nama": "NOORHAYATY", "nik": "", "tgl_lahir": "05-02-1962"},
    ),
    "one digit of the NIK, no card, other spelling": (
        FATHER,
        {"nama": "SYAIFUL RACHMAN", "nik": "6311031810559047", "no_kk": ""},
    ),
    "words turned over, day unknown": (FATHER, {"nama": "RAHMAN SAIPUL", "tgl_lahir": "01-01-1955", "no_kk": ""}),
    "the NIK ruined by a spreadsheet": (FATHER, {"nik": "6,31103E+15", "alamat": "JALAN PASAR"}),
    "an elder by NIK and a slip": (ELDER, {"nama": "RUSMNI", "no_kk": "", "rt": "", "rw": ""}),
    "surname left out": (FATHER, {"nama": "H. SAIPUL", "no_kk": "", "tempat_lahir": "KALSEL"}),
}
TWO_PEOPLE = {
    "husband and wife": (MOTHER, FATHER),
    "twins": (TWIN, OTHER_TWIN),
    "a twin without a NIK": (TWIN, OTHER_TWIN | {"nik": "", "nama": "HUSIN"}),
    "son named after his father": (FATHER, SON),
    "son named after his father, without a NIK": (FATHER, SON | {"nik": ""}),
    "two elders of 1 July in one village": (ELDER, NEIGHBOUR),
    "two elders of 1 July without numbers": (ELDER | {"nik": "", "no_kk": ""}, NEIGHBOUR | {"nik": "", "no_kk": ""}),
    "a namesake in another village": (ELDER, ELDER | {"nik": "6311036612719004", "no_kk": "6311030909099404", "tgl_lahir": "26-12-1971", "desa": "Piyait", "rt": "1"}),
    "one NIK, two people": (FATHER, ELDER | {"nik": FATHER["nik"]}),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_PERSON)
def test_one_person(tmp_path, crowd, case):
    person, changed = ONE_PERSON[case]
    assert scores(tmp_path, person, person | changed, crowd=crowd).get((0, 1), 0) >= 0.5


@pytest.mark.parametrize("case", TWO_PEOPLE)
def test_two_people(tmp_path, crowd, case):
    assert scores(tmp_path, *TWO_PEOPLE[case], crowd=crowd).get((0, 1), 0) < 0.5


def test_hundreds_with_nik_0_are_no_duplicates(tmp_path, crowd):
    for number in ("0", "", "0000000000000000", "6311030000000000"):
        rows = [row | {"nik": number, "no_kk": number} for row in crowd]
        assert found_in(tmp_path, rows) == []


def test_a_nik_that_a_crowd_holds_is_none(tmp_path, crowd):
    twenty = [row | {"nik": "6311031201909001"} for row in crowd[:20]]  # fewer than a block takes
    rows = [*twenty, *crowd[20:]]
    assert found_in(tmp_path, rows) == []


@pytest.mark.parametrize(("holders", "kept"), [(10, 10), (11, 0)])
def test_a_number_is_a_number_up_to_ten_holders(crowd, holders, kept):
    engine = DuckDB()
    rows = [row | {"nik": "6311031201909001"} for row in crowd[:holders]]
    engine.load("listed", table_of(cells_of(rows), year=2026))
    assert engine.rows(f"SELECT count(nik), count(nik_birth) FROM ({people_sql('listed')})") == [(kept, kept)]


def test_three_rows_of_one_person_are_three_pairs(tmp_path, crowd):
    rows = (
        FATHER,
        FATHER | {"nama": "SAIPUL RAHMAN", "nik": ""},
        FATHER | {"nik": "6311031810559014", "tgl_lahir": "01-01-1955"},
    )
    assert set(scores(tmp_path, *rows, crowd=crowd)) == {(0, 1), (0, 2), (1, 2)}


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    rows, pairs = invent(3_000, 77)
    return write(tmp_path_factory.mktemp("lists") / "list.csv", rows), set(pairs)


def test_invented_people_are_found_as_well_as_promised(invented):
    path, truth = invented
    found = {pair[:2] for pair in finding.find(path, today=TODAY).pairs if pair[2] >= 0.5}
    precision, recall = len(found & truth) / len(found), len(found & truth) / len(truth)
    assert len(truth) > 300
    assert precision >= 0.95
    assert 2 * precision * recall / (precision + recall) >= 0.92


def test_a_second_search_finds_the_same(invented):
    path, _ = invented
    one, other = finding.find(path, today=TODAY), finding.find(path, engine=DuckDB(threads=1), today=TODAY)
    assert one.pairs == other.pairs
    assert one.pairs == sorted(one.pairs)


def test_no_block_is_a_crowd():
    rows = [
        BLANK | {"nama": "RUSMINI", "tgl_lahir": "01-07-1955", "desa": "Pudak", "jk": "P", "id": str(number)}
        for number in range(2_000)
    ]
    engine = DuckDB()
    finding.weigh(engine, table_of(cells_of(rows), year=2026), model.settings("people"))
    assert engine.rows("SELECT count(*) FROM keyed") == [
        (2_000 * engine.rows("SELECT count(DISTINCT rule) FROM keyed")[0][0],)
    ]
    assert engine.rows("SELECT count(*) FROM paired") == [(0,)]
    assert blocking.LARGEST < 100


@pytest.mark.parametrize("kind", lists.HEADS)
def test_the_shipped_models_are_of_today(kind):
    shipped = [
        (
            comparison["output_column_name"],
            [(level["label_for_charts"], level["sql_condition"]) for level in comparison["comparison_levels"]],
        )
        for comparison in model.settings(kind)["comparisons"]
    ]
    assert shipped == [
        (name, [(level.label, level.sql or "ELSE") for level in levels]) for name, levels in comparing.LEVELS.items()
    ], "run `python -m tools.duplicates_model`"


def test_general_heads_are_understood(tmp_path):
    path = tmp_path / "general.csv"
    path.write_text(
        "rec_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id\n"
        "rec-2-org,michaela,neumann,8,stanley street,miami,winston hills,4223,nsw,19151111,5304218\n"
        "rec-1-dup,neumann,michaela,8,stanleystreet,miami,winston hlils,4223,nsw,19151111,5304218\n"
        "rec-3-org,courtney,painter,12,pinkerton circuit,bega flats,richlands,4560,vic,19161214,4066625\n",
        encoding="utf-8",
    )
    found = finding.find(path, today=TODAY)
    assert [pair[:2] for pair in found.pairs] == [("rec-1-dup", "rec-2-org")]

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from balakas.config.cli import Parser, main
from balakas.config.cli import lists as lists_cli
from balakas.recipients.queries.checking import NotADistrict, area_of, check_list, summary
from balakas.recipients.rules.tables import Sheet
from tests.recipients.make_lists import make
from tests.recipients.making import checked

AWAYAN = "63.11.03"


def check(rows: list[list[object]], *, sheet: str = "Data", file_name: str = "daftar.xlsx") -> dict[str, object]:
    return summary(*checked([Sheet(sheet, rows)], file_name=file_name))


@pytest.mark.parametrize("seed", range(14))
@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
def test_finds_exactly_what_was_planted(tmp_path, seed, kind):
    path, truth = make(tmp_path, seed, kind)
    found = check_list(path, office_code=AWAYAN)
    assert found["problems"] == dict(truth.problems)
    assert (found["rows"], found["ready"]) == (truth.rows, truth.ready)


@pytest.mark.parametrize("seed", range(4))
def test_finds_exactly_what_was_planted_in_open_document(tmp_path, seed):
    path, truth = make(tmp_path, seed, "ods")
    found = check_list(path, office_code=AWAYAN)
    assert (found["rows"], found["problems"]) == (truth.rows, dict(truth.problems))


HEAD = ["NO", "NAMA", "NIK", "NO KK", "TGL LAHIR", "JK", "DESA"]
SITI = [1, "SITI ANU", "6311034107559001", "6311030910149001", "01-07-1955", "P", "Bihara"]


def row(**changes: object) -> list[object]:
    places = {"no": 0, "name": 1, "nik": 2, "kk": 3, "birth": 4, "sex": 5, "village": 6}
    return [changes.get(name, SITI[place]) for name, place in places.items()]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, {}),
        ({"birth": "07/01/1955"}, {}),
        ({"birth": "02-07-1955"}, {"nik_birth_mismatch": 1}),
        ({"birth": "", "sex": ""}, {}),
        ({"sex": "Laki-laki"}, {"nik_sex_mismatch": 1}),
        ({"nik": "631103410755900", "sex": "L", "birth": "02-07-1955"}, {"nik_length": 1}),
        ({"kk": ""}, {"kk_missing": 1}),
        ({"village": "SEI PUMPUNG"}, {}),
        ({"village": "Sungai  Pumpung"}, {}),
        ({"village": "AMBAKIYANG"}, {}),
        ({"village": "6311030006"}, {}),
        ({"village": "63.11.03.2004"}, {}),
        ({"village": "Lampihong Kanan"}, {"village_outside": 1}),
        ({"village": "Bihara Kec. Juai"}, {}),
        ({"village": "Mihu Kec. Juai"}, {"village_outside": 1}),
        ({"village": "Kota Antah"}, {"village_unknown": 1}),
        ({"village": ""}, {"village_unknown": 1}),
    ],
)  # fmt: skip
def test_one_row(changes, problems):
    assert check([HEAD, row(**changes)])["problems"] == problems


def test_a_duplicate_is_the_later_row_and_both_are_people():
    found = check([HEAD, row(), row(no=2, name="SITI LAIN", nik="'6311 0341 0755 9001")])
    assert (found["rows"], found["ready"], found["problems"]) == (2, 1, {"duplicate_nik": 1})


def test_the_sheet_the_title_or_the_file_names_the_village():
    rows = [HEAD, row(village="")]
    assert check(rows, sheet="Sei Pumpung")["problems"] == {}
    assert check(rows, sheet="Baru")["problems"] == {}
    assert check([["DESA BIHARA KECAMATAN AWAYAN"], *rows])["problems"] == {}
    assert check(rows, file_name="BNBA_Desa_Bihara_2026.xlsx")["problems"] == {}


def test_the_district_s_own_name_names_no_village():
    rows = [HEAD, row(village="")]
    assert check([["KECAMATAN AWAYAN KABUPATEN BALANGAN"], *rows], sheet="Awayan")["problems"] == {"village_unknown": 1}
    assert check(rows, file_name="penerima_baru_awayan.xlsx")["problems"] == {"village_unknown": 1}


def test_a_title_inside_the_table_names_the_village_below_it():
    head = HEAD[:-1]
    rows = [head, ["DESA BIHARA"], row()[:-1], ["DESA : ANTAH"], row(no=2, nik="6311034107559002")[:-1]]
    assert check(rows)["problems"] == {"village_unknown": 1}


def test_a_birthplace_with_a_date_in_words_is_no_signature():
    head = ["NAMA", "NIK", "TEMPAT, TANGGAL LAHIR", "ALAMAT", "DESA"]
    row_without_nik = ["SITI ANU", "", "Paringin, 17 Agustus 1945", "JL. PASAR", "Bihara"]
    assert check([head, row_without_nik, ["", "Awayan, 20 Januari 2026", "Camat Awayan"]])["rows"] == 1


def test_people_whose_names_sound_like_something_else():
    head = ["NO", "NAMA", "NIK", "DESA"]
    names = ["TOTALINA", "JUMLAHUDIN", "AN NISA", "KASIM", "CAMELIA", "NIPAH", "HALIMAH", "DESA RIA"]
    assert check([head, *([n, name, "", "Bihara"] for n, name in enumerate(names, 1))])["rows"] == len(names)


def test_the_answer_of_the_command_line(tmp_path, capsys, make_file: Callable[..., Path]):
    path = make_file(tmp_path, [HEAD, row(), row(no=2, nik="")])
    with pytest.raises(SystemExit) as left:
        run_lists(["check", str(path), "--office", AWAYAN, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert left.value.code == 0
    assert list(answer) == ["rows", "ready", "problems", "columns", "sheets"]
    assert answer["problems"] == {"nik_missing": 1}
    assert answer["columns"]["kk"] == "NO KK"
    assert answer["sheets"] == ["Lembar1"]


def run_lists(words: list[str]) -> None:
    parser = Parser()
    lists_cli.add_parser(parser.add_subparsers(parser_class=Parser))
    arguments = parser.parse_args(["lists", *words])
    raise SystemExit(arguments.run(arguments))


@pytest.fixture
def make_file() -> Callable[..., Path]:
    def write(folder: Path, rows: list[list[object]]) -> Path:
        import xlsxwriter

        path = folder / "daftar.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("Lembar1")
            for line, cells in enumerate(rows):
                page.write_row(line, 0, cells)
        return path

    return write


def test_an_unknown_district_is_a_sentence():
    with pytest.raises(NotADistrict):
        area_of("99.99.99")
    with pytest.raises(NotADistrict):
        area_of("Awayan")


def test_main_is_what_answers_errors():
    assert callable(main)

"""`balakas duplicates find`: what it prints, and what it says to files it cannot take."""

import json

import pytest

from tests.config.office import run

HEAD = "id,nama,nik,no_kk,tempat_lahir,tgl_lahir,jk,alamat,rt,rw,desa,kecamatan\n"
TWICE = (
    "12,H. SAIPUL RAHMAN,6311031810559041,6311030606109116,AWAYAN,18-10-1955,L,JL. MERATUS,4,1,Bihara,AWAYAN\n"
    "7,SYAIFUL RACHMAN,6311031810559041,,AWAYAN,01-01-1955,L,JALAN MERATUS,4,1,Bihara,AWAYAN\n"
    "9,RUSMINI,6311034107559003,6311030404099202,PARINGIN,01-07-1955,P,GG. KELUARGA,7,2,Pudak,AWAYAN\n"
)


def answer(tmp_path, text, *words):
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("duplicates", "find", str(path), *words, data=tmp_path / "data")
    assert not (tmp_path / "data").exists()
    return done


def test_only_json_is_printed_smaller_id_first(tmp_path):
    done = answer(tmp_path, HEAD + TWICE, "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert list(told) == ["pairs", "seconds"]
    [[left, right, score]] = told["pairs"]
    assert (left, right) == (7, 12)
    assert 0.5 <= score <= 1
    assert told["seconds"] > 0


def test_ids_that_are_no_numbers_stay_text(tmp_path):
    done = answer(tmp_path, HEAD + TWICE.replace("9,RUSMINI", "x9,RUSMINI"), "--json")
    assert [pair[:2] for pair in json.loads(done.stdout)["pairs"]] == [["12", "7"]]


def test_semicolons_an_old_encoding_and_short_rows(tmp_path):
    text = (HEAD + TWICE).replace(",", ";").replace("RUSMINI", "RUSMIÑI").encode("cp1252") + b"13;ANI\n"
    assert [pair[:2] for pair in json.loads(answer(tmp_path, text, "--json").stdout)["pairs"]] == [[7, 12]]


def test_without_json_people_read_it_on_stderr(tmp_path):
    done = answer(tmp_path, HEAD + TWICE)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 baris, 1 pasangan" in done.stderr


def test_an_empty_list_has_no_pairs(tmp_path):
    assert json.loads(answer(tmp_path, HEAD, "--json").stdout)["pairs"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "heads_missing"),
        ("nomor,orang\n1,ANI\n", "heads_missing"),
        (HEAD + TWICE + "7,ANI\n", "ids_unclear"),
        (HEAD + TWICE + ",ANI\n", "ids_unclear"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file_not_text"),
    ],
)
def test_bad_input(tmp_path, text, code):
    done = answer(tmp_path, text, "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, code)


def test_no_such_file(tmp_path):
    done = run("duplicates", "find", str(tmp_path / "gone.csv"), "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "file_unreadable")


def test_spark_needs_a_cluster(tmp_path):
    done = answer(tmp_path, HEAD + TWICE, "--json", "--engine", "spark")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "spark_missing")

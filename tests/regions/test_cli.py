"""`balakas regions …`."""

import json

import pytest

from balakas.config import cli
from tests.regions.test_actions import SQUARE, geojson, polygon


@pytest.fixture
def run(monkeypatch, capsys):
    monkeypatch.setattr(cli, "COMMANDS", ("regions",))

    def call(*words: str) -> tuple[int, dict]:
        with pytest.raises(SystemExit) as left:
            cli.main(list(words))
        return left.value.code, json.loads(capsys.readouterr().out)

    return call


def test_boundaries_of_the_only_office_of_that_code(world, run, tmp_path) -> None:
    file = tmp_path / "batas.geojson"
    file.write_bytes(geojson(({"name": "Pudak"}, polygon(SQUARE))))
    answer = run("regions", "boundaries", str(file), "--office", "631103")
    assert answer == (0, {"outlines": 1, "points": 0, "elsewhere": 0, "doubtful": []})


def test_bad_use_is_told_as_json_with_exit_2(world, run, tmp_path) -> None:
    file = tmp_path / "batas.geojson"
    file.write_bytes(b"bukan json")
    for words, code in (
        (("boundaries", str(file)), "office_unknown"),
        (("boundaries", str(file), "--office", "63.11.99"), "office_unknown"),
        (("boundaries", str(tmp_path / "tidak-ada"), "--office", "63.11.03"), "file_unreadable"),
        (("boundaries", str(file), "--office", "63.11.03"), "boundary_file_wrong"),
        (("boundaries",), "usage"),
    ):
        status, answer = run("regions", *words)
        assert (status, answer["error"]["code"]) == (2, code)


@pytest.mark.django_db
def test_load_prints_what_it_did(run, monkeypatch) -> None:
    monkeypatch.setattr("balakas.regions.queries.packaged.rows", lambda: iter([("63", "Kalimantan Selatan")]))
    assert run("regions", "load") == (0, {"added": 1, "ended": 0, "kept": 0})

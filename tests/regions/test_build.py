"""The tool that makes the data file refuses any other edition."""

from pathlib import Path

import pytest

from tools import regions as tool


def _source(folder: Path, counts: dict[str, int]) -> Path:
    for table, count in counts.items():
        lines = [f"{index},x,Nama" for index in range(count)]
        (folder / f"{table}.csv").write_text("\n".join(["code,parent,name", *lines]) + "\n", encoding="utf-8")
    return folder


def test_an_older_edition_is_refused_by_its_counts(tmp_path: Path) -> None:
    source = _source(tmp_path, {**tool.COUNTS, "villages": 83_638})
    with pytest.raises(tool.WrongCount, match=r"villages\.csv holds 83638 rows, 83762 expected"):
        tool.read(source)


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(tool.WrongCount, match="twice"):
        tool.read(_source(tmp_path, tool.COUNTS))


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    rows = [("11", "Aceh"), ("11.01", "Kabupaten Aceh Selatan")]
    for name in ("a.gz", "b.gz"):
        tool.write(rows, tmp_path / name)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()

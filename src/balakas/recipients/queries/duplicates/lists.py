"""Reads the list in which people are looked for twice: a CSV with an id column."""

import csv
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.queries.text_files import decode, separator_of
from balakas.recipients.rules.cells import text_of

# The heads of a people's list, and those of the febrl test lists, which name their columns in English.
HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "people": {
        "id": ("id",), "name": ("nama",), "nik": ("nik",), "kk": ("no_kk",), "birth_place": ("tempat_lahir",), "birth_date": ("tgl_lahir",), "sex": ("jk",),
        "address": ("alamat",), "rt": ("rt",), "rw": ("rw",), "village": ("desa",),
    },
    "general": {
        "id": ("rec_id",), "name": ("given_name", "surname"), "nik": ("soc_sec_id",), "kk": (), "birth_place": ("postcode",), "birth_date": ("date_of_birth",),
        "sex": (), "address": ("address_1",), "rt": ("street_number",), "rw": (), "village": ("suburb",),
    },
}  # fmt: skip
NEEDED = ("id", "name")
_SAMPLE = 100_000


class ListUnreadable(BalakasError):
    """There is no such file, or it may not be read."""

    code = "file_unreadable"
    message = N_("Berkas ini tidak ada atau tidak boleh dibaca.")


class HeadsMissing(BalakasError):
    """The head row lacks what a search for duplicates cannot do without."""

    code = "heads_missing"
    message = N_("Baris judul harus memuat kolom %(heads)s.")


class IdsUnclear(BalakasError):
    """Rows without an id, or two rows of one id: pairs could not be named."""

    code = "ids_unclear"
    message = N_("Setiap baris harus memiliki id sendiri; lihat baris %(line)d.")


class PeopleList(NamedTuple):
    """A list as read: whose heads it has, the ids, and the other columns by field, as text."""

    kind: str
    ids: list[str]
    cells: dict[str, list[str]]


def read(path: Path) -> PeopleList:
    """Read a list. Raises `ListUnreadable`, `HeadsMissing`, `IdsUnclear` and `text_files.NotText`."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise ListUnreadable from error
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text[:_SAMPLE]), strict=False)
    heads = {text_of(cell).casefold(): at for at, cell in reversed(list(enumerate(next(reader, []))))}
    kind = next(
        (kind for kind, names in HEADS.items() if all(set(names[field]) <= heads.keys() for field in NEEDED)), None
    )
    if kind is None:
        raise HeadsMissing(heads=", ".join(head for field in NEEDED for head in HEADS["people"][field]))
    rows = [row for row in reader if any(row)]
    width = max(heads.values()) + 1
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")][:width] if rows else []
    columns += [[""] * len(rows)] * (width - len(columns))
    cells = {
        field: _joined([columns[heads[name]] for name in names if name in heads], len(rows))
        for field, names in HEADS[kind].items()
    }
    return PeopleList(kind, _ids(cells.pop("id")), cells)


def _joined(columns: list[list[str]], rows: int) -> list[str]:
    if not columns:
        return [""] * rows
    return columns[0] if len(columns) == 1 else [" ".join(cells) for cells in zip(*columns, strict=True)]


def _ids(column: list[str]) -> list[str]:
    """Return the ids. Raises `IdsUnclear` with the line of the first that is empty or stands there again."""
    ids = [found if found.isalnum() else text_of(found) for found in column]
    if len(set(ids)) == len(ids) and "" not in ids:
        return ids
    seen = {""}
    for line, found in enumerate(ids, start=2):
        if found in seen:
            raise IdsUnclear(line=line)
        seen.add(found)
    raise AssertionError

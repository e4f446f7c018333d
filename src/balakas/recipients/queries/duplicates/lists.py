"""Reads the list in which people are looked for twice: a CSV with an id column."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.recipients.queries.text_files import read_rows
from balakas.recipients.rules.cells import Cell, text_of
from balakas.recipients.rules.duplicates.people import Listed

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
    """A list as read: which heads it has, the ids and the rows in their order."""

    kind: str
    ids: list[str]
    rows: list[Listed]


def read(path: Path) -> PeopleList:
    """Read a list. Raises `ListUnreadable`, `HeadsMissing`, `IdsUnclear` and `text_files.NotText`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ListUnreadable from error
    lines = read_rows(data)
    heads = {text_of(cell).casefold(): at for at, cell in reversed(list(enumerate(lines[0] if lines else ())))}
    kind = next((kind for kind, names in HEADS.items() if all(set(names[field]) <= heads.keys() for field in NEEDED)), None)
    if kind is None:
        raise HeadsMissing(heads=", ".join(head for field in NEEDED for head in HEADS["people"][field]))
    columns = {field: [heads[name] for name in names if name in heads] for field, names in HEADS[kind].items()}
    ids = columns.pop("id")[0]
    body = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(line)]
    return PeopleList(kind, _ids(body, ids), [_listed(line, columns) for _, line in body])


def _ids(body: list[tuple[int, list[Cell]]], column: int) -> list[str]:
    ids: list[str] = []
    seen: set[str] = set()
    for number, line in body:
        found = text_of(line[column]) if column < len(line) else ""
        if not found or found in seen:
            raise IdsUnclear(line=number)
        seen.add(found)
        ids.append(found)
    return ids


def _listed(line: Sequence[Cell], columns: dict[str, list[int]]) -> Listed:
    width = len(line)
    return Listed(**{
        field: " ".join([str(line[at]) for at in places if at < width]) if len(places) != 1 else _cell(line, places[0]) for field, places in columns.items()
    })  # fmt: skip


def _cell(line: Sequence[Cell], at: int) -> str:
    return str(line[at]) if at < len(line) else ""

"""A second or corrected list held against a running one: who is new, who is gone, whose data changed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

UPDATE_KIND = "list_update"
"""What audit calls it."""


class UpdateState(StrEnum):
    """Where an update stands. One that drops nobody is taken over at once; else a second person decides."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    REFUSED = "refused"
    UNDONE = "undone"


NEXT: dict[UpdateState, frozenset[UpdateState]] = {
    UpdateState.PROPOSED: frozenset({UpdateState.TAKEN, UpdateState.REFUSED}),
    UpdateState.TAKEN: frozenset({UpdateState.UNDONE}),
    UpdateState.REFUSED: frozenset(),
    UpdateState.UNDONE: frozenset(),
}


class Row(NamedTuple):
    """One ready row of the new list: how it is matched, and what it says; empty where the list does not say."""

    row_id: UUID
    nik_index: bytes
    kk_index: bytes
    key: str
    birth: date | None
    village: str
    values: Mapping[str, str]


class Listed(NamedTuple):
    """Somebody on the running list. `scope`: came by one of the lists that are corrected, for the same benefits."""

    recipient_id: UUID
    person_id: UUID
    nik_index: bytes
    kk_index: bytes
    key: str
    birth: date | None
    village: str
    out: bool
    scope: bool
    received: bool
    values: Mapping[str, str]


class Pair(NamedTuple):
    """A row and whom it means. `fields` are what differs, empty where nothing does."""

    row: Row
    listed: Listed
    fields: tuple[str, ...]


class Difference(NamedTuple):
    """What another list does to a running one. `gone`: rows of people who left the list before; they stay off it.

    `unsure`: how many might be gone but may as well stand on a row that is still to be put right.
    """

    added: tuple[Row, ...]
    changed: tuple[Pair, ...]
    same: tuple[Pair, ...]
    dropped: tuple[Listed, ...]
    gone: tuple[Pair, ...]
    unsure: int


class NothingToCompare(BalakasError):
    """The distribution has no list yet that another could correct."""

    code = "nothing_to_compare"
    message = N_("Penyaluran ini belum punya daftar yang sudah diambil alih untuk bantuan yang sama.")


class NothingDiffers(BalakasError):
    """The list changes nothing."""

    code = "nothing_differs"
    message = N_("Daftar ini tidak berbeda dengan daftar yang berjalan, jadi tidak ada yang diambil alih.")


class DifferenceMoved(BalakasError):
    """The running list or the new one changed since the difference was shown."""

    code = "difference_moved"
    message = N_("Daftar berubah sejak perbedaan ini diperlihatkan. Periksa perbedaannya yang terbaru.")


class UpdateSettled(BalakasError):
    """The update was decided or undone."""

    code = "update_settled"
    message = N_("Perubahan daftar ini sudah diputus atau diurungkan.")


def check_move(now: str, then: UpdateState) -> None:
    """Raise `UpdateSettled` where an update may not go there any more."""
    if then not in NEXT[UpdateState(now)]:
        raise UpdateSettled


def compare(rows: Sequence[Row], listed: Iterable[Listed], *, whole: bool, kept_back: frozenset[str]) -> Difference:
    """Compare; `kept_back` are the villages of rows still to be put right ("" where unknown): nobody there is dropped yet.

    A row means who has its NIK and name, else its NIK, else its name, birth date and village. Unless `whole`, nobody of a
    village that the new list does not name is dropped.
    """
    everybody = list(listed)
    free = {one.recipient_id for one in everybody}
    by_nik, by_name = _indexed(everybody)
    added: list[Row] = []
    changed: list[Pair] = []
    same: list[Pair] = []
    gone: list[Pair] = []
    for row in rows:
        found = next((one for one in _meant(row, by_nik, by_name) if one.recipient_id in free), None)
        if found is None:
            added.append(row)
            continue
        free.discard(found.recipient_id)
        pair = Pair(row, found, _differs(row, found))
        (gone if found.out else changed if pair.fields else same).append(pair)
    missing = [one for one in everybody if one.recipient_id in free and one.scope and not one.out]
    named = {row.village for row in rows}
    missing = [one for one in missing if whole or one.village in named]
    sure = [one for one in missing if not kept_back & {"", one.village}]
    return Difference(tuple(added), tuple(changed), tuple(same), tuple(sure), tuple(gone), len(missing) - len(sure))


def _indexed(
    listed: Iterable[Listed],
) -> tuple[dict[bytes, list[Listed]], dict[tuple[str, date | None, str], list[Listed]]]:
    by_nik: dict[bytes, list[Listed]] = {}
    by_name: dict[tuple[str, date | None, str], list[Listed]] = {}
    for one in listed:
        if one.nik_index:
            by_nik.setdefault(one.nik_index, []).append(one)
        if one.birth is not None:
            by_name.setdefault((one.key, one.birth, one.village), []).append(one)
    return by_nik, by_name


def _meant(
    row: Row, by_nik: Mapping[bytes, Sequence[Listed]], by_name: Mapping[tuple[str, date | None, str], Sequence[Listed]]
) -> list[Listed]:
    """Return whom a row may mean, the likeliest first; those on the list before those who left it."""
    same_nik = by_nik.get(row.nik_index, ()) if row.nik_index else ()
    same_name = by_name.get((row.key, row.birth, row.village), ()) if row.birth else ()
    if row.nik_index:  # another NIK under the same name and birthday is a correction only where the old one left room
        same_name = [one for one in same_name if one.nik_index != row.nik_index]
    ranked = [*sorted(same_nik, key=lambda one: one.key != row.key), *same_name]
    return sorted(ranked, key=lambda one: one.out)


def _differs(row: Row, listed: Listed) -> tuple[str, ...]:
    """Return what the new list says otherwise; what it does not say is no change."""
    fields = [name for name, value in row.values.items() if value and value != listed.values.get(name, "")]
    if row.nik_index and row.nik_index != listed.nik_index:
        fields.append("nik")
    if row.kk_index and row.kk_index != listed.kk_index:
        fields.append("kk")
    return tuple(sorted(fields))

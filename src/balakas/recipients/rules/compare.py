"""What the office knows already about somebody on a list: the same NIK on an earlier one, another KK, another village."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from balakas.common.messages import N_


class Finding(StrEnum):
    """What comparing a row with the office's people shows; none of it keeps the row back."""

    KNOWN = "known"
    HERE = "here"
    OTHER_NAME = "other_name"
    OTHER_KK = "other_kk"
    MOVED = "moved"
    ALSO = "also"


FINDING_WORDS = {
    Finding.KNOWN: N_("Sudah dikenal dari daftar sebelumnya."),
    Finding.HERE: N_("Sudah ada dalam penyaluran ini."),
    Finding.OTHER_NAME: N_("NIK ini tercatat atas nama lain."),
    Finding.OTHER_KK: N_("Nomor KK berbeda dengan yang tercatat; KK lama dan baru perlu diperiksa."),
    Finding.MOVED: N_("Desa berbeda dengan yang tercatat; mungkin sudah pindah."),
    Finding.ALSO: N_("Juga menerima program lain pada periode yang sama."),
}
TO_LOOK_AT = frozenset({Finding.OTHER_NAME, Finding.OTHER_KK, Finding.MOVED})
"""Findings a person should look at; the others only tell."""


class Known(NamedTuple):
    """Somebody the office has recorded. `kk_index` is empty without a family card; `here`: on this distribution."""

    person_id: UUID
    name_key: str
    kk_index: bytes
    village_code: str
    here: bool


def compare(
    known: list[Known], *, name_key: str, kk_index: bytes, village_code: str
) -> tuple[UUID | None, tuple[Finding, ...]]:
    """Compare a row with those who hold its NIK; return whom it means and what differs.

    The one of the same name is meant; with another name only, the row is for somebody to look at.
    """
    if not known:
        return None, ()
    same = next((one for one in known if one.name_key == name_key), None)
    if same is None:
        return known[0].person_id, (Finding.OTHER_NAME,)
    found = [Finding.HERE if same.here else Finding.KNOWN]
    if kk_index and same.kk_index and kk_index != same.kk_index:
        found.append(Finding.OTHER_KK)
    if village_code and village_code != same.village_code:
        found.append(Finding.MOVED)
    return same.person_id, tuple(found)

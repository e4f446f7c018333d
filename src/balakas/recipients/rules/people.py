"""People on a distribution's list: how they are known, where they stand, what two persons must agree on."""

import re
import unicodedata
from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_

RECIPIENT_KIND = "recipient"
PERSON_KIND = "person"
"""What audit calls them."""


class NikState(StrEnum):
    """Whether somebody has a NIK. `NONE`: not yet registered. `LATER`: the number on the list cannot be used yet."""

    HAS = "has"
    NONE = "none"
    LATER = "later"


class RecipientState(StrEnum):
    """Where a recipient stands on the list. `LEAVING`: taking off is proposed and waits for a second person."""

    LISTED = "listed"
    LEAVING = "leaving"
    OUT = "out"


NEXT: dict[RecipientState, frozenset[RecipientState]] = {
    RecipientState.LISTED: frozenset({RecipientState.LEAVING}),
    RecipientState.LEAVING: frozenset({RecipientState.OUT, RecipientState.LISTED}),
    RecipientState.OUT: frozenset(),
}
RECIPIENT_WORDS = {
    RecipientState.LISTED: N_("Dalam daftar"),
    RecipientState.LEAVING: N_("Diusulkan keluar"),
    RecipientState.OUT: N_("Keluar dari daftar"),
}
RECIPIENT_TONES = {RecipientState.LISTED: "good", RecipientState.LEAVING: "warn", RecipientState.OUT: "idle"}


class EntitlementState(StrEnum):
    """Where an entitlement stands; `SETTLED` is closed at what was given."""

    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class SecondPersonNeeded(BalakasError):
    """The same person may not decide what he or she proposed."""

    code = "second_person_needed"
    message = N_("Ini harus diputus oleh orang lain daripada yang mengusulkan.")


class NotProposed(BalakasError):
    """There is no proposal to decide on."""

    code = "not_proposed"
    message = N_("Tidak ada usulan yang menunggu keputusan.")


class CannotLeave(BalakasError):
    """The recipient is not on the list any more, or is being taken off already."""

    code = "cannot_leave"
    message = N_("Penerima ini sudah keluar atau sedang diusulkan keluar dari daftar.")


class SomethingGiven(BalakasError):
    """Something was handed over already."""

    code = "something_given"
    message = N_("Kepada penerima ini sudah ada yang diserahkan, jadi tidak dapat dikeluarkan atau diubah jumlahnya.")


class AmountWrong(BalakasError):
    """Nothing, or what it is already."""

    code = "amount_wrong"
    message = N_("Jumlah baru harus lebih dari nol dan berbeda dari jumlah sekarang.")


class StillDue(BalakasError):
    """Something is still to be handed over to the person."""

    code = "still_due"
    message = N_("Orang ini masih berhak menerima bantuan, jadi datanya belum dapat dimusnahkan.")


class NikNotSound(BalakasError):
    """A NIK typed on a person's page is not sixteen digits."""

    code = "nik_not_sound"
    message = N_("NIK harus 16 angka. Kosongkan bila orang ini belum ber-NIK.")


class KkNotSound(BalakasError):
    """A family card number is not sixteen digits."""

    code = "kk_not_sound"
    message = N_("Nomor KK harus 16 angka. Kosongkan bila belum ada.")


class NameNeeded(BalakasError):
    """A person without a name."""

    code = "name_needed"
    message = N_("Nama tidak boleh kosong.")


class VillageNeeded(BalakasError):
    """A village that is not one of this district's."""

    code = "village_needed"
    message = N_("Pilih desa di kecamatan ini.")


def check_next(now: RecipientState, then: RecipientState) -> None:
    """Raise `CannotLeave` or `NotProposed` where the step is not allowed."""
    if then not in NEXT[now]:
        raise CannotLeave if then is RecipientState.LEAVING else NotProposed


def name_key(name: str) -> str:
    """Return a name for sorting and for comparing: capitals, letters and single blanks only, titles before it kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^A-Z ]+", "", re.sub(r"[-./]", " ", plain.upper())).split())[:150]

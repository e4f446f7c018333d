"""The close of a post's day: never held up, provisional while something is still on its way, supplemented later."""

from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class CloseKind(StrEnum):
    """What the minutes say of themselves."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    SUPPLEMENT = "supplement"


CLOSE_WORDS: dict[CloseKind, str] = {
    CloseKind.PROVISIONAL: N_("Sementara"),
    CloseKind.FINAL: N_("Akhir"),
    CloseKind.SUPPLEMENT: N_("Tambahan"),
}


class VarianceUnexplained(BalakasError):
    """Goods are missing or left over at the post and nobody said why."""

    code = "variance_unexplained"
    message = N_("Masih ada sisa atau selisih barang. Kembalikan sisanya, atau tuliskan penjelasannya.")


class NothingNew(BalakasError):
    """A supplement without anything recorded since the last close."""

    code = "close_nothing_new"
    message = N_("Tidak ada catatan baru sejak penutupan terakhir.")


def kind_of(*, closes: int, outstanding: int) -> CloseKind:
    """Return the kind of the next close: `closes` there were, `outstanding` pages or devices have not reported."""
    if closes:
        return CloseKind.SUPPLEMENT
    return CloseKind.PROVISIONAL if outstanding else CloseKind.FINAL


def check_explained(*, remaining: int, explanation: str) -> None:
    """Raise `VarianceUnexplained` when goods remain (or are missing) at the post without a sentence."""
    if remaining and not explanation.strip():
        raise VarianceUnexplained

"""The life of an invitation, and how people are told about it."""

from enum import StrEnum

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


class InvitationState(StrEnum):
    """What anybody may know of a code: never whose it is."""

    VALID = "valid"
    VOID = "void"
    UNKNOWN = "unknown"


class NobodyToInvite(BalakasError):
    """Everybody has an invitation already, or the list is empty."""

    code = "nobody_to_invite"
    message = N_("Tidak ada penerima yang belum diundang.")


class InvitationGone(BalakasError):
    """The invitation was voided or replaced meanwhile."""

    code = "invitation_gone"
    message = N_("Undangan ini sudah dibatalkan atau diganti.")


class VoidNeedsReason(BalakasError):
    """A code that people hold in their hands is not voided without a word."""

    code = "void_needs_reason"
    message = N_("Tulis alasan mengapa undangan dibatalkan atau diganti.")


class SlotElsewhere(BalakasError):
    """The time belongs to another post or distribution, or does not call this village."""

    code = "slot_elsewhere"
    message = N_("Waktu yang dipilih bukan untuk desa penerima ini.")


def check_reason(reason: str) -> str:
    """Return the trimmed reason. Raises `VoidNeedsReason`."""
    if not reason.strip():
        raise VoidNeedsReason
    return reason.strip()

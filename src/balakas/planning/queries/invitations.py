"""Invitations: found by code, listed for printing, counted."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from balakas.planning.models import Invitation
from balakas.planning.rules import vouchers
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind, Place

_BATCH = 500


def code_place(invitation_id: UUID) -> Place:
    """Return where an invitation's code is bound to."""
    return Place("planning_invitation", "code_sealed", invitation_id)


def standing() -> QuerySet[Invitation]:
    """Return the invitations that are good: not withdrawn, and the recipient is still on the list."""
    return Invitation.objects.filter(voided_at=None).exclude(recipient__state=RecipientState.OUT)


def is_good(invitation: Invitation) -> bool:
    """Tell whether an invitation loaded with its recipient is good."""
    return invitation.voided_at is None and invitation.recipient.state != RecipientState.OUT


def live(distribution_id: UUID) -> QuerySet[Invitation]:
    """Return the live invitations of a distribution, by village and place in the list."""
    return (
        standing()
        .filter(recipient__distribution_id=distribution_id)
        .select_related("recipient__person", "slot__post")
        .order_by("recipient__village_code", "recipient__order", "id")
    )


def seen(officer: Officer, distribution_id: UUID, village_code: str = "") -> QuerySet[Invitation]:
    """Return the live invitations of the villages an officer sees, or of one of them."""
    rows = live(distribution_id)
    if officer.villages is not None:
        rows = rows.filter(recipient__village_code__in=officer.villages)
    return rows.filter(recipient__village_code=village_code) if village_code else rows


def seated(distribution_id: UUID) -> dict[tuple[UUID, str], int]:
    """Count the live invitations by time and village."""
    rows = standing().filter(recipient__distribution_id=distribution_id).exclude(slot=None)
    counted = rows.values_list("slot_id", "recipient__village_code").order_by("slot_id").annotate(count=Count("id"))
    return {(slot_id, code): count for slot_id, code, count in counted if slot_id is not None}


def voided_count(distribution_id: UUID) -> int:
    """Count the invitations that were withdrawn or replaced."""
    return Invitation.objects.filter(recipient__distribution_id=distribution_id).exclude(voided_at=None).count()


def earlier(invitation: Invitation) -> list[Invitation]:
    """Return the same recipient's other invitations, the newest first."""
    rows = Invitation.objects.filter(recipient_id=invitation.recipient_id).exclude(id=invitation.id)
    return list(rows.order_by("-issued_at")[:20])


def live_recipients(distribution_id: UUID) -> set[UUID]:
    """Return the recipients who hold a live invitation."""
    rows = Invitation.objects.filter(recipient__distribution_id=distribution_id, voided_at=None)
    return set(rows.values_list("recipient_id", flat=True))


def invitation_by_code(office_id: UUID, text: str) -> Invitation | None:
    """Return the invitation, also a voided one, whose code was typed or scanned; None when no such code was issued here.

    Raises `vouchers.NotAVoucher` for a text that is no code. A live one stands above a voided one of the same code.
    """
    tag = vault.blind_index(office_id, IndexKind.VOUCHER, vouchers.read_code(text))
    return (
        Invitation.objects.filter(code_index=tag, recipient__distribution__office_id=office_id)
        .select_related("recipient__person", "recipient__distribution", "slot__post")
        .order_by("-issued_at")
        .first()
    )


def invitation_of(recipient_id: UUID) -> Invitation | None:
    """Return a recipient's live invitation."""
    return Invitation.objects.select_related("slot__post").filter(recipient_id=recipient_id, voided_at=None).first()


def invitation_for(officer: Officer, invitation_id: UUID) -> Invitation:
    """Return an invitation of the officer's office and area, else 404."""
    row = (
        Invitation.objects.select_related("recipient__person", "recipient__distribution", "slot__post")
        .filter(id=invitation_id, recipient__distribution__office_id=officer.office_id)
        .first()
    )
    if row is None or not (officer.villages is None or row.recipient.village_code in officer.villages):
        raise Http404
    return row


def distribution_of(invitation_id: UUID) -> UUID:
    """Return the distribution of an invitation, to be locked before it. Raises `Invitation.DoesNotExist`."""
    return Invitation.objects.values_list("recipient__distribution_id", flat=True).get(id=invitation_id)


def locked(invitation_id: UUID) -> Invitation:
    """Return an invitation under a lock, with its recipient and person."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("recipient__person")
    return rows.get(id=invitation_id)


def used_tags(tags: Iterable[bytes]) -> set[bytes]:
    """Return those of `tags` that an invitation has or had."""
    listed, used = list(tags), set[bytes]()
    for start in range(0, len(listed), _BATCH):
        rows = Invitation.objects.filter(code_index__in=listed[start : start + _BATCH])
        used |= {bytes(tag) for tag in rows.values_list("code_index", flat=True)}
    return used


def open_codes(rows: Iterable[Invitation]) -> dict[UUID, str]:
    """Return the codes of invitations loaded with their persons; destroyed ones are left out. One query."""
    listed = list(rows)
    secrets = vault.subject_secrets(row.recipient.person.subject_id for row in listed)
    return {
        row.id: vault.open_with(
            secrets[row.recipient.person.subject_id], bytes(row.code_sealed), place=code_place(row.id)
        ).decode()
        for row in listed
        if row.recipient.person.subject_id in secrets
    }


def codes_of(recipients: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """Return the live codes of recipients (recipient -> subject of the person), as a phone's tags are made from them."""
    secrets = vault.subject_secrets(recipients.values())
    found: dict[UUID, str] = {}
    listed = list(recipients)
    for start in range(0, len(listed), _BATCH):
        rows = Invitation.objects.filter(recipient_id__in=listed[start : start + _BATCH], voided_at=None)
        for invitation_id, recipient_id, sealed in rows.values_list("id", "recipient_id", "code_sealed"):
            secret = secrets.get(recipients[recipient_id])
            if secret is not None:
                found[recipient_id] = vault.open_with(secret, bytes(sealed), place=code_place(invitation_id)).decode()
    return found

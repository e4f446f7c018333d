"""The office's own keys: that of its online page as a device, and that of its receipts. Both lie sealed in the vault."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from balakas.common.ids import uuid7
from balakas.handover.models.ledger import Device, ServerKey
from balakas.handover.queries import sealing, signing
from balakas.handover.queries.sealing import Private
from balakas.handover.rules.events import DeviceKind
from balakas.vault import actions as vault_actions
from balakas.vault import queries as vault
from balakas.vault.rules import Place

KANTOR = "Kantor"


def kantor(*, office_id: UUID, at: datetime) -> Device:
    """Return the online page as a device, made with its key on first use, under a lock: call it inside a transaction.

    The lock is what puts two officers' hand-overs one after the other.
    """
    if not _kantor(office_id).exists():
        _make_kantor(office_id, at)
    return _kantor(office_id).select_for_update().get()


def _kantor(office_id: UUID) -> QuerySet[Device]:
    return Device.objects.filter(office_id=office_id, kind=DeviceKind.KANTOR, revoked_at=None)


def _make_kantor(office_id: UUID, at: datetime) -> None:
    private, public = signing.new_key()
    device_id = uuid7()
    sealed = vault_actions.seal(private, subject_id=_office_subject(office_id, at), place=_device_place(device_id))
    try:
        with transaction.atomic():
            Device.objects.create(
                id=device_id,
                office_id=office_id,
                name=KANTOR,
                kind=DeviceKind.KANTOR,
                public_key=public,
                private_sealed=sealed,
                created_at=at,
            )
    except IntegrityError:
        return  # somebody else made it in this moment


def server_key(*, office_id: UUID, at: datetime) -> ServerKey:
    """Return the key that signs receipts, made on first use."""
    found = ServerKey.objects.filter(office_id=office_id, retired_at=None).first()
    if found is not None:
        return found
    private, public = signing.new_key()
    key_id = uuid7()
    sealed = vault_actions.seal(private, subject_id=_office_subject(office_id, at), place=_server_place(key_id))
    return ServerKey.objects.create(
        id=key_id, office_id=office_id, public_key=public, private_sealed=sealed, created_at=at
    )


def seal_key(*, office_id: UUID, at: datetime) -> ServerKey:
    """Return the office's key with its second half, to which phones seal what they send; made on first use."""
    key = server_key(office_id=office_id, at=at)
    if not key.seal_public:
        private, public = signing.new_key()
        sealed = vault_actions.seal(private, subject_id=_office_subject(office_id, at), place=_seal_place(key.id))
        ServerKey.objects.filter(id=key.id, seal_public=b"").update(seal_public=public, seal_private_sealed=sealed)
        key.refresh_from_db()
    return key


def sign_as(device: Device, content: bytes, *, at: datetime) -> bytes:
    """Sign as the online page."""
    return signing.sign(_open(device.private_sealed, device.office_id, _device_place(device.id), at), content)


def sign_receipt(key: ServerKey, content: bytes, *, at: datetime) -> bytes:
    """Sign a receipt."""
    return signing.sign_with(signer(key, at=at), content)


def _open(sealed: bytes, office_id: UUID, place: Place, at: datetime) -> bytes:
    return vault.open_bytes(bytes(sealed), subject_id=_office_subject(office_id, at), place=place)


def signer(key: ServerKey, *, at: datetime) -> Private:
    """Return the key that signs receipts, opened; kept in memory, for it signs every event."""
    return _opened(key.id, "private_sealed", key.office_id, at)


def opener(key: ServerKey, *, at: datetime) -> Private:
    """Return the key that opens what phones sealed."""
    return _opened(key.id, "seal_private_sealed", key.office_id, at)


_OPENED: dict[tuple[UUID, str], Private] = {}


def _opened(key_id: UUID, column: str, office_id: UUID, at: datetime) -> Private:
    known = _OPENED.get((key_id, column))
    if known is None:
        sealed = ServerKey.objects.values_list(column, flat=True).get(id=key_id)
        place = Place("handover_serverkey", column, key_id)
        known = sealing.private_key(_open(sealed, office_id, place, at))
        _OPENED[key_id, column] = known
    return known


def _office_subject(office_id: UUID, at: datetime) -> UUID:
    return vault_actions.office_subject(office_id=office_id, at=at)


def _device_place(device_id: UUID) -> Place:
    return Place("handover_device", "private_sealed", device_id)


def _seal_place(key_id: UUID) -> Place:
    return Place("handover_serverkey", "seal_private_sealed", key_id)


def _server_place(key_id: UUID) -> Place:
    return Place("handover_serverkey", "private_sealed", key_id)

"""Devices and what they say happened. `Event` is append-only (triggers on both databases); all else of the room is books."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from balakas.common.fields import Row, SealedField


class AtPost(Row):
    """What stands at one post of one distribution."""

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ServerKey(Row):
    """The office's keys for phones: one signs receipts and bundles, one opens what they sealed (empty until the first phone)."""

    PERSONAL = ("private_sealed", "seal_private_sealed")
    NOT_PERSONAL = ("office", "public_key", "seal_public", "created_at", "retired_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    private_sealed = SealedField()
    seal_public = models.BinaryField(default=b"")
    seal_private_sealed = SealedField(default=b"")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(retired_at=None), name="handover_one_server_key"
            ),
        )


class Device(Row):
    """What writes events. `kantor` is the online page: its private key lies sealed here; a phone's never leaves the phone.

    `last_seq` and `last_hash` are the end of the device's own chain; for `kantor` the row is the lock under which it grows,
    for a phone the sequence up to which everything has arrived. What a phone says of itself is written at each contact.
    """

    PERSONAL = ("private_sealed",)
    NOT_PERSONAL = (
        "office", "name", "kind", "state", "officer", "public_key", "last_seq", "last_hash", "created_at",
        "activated_at", "revoked_at", "revoke_reason", "lost", "last_contact", "app", "said_seq", "unsent", "photos",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    public_key = models.BinaryField()
    private_sealed = SealedField(default=b"")
    state = models.CharField(max_length=8, default="active")
    officer = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=200, blank=True)
    lost = models.BooleanField(default=False)
    last_contact = models.DateTimeField(null=True)
    app = models.CharField(max_length=20, blank=True)
    said_seq = models.PositiveBigIntegerField(default=0)
    unsent = models.PositiveIntegerField(default=0)
    photos = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(kind="kantor", revoked_at=None),
                name="handover_one_kantor_per_office",
            ),
        )


class Tail(models.Model):
    """The end of an office's ledger; its row is the lock under which the next entry is written."""

    NOT_PERSONAL = ("office_id", "position", "hash")

    office_id = models.UUIDField(primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Event(Row):
    """One entry of the ledger. `body` is the device's canonical JSON, byte for byte; the columns repeat it for searching.

    `hash` is the SHA-256 of the body, `signature` the device's (raw r||s), `chain` the office's ledger chain over it, and
    `receipt` the server's signature over id, hash and position. `held` names what keeps an event out of the books until somebody
    decides on it (`rules.arrivals.Hold`), as it was found on arrival; the chain covers it.
    """

    NOT_PERSONAL = (
        "office_id", "position", "device", "seq", "type", "distribution_id", "post_id", "recipient_id",
        "entitlement_id", "visit_id", "target_id", "officer_id", "day", "happened_at", "recorded_at", "body", "hash",
        "signature", "held", "previous_chain", "chain", "receipt", "receipt_key",
    )  # fmt: skip

    office_id = models.UUIDField()
    position = models.PositiveBigIntegerField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=12)
    distribution_id = models.UUIDField(null=True, db_index=True)
    post_id = models.UUIDField(null=True)
    recipient_id = models.UUIDField(null=True, db_index=True)
    entitlement_id = models.UUIDField(null=True, db_index=True)
    visit_id = models.UUIDField(null=True, db_index=True)
    target_id = models.UUIDField(null=True, db_index=True)
    officer_id = models.UUIDField(null=True)
    day = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    hash = models.CharField(max_length=64)
    signature = models.BinaryField()
    held = models.CharField(max_length=60, blank=True, default="")
    previous_chain = models.CharField(max_length=64, blank=True)
    chain = models.CharField(max_length=64)
    receipt = models.BinaryField()
    receipt_key = models.ForeignKey(ServerKey, on_delete=models.PROTECT, related_name="+")

    parsed: Mapping[str, Any] | None = None
    """The body, read; kept with the object by whoever has read it (`queries.ledger.body_of`), no column."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office_id", "position"], name="handover_one_entry_per_position"),
        )
        indexes = (
            models.Index(fields=["post_id", "day"], name="handover_event_by_day"),
            models.Index(fields=["device", "seq"], name="handover_event_by_device"),
        )

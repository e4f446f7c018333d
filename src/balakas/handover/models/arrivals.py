"""What phones send beside the ledger: texts about people, chunks of photos, and what was kept aside."""

from django.db import models

from balakas.common.fields import Row, SealedField
from balakas.handover.models.ledger import Device, Event, ServerKey


class EventSecret(Row):
    """A text about a person that an event only commits to; sealed here under the person's key, so that it can be destroyed."""

    PERSONAL = ("text_sealed", "salt_sealed")
    NOT_PERSONAL = ("event", "name", "subject_id")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    salt_sealed = SealedField()
    text_sealed = SealedField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "name"], name="handover_one_secret_per_name"),)


class Aside(Row):
    """An event that cannot stand in the ledger: its id is taken by another, or its device is unknown. Kept, with a case."""

    PERSONAL = ("body_sealed",)
    NOT_PERSONAL = ("office", "device", "event_id", "reason", "hash", "signature", "receipt", "receipt_key", "at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    reason = models.CharField(max_length=16)
    body_sealed = SealedField()
    hash = models.CharField(max_length=64)
    signature = models.BinaryField()
    receipt = models.BinaryField()
    receipt_key = models.ForeignKey(ServerKey, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "event_id", "hash"], name="handover_aside_once_per_content"),
        )


class Upload(Row):
    """A photo or signature on its way, named by the hash of its plain bytes."""

    PERSONAL = ("original_id", "shown_id")
    NOT_PERSONAL = ("device", "sha256", "total", "state", "size", "broken", "begun_at", "done_at")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    total = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8)
    size = models.PositiveIntegerField(default=0)
    broken = models.PositiveSmallIntegerField(default=0)
    original_id = models.UUIDField(null=True)
    shown_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["device", "sha256"], name="handover_one_upload_per_file"),)


class Chunk(Row):
    """A sealed part of an upload, kept as it came until the whole is here and stored under its person's key."""

    PERSONAL = ("content_sealed",)
    NOT_PERSONAL = ("upload", "index", "key")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    index = models.PositiveSmallIntegerField()
    key = models.ForeignKey(ServerKey, on_delete=models.PROTECT, related_name="+")
    content_sealed = SealedField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["upload", "index"], name="handover_one_chunk_per_index"),)

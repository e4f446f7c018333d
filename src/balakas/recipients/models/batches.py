"""Photos of cards that came together, before they are somebody's documents."""

from django.db import models

from balakas.common.fields import Row, SealedField


class CardBatch(Row):
    """Photos of cards that came together, to be sorted to people; each is sealed under the batch's key until it is placed."""

    PERSONAL = ()
    NOT_PERSONAL = ("office", "distribution", "subject", "stopped", "repeated", "created_by", "created_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("vault.SubjectKey", on_delete=models.PROTECT, related_name="+")
    stopped = models.BooleanField(default=False)
    repeated = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


class BatchPhoto(Row):
    """One photo of a batch (`rules.batches`); its file is there until it was placed as a person's document or put aside."""

    PERSONAL = ("file_id", "sha256", "cards_sealed")
    NOT_PERSONAL = ("batch", "order", "state", "placed", "read_at", "decided_by", "decided_at")

    batch = models.ForeignKey(CardBatch, on_delete=models.PROTECT, related_name="photos")
    order = models.PositiveIntegerField()
    file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10)
    placed = models.PositiveSmallIntegerField(default=0)
    cards_sealed = SealedField(default=b"")
    read_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "sha256"], name="recipients_photo_once_a_batch"),)
        indexes = (models.Index(fields=["batch", "state", "order"], name="recipients_batch_photos"),)

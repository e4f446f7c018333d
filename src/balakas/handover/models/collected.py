"""Papers that a phone photographed in a village: which photo is whose KTP or KK."""

from django.db import models

from balakas.common.fields import Row
from balakas.handover.models.ledger import Device


class CollectedPaper(Row):
    """One photo for one requirement of one recipient, named by the phone; its `id` is made there and becomes the document's."""

    PERSONAL = ("document_id",)
    NOT_PERSONAL = (
        "device", "recipient", "requirement", "kind", "sha256", "state", "code", "taken_at", "told_at", "done_at",
    )  # fmt: skip

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    requirement = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8)
    code = models.CharField(max_length=40, blank=True)
    document_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    told_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["device", "sha256"], name="handover_collected_by_file"),)

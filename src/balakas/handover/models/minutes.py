"""Minutes of goods and of days."""

from django.db import models

from balakas.handover.models.ledger import AtPost, Event


class GoodsMinutes(AtPost):
    """Minutes of goods that arrived at a post, or went back; the counts stand in the event's items, what is signed in the paper."""

    PERSONAL = ("counterpart", "witness")
    NOT_PERSONAL = (
        "event", "kind", "counterpart_position", "witness_position", "delivery_note",
        "condition", "photo_original_id", "photo_shown_id", "by", "day", "happened_at", "recorded_at", "paper_id",
    )  # fmt: skip

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    counterpart = models.CharField(max_length=150, blank=True)
    counterpart_position = models.CharField(max_length=150, blank=True)
    witness = models.CharField(max_length=150, blank=True)
    witness_position = models.CharField(max_length=150, blank=True)
    delivery_note = models.CharField(max_length=80, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    photo_original_id = models.UUIDField(null=True)
    photo_shown_id = models.UUIDField(null=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    paper_id = models.UUIDField(null=True)


class DayClose(AtPost):
    """Minutes of a post's day: 0 is the close, 1 and up are supplements. `checkpoint` is the ledger's chain at that moment."""

    PERSONAL = ("witness",)
    NOT_PERSONAL = (
        "event", "day", "number", "kind", "figures", "explanation", "position",
        "checkpoint", "witness_position", "by", "at", "paper_id",
    )  # fmt: skip

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    figures = models.JSONField(default=dict)
    explanation = models.CharField(max_length=500, blank=True)
    position = models.PositiveBigIntegerField()
    checkpoint = models.CharField(max_length=64)
    witness = models.CharField(max_length=150, blank=True)
    witness_position = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    paper_id = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "day", "number"], name="handover_one_close_number"),)

"""The books: derived from events, and to be rebuilt from them."""

from django.db import models

from balakas.common.fields import BlindIndexField, Row
from balakas.handover.models.ledger import AtPost, Event


class Visit(AtPost):
    """One identity check, photo and signature, which may settle several entitlements. The id is made before anything else.

    `receipt` is what the green screen shows; `check_code` is what anybody may look up: it tells the state and no name.
    """

    PERSONAL = ("proxy_index",)
    NOT_PERSONAL = (
        "recipient", "officer", "identity", "by_proxy", "relation", "proxy_reason",
        "has_letter", "content_hash", "receipt", "check_code", "notes", "page", "day", "happened_at", "recorded_at",
    )  # fmt: skip

    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=10)
    by_proxy = models.BooleanField(default=False)
    relation = models.CharField(max_length=16, blank=True)
    proxy_reason = models.CharField(max_length=10, blank=True)
    proxy_index = BlindIndexField(default=b"", db_index=True)
    has_letter = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    receipt = models.CharField(max_length=4)
    check_code = models.CharField(max_length=12, unique=True)
    notes = models.JSONField(default=list)
    page = models.ForeignKey("handover.PaperPage", null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["post", "day"], name="handover_visit_by_day"),)


class Payment(Row):
    """The books: what counts for an entitlement. Derived from events; `voided_by` is the counter-entry."""

    NOT_PERSONAL = (
        "event", "entitlement", "recipient", "distribution", "post", "visit_id", "quantity", "day", "happened_at",
        "by_proxy", "replacement", "voided_by",
    )  # fmt: skip

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    entitlement = models.ForeignKey("recipients.Entitlement", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", null=True, on_delete=models.PROTECT, related_name="+")
    visit_id = models.UUIDField(null=True, db_index=True)
    quantity = models.PositiveBigIntegerField()
    day = models.DateField()
    happened_at = models.DateTimeField()
    by_proxy = models.BooleanField(default=False)
    replacement = models.BooleanField(default=False)
    voided_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entitlement"],
                condition=models.Q(voided_by=None),
                name="handover_one_unvoided_payment",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="handover_payment_above_zero"),
        )


class StockMove(Row):
    """One benefit's way from one account to another at a post: double entry in one row."""

    NOT_PERSONAL = ("event", "distribution", "post", "benefit", "source", "target", "quantity", "day")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
    benefit = models.ForeignKey("distributions.Benefit", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    quantity = models.PositiveBigIntegerField()
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event", "benefit", "source", "target"], name="handover_one_move_per_way"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="handover_move_above_zero"),
        )


class PostStock(Row):
    """What lies at a post, and what came to it, of one benefit: the sum of its moves, kept so that no hand-over adds them up."""

    NOT_PERSONAL = ("post", "benefit", "lying", "came")

    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
    benefit = models.ForeignKey("distributions.Benefit", on_delete=models.PROTECT, related_name="+")
    lying = models.BigIntegerField(default=0)
    came = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "benefit"], name="handover_one_stock_per_benefit"),)


class Failure(Row):
    """Why somebody got nothing (absent, refused). `closed_by` is the void that reopened it or the hand-over after it."""

    NOT_PERSONAL = ("event", "recipient", "distribution", "post", "type", "reason", "day", "closed_by")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=12)
    reason = models.CharField(max_length=14)
    day = models.DateField()
    closed_by = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient"], condition=models.Q(closed_by=None), name="handover_one_open_failure"
            ),
        )


class Attachment(Row):
    """A picture an event names by its SHA-256; `original_id` is empty until it has arrived. What is shown is a copy."""

    PERSONAL = ("original_id", "shown_id")
    NOT_PERSONAL = ("office", "visit", "recipient", "kind", "sha256", "added_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="attachments")
    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64, db_index=True)
    original_id = models.UUIDField(null=True)
    shown_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "kind", "sha256"], name="handover_one_attachment"),)

"""Printed receipt lists, and photos tied to no recipient."""

from django.db import models

from balakas.common.fields import Row
from balakas.handover.models.ledger import AtPost


class PaperList(AtPost):
    """One printing of a post's receipt list."""

    NOT_PERSONAL = ("code", "printed_by", "printed_at")

    code = models.CharField(max_length=5)
    printed_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "code"], name="handover_one_list_per_code"),)


class PaperPage(Row):
    """A printed page: signed in ink or by thumb, photographed, keyed in one act."""

    PERSONAL = ("scan_original_id", "scan_shown_id")
    NOT_PERSONAL = (
        "paper_list", "number", "state", "photographed_by", "photographed_at", "keyed_by", "keyed_at", "client_id",
    )  # fmt: skip

    paper_list = models.ForeignKey(PaperList, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    scan_original_id = models.UUIDField(null=True)
    scan_shown_id = models.UUIDField(null=True)
    photographed_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    photographed_at = models.DateTimeField(null=True)
    keyed_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    client_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper_list", "number"], name="handover_one_page_per_number"),)


class PaperRow(Row):
    """A line of a page: a recipient and what was due to them when it was printed; `outcome` once keyed."""

    NOT_PERSONAL = ("page", "order", "recipient", "entitlements", "outcome")

    page = models.ForeignKey(PaperPage, on_delete=models.PROTECT, related_name="rows")
    order = models.PositiveIntegerField()
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    entitlements = models.JSONField(default=list)
    outcome = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["page", "order"], name="handover_one_row_per_order"),)
        indexes = (models.Index(fields=["recipient"], name="handover_row_by_recipient"),)


class GeneralPhoto(Row):
    """A photo of the event tied to no recipient, for the report's photo sheet."""

    PERSONAL = ("original_id", "shown_id")
    NOT_PERSONAL = (
        "office", "distribution", "post", "caption", "lat_micro", "lng_micro", "no_position", "sha256", "client_id",
        "taken_at", "added_by", "added_at", "withdrawn_at", "withdrawn_reason",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", null=True, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    lat_micro = models.IntegerField(null=True)
    lng_micro = models.IntegerField(null=True)
    no_position = models.CharField(max_length=12, blank=True)
    sha256 = models.CharField(max_length=64)
    client_id = models.UUIDField(unique=True)
    original_id = models.UUIDField()
    shown_id = models.UUIDField()
    taken_at = models.DateTimeField()
    added_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

"""The activity report of a distribution and its frozen figures."""

from django.db import models

from balakas.common.fields import Row


class Report(Row):
    """One report per distribution. `snapshot` holds ids and figures only; `snapshot_hash` is SHA-256 over its canonical JSON."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "distribution", "state", "obstacles", "followups", "closing", "prepared_by", "created_at",
        "submitted_at", "countersigned_by", "closed_at", "snapshot", "snapshot_hash", "paper_id", "returned_reason",
        "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.OneToOneField("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    obstacles = models.JSONField(default=list)
    followups = models.JSONField(default=list)
    closing = models.TextField(blank=True)
    prepared_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    snapshot = models.JSONField(null=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    paper_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

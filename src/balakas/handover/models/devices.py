"""How phones come to the office: a code shown once, slices of a post's people, and whose lease each slice is."""

from django.db import models

from balakas.common.fields import Row, SealedField
from balakas.handover.models.ledger import AtPost, Device


class Enrolment(Row):
    """A one-time code that the office shows as a QR. Only its hash is kept."""

    NOT_PERSONAL = ("office", "token_hash", "officer", "made_by", "made_at", "expires_at", "used_at", "device", "words")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    officer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    device = models.OneToOneField(Device, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=list)


class Slice(AtPost):
    """A part of a post's people that one device serves at a time. `key_sealed` makes its voucher tags."""

    PERSONAL = ("key_sealed",)
    NOT_PERSONAL = ("label", "epoch", "made_by", "made_at", "dissolved_at")

    label = models.CharField(max_length=60)
    key_sealed = SealedField()
    epoch = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)


class SliceMember(Row):
    """Somebody served by a slice, with all that is due to them; `live` until the slice is dissolved. Rows are never removed."""

    NOT_PERSONAL = ("slice", "recipient", "live")

    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="members")
    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient"], condition=models.Q(live=True), name="handover_one_live_slice_per_recipient"
            ),
            models.UniqueConstraint(fields=["slice", "recipient"], name="handover_once_in_a_slice"),
        )


class Lease(Row):
    """A slice given to a device, or to a printed list, for a time. `ended_at` is its end by an act; `until` is its end by time."""

    NOT_PERSONAL = (
        "slice", "epoch", "device", "paper_list", "granted_by", "granted_at", "until", "ended_at", "ended_by", "end_reason",
    )  # fmt: skip

    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="leases")
    epoch = models.PositiveIntegerField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    paper_list = models.ForeignKey("handover.PaperList", null=True, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["slice"], condition=models.Q(ended_at=None), name="handover_one_live_lease_per_slice"
            ),
            models.UniqueConstraint(fields=["slice", "epoch"], name="handover_one_lease_per_epoch"),
        )


class BundleTake(Row):
    """What a device took along: whose data are on a phone that is lost is read from these.

    A bundle names its `slices`; a list of papers to collect names its `recipients`.
    """

    NOT_PERSONAL = ("device", "slices", "recipients", "people", "sha256", "size", "taken_at")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    slices = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    people = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["device", "taken_at"], name="handover_takes_by_device"),)

"""Posts, slots, invitations, the duty order and the briefing (SOP activity 4)."""

from django.db import models

from balakas.common.fields import BlindIndexField, Row, SealedField


class Post(Row):
    """A post (titik salur): a place in a village where aid is handed out, or the way round the homes."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution",
        "village_code",
        "name",
        "place",
        "method",
        "lat_micro",
        "lng_micro",
        "order",
        "version",
    )

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    village_code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=12)
    lat_micro = models.IntegerField(null=True)
    lng_micro = models.IntegerField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)


class PostVillage(Row):
    """A village whose recipients come to a post; one village comes to one post per distribution."""

    PERSONAL = ()
    NOT_PERSONAL = ("distribution", "post", "village_code")

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="villages")
    village_code = models.CharField(max_length=13)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["distribution", "village_code"], name="planning_village_at_one_post"),
        )


class Slot(Row):
    """A time at a post; a field day runs from its first slot to its close."""

    PERSONAL = ()
    NOT_PERSONAL = ("post", "starts_at", "ends_at", "capacity", "note", "cancelled_at")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)


class Invitation(Row):
    """The voucher of one recipient: a code on paper (with check letter), found by blind index; reissuing voids the old."""

    PERSONAL = ("code_sealed",)
    NOT_PERSONAL = ("recipient", "slot", "code_index", "issue", "issued_at", "issued_by", "voided_at", "void_reason")

    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="+")
    code_sealed = SealedField()
    code_index = BlindIndexField(db_index=True)
    issue = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient"], condition=models.Q(voided_at=None), name="planning_one_live_invitation"
            ),
        )

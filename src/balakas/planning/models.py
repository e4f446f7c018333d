"""Posts, slots, invitations, the duty order, the briefing and the equipment (SOP activity 4)."""

from django.db import models
from django.db.models import Q

from balakas.common.fields import BlindIndexField, Row, SealedField


class Plan(Row):
    """How one distribution is carried out: the method the office chose, and what every invitation says."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "method", "method_note", "bring", "contact", "decided_by", "decided_at", "announced_at",
        "announced_by", "announced_how", "invitation_number", "invitation_paper_id", "version",
    )  # fmt: skip

    distribution = models.OneToOneField("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=12, blank=True)
    method_note = models.CharField(max_length=300, blank=True)
    bring = models.JSONField(default=list)
    contact = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    announced_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    announced_how = models.CharField(max_length=200, blank=True)
    invitation_number = models.CharField(max_length=120, blank=True)
    invitation_paper_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)


class Post(Row):
    """A post (titik salur): a place in a village where aid is handed out, or the way round the homes."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "village_code", "name", "place", "method", "lat_micro", "lng_micro", "order", "version",
        "officer", "removed_at",
    )  # fmt: skip

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    village_code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=12)
    officer = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    lat_micro = models.IntegerField(null=True)
    lng_micro = models.IntegerField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
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
    """A time at a post; a field day runs from its first slot to its close.

    `villages`: the codes called at this time; empty means all villages of the post.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "post",
        "starts_at",
        "ends_at",
        "capacity",
        "villages",
        "note",
        "cancelled_at",
        "accepted",
        "version",
    )

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(null=True)
    villages = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["starts_at"], name="planning_slots_by_time"),)


class Invitation(Row):
    """The voucher of one recipient: a code on paper (with check letter), found by blind index; reissuing voids the old."""

    PERSONAL = ("code_sealed",)
    NOT_PERSONAL = ("recipient", "slot", "code_index", "issue", "issued_at", "issued_by", "voided_at", "void_reason")

    recipient = models.ForeignKey("recipients.Recipient", on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="invitations")
    code_sealed = SealedField()
    code_index = BlindIndexField(unique=True)
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


class DutyOrder(Row):
    """A duty order (SPT): text until it is numbered, then a paper (`paper_id`) whose life the room `papers` keeps.

    `signer` and the members are snapshots as printed; papers keep the old name when an office holder changes.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "title", "basis", "consideration", "tasks", "when_text", "where_text", "place", "order_date",
        "signer", "signer_user", "copies", "paper_id", "number", "numbered_at", "signed_at", "created_by",
        "created_at", "cancelled_at", "cancel_reason", "version",
    )  # fmt: skip

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    basis = models.JSONField(default=list)
    consideration = models.TextField(blank=True)
    tasks = models.JSONField(default=list)
    when_text = models.CharField(max_length=300, blank=True)
    where_text = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100, blank=True)
    order_date = models.DateField(null=True)
    signer = models.JSONField(default=dict)
    signer_user = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    copies = models.JSONField(default=list)
    paper_id = models.UUIDField(null=True)
    number = models.CharField(max_length=120, blank=True)
    numbered_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["distribution"], condition=Q(cancelled_at=None), name="planning_one_duty_order"
            ),
        )


class DutyMember(Row):
    """Somebody sent by a duty order, as printed."""

    PERSONAL = ()
    NOT_PERSONAL = ("duty_order", "user", "name", "rank", "nip", "position", "role", "order")

    duty_order = models.ForeignKey(DutyOrder, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    rank = models.CharField(max_length=80, blank=True)
    nip = models.CharField(max_length=30, blank=True)
    position = models.CharField(max_length=200)
    role = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class Briefing(Row):
    """The briefing before the field days: minutes, open until `settled_at`."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "distribution", "held_at", "ended_at", "place", "chair", "clerk", "points", "decisions", "settled_by",
        "settled_at", "version",
    )  # fmt: skip

    distribution = models.OneToOneField("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=200, blank=True)
    clerk = models.CharField(max_length=200, blank=True)
    points = models.JSONField(default=list)
    decisions = models.JSONField(default=list)
    settled_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Attendee(Row):
    """Somebody asked to the briefing, and whether they came. Officers and village staff only, never recipients."""

    PERSONAL = ()
    NOT_PERSONAL = ("briefing", "user", "name", "position", "present", "order")

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    present = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)


class EquipmentItem(Row):
    """A line of the checklist of means and equipment (sarana dan prasarana)."""

    PERSONAL = ()
    NOT_PERSONAL = ("distribution", "name", "quantity", "state", "note", "checked_by", "checked_at", "order")

    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    quantity = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, default="open")
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

"""The ledger of hand-overs and its books (SOP activity 5).

`Event` and nothing else says what happened; it is append-only (triggers on both databases). `Payment`, `StockMove`,
`Failure` and the entitlements' state are books derived from it, and can be rebuilt. What is personal in an event is sealed
under the person's own key.
"""

from django.db import models

from balakas.common.fields import BlindIndexField, Row, SealedField


class ServerKey(Row):
    """The office's key for receipts: a device drops its copy of an event only against this signature."""

    PERSONAL = ()
    NOT_PERSONAL = ("office", "public_key", "private_sealed", "created_at", "retired_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    private_sealed = SealedField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(retired_at=None), name="handover_one_server_key"
            ),
        )


class Device(Row):
    """What writes events. `kantor` is the online page: its private key lies sealed here; a phone's never leaves the phone.

    `last_seq` and `last_hash` are the end of the device's own chain; for `kantor` the row is the lock under which it grows.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "name", "kind", "public_key", "private_sealed", "last_seq", "last_hash", "created_at", "revoked_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8)
    public_key = models.BinaryField()
    private_sealed = SealedField(default=b"")
    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(kind="kantor", revoked_at=None),
                name="handover_one_kantor_per_office",
            ),
        )


class Tail(models.Model):
    """The end of an office's ledger; its row is the lock under which the next entry is written."""

    PERSONAL = ()
    NOT_PERSONAL = ("office_id", "position", "hash")

    office_id = models.UUIDField(primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Event(Row):
    """One entry of the ledger. `body` is the device's canonical JSON, byte for byte; the columns repeat it for searching.

    `hash` is the SHA-256 of the body, `signature` the device's (raw r||s), `chain` the office's ledger chain over it, and
    `receipt` the server's signature over id, hash and position.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office_id", "position", "device", "seq", "type", "distribution_id", "post_id", "recipient_id",
        "entitlement_id", "visit_id", "target_id", "officer_id", "day", "happened_at", "recorded_at", "body", "hash",
        "signature", "previous_chain", "chain", "receipt", "receipt_key",
    )  # fmt: skip

    office_id = models.UUIDField()
    position = models.PositiveBigIntegerField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=12)
    distribution_id = models.UUIDField(null=True, db_index=True)
    post_id = models.UUIDField(null=True)
    recipient_id = models.UUIDField(null=True, db_index=True)
    entitlement_id = models.UUIDField(null=True, db_index=True)
    visit_id = models.UUIDField(null=True, db_index=True)
    target_id = models.UUIDField(null=True, db_index=True)
    officer_id = models.UUIDField(null=True)
    day = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()
    hash = models.CharField(max_length=64)
    signature = models.BinaryField()
    previous_chain = models.CharField(max_length=64, blank=True)
    chain = models.CharField(max_length=64)
    receipt = models.BinaryField()
    receipt_key = models.ForeignKey(ServerKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office_id", "position"], name="handover_one_entry_per_position"),
        )
        indexes = (
            models.Index(fields=["post_id", "day"], name="handover_event_by_day"),
            models.Index(fields=["device", "seq"], name="handover_event_by_device"),
        )


class Visit(Row):
    """One identity check, photo and signature, which may settle several entitlements. The id is made before anything else.

    `receipt` is what the green screen shows; `check_code` is what anybody may look up: it tells the state and no name.
    """

    PERSONAL = ("proxy_index",)
    NOT_PERSONAL = (
        "office", "distribution", "post", "recipient", "officer", "identity", "by_proxy", "relation", "proxy_reason",
        "has_letter", "content_hash", "receipt", "check_code", "notes", "page", "day", "happened_at", "recorded_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=10)
    by_proxy = models.BooleanField(default=False)
    relation = models.CharField(max_length=10, blank=True)
    proxy_reason = models.CharField(max_length=10, blank=True)
    proxy_index = BlindIndexField(default=b"", db_index=True)
    has_letter = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    receipt = models.CharField(max_length=4)
    check_code = models.CharField(max_length=12, unique=True)
    notes = models.JSONField(default=list)
    page = models.ForeignKey("PaperPage", null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["post", "day"], name="handover_visit_by_day"),)


class Payment(Row):
    """The books: what counts for an entitlement. Derived from events; `voided_by` is the counter-entry."""

    PERSONAL = ()
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

    PERSONAL = ()
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


class Failure(Row):
    """Why somebody got nothing (absent, refused). `closed_by` is the void that reopened it or the hand-over after it."""

    PERSONAL = ()
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


class GoodsMinutes(Row):
    """Minutes of goods that arrived at a post, or went back; the counts stand in the event's items."""

    PERSONAL = ("counterpart", "witness")
    NOT_PERSONAL = (
        "event", "office", "distribution", "post", "kind", "counterpart_position", "witness_position", "delivery_note",
        "condition", "photo_original_id", "photo_shown_id", "by", "day", "happened_at", "recorded_at",
    )  # fmt: skip

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
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


class DayClose(Row):
    """Minutes of a post's day: 0 is the close, 1 and up are supplements. `checkpoint` is the ledger's chain at that moment."""

    PERSONAL = ("witness",)
    NOT_PERSONAL = (
        "event", "office", "distribution", "post", "day", "number", "kind", "figures", "explanation", "position",
        "checkpoint", "witness_position", "by", "at",
    )  # fmt: skip

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
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

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "day", "number"], name="handover_one_close_number"),)


class Case(Row):
    """Something a person must decide. `key` keeps one case per entitlement (DOUBLE) or event, in whatever order they come."""

    PERSONAL = ("note_sealed",)
    NOT_PERSONAL = (
        "office", "distribution", "kind", "key", "state", "post", "recipient", "entitlement", "event", "opened_at",
        "changed_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey(
        "distributions.Distribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=10)
    post = models.ForeignKey("planning.Post", null=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey("recipients.Recipient", null=True, on_delete=models.PROTECT, related_name="+")
    entitlement = models.ForeignKey("recipients.Entitlement", null=True, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")
    note_sealed = SealedField(default=b"")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "key"], name="handover_one_case_per_key"),)


class CaseDecision(Row):
    """A proposed answer, and the second person's word on it."""

    PERSONAL = ("reason_sealed", "refusal_sealed")
    NOT_PERSONAL = (
        "case", "decision", "event", "proposed_by", "proposed_at", "approved_by", "approved_at", "refused_by",
        "refused_at", "answer",
    )  # fmt: skip

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    reason_sealed = SealedField()
    proposed_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refusal_sealed = SealedField(default=b"")
    answer = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(approved_at=None, refused_at=None),
                name="handover_one_open_proposal",
            ),
        )


class PaperList(Row):
    """One printing of a post's receipt list."""

    PERSONAL = ()
    NOT_PERSONAL = ("office", "distribution", "post", "code", "printed_by", "printed_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    distribution = models.ForeignKey("distributions.Distribution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("planning.Post", on_delete=models.PROTECT, related_name="+")
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

    PERSONAL = ()
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

"""Number books and their numbers, papers, and an office's own forms."""

from django.db import models

from balakas.common.fields import Row, SealedField


class NumberBook(Row):
    """One book of one year. `last` is the lock and the count: a number is given out under this row's lock."""

    NOT_PERSONAL = (
        "office", "kind", "year", "mode", "pattern", "classification", "start", "last", "system_name", "created_at",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8)
    pattern = models.CharField(max_length=120)
    classification = models.CharField(max_length=30, blank=True)
    start = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(default=0)
    system_name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "kind", "year"], name="papers_one_book_per_kind_and_year"),
        )


class BookNumber(Row):
    """A number given out: never deleted, cancelled with a reason, inserted ones with a letter. External: no `number`."""

    NOT_PERSONAL = (
        "book", "number", "suffix", "printed", "state", "reason", "subject_kind", "subject_id", "taken_by", "taken_at",
        "cancelled_by", "cancelled_at", "cancel_reason",
    )  # fmt: skip

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(null=True)
    suffix = models.CharField(max_length=1, blank=True)
    printed = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.UUIDField(null=True)
    taken_by = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "number", "suffix"], name="papers_one_number_per_book"),
            models.UniqueConstraint(fields=["book", "printed"], name="papers_one_printed_number_per_book"),
        )


class Paper(Row):
    """What the office issues. The data it is made from and its PDF are sealed; the signer stands as printed."""

    PERSONAL = ("data_sealed",)
    NOT_PERSONAL = (
        "office", "kind", "title", "state", "subject_kind", "subject_id", "number", "number_text", "dated", "signer",
        "signer_user", "data_subject", "files", "check_code", "pdf_file_id", "pdf_sha256", "pages", "drafted_by",
        "drafted_at", "numbered_at", "printed_at", "signed_on", "signed_at", "signed_how", "scan_file_id",
        "scan_shown_id", "scan_note", "returned_by", "cancelled_at", "cancel_reason", "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.UUIDField(null=True)
    number = models.OneToOneField(BookNumber, null=True, on_delete=models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=120, blank=True)
    dated = models.DateField(null=True)
    signer = models.JSONField(default=dict)
    signer_user = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    data_subject = models.UUIDField()
    data_sealed = SealedField()
    files = models.JSONField(default=dict)
    check_code = models.CharField(max_length=12, unique=True)
    pdf_file_id = models.UUIDField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True)
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    numbered_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_how = models.CharField(max_length=12, blank=True)
    scan_file_id = models.UUIDField(null=True)
    scan_shown_id = models.UUIDField(null=True)
    scan_note = models.CharField(max_length=200, blank=True)
    returned_by = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["office", "-drafted_at"], name="papers_by_age"),
            models.Index(fields=["subject_kind", "subject_id"], name="papers_by_subject"),
        )


class OfficeForm(Row):
    """An office's own template in place of the shipped one of the same name."""

    NOT_PERSONAL = ("office", "name", "source", "changed_by", "changed_at")

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    source = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="papers_one_form_per_name"),)

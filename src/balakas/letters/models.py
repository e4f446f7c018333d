"""Incoming letters, their agenda, and the dispositions that send them down the office (SOP activities 1 and 2)."""

from django.db import models

from balakas.common.fields import Row
from balakas.letters.rules import INSTRUCTIONS


class Letter(Row):
    """An incoming letter as the agenda registers it (Permendagri 47/2016's columns; domain.md 3.1).

    `agenda` is the number as people read it (`412`, `12a`, or what an external book gave), `number_id` its place in the
    number book; `agenda_number` and `agenda_suffix` put our own numbers in order. `received_reason` says why an earlier
    arrival was recorded later. `scan_file_id` is the sealed original, `scan_shown_id` the copy that is shown,
    `scan_note` the message id of what was left out of it.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "agenda_year", "agenda", "agenda_number", "agenda_suffix", "number_id", "received_at",
        "recorded_at", "received_reason", "letter_number", "letter_date", "sender", "subject", "classification",
        "urgency", "attachments", "archive_place", "note", "people_count", "scan_file_id", "scan_shown_id",
        "scan_pages", "scan_note", "registered_by", "cancelled_at", "cancelled_by", "cancel_reason", "run_id", "version",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    agenda_year = models.PositiveSmallIntegerField()
    agenda = models.CharField(max_length=120)
    agenda_number = models.PositiveIntegerField(default=0)
    agenda_suffix = models.CharField(max_length=3, blank=True)
    number_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_reason = models.CharField(max_length=300, blank=True)
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=500)
    classification = models.CharField(max_length=30, blank=True)
    urgency = models.CharField(max_length=12, default="ordinary")
    attachments = models.CharField(max_length=100, blank=True)
    archive_place = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    people_count = models.PositiveIntegerField(null=True, blank=True)
    scan_file_id = models.UUIDField(null=True)
    scan_shown_id = models.UUIDField(null=True)
    scan_pages = models.PositiveSmallIntegerField(default=0)
    scan_note = models.CharField(max_length=200, blank=True)
    registered_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    run_id = models.UUIDField(null=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "agenda_year", "agenda"], name="letters_one_agenda_number"),
        )
        indexes = (
            models.Index(
                fields=["office", "-agenda_year", "-agenda_number", "-agenda_suffix"], name="letters_in_agenda_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agenda}/{self.agenda_year}"


class Disposisi(Row):
    """One instruction from one person to others about a letter; a chain hangs on `parent`.

    `recorded_by` is the clerk who entered a sheet written in pen, `sheet_file_id` its photo. One taken back stays, with who,
    when and why.
    """

    PERSONAL = ()
    NOT_PERSONAL = (
        "letter", "parent", "author", "author_title", "recorded_by", "instructions", "note", "deadline", "happened_at",
        "recorded_at", "late_reason", "sheet_file_id", "sheet_shown_id", "sheet_note",
        "withdrawn_at", "withdrawn_by", "withdrawn_reason",
    )  # fmt: skip

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="disposisi")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    author = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    author_title = models.CharField(max_length=150)
    recorded_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    instructions = models.JSONField(default=list)
    note = models.TextField(blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    late_reason = models.CharField(max_length=300, blank=True)
    sheet_file_id = models.UUIDField(null=True)
    sheet_shown_id = models.UUIDField(null=True)
    sheet_note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("staff.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(parent=None, withdrawn_at=None),
                name="letters_one_disposition_in_force",
            ),
        )

    @property
    def instruction_words(self) -> list[str]:
        """The instructions' message ids, in the order of the sheet."""
        return [word for code, word in INSTRUCTIONS.items() if code in self.instructions]


class Addressee(Row):
    """Somebody a disposition goes to, when they opened it, and when they answered it or passed it on."""

    PERSONAL = ()
    NOT_PERSONAL = ("disposisi", "user", "title", "seen_at", "done_at", "done_note")

    disposisi = models.ForeignKey(Disposisi, on_delete=models.PROTECT, related_name="addressees")
    user = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    seen_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["disposisi", "user"], name="letters_addressed_once"),)
        indexes = (models.Index(fields=["user", "done_at"], name="letters_open_answers"),)

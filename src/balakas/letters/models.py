"""Incoming letters, their agenda, and the dispositions that send them down the office (SOP activities 1 and 2)."""

from django.db import models

from balakas.common.fields import Row


class Letter(Row):
    """An incoming letter as the agenda registers it (Permendagri 47/2016's columns; domain.md 3.1)."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "office", "agenda_year", "agenda_number", "agenda_suffix", "received_at", "recorded_at", "letter_number",
        "letter_date", "sender", "subject", "classification", "urgency", "attachments", "archive_place", "note",
        "scan_file_id", "registered_by", "cancelled_at", "cancel_reason", "run_id", "version", "people_count",
    )  # fmt: skip

    office = models.ForeignKey("staff.Office", on_delete=models.PROTECT, related_name="+")
    agenda_year = models.PositiveSmallIntegerField()
    agenda_number = models.PositiveIntegerField()
    agenda_suffix = models.CharField(max_length=3, blank=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    letter_number = models.CharField(max_length=120, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=500)
    classification = models.CharField(max_length=30, blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    attachments = models.CharField(max_length=100, blank=True)
    archive_place = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    people_count = models.PositiveIntegerField(null=True, blank=True)
    scan_file_id = models.UUIDField(null=True)
    registered_by = models.ForeignKey("staff.User", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    run_id = models.UUIDField(null=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "agenda_year", "agenda_number", "agenda_suffix"], name="letters_one_agenda_number"
            ),
        )
        indexes = (models.Index(fields=["office", "-received_at"], name="letters_by_arrival"),)


class Disposisi(Row):
    """One instruction from one person to others about a letter; a chain hangs on `parent`."""

    PERSONAL = ()
    NOT_PERSONAL = (
        "letter", "parent", "author", "author_title", "recorded_by", "instructions", "note", "deadline", "happened_at",
        "recorded_at", "sheet_file_id", "confidential",
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
    sheet_file_id = models.UUIDField(null=True)
    confidential = models.BooleanField(default=False)


class Addressee(Row):
    """Somebody a disposition goes to, and when they opened and answered it."""

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

"""The record of acts: append-only (triggers refuse UPDATE, DELETE and TRUNCATE), one hash chain per office."""

from django.db import models

from balakas.common.fields import Row


class Tail(models.Model):
    """The end of an office's chain; its row is the lock under which the next entry is written."""

    PERSONAL = ()
    NOT_PERSONAL = ("office_id", "seq", "hash")

    office_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Entry(Row):
    """One act. Holds ids and codes, never a citizen's data; `details` may hold sealed values as hex."""

    NOT_PERSONAL = (
        "office_id",
        "seq",
        "happened_at",
        "recorded_at",
        "actor_kind",
        "actor_id",
        "actor_label",
        "where",
        "act",
        "kind",
        "subject_id",
        "label",
        "details",
        "previous",
        "hash",
    )

    office_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200)
    where = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office_id", "seq"], name="audit_one_entry_per_seq"),)
        indexes = (
            models.Index(fields=["office_id", "kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["office_id", "actor_id"], name="audit_by_actor"),
        )

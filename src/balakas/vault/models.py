"""Keys of subjects (wrapped) and sealed files. The master key is outside the database."""

from django.db import models

from balakas.common.fields import Row


class SubjectKey(Row):
    """One key per person, household, import or office; `wrapped` is empty once destroyed."""

    NOT_PERSONAL = ("office_id", "kind", "wrapped", "created_at", "destroyed_at")

    office_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office_id"], condition=models.Q(kind="office"), name="vault_one_key_per_office"
            ),
        )


class StoredFile(Row):
    """A file sealed byte for byte; the content lies in the data folder under this row's id."""

    NOT_PERSONAL = ("office_id", "subject", "sha256", "size", "media_type", "created_at")

    office_id = models.UUIDField(db_index=True)
    subject = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

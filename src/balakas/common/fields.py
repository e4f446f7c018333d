"""The base of every table, and the column types that say "sealed" and "searchable without being readable"."""

from django.db import models

from balakas.common.ids import uuid7


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Holds what `vault.actions.seal` returned; plain text never goes in."""


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """Holds an HMAC of a normalised value (`vault.queries.blind_index`), for exact search only."""


class Row(models.Model):
    """A table with a UUIDv7 key.

    Every subclass names each of its own fields in `PERSONAL` or `NOT_PERSONAL` (id and fields of abstract bases are
    known); a test fails for a field in neither.
    """

    PERSONAL: tuple[str, ...] = ()
    NOT_PERSONAL: tuple[str, ...] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

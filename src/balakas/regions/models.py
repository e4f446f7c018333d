"""Regions as the database keeps them: with the time each name was valid, other spellings, points and boundaries.

Rows of the package belong to no office; what an office brings itself (spellings, points, boundaries) carries its id.
"""

from django.db import models
from django.db.models import Q

from balakas.common.fields import Row

# Two partial constraints instead of one: NULL equals nothing in a unique index, and SQLite has no NULLS NOT DISTINCT.
_OF_AN_OFFICE = Q(office_id__isnull=False)
_OF_THE_PACKAGE = Q(office_id__isnull=True)


class Region(Row):
    """One region under one name. A renamed or abolished region keeps its row and gets an end."""

    NOT_PERSONAL = ("code", "name", "level", "kind", "parent_code", "edition", "valid_from", "valid_to")

    code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=9)
    parent_code = models.CharField(max_length=8, blank=True, db_index=True)
    edition = models.CharField(max_length=60)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="regions_one_name_at_a_time"),
        )
        indexes = (models.Index(fields=["code"], name="regions_by_code"),)


class Alias(Row):
    """Another spelling or the statistics office's code of a village."""

    NOT_PERSONAL = ("office_id", "region_code", "text", "is_bps_code")

    office_id = models.UUIDField(null=True)
    region_code = models.CharField(max_length=13)
    text = models.CharField(max_length=120)
    is_bps_code = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office_id", "region_code", "text"], condition=_OF_AN_OFFICE, name="regions_alias_once"
            ),
            models.UniqueConstraint(
                fields=["region_code", "text"], condition=_OF_THE_PACKAGE, name="regions_package_alias_once"
            ),
        )


class Point(Row):
    """Where a village is, in microdegrees; indicative, for the map only."""

    NOT_PERSONAL = ("office_id", "region_code", "lat", "lng", "source")

    office_id = models.UUIDField(null=True)
    region_code = models.CharField(max_length=13)
    lat = models.IntegerField()
    lng = models.IntegerField()
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office_id", "region_code"], condition=_OF_AN_OFFICE, name="regions_one_point"
            ),
            models.UniqueConstraint(
                fields=["region_code"], condition=_OF_THE_PACKAGE, name="regions_one_package_point"
            ),
        )


class Boundary(Row):
    """The outline an office brought: rings of [lng, lat] in microdegrees. Shown, never used to decide anything."""

    NOT_PERSONAL = ("office_id", "region_code", "rings", "area_m2", "source", "imported_at")

    office_id = models.UUIDField()
    region_code = models.CharField(max_length=13)
    rings = models.JSONField()
    area_m2 = models.PositiveBigIntegerField()
    source = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office_id", "region_code"], name="regions_one_boundary"),)

"""Loading the packaged regions, and taking the spellings, points and outlines an office brings.

This room lies below `staff`, so whoever calls an action here has asked for the right already.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit_actions
from balakas.common.actors import Actor
from balakas.common.bulk import insert_rows
from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.messages import N_
from balakas.regions.models import Alias, Boundary, Point, Region
from balakas.regions.queries import packaged
from balakas.regions.rules import codes, outlines
from balakas.regions.rules.villages import match_village

INSTALLATION = UUID(int=0)  # the audit chain of acts that belong to no office
_COLUMNS = ("id", "code", "name", "level", "kind", "parent_code", "edition", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many regions a load added, ended and left alone."""

    added: int
    ended: int
    kept: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What a boundary file held for the district: names of villages with an outline, a point, a doubtful outline."""

    outlines: int
    points: int
    elsewhere: int
    doubtful: tuple[str, ...]


class SpellingTaken(BalakasError):
    """The new spelling already means another village."""

    code = "spelling_taken"
    message = N_("Tulisan itu sudah berarti Desa %(village)s.")


def load_regions(*, by: Actor, at: datetime, on: date | None = None) -> Loaded:
    """Bring the table to the packaged edition; a second run changes nothing.

    `on` is the day a newer edition takes force: names and codes no longer in it end there and stay readable, because
    papers keep the name they were printed with. The first edition starts in the unknown past.
    """
    with transaction.atomic():
        current = dict(Region.objects.filter(valid_to=None).values_list("code", "name"))
        wanted = dict(packaged.rows())
        gone = [code for code, name in current.items() if wanted.get(code) != name]
        fresh = [(code, name) for code, name in wanted.items() if current.get(code) != name]
        start = (on or at.date()) if current else None
        _end(gone, start)
        insert_rows(Region, _COLUMNS, _region_rows(fresh, start))
        _load_facts()
        loaded = Loaded(added=len(fresh), ended=len(gone), kept=len(current) - len(gone))
        if fresh or gone:
            details = {"added": loaded.added, "ended": loaded.ended, "edition": codes.EDITION}
            audit_actions.record(
                office_id=INSTALLATION, by=by, at=at, act="regions.load", kind="regions", label=codes.EDITION,
                details=details,
            )  # fmt: skip
    return loaded


def add_spelling(*, office_id: UUID, village_code: str, text: str, by: Actor, at: datetime) -> Alias:
    """Remember how an office's lists write a village. Raises `SpellingTaken` when it already means another one."""
    with transaction.atomic():
        known = packaged.villages_of_district(codes.parent_of(village_code))
        meant = match_village(text, known)
        if meant and meant.code != village_code:
            raise SpellingTaken(village=meant.name)
        alias, created = Alias.objects.get_or_create(office_id=office_id, region_code=village_code, text=text.strip())
        if created:
            audit_actions.record(
                office_id=office_id, by=by, at=at, act="regions.add_spelling", kind="region", subject_id=village_code,
                label=text.strip(),
            )  # fmt: skip
    return alias


def import_boundaries(
    *, office_id: UUID, district_code: str, content: bytes, by: Actor, at: datetime, source: str = ""
) -> Imported:
    """Take the outlines and points of the district's villages from GeoJSON, replacing the office's earlier ones.

    Villages the file leaves out keep what they had; other districts' features are counted and left. Raises
    `outlines.BoundaryFileWrong` or one of its kinds, and then nothing is changed.
    """
    villages = packaged.villages_of_district(district_code)
    shapes, elsewhere = outlines.read_geojson(content, villages)
    drawn = [shape for shape in shapes if shape.rings]
    areas = {shape.village.code: outlines.area_m2(shape.rings) for shape in drawn}
    with transaction.atomic():
        for shape in drawn:
            Boundary.objects.update_or_create(
                office_id=office_id, region_code=shape.village.code,
                defaults={"rings": shape.rings, "area_m2": areas[shape.village.code], "source": source[:120],
                          "imported_at": at},
            )  # fmt: skip
        for shape in shapes:
            if shape.point:
                lng, lat = shape.point
                Point.objects.update_or_create(
                    office_id=office_id, region_code=shape.village.code,
                    defaults={"lat": lat, "lng": lng, "source": source[:120]},
                )  # fmt: skip
        audit_actions.record(
            office_id=office_id, by=by, at=at, act="regions.import_boundaries", kind="region",
            subject_id=district_code, label=source[:120], details={"outlines": len(drawn), "elsewhere": elsewhere},
        )  # fmt: skip
    tiny = outlines.tiny_outlines(areas)
    return Imported(
        outlines=len(drawn),
        points=len(shapes) - len(drawn),
        elsewhere=elsewhere,
        doubtful=tuple(shape.village.name for shape in drawn if shape.village.code in tiny),
    )


def _end(gone: list[str], on: date | None) -> None:
    for start in range(0, len(gone), 500):
        Region.objects.filter(code__in=gone[start : start + 500], valid_to=None).update(valid_to=on)


def _region_rows(fresh: Iterable[tuple[str, str]], start: date | None) -> Iterator[tuple[object, ...]]:
    for code, name in fresh:
        yield (
            uuid7(), code, name, codes.level_of(code), codes.kind_of(code), codes.parent_of(code), codes.EDITION,
            start, None,
        )  # fmt: skip


def _load_facts() -> None:
    """Replace what the package itself says of single villages; what offices brought stays."""
    Alias.objects.filter(office_id=None).delete()
    Point.objects.filter(office_id=None).delete()
    for fact in packaged.facts().values():
        Alias.objects.bulk_create(
            [Alias(region_code=fact.code, text=alias) for alias in fact.aliases]
            + [Alias(region_code=fact.code, text=fact.bps_code, is_bps_code=True)]
        )
        Point.objects.create(region_code=fact.code, lat=fact.lat, lng=fact.lng, source="cahyadsn/wilayah_boundaries")

"""Villages as one office knows them: the ministry's table, and the spellings, points and outlines it brought."""

from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from django.db.models import Q

from balakas.regions.models import Alias, Boundary, Point, Region
from balakas.regions.queries import packaged
from balakas.regions.rules import outlines
from balakas.regions.rules.villages import Village


class MappedVillage(TypedDict):
    """One village on the map. Positions are (lng, lat) in degrees; `doubtful` outlines are shown as such."""

    code: str
    name: str
    point: tuple[float, float] | None
    rings: list[list[tuple[float, float]]]
    doubtful: bool


def villages_for(office_id: UUID, district_code: str) -> tuple[Village, ...]:
    """Return the district's villages with the package's and the office's spellings."""
    villages = packaged.villages_of_district(district_code)
    brought: dict[str, tuple[str, ...]] = {}
    for alias in Alias.objects.filter(office_id=office_id, region_code__startswith=f"{district_code}."):
        brought[alias.region_code] = (*brought.get(alias.region_code, ()), alias.text)
    return tuple(
        replace(village, aliases=village.aliases + brought[village.code]) if village.code in brought else village
        for village in villages
    )


def village_map(office_id: UUID, district_code: str) -> list[MappedVillage]:
    """Return what a map of the district shows, each village once; none has a place until an office brings its file."""
    inside = Q(region_code__startswith=f"{district_code}.")
    places = Point.objects.filter(inside)
    points = {row.region_code: (row.lng, row.lat) for row in places.filter(office_id=None)}
    points |= {row.region_code: (row.lng, row.lat) for row in places.filter(office_id=office_id)}
    drawn = {row.region_code: row for row in Boundary.objects.filter(inside, office_id=office_id)}
    tiny = outlines.tiny_outlines({code: row.area_m2 for code, row in drawn.items()})
    return [
        _mapped(village, points.get(village.code), drawn.get(village.code), doubtful=village.code in tiny)
        for village in packaged.villages_of_district(district_code)
    ]


def is_loaded() -> bool:
    """Tell whether the regions are in this database."""
    return Region.objects.exists()


def _mapped(
    village: Village, point: tuple[int, int] | None, boundary: Boundary | None, *, doubtful: bool
) -> MappedVillage:
    rings = [tuple((lng, lat) for lng, lat in ring) for ring in boundary.rings] if boundary else []
    place = point or (outlines.centre(max(rings, key=len)) if rings else None)
    return MappedVillage(
        code=village.code,
        name=village.name,
        point=_degrees(place) if place else None,
        rings=[[_degrees(position) for position in ring] for ring in rings],
        doubtful=doubtful,
    )


def _degrees(position: tuple[int, int]) -> tuple[float, float]:
    return position[0] / 1_000_000, position[1] / 1_000_000

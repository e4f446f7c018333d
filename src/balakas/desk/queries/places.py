"""The office's villages as a table and a map: names, codes, spellings, places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from balakas.regions.queries import packaged, villages
from balakas.regions.queries.villages import MappedVillage
from balakas.staff import queries as staff_queries


@dataclass(frozen=True, slots=True)
class Place:
    """One village of the office's district."""

    code: str
    name: str
    bps_code: str
    spellings: tuple[str, ...]
    has_point: bool
    has_outline: bool


def places(office_id: UUID) -> tuple[list[Place], dict[str, object], str]:
    """Return the district's villages, what `<c-map>` draws of them, and the district's code. Three queries."""
    district = staff_queries.office_of(office_id).region_code
    mapped = {one["code"]: one for one in villages.village_map(office_id, district)}
    listed = [
        Place(
            one.code,
            one.name,
            one.bps_code,
            one.aliases,
            bool(mapped[one.code]["point"]),
            bool(mapped[one.code]["rings"]),
        )
        for one in villages.villages_for(office_id, district)
    ]
    return listed, map_data(list(mapped.values())), district


def map_data(mapped: Sequence[MappedVillage], states: Mapping[str, tuple[str, str]] | None = None) -> dict[str, object]:
    """Return points and outlines for `<c-map>`; `states` gives a village's tone and word by code."""
    told = states or {}
    points = [
        {"name": one["name"], "lon": one["point"][0], "lat": one["point"][1], **_told(told.get(one["code"]))}
        for one in mapped
        if one["point"]
    ]
    outlines = [
        {
            "type": "Feature",
            "properties": {"name": one["name"]},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in one["rings"]]},
        }
        for one in mapped
        if one["rings"]
    ]
    boundaries = {"type": "FeatureCollection", "features": outlines} if outlines else None
    return {"points": points, "boundaries": boundaries}


def district_name(code: str) -> str:
    """Return the district with what lies above it, `Awayan, Balangan, Kalimantan Selatan`."""
    return ", ".join(found.name for found in reversed(packaged.path_of(code)))


def _told(state: tuple[str, str] | None) -> dict[str, str]:
    return {"state": state[0], "word": state[1]} if state else {}

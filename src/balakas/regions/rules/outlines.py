"""Points and outlines of villages from an office's GeoJSON. Standard library only."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.regions.rules.codes import code_systems
from balakas.regions.rules.villages import Village, match_village

LARGEST_GEOJSON = 30_000_000
_MICRO = 1_000_000
_SOUTH, _NORTH, _WEST, _EAST = -11_500_000, 6_500_000, 94_500_000, 141_500_000
_SHORTEST_RING = 4
_METRES_PER_DEGREE = 111_320
_TINY = 10  # an outline under a tenth of its neighbours' middle area is a drawing fault more often than a tiny village

Position = tuple[int, int]
Ring = tuple[Position, ...]


class BoundaryFileWrong(BalakasError):
    """A boundary file that cannot be taken; nothing of it is."""

    code = "boundary_file_wrong"
    message = N_("Berkas batas desa tidak dapat dibaca: bukan GeoJSON (FeatureCollection).")


class BoundaryFileTooLarge(BoundaryFileWrong):
    """Larger than any district's outlines."""

    code = "boundary_file_too_large"
    message = N_("Berkas batas desa lebih dari 30 MB. Sederhanakan dahulu garis batasnya.")


class NoVillageInFile(BoundaryFileWrong):
    """Sound GeoJSON of some other place."""

    code = "no_village_in_file"
    message = N_("Tidak ada desa kecamatan ini di dalam berkas. Setiap batas harus memuat kode wilayah atau nama desa.")


class VillageTwiceInFile(BoundaryFileWrong):
    """Two outlines claim one village."""

    code = "village_twice_in_file"
    message = N_("Desa %(village)s muncul dua kali di dalam berkas. Gabungkan menjadi satu MultiPolygon.")


class PositionOutsideIndonesia(BoundaryFileWrong):
    """Latitude and longitude swapped, metres instead of degrees, or another country."""

    code = "position_outside_indonesia"
    message = N_("Letak desa %(village)s berada di luar Indonesia. Urutan koordinat GeoJSON ialah bujur, lintang.")


class OutlineBroken(BoundaryFileWrong):
    """A ring that is no ring."""

    code = "outline_broken"
    message = N_(
        "Garis batas desa %(village)s tidak utuh: setiap garis perlu sedikitnya empat titik dan harus tertutup."
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """A village's point or outline from a file: positions are (lng, lat) in microdegrees."""

    village: Village
    point: Position | None
    rings: tuple[Ring, ...]


def read_geojson(content: bytes, villages: Iterable[Village]) -> tuple[list[Shape], int]:
    """Return the shapes of `villages` in a GeoJSON file, and how many features belong to none of them.

    A feature names its village by the ministry's or the statistics code in any property, else by its name. Raises
    `BoundaryFileWrong` or one of its kinds; a fault in another district's feature is not our business.
    """
    if len(content) > LARGEST_GEOJSON:
        raise BoundaryFileTooLarge
    listed, shapes, others = tuple(villages), dict[str, Shape](), 0
    for feature in _features(content):
        village = _village_of(feature, listed)
        if village is None:
            others += 1
        elif village.code in shapes:
            raise VillageTwiceInFile(village=village.name)
        else:
            shapes[village.code] = _shape(village, feature.get("geometry"))
    if not shapes:
        raise NoVillageInFile
    return list(shapes.values()), others


def area_m2(rings: Iterable[Ring]) -> int:
    """Return the area of outer rings in square metres, near enough for a village (no projection)."""
    return round(sum(abs(_ring_area(ring)) for ring in rings))


def tiny_outlines(areas: dict[str, int]) -> frozenset[str]:
    """Return the codes whose outline is under a tenth of the middle one: to be shown, not to be trusted."""
    if not areas:
        return frozenset()
    middle = sorted(areas.values())[len(areas) // 2]
    return frozenset(code for code, area in areas.items() if area * _TINY < middle)


def centre(ring: Ring) -> Position:
    """Return the middle of a ring's bounding box: a place for a label where no point is known."""
    lngs, lats = [lng for lng, _ in ring], [lat for _, lat in ring]
    return (min(lngs) + max(lngs)) // 2, (min(lats) + max(lats)) // 2


def _features(content: bytes) -> list[dict[str, Any]]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise BoundaryFileWrong from broken
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise BoundaryFileWrong
    return features


def _village_of(feature: dict[str, Any], villages: tuple[Village, ...]) -> Village | None:
    properties = feature.get("properties")
    texts = [str(value) for value in properties.values()] if isinstance(properties, dict) else []
    by_code = [match_village(text, villages) for text in texts if code_systems(text)]
    if by_code:
        return next((village for village in by_code if village), None)
    found = {village for text in texts if (village := match_village(text, villages))}
    return found.pop() if len(found) == 1 else None


def _shape(village: Village, geometry: Any) -> Shape:
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        if kind == "Point":
            return Shape(village, _position(village, coordinates), ())
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        return Shape(village, None, tuple(_ring(village, polygon[0]) for polygon in polygons))
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as broken:
        raise OutlineBroken(village=village.name) from broken


def _ring(village: Village, positions: Any) -> Ring:
    ring = tuple(_position(village, position) for position in positions)
    if len(ring) < _SHORTEST_RING or ring[0] != ring[-1]:
        raise OutlineBroken(village=village.name)
    return ring


def _position(village: Village, position: Any) -> Position:
    lng, lat = round(float(position[0]) * _MICRO), round(float(position[1]) * _MICRO)
    if not (_WEST <= lng <= _EAST and _SOUTH <= lat <= _NORTH):
        raise PositionOutsideIndonesia(village=village.name)
    return lng, lat


def _ring_area(ring: Ring) -> float:
    doubled = sum(lng * next_lat - next_lng * lat for (lng, lat), (next_lng, next_lat) in pairwise(ring))
    scale = (_METRES_PER_DEGREE / _MICRO) ** 2 * math.cos(math.radians(ring[0][1] / _MICRO))
    return doubled / 2 * scale

"""Loading regions and taking what an office brings, on the real database."""

import json
from datetime import date

import pytest

from balakas.audit.models import Entry
from balakas.common.actors import SYSTEM
from balakas.regions import actions
from balakas.regions.models import Alias, Boundary, Point, Region
from balakas.regions.queries import packaged, villages
from balakas.regions.rules import outlines
from balakas.regions.rules.villages import match_village
from tests.conftest import MONDAY
from tests.helpers import assert_same_query_count

AWAYAN = "63.11.03"
SQUARE = [[115.50, -2.40], [115.52, -2.40], [115.52, -2.42], [115.50, -2.42], [115.50, -2.40]]
SPECK = [[115.530, -2.412], [115.532, -2.412], [115.532, -2.414], [115.530, -2.414], [115.530, -2.412]]


def geojson(*features: tuple[dict, dict]) -> bytes:
    listed = [{"type": "Feature", "properties": said, "geometry": geometry} for said, geometry in features]
    return json.dumps({"type": "FeatureCollection", "features": listed}).encode()


def current_names() -> dict:
    return dict(Region.objects.filter(valid_to=None).values_list("code", "name"))


def polygon(ring: list) -> dict:
    return {"type": "Polygon", "coordinates": [ring]}


def bring(office, content: bytes):
    return actions.import_boundaries(
        office_id=office.id, district_code=AWAYAN, content=content, by=SYSTEM, at=MONDAY, source="batas.geojson"
    )


@pytest.mark.django_db
def test_all_regions_are_loaded_and_a_second_load_changes_nothing() -> None:
    first = actions.load_regions(by=SYSTEM, at=MONDAY)
    assert (first.added, first.ended, first.kept) == (91_599, 0, 0)
    assert Region.objects.count() == 91_599
    entries = Entry.objects.count()
    again = actions.load_regions(by=SYSTEM, at=MONDAY)
    assert (again.added, again.ended, again.kept) == (0, 0, 91_599)
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_a_new_edition_ends_old_names_and_keeps_them_readable(monkeypatch) -> None:
    monkeypatch.setattr(packaged, "rows", lambda: iter([("63", "Kalsel"), ("64", "Kaltim")]))
    actions.load_regions(by=SYSTEM, at=MONDAY)
    monkeypatch.setattr(packaged, "rows", lambda: iter([("63", "Kalimantan Selatan"), ("65", "Kaltara")]))
    loaded = actions.load_regions(by=SYSTEM, at=MONDAY, on=date(2026, 2, 1))
    assert (loaded.added, loaded.ended, loaded.kept) == (2, 2, 0)
    rows = list(Region.objects.order_by("code", "valid_to").values_list("code", "name", "valid_from", "valid_to"))
    day = date(2026, 2, 1)
    assert ("63", "Kalsel", None, day) in rows
    assert ("63", "Kalimantan Selatan", day, None) in rows
    assert ("64", "Kaltim", None, day) in rows
    assert current_names() == {"63": "Kalimantan Selatan", "65": "Kaltara"}


@pytest.mark.django_db
def test_a_load_that_breaks_leaves_the_old_edition(monkeypatch) -> None:
    monkeypatch.setattr(packaged, "rows", lambda: iter([("63", "Kalsel")]))
    actions.load_regions(by=SYSTEM, at=MONDAY)
    monkeypatch.setattr(packaged, "rows", lambda: iter([("63", "Baru"), ("6", "bukan kode")]))
    with pytest.raises(KeyError):
        actions.load_regions(by=SYSTEM, at=MONDAY)
    assert current_names() == {"63": "Kalsel"}


def test_an_offices_own_spelling_is_found_and_never_taken_from_another_village(world) -> None:
    def add(code: str, text: str) -> None:
        actions.add_spelling(office_id=world.office.id, village_code=code, text=text, by=SYSTEM, at=MONDAY)

    assert match_village("Tundakn", villages.villages_for(world.office.id, AWAYAN)) is None
    add("63.11.03.2010", "Tundakn")
    add("63.11.03.2010", "Tundakn")
    found = match_village("DESA TUNDAKN", villages.villages_for(world.office.id, AWAYAN))
    assert found is not None
    assert found.code == "63.11.03.2010"
    assert match_village("Tundakn", villages.villages_for(world.foreign_office.id, AWAYAN)) is None
    with pytest.raises(actions.SpellingTaken, match="Bihara"):
        add("63.11.03.2016", "Ds. Bihara")
    assert Alias.objects.filter(office_id=world.office.id).count() == 1


def test_the_map_of_awayan_has_23_points_before_any_file_and_another_district_none(world) -> None:
    actions.load_regions(by=SYSTEM, at=MONDAY)
    mapped = villages.village_map(world.office.id, AWAYAN)
    assert len(mapped) == 23
    assert all(village["point"] and not village["rings"] for village in mapped)
    assert {village["point"] for village in villages.village_map(world.foreign_office.id, "63.11.08")} == {None}


def test_outlines_are_shown_and_a_speck_is_marked_doubtful(world) -> None:
    content = geojson(
        ({"code": "63.11.03.2008"}, polygon(SQUARE)),
        ({"NAMOBJ": "DESA TUNDI", "luas": 5}, polygon(SQUARE)),
        ({"kode": "6311030007"}, {"type": "MultiPolygon", "coordinates": [[SQUARE], [SPECK]]}),
        ({"code": "63.11.03.2007", "name": "Awayan"}, polygon(SPECK)),
        ({"name": "Merah"}, {"type": "Point", "coordinates": [115.5147, -2.430644]}),
        ({"code": "63.11.01.2001", "name": "Awayan"}, polygon(SQUARE)),
    )
    imported = bring(world.office, content)
    assert (imported.outlines, imported.points, imported.elsewhere, imported.doubtful) == (4, 1, 1, ("Awayan",))
    mapped = {village["name"]: village for village in villages.village_map(world.office.id, AWAYAN)}
    assert [name for name, village in mapped.items() if village["doubtful"]] == ["Awayan"]
    assert mapped["Merah"]["point"] == (115.5147, -2.430644)
    assert mapped["Pudak"]["rings"] == [[tuple(position) for position in SQUARE]]
    assert mapped["Pudak"]["point"] == (115.51, -2.41)
    assert len(mapped["Bihara Hilir"]["rings"]) == 2
    assert villages.village_map(world.foreign_office.id, AWAYAN)[0]["rings"] == []
    assert Entry.objects.filter(office_id=world.office.id, act="regions.import_boundaries").count() == 1
    bring(world.office, content)
    assert Boundary.objects.count() == 4
    assert Point.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"", outlines.BoundaryFileWrong, "bukan GeoJSON"),
        (b"PK\x03\x04", outlines.BoundaryFileWrong, "bukan GeoJSON"),
        (b"[" * 100_000, outlines.BoundaryFileWrong, "bukan GeoJSON"),
        (b'{"type":"FeatureCollection"}', outlines.BoundaryFileWrong, "bukan GeoJSON"),
        (b'{"features":[1]}', outlines.BoundaryFileWrong, "bukan GeoJSON"),
        (b'{"features":[]}', outlines.NoVillageInFile, "Tidak ada desa"),
        (b'{"features":[{"properties":null,"geometry":null}]}', outlines.NoVillageInFile, "Tidak ada desa"),
        (geojson(({"code": "63.11.01.2001"}, polygon(SQUARE))), outlines.NoVillageInFile, "Tidak ada desa"),
        (
            geojson(({"code": "63.11.03.2008"}, polygon(SQUARE)), ({"name": "Pudak"}, polygon(SQUARE))),
            outlines.VillageTwiceInFile,
            "Pudak muncul dua kali",
        ),
        (
            geojson(({"name": "Pudak"}, polygon([[lat, lng] for lng, lat in SQUARE]))),
            outlines.PositionOutsideIndonesia,
            "bujur, lintang",
        ),
        (geojson(({"name": "Pudak"}, polygon(SQUARE[:-1]))), outlines.OutlineBroken, "Pudak tidak utuh"),
        (geojson(({"name": "Pudak"}, polygon([SQUARE[0]]))), outlines.OutlineBroken, "Pudak tidak utuh"),
        (geojson(({"name": "Pudak"}, {"type": "LineString", "coordinates": SQUARE})), outlines.OutlineBroken, "Pudak"),
        (geojson(({"name": "Pudak"}, {"type": "Polygon", "coordinates": []})), outlines.OutlineBroken, "Pudak"),
        (geojson(({"name": "Pudak"}, {"type": "Point", "coordinates": ["x", None]})), outlines.OutlineBroken, "Pudak"),
        (
            b'{"features":[{"properties":{"name":"Pudak"},"geometry":{"type":"Point","coordinates":[1e999,NaN]}}]}',
            outlines.OutlineBroken,
            "Pudak",
        ),
    ],
)
def test_a_bad_file_gets_its_sentence_and_changes_nothing(world, content, error, sentence) -> None:
    bring(world.office, geojson(({"name": "Tundi"}, polygon(SQUARE))))
    with pytest.raises(error, match=sentence):
        bring(world.office, content)
    assert Boundary.objects.count() == 1


def test_a_file_too_large_is_refused_before_it_is_parsed(world, monkeypatch) -> None:
    monkeypatch.setattr(outlines, "LARGEST_GEOJSON", 10)
    with pytest.raises(outlines.BoundaryFileTooLarge, match="30 MB"):
        bring(world.office, geojson(({"name": "Tundi"}, polygon(SQUARE))))


def test_the_map_asks_as_often_with_one_outline_as_with_three(world) -> None:
    bring(world.office, geojson(({"name": "Tundi"}, polygon(SQUARE))))

    def grow() -> None:
        bring(world.office, geojson(({"name": "Pudak"}, polygon(SQUARE)), ({"name": "Merah"}, polygon(SQUARE))))

    assert assert_same_query_count(lambda: villages.village_map(world.office.id, AWAYAN), grow) == 3

"""The office's villages: shown, given another spelling, put on the map by the office's own file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balakas.regions.queries import villages
from balakas.staff.rules import PositionKind
from tests.conftest import World

SQUARE = [[115.50, -2.30], [115.52, -2.30], [115.52, -2.32], [115.50, -2.32], [115.50, -2.30]]


def geojson(code: str) -> SimpleUploadedFile:
    feature = {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    return SimpleUploadedFile("batas.geojson", content)


def test_all_villages_of_the_district_are_listed(world: World) -> None:
    page = world.client(PositionKind.TKSK).get(reverse("desk:regions"))
    assert len(page.context["places"]) == 23
    assert "Pasang batas desa" not in page.text


def test_an_outline_is_put_on_the_map(world: World) -> None:
    client = world.client(PositionKind.ADMINISTRATOR)
    answer = client.post(reverse("desk:region_boundaries"), {"content": geojson("63.11.03.2007"), "source": "Uji"})
    assert answer.status_code == 302
    drawn = client.get(reverse("desk:regions")).context["map"]
    assert [one["properties"]["name"] for one in drawn["boundaries"]["features"]] == ["Awayan"]


def test_a_file_of_another_place_gets_a_sentence_at_its_field(world: World) -> None:
    client = world.client(PositionKind.ADMINISTRATOR)
    page = client.post(reverse("desk:region_boundaries"), {"content": geojson("11.01.01.2001")})
    assert page.status_code == 200
    assert page.context["boundaries"].errors["content"]


def test_a_spelling_is_remembered_and_a_taken_one_refused(world: World) -> None:
    client = world.client(PositionKind.ADMINISTRATOR)
    form = {"village": "63.11.03.2007", "text": "AWAYAN HULU SUNGAI"}
    assert client.post(reverse("desk:region_spelling"), form).status_code == 302
    known = {one.code: one.aliases for one in villages.villages_for(world.office.id, "63.11.03")}
    assert "AWAYAN HULU SUNGAI" in known["63.11.03.2007"]
    taken = client.post(reverse("desk:region_spelling"), {"village": "63.11.03.2007", "text": "Pudak"})
    assert taken.context["spelling"].errors["text"]


@pytest.mark.parametrize("name", ["desk:region_boundaries", "desk:region_spelling"])
def test_only_a_form_changes_anything(world: World, name: str) -> None:
    assert world.client(PositionKind.ADMINISTRATOR).get(reverse(name)).status_code == 405

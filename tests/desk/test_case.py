"""The distribution page: the SOP is the page, every workspace one press away."""

import re

from django.urls import reverse

from balakas.regions.models import Point
from balakas.staff.rules import PositionKind
from tests.conftest import World
from tests.desk.cases import running
from tests.helpers import assert_same_query_count


def page_of(case: object) -> str:
    return reverse("desk:distribution", kwargs={"distribution_id": case.id})


def test_five_activities_stand_down_the_page_with_their_clocks(world: World) -> None:
    page = world.client(PositionKind.KASI_PMDK).get(page_of(running(world, awayan=3, pudak=2)))
    assert re.findall(r'id="kegiatan-(\d)"', page.text) == ["1", "2", "3", "4", "5"]
    assert "0 dari 5" in page.text  # papers of five people
    assert page.text.count("Mulai") >= 3


def test_every_workspace_is_one_press_away(world: World) -> None:
    case = running(world, awayan=1)
    client = world.client(PositionKind.KASI_PMDK)
    spaces = client.get(page_of(case)).context["spaces"]
    urls = [link.url for space in spaces.values() for link in space.links]
    assert reverse("recipients:workspace", kwargs={"distribution_id": case.id}) in urls
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_who_may_not_see_people_sees_none_of_their_counts(world: World) -> None:
    case = running(world, awayan=2)
    page = world.client(PositionKind.ADMINISTRATOR).get(page_of(case))
    assert page.status_code == 404


def test_a_village_officer_sees_the_own_village_only(world: World) -> None:
    page = world.client(PositionKind.VILLAGE_OFFICER).get(page_of(running(world, awayan=2, pudak=3)))
    assert [one.name for one in page.context["villages"]] == ["Awayan"]


def test_another_office_gets_404(world: World) -> None:
    assert world.foreign_client().get(page_of(running(world))).status_code == 404


def test_page_asks_the_same_for_ten_people_as_for_two(world: World) -> None:
    case = running(world, awayan=2)
    client = world.client(PositionKind.KASI_PMDK)
    assert_same_query_count(lambda: client.get(page_of(case)), lambda: case.people(awayan=8))


def test_map_shows_the_called_villages_in_words_too(world: World) -> None:
    Point.objects.create(region_code="63.11.03.2007", lat=-2_330_000, lng=115_510_000)
    page = world.client(PositionKind.KASI_PMDK).get(page_of(running(world, awayan=2)))
    assert [(one["name"], one["word"]) for one in page.context["map"]["points"]] == [("Awayan", "kurang berkas")]
    assert "0/2" in page.text


def test_preparation_tells_how_far_it_is_and_what_comes_next(world: World) -> None:
    page = world.client(PositionKind.KASI_PMDK).get(page_of(running(world, awayan=1)))
    assert "Persiapan selesai" in page.text
    assert "0 dari 7" in page.text
    assert "Berikutnya:" in page.text

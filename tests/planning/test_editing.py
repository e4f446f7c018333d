"""Two people at one time of the schedule: the second is told, keeps what was typed, and decides."""

import pytest
from django.urls import reverse

from balakas.planning.actions import posts
from balakas.planning.actions.posts import Place
from balakas.planning.rules.slots import Method
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY
from tests.planning.conftest import AWAYAN, PUDAK


@pytest.fixture
def kasi(world):
    return world.client(PositionKind.KASI_PMDK)


def test_two_people_editing_one_time_lose_nothing(world, case, kasi) -> None:
    post = case.post(PUDAK)
    slot = case.slot(post)
    url = reverse("planning:slot", args=[slot.id])
    form = kasi.get(url).context["form"]
    said = {"version": form["version"].value(), "day": "2027-01-19", "start": "08:30", "end": "10:00"}
    assert kasi.post(url, {**said, "note": "Dari Kasi"}).status_code == 302
    late = kasi.post(url, {**said, "note": "Dari TKSK", "capacity": "40"})
    assert "baru saja diubah orang lain" in late.content.decode()
    assert late.context["form"]["note"].value() == "Dari TKSK"
    slot.refresh_from_db()
    assert (slot.note, slot.version) == ("Dari Kasi", 2)
    again = {**said, "version": late.context["form"]["version"].value(), "note": "Dari TKSK"}
    assert kasi.post(url, again).status_code == 302
    slot.refresh_from_db()
    assert (slot.note, slot.version) == ("Dari TKSK", 3)


def test_a_village_that_leaves_a_post_makes_the_opened_time_an_older_one(case, kasi) -> None:
    post = case.post(PUDAK, AWAYAN)
    slot = case.slot(post, villages=(PUDAK, AWAYAN))
    form = kasi.get(reverse("planning:slot", args=[slot.id])).context["form"]
    said = {"version": form["version"].value(), "day": "2027-01-19", "start": "08:30", "end": "10:00"}
    place = Place(name=post.name, method=Method.VILLAGE_HALL, villages=(PUDAK,))
    posts.change_post(post_id=post.id, place=place, seen_version=1, by=case.kasi, at=MONDAY)
    assert (
        "diubah orang lain"
        in kasi.post(reverse("planning:slot", args=[slot.id]), {**said, "villages": [PUDAK]}).content.decode()
    )


def test_a_time_cancelled_while_somebody_edits_it_keeps_what_they_typed(world, case, kasi) -> None:
    post = case.post(PUDAK)
    slot = case.slot(post)
    url = reverse("planning:slot", args=[slot.id])
    said = {"version": 1, "day": "2027-01-19", "start": "13:00", "end": "14:00", "note": "Pintu samping"}
    posts.cancel_slot(slot_id=slot.id, by=case.kasi, at=MONDAY)
    late = kasi.post(url, said)
    assert late.status_code == 200
    assert "baru saja dibatalkan orang lain" in late.content.decode()
    assert late.context["form"]["note"].value() == "Pintu samping"
    add = reverse("planning:slot_add", args=[post.id])
    assert f'action="{add}"' in late.content.decode()
    assert kasi.get(url).status_code == 404
    assert kasi.post(add, said).status_code == 302
    assert [one.note for one in post.slots.filter(cancelled_at=None)] == ["Pintu samping"]

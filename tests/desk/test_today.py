"""Today's posts on the home page: how far each is, only for who may see the field."""

from dataclasses import replace
from datetime import timedelta

from balakas.desk.queries import today
from balakas.staff.rules import PositionKind
from tests.conftest import World
from tests.handover.factories import FIELD_DAY, PUDAK, a_field
from tests.helpers import assert_same_query_count


def test_each_post_tells_how_many_it_served_of_those_expected(world: World) -> None:
    field = a_field(world, 3)
    field.add(2, PUDAK)
    field.give(field.people[0])
    field.give(field.people[3])
    posts = {post.name: post for post in today.posts_today(world.officer(PositionKind.TKSK), FIELD_DAY)}
    assert (posts["Balai Desa Awayan"].served, posts["Balai Desa Awayan"].expected) == (2, 5)
    assert posts["Balai Desa Awayan"].url
    assert posts["Balai Desa Bihara"].expected == 0
    assert today.posts_today(world.officer(PositionKind.TKSK), FIELD_DAY + timedelta(days=1)) == []


def test_without_a_right_in_the_field_there_is_nothing(world: World) -> None:
    a_field(world, 1)
    assert today.posts_today(replace(world.officer(PositionKind.TKSK), rights=frozenset()), FIELD_DAY) == []
    assert (
        today.posts_today(replace(world.officer(PositionKind.TKSK), office_id=world.foreign_office.id), FIELD_DAY) == []
    )


def test_today_asks_the_same_for_ten_people_as_for_two(world: World) -> None:
    field = a_field(world, 2)
    officer = world.officer(PositionKind.TKSK)
    assert_same_query_count(lambda: today.posts_today(officer, FIELD_DAY), lambda: field.add(8))

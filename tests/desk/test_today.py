"""Today's posts on the home page: how far each is, only for who may see the field."""

from dataclasses import replace
from datetime import timedelta

from balakas.common.ids import uuid7
from balakas.desk.queries import board, today, waiting
from balakas.handover.actions import corrections, entrusting
from balakas.handover.queries import figures
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.verdicts import FailReason
from balakas.staff.rules import PositionKind
from tests.conftest import World
from tests.handover.factories import AWAYAN, FIELD_DAY, PUDAK, Field, a_field
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


def test_the_home_page_asks_the_same_for_four_distributions_today_as_for_two(world: World) -> None:
    def add() -> None:
        for _ in range(2):
            field = a_field(world, 2)
            field.give(field.people[0])
            fail_and_entrust(field)

    add()
    officers = [
        world.officer(kind) for kind in (PositionKind.KASI_PMDK, PositionKind.TKSK, PositionKind.VILLAGE_OFFICER)
    ]

    def look() -> None:
        for officer in officers:
            today.posts_today(officer, FIELD_DAY)
            waiting.waiting(officer, FIELD_DAY)
            board.strips(officer, FIELD_DAY)

    assert_same_query_count(look, add)
    assert len({post.title for post in today.posts_today(officers[0], FIELD_DAY)}) == 1
    assert len(today.posts_today(officers[0], FIELD_DAY)) == 4 * 2


def fail_and_entrust(field: Field) -> None:
    away, carried = field.add(2)
    corrections.mark_absent(
        post_id=field.post.id, recipient_id=away.id, why=FailReason.MOVED, by=field.tksk, at=FIELD_DAY
    )
    carrier = Proxy(name="Rahmah", relation=Relation.RT_RW, reason=ProxyReason.AWAY)
    entrusting.entrust(
        post_id=field.post.id, recipient_ids=[carried.id], carrier=carrier, client_id=uuid7(), by=field.tksk,
        at=FIELD_DAY,
    )  # fmt: skip


def test_two_distributions_of_one_day_are_counted_apart(world: World) -> None:
    one, two = a_field(world, 3), a_field(world, 2)
    one.give(one.people[0])
    two.give(two.people[0])
    two.give(two.people[1])
    fail_and_entrust(two)
    counted = figures.people_in([one.distribution.id, two.distribution.id])
    for field in (one, two):
        alone = figures.people_in([field.distribution.id])[field.distribution.id]
        assert counted[field.distribution.id] == alone
    first, second = (counted[field.distribution.id][AWAYAN] for field in (one, two))
    assert (first.allocated, first.served, first.failed, first.entrusted) == (3, 1, 0, 0)
    assert (second.allocated, second.served, second.failed, second.entrusted) == (4, 2, 1, 1)
    served = {(post.expected, post.served) for post in today.posts_today(world.officer(PositionKind.TKSK), FIELD_DAY)}
    assert {(3, 1), (4, 2)} <= served

"""The permission table's own tests: pages with holes must turn it red."""

import pytest

from balakas.staff.rules import PositionKind, Right
from tests.permissions import planted_urls
from tests.permissions.asking import wrong_answers
from tests.permissions.rows import Row, marks_disagree, missing_rows

MANAGE = Right.STAFF_MANAGE


def a_person(world):
    return {"user_id": world.users[PositionKind.CAMAT].id}


@pytest.fixture(autouse=True)
def _planted(settings):
    settings.ROOT_URLCONF = "tests.permissions.planted_urls"


def test_a_page_without_a_row_is_found():
    assert missing_rows({"letters:list", "letters:new"}, {"letters:list"}) == ["letters:new"]


def test_a_sound_page_is_sound(world):
    assert wrong_answers("planted:own_office", Row(right=MANAGE, kwargs=a_person), world) == []
    assert wrong_answers("planted:for_everybody", Row(public=True), world) == []


def test_a_page_open_to_the_anonymous_is_found(world):
    assert "anonymous: 200" in wrong_answers("planted:open_to_all", Row(right=MANAGE), world)


def test_a_page_that_forgets_its_right_is_found(world):
    wrong = wrong_answers("planted:any_officer", Row(right=MANAGE), world)
    assert "tksk: 200, not [404]" in wrong
    assert "without any position: 200" in wrong


def test_a_page_that_forgets_the_office_is_found(world):
    wrong = wrong_answers("planted:any_office", Row(right=MANAGE, kwargs=a_person), world)
    assert wrong == ["another office's person: 200"]


def test_a_right_that_does_not_open_the_page_is_found(world):
    wrong = wrong_answers("planted:own_office", Row(right=Right.SOP_READ, kwargs=a_person), world)
    assert "camat: 404, not [200, 302]" in wrong


def test_a_public_page_behind_the_login_is_found(world):
    assert wrong_answers("planted:any_officer", Row(public=True), world)[0].startswith("anybody: 302 /akun/masuk/")


@pytest.mark.parametrize(
    ("view", "row", "said"),
    [
        (planted_urls.open_to_all, Row(right=MANAGE), "@staff_page(Right...) is missing"),
        (planted_urls.open_to_all, Row(public=True), "@public_page is missing"),
        (planted_urls.any_officer, Row(right=MANAGE), "the decorator says [], the row"),
        (planted_urls.own_office, Row(right=MANAGE), ""),
    ],
)
def test_marks(view, row, said):
    told = marks_disagree(view, row)
    assert told.startswith(said)
    assert bool(told) == bool(said)

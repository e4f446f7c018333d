"""Settings show only doors that open; the record of acts is read, filtered and walked."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from balakas.audit import actions as audit_actions
from balakas.audit.models import Entry
from balakas.common.actors import SYSTEM
from balakas.config.navigation import ENTRIES
from balakas.desk.queries import doors, store
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count


def record(world: World, *, act: str = "letters.register", days: int = 0, count: int = 1) -> None:
    for _ in range(count):
        audit_actions.record(
            office_id=world.office.id,
            by=world.actor(PositionKind.CLERK),
            at=MONDAY + timedelta(days=days),
            act=act,
            kind="letter",
            label="Agenda 12/2026",
        )


def test_every_door_shown_opens(world: World) -> None:
    for kind in PositionKind:
        client = world.client(kind)
        for door, url in doors.doors_for(world.officer(kind)):
            assert client.get(url).status_code in {200, 302}, (kind, door.url_name)


def test_trail_filters_by_room_and_day(world: World) -> None:
    record(world)
    record(world, act="papers.number", days=2)
    client = world.client(PositionKind.INSPECTOR)

    def acts(query: str) -> set[str]:
        page = client.get(reverse("desk:audit") + query)
        return {row["entry"].act for row in page.context["rows"]} & {"letters.register", "papers.number"}

    assert acts("") == {"letters.register", "papers.number"}
    assert acts("?room=papers") == {"papers.number"}
    assert acts("?first=2026-01-12&last=2026-01-12") == {"letters.register"}  # both days included, in the office's zone
    assert acts("?first=besok") == {"letters.register", "papers.number"}  # what cannot be read filters nothing


def test_trail_of_another_office_stays_there(world: World) -> None:
    audit_actions.record(office_id=world.foreign_office.id, by=SYSTEM, at=MONDAY, act="letters.register", kind="letter")
    page = world.client(PositionKind.INSPECTOR).get(reverse("desk:audit"))
    assert all(row["entry"].office_id == world.office.id for row in page.context["rows"])


def test_chain_is_walked_and_a_break_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    record(world, count=3)
    client = world.client(PositionKind.INSPECTOR)
    assert "Rantai utuh" in client.get(reverse("desk:audit") + "?periksa=1").text
    broken = SimpleNamespace(broken_seq=2, entries=2)
    monkeypatch.setattr("balakas.audit.queries.verify", lambda _: broken)
    assert "Rantai putus pada catatan nomor 2" in client.get(reverse("desk:audit") + "?periksa=1").text


def test_trail_asks_the_same_for_ten_as_for_two(world: World) -> None:
    record(world, count=2)
    client = world.client(PositionKind.INSPECTOR)
    assert_same_query_count(lambda: client.get(reverse("desk:audit")), lambda: record(world, count=8))
    assert Entry.objects.filter(office_id=world.office.id).count() >= 10


@pytest.mark.parametrize(("free", "tone"), [(400_000_000, "bad"), (1_000_000_000, "warn"), (50_000_000_000, "good")])
def test_a_full_disk_is_told_before_it_happens(free: int, tone: str) -> None:
    assert store.tone_of(free) == tone
    assert store.room_left().whole > 0


def test_every_door_and_every_line_of_the_navigation_leads_somewhere() -> None:
    names = [*(door.url_name for door in doors.DOORS), *(entry.url_name for entry in ENTRIES)]
    assert [name for name in names if not reverse(name)] == []

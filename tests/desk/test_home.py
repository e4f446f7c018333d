"""Beranda: my next acts with their clocks, the oldest first; what runs; and the public page for who is not logged in."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.desk.queries import board, waiting
from balakas.sop.queries.views import run_view
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.helpers import assert_same_query_count
from tests.sop.conftest import Case, wita

ROOMS = Path(waiting.__file__).parents[2]


def duty(title: str, *, minutes: int, **more: object) -> Duty:
    return Duty(code="letters.answer", title=title, url="/surat/", since=MONDAY + timedelta(minutes=minutes), **more)


def test_whoever_is_not_logged_in_gets_the_public_page(db: None, client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("portal:home")


def test_the_oldest_duty_of_all_rooms_stands_first(world: World) -> None:
    officer = world.officer(PositionKind.KASI_PMDK)
    sources = [
        lambda officer, at: [duty("muda", minutes=50)],
        lambda officer, at: [duty("tua", minutes=5), duty("tengah", minutes=20)],
    ]
    assert [line.title for line in waiting.waiting(officer, MONDAY, sources)] == ["tua", "tengah", "muda"]


def test_a_duty_carries_the_clock_of_its_step_and_its_deadline(world: World) -> None:
    case = Case(world)
    case.evidence(1, "surat", "12 09:05")
    at = wita("12 09:10")
    late = duty(
        "Disposisi surat %(agenda)s", minutes=0, params={"agenda": "412"}, run_id=case.id, step=1, deadline=MONDAY
    )
    [line] = waiting.waiting(world.officer(PositionKind.CAMAT), at, [lambda officer, at: [late]])
    assert line.title == "Disposisi surat 412"
    assert line.step is not None
    assert line.step.time.used == 600
    assert line.overdue


def test_a_proposed_sign_off_waits_on_the_page(world: World) -> None:
    Case(world).all_papers(1, "12 09:05")
    page = world.client(PositionKind.CAMAT).get("/")
    assert [line.duty.code for line in page.context["lines"]] == ["sop.sign_off"]
    assert "Kerjakan" in page.text


def test_strips_tell_done_from_running(world: World) -> None:
    case = Case(world)
    case.whole()
    done = board.steps_of(run_view(case.id, wita("14 12:00")))
    assert {step["tone"] for step in done} == {"good"}
    running = Case(world, label="Agenda 413")
    first = board.steps_of(run_view(running.id, wita("12 09:01")), "/x/")[0]
    assert first["tone"] == "accent"
    assert first["word"] == "Berjalan"
    assert first["url"] == "/x/#kegiatan-1"


def test_strips_only_with_the_right_and_only_of_the_own_office(world: World) -> None:
    Case(world)
    nobody = replace(world.officer(PositionKind.CAMAT), rights=frozenset())
    assert board.strips(nobody, MONDAY) is None
    assert len(world.client(PositionKind.CAMAT).get("/").context["strips"]) == 1
    assert world.foreign_client().get("/").context["strips"] == []


def test_home_asks_the_same_for_ten_runs_as_for_two(world: World) -> None:
    client = world.client(PositionKind.CAMAT)

    def grow(count: int = 8) -> None:
        for number in range(count):
            Case(world, label=f"Agenda {500 + number}").all_papers(1, "12 09:05")

    grow(2)
    assert_same_query_count(lambda: client.get("/"), grow)


def test_every_room_that_has_duties_is_asked() -> None:
    rooms = {
        path.relative_to(ROOMS).parts[0]
        for path in ROOMS.rglob("*.py")
        if "def waiting_for(" in path.read_text(encoding="utf-8")
    }
    source = Path(waiting.__file__).read_text(encoding="utf-8")
    assert [room for room in sorted(rooms) if f"from balakas.{room}.queries" not in source] == []
    assert len(waiting.SOURCES) == len(rooms)

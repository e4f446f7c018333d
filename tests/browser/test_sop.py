"""axe finds nothing on the SOP's pages, and the one tap is one tap."""

from pathlib import Path

import pytest

from balakas.sop.actions import settings, steps
from balakas.sop.models import SignOff
from balakas.staff.rules import PositionKind
from tests.browser.axe import look_at
from tests.browser.conftest import OpenAs
from tests.conftest import World
from tests.sop.conftest import Case, wita

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_the_sop(open_as: OpenAs, world: World, pictures: Path) -> None:
    done, running = Case(world, label="Permakanan dan sandang Januari 2026"), Case(world, label="Agenda 413: beras")
    done.whole()
    running.evidence(1, "surat", "12 09:05")
    running.start(2, "12 09:40")
    steps.pause(run_id=running.id, number=2, by=running.kasi, at=wita("12 10:00"), reason="Menunggu dinas")
    page = open_as(world.users[PositionKind.CAMAT])
    pages = {
        "lembar": "/sop/",
        "waktu": "/sop/waktu/",
        "pelaksanaan": "/sop/pelaksanaan/",
        "selesai": f"/sop/pelaksanaan/{done.id}/",
        "berjalan": f"/sop/pelaksanaan/{running.id}/",
        "lembar-nyata": f"/sop/pelaksanaan/{done.id}/lembar/",
        "nyatakan": f"/sop/pelaksanaan/{running.id}/2/selesai/",
        "tanpa": f"/sop/pelaksanaan/{running.id}/2/kecuali/disposisi/",
    }
    wrong = [line for name, url in pages.items() for line in look_at(page, url, name=f"sop-{name}", folder=pictures)]
    assert not wrong, "\n".join(wrong)


def test_settings_of_the_sop(open_as: OpenAs, world: World, pictures: Path) -> None:
    admin = world.actor(PositionKind.ADMINISTRATOR)
    settings.set_override(
        office_id=world.office.id,
        day=wita("12 09:00").date(),
        working=False,
        reason="Banjir",
        by=admin,
        at=wita("12 09:00"),
    )
    Case(world)
    page = open_as(world.users[PositionKind.ADMINISTRATOR])
    pages = {
        "versi": "/sop/versi/",
        "identitas": "/sop/versi/ubah/",
        "bagan": "/sop/versi/bagan/",
        "unggah": "/sop/versi/unggah/",
        "kalender": "/sop/kalender/?tahun=2026",
        "hari": "/sop/kalender/hari/",
        "jam": "/sop/kalender/jam/",
        "ramadan": "/sop/kalender/ramadan/1447/",
    }
    wrong = [line for name, url in pages.items() for line in look_at(page, url, name=f"sop-{name}", folder=pictures)]
    assert not wrong, "\n".join(wrong)


def test_one_tap(open_as: OpenAs, world: World) -> None:
    case = Case(world)
    case.evidence(1, "surat", "12 09:05")
    page = open_as(world.users[PositionKind.CAMAT])
    page.goto(f"/sop/pelaksanaan/{case.id}/")
    page.get_by_role("button", name="Nyatakan selesai").first.click()
    page.wait_for_selector("text=Kegiatan dinyatakan selesai")
    assert SignOff.objects.get().performer_label == "Rahmadi Anwar"

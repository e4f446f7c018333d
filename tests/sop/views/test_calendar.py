"""The calendar's pages."""

import re
from datetime import date

import pytest

from balakas.sop.actions import settings
from balakas.sop.models import HolidayOverride, RamadanSpan, WorkingHours
from balakas.staff.rules import PositionKind
from tests.helpers import assert_same_query_count
from tests.sop.conftest import wita

WEEK = {
    f"{kind}_{day}": "07.30-12.00, 13.00-16.00" if day < 5 else ""
    for kind in ("ordinary", "ramadan")
    for day in range(7)
}


@pytest.fixture
def admin(world):
    return world.client(PositionKind.ADMINISTRATOR)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_year_shows_holidays_hours_and_ramadan(world):
    text = words(world.client(PositionKind.KASI_PMDK).get("/sop/kalender/?tahun=2027"))
    assert "Rabu, 10 Maret 2027" in text
    assert "Hari Raya Idul Fitri Perkiraan" in text
    assert "07.30-12.00, 13.00-16.00" in text
    assert "8 Februari 2027" in text
    assert "Atur satu hari" not in text


def test_a_year_without_decree_says_so_and_a_wrong_year_is_this_one(admin):
    assert "Cuti bersama tahun ini belum tersedia" in words(admin.get("/sop/kalender/?tahun=2028"))
    for wrong in ("abc", "1", "99999", "²"):
        assert admin.get(f"/sop/kalender/?tahun={wrong}").status_code == 200


def test_a_day_is_closed_and_given_back(admin):
    answer = admin.post(
        "/sop/kalender/hari/", {"day": "2026-01-12", "working": "0", "reason": "Banjir", "spans": ""}, follow=True
    )
    assert "Senin, 12 Januari 2026" in words(answer)
    assert HolidayOverride.objects.get().working is False
    admin.post("/sop/kalender/hari/2026-01-12/hapus/")
    assert not HolidayOverride.objects.exists()
    assert admin.post("/sop/kalender/hari/kemarin/hapus/").status_code == 404
    assert admin.get("/sop/kalender/hari/2026-01-12/hapus/").status_code == 405


def test_hours_are_read_as_people_write_them(admin):
    first = admin.get("/sop/kalender/jam/").content.decode()
    assert 'value="07.30-11.30, 13.00-16.30"' in first
    wanted = {"valid_from": "2026-07-01", "basis": "Perbup 1/2026", **WEEK, "ordinary_5": "08.00–12.00"}
    assert admin.post("/sop/kalender/jam/", wanted).status_code == 302
    row = WorkingHours.objects.get()
    assert row.ordinary[5] == ["08.00-12.00"]
    assert "Jam kerja mulai 1 Juli 2026" in words(admin.get("/sop/kalender/"))
    admin.post("/sop/kalender/jam/2026-07-01/hapus/")
    assert not WorkingHours.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("pagi", "Tulis jam seperti"),
        ("25.00-26.00", "Tulis jam seperti"),
        ("12.00-07.30", "harus sesudah mulai"),
        ("07.30-12.00, 11.00-13.00", "tidak boleh bertumpuk"),
    ],
)
def test_wrong_hours_are_told_at_their_field(admin, typed, says):
    wanted = {"valid_from": "2026-07-01", "basis": "Perbup", **WEEK, "ordinary_0": typed}
    page = words(admin.post("/sop/kalender/jam/", wanted))
    assert says in page
    assert not WorkingHours.objects.exists()


def test_ramadan_dates_are_set(admin):
    assert 'value="2026-02-19"' in admin.get("/sop/kalender/ramadan/1447/").content.decode()
    admin.post("/sop/kalender/ramadan/1447/", {"first": "2026-02-18", "last": "2026-03-19"})
    assert RamadanSpan.objects.get().estimated is False
    page = words(admin.post("/sop/kalender/ramadan/1450/", {"first": "2029-02-16", "last": "2029-01-16"}))
    assert "harus sesudah mulai" in page
    assert admin.get("/sop/kalender/ramadan/1450/").status_code == 200


def test_the_calendar_asks_as_much_for_many_days(admin, world):
    def grow():
        for day in range(12, 17):
            settings.set_override(
                office_id=world.office.id, day=date(2026, 1, day), working=False, reason="Banjir",
                by=world.actor(PositionKind.ADMINISTRATOR), at=wita("12 09:00"),
            )  # fmt: skip

    assert_same_query_count(lambda: admin.get("/sop/kalender/?tahun=2026"), grow)

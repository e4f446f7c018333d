"""What stands for a paper leads to its page, and only for who may open that page."""

import pytest
from django.urls import reverse

from balakas.common.ids import uuid7
from balakas.common.templatetags.balakas import may_open
from balakas.sop.actions import evidence
from balakas.sop.models import Run
from balakas.sop.queries import pages
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.desk.cases import running

KINDS = {
    "letter": (1, "surat"), "disposisi": (2, "disposisi"), "distribution": (3, "ktp_kk"),
    "planning_duty_order": (4, "spt"), "planning_plan": (4, "jadwal"), "planning_briefing": (4, "pengarahan"),
    "planning_checklist": (5, "sarana"), "general_photo": (5, "dokumentasi"), "report": (5, "laporan"),
}  # fmt: skip
OF_THE_DISTRIBUTION = ("distribution", "planning_duty_order", "planning_plan", "planning_checklist", "report")


@pytest.fixture
def case(world: World):
    made = running(world, awayan=1)
    run_id = Run.objects.get(subject_id=made.id).id
    for kind, (number, requirement) in KINDS.items():
        evidence.add_evidence(
            run_id=run_id, number=number, requirement=requirement, kind=kind, subject_id=subject(made, kind),
            label=f"Bukti {kind}", by=world.actor(PositionKind.KASI_PMDK), at=MONDAY,
        )  # fmt: skip
    return made, run_id


def subject(case, kind):
    return case.id if kind in {"distribution", "planning_checklist"} else LETTER


LETTER = uuid7()


def address(case, kind):
    return pages.page_of(kind, subject(case, kind), case.id)


def test_every_record_leads_to_its_page_for_who_may_open_it(world, case):
    made, run_id = case
    officer = world.officer(PositionKind.KASI_PMDK)
    client = world.client(PositionKind.KASI_PMDK)
    for page in (reverse("sop:run", args=[run_id]), reverse("desk:distribution", args=[made.id])):
        shown = client.get(page).text
        for kind in KINDS:
            assert address(made, kind), kind
            assert may_open(officer, address(made, kind)), kind
            assert f'<a href="{address(made, kind)}">Bukti {kind}</a>' in shown
    for kind in OF_THE_DISTRIBUTION:
        assert client.get(address(made, kind)).status_code == 200, kind


def test_nobody_is_led_to_a_page_that_would_answer_404(world, case):
    made, run_id = case
    client = world.client(PositionKind.VILLAGE_OFFICER)
    shown = client.get(reverse("sop:run", args=[run_id])).text
    closed = [kind for kind in KINDS if f'href="{address(made, kind)}"' not in shown]
    assert closed == ["letter", "disposisi", "report"]
    for kind in KINDS:
        assert f"Bukti {kind}" in shown
    for kind in closed:
        assert client.get(address(made, kind)).status_code == 404


def test_an_unknown_record_and_a_run_without_a_distribution_have_no_page():
    assert pages.page_of("file", LETTER, LETTER) == ""
    assert pages.page_of("report", LETTER, None) == ""
    assert not may_open(None, "/")

"""The schedule is the office's paper: Indonesian, whatever language the maker's pages are in."""

from django.utils.translation import gettext, override

from balakas.planning.queries import prints
from tests.conftest import MONDAY


def test_the_schedule_is_indonesian_for_an_officer_who_reads_english(case):
    case.slot(case.post())
    scene = prints.scene_of(distribution_id=case.id, office_id=case.office.id, title="Beras", at=MONDAY)
    with override("en"):
        assert gettext("Di desa (balai desa)") != "Di desa (balai desa)"
        (row,) = prints.schedule(scene)["rows"]
    assert row["method"] == "Di desa (balai desa)"

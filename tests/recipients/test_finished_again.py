"""A finished village that changes again is finished no more, on the SOP's page too."""

import pytest

from balakas.recipients.actions import people
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Person
from balakas.sop.actions import run as sop_run
from balakas.sop.models import Evidence, Run
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, person_row, taken_over
from tests.recipients.test_documents import upload, verify

pytestmark = pytest.mark.django_db


def finished(world: World):
    """One village, its papers there and verified, the board standing for the third activity."""
    distribution = a_distribution(world)
    run = sop_run.start_run(
        office_id=world.office.id, kind="distribution", subject_id=distribution.id, label="Agenda 412",
        by=world.actor(PositionKind.CLERK), at=MONDAY,
    )  # fmt: skip
    distribution.run_id = run.id
    distribution.save()
    recipient = taken_over(world, distribution, person_row(1))[0]
    upload(world, recipient, "ktp", "kk")
    verify(world, distribution)
    return distribution, recipient


def move(world: World, recipient) -> None:
    person = Person.objects.get(id=recipient.person_id)
    people.edit(
        recipient_id=recipient.id, version=person.version, data=Particulars(name="Siti", village_code="63.11.03.2008"),
        by=world.actor(PositionKind.KASI_PMDK), at=MONDAY,
    )  # fmt: skip


def test_the_evidence_is_withdrawn_with_its_reason_and_comes_back(world: World) -> None:
    distribution, recipient = finished(world)
    piece = Evidence.objects.get(requirement="ktp_kk")
    assert piece.withdrawn_at is None
    move(world, recipient)
    piece.refresh_from_db()
    assert (piece.withdrawn_at, piece.withdrawn_reason) == (MONDAY, "Data desa berubah setelah diperiksa.")
    verify(world, distribution, village="63.11.03.2008")
    assert Evidence.objects.filter(requirement="ktp_kk", withdrawn_at=None).count() == 1


def test_on_a_closed_run_the_evidence_of_its_closing_stays(world: World) -> None:
    _, recipient = finished(world)
    Run.objects.update(state="closed")
    move(world, recipient)
    assert Evidence.objects.get(requirement="ktp_kk").withdrawn_at is None

"""An office with one distribution and an earlier one, for bringing a list in on the real path."""

import tempfile
from datetime import date
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from peers import people

from balakas.common.actors import Actor
from balakas.distributions.models import Allocation, Benefit, Distribution, Programme
from balakas.recipients import jobs
from balakas.recipients.actions import intake, takeover
from balakas.recipients.models import RecipientList, StagedRow
from balakas.staff import queries as staff
from balakas.staff.models import Appointment, Office, User
from balakas.staff.rules import OfficeKind, PositionKind


def prepared(known: int) -> tuple[UUID, Actor]:
    """Make the office, take the first `known` people of the list over in an earlier distribution; return the new one."""
    office = Office.objects.create(
        kind=OfficeKind.DISTRICT,
        region_code="63.11.03",
        name="Kecamatan Awayan",
        regency_name="Kabupaten Balangan",
        place="Awayan",
    )
    user = User(username="kasi", name="Kasi", office=office, password="!")  # noqa: S106 -- nobody logs in
    user.save()
    Appointment.objects.create(user=user, office=office, position=PositionKind.KASI_PMDK, valid_from=date(2025, 1, 1))
    by = staff.actor_of(user)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sebelumnya.csv"
        people.write_csv(file, known)
        earlier = _distribution(office, user, "Sebelumnya")
        held = intake.bring_file(
            distribution_id=earlier.id, content=file.read_bytes(), file_name=file.name,
            allocation_ids=list(earlier.allocations.values_list("id", flat=True)), by=by, at=timezone.now(),
        )  # fmt: skip
    takeover.take_over(list_id=held.id, version=held.version, by=by, at=timezone.now())
    return _distribution(office, user, "Sekarang").id, by


def _distribution(office: Office, user: User, title: str) -> Distribution:
    distribution = Distribution.objects.create(
        office=office, title=title, period_label="2026", giver="agency", giver_name="Dinas Sosial", state="open", opened_by=user,
        opened_at=timezone.now(),
    )  # fmt: skip
    programme, _ = Programme.objects.get_or_create(
        office=office, code="beras", defaults={"name": "Beras", "required_papers": []}
    )
    benefit, _ = Benefit.objects.get_or_create(
        programme=programme, name="Beras", kind="goods", unit="kg", usual_amount=10
    )
    Allocation.objects.create(distribution=distribution, benefit=benefit, period="2026-01", amount=10, order=0)
    return distribution


def bring(distribution_id: UUID, file: Path, *, by: Actor) -> UUID:
    """Upload the file as the page does with a large one; return the list, which waits for the worker."""
    distribution = Distribution.objects.get(id=distribution_id)
    held = intake.begin_file(
        distribution_id=distribution_id, content=file.read_bytes(), file_name=file.name,
        allocation_ids=list(distribution.allocations.values_list("id", flat=True)), by=by, at=timezone.now(),
    )  # fmt: skip
    return held.id


def read_in_background(list_id: UUID) -> None:
    """Do the worker's part."""
    jobs.stage(list_id)


def check(list_id: UUID, rows: int, known: int) -> None:
    """Hold what came out against what was written: a benchmark of something else would be worth nothing."""
    counts = RecipientList.objects.get(id=list_id).counts
    assert counts["rows"] == rows == StagedRow.objects.filter(recipient_list_id=list_id).count(), counts
    assert counts["problems"] == dict.fromkeys(people.PROBLEMS, rows // 100), counts
    errors = known // 100 * 3  # rows without a sound NIK or village were not taken over
    assert counts["findings"] == {"known": known - errors}, counts

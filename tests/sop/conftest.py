"""A run on an invented letter, and short hands for its acts."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from balakas.common.ids import uuid7
from balakas.sop.actions import evidence, run, steps
from balakas.staff.rules import PositionKind

PAPERS = {1: ["surat"], 2: ["disposisi"], 3: ["ktp_kk"], 4: ["spt", "metode", "jadwal"], 5: ["spt", "sarana", "dokumentasi", "laporan"]}  # fmt: skip


def wita(text: str) -> datetime:
    """`"12 09:00"` -> that hour of January 2026 in Awayan, as UTC."""
    return datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=ZoneInfo("Asia/Makassar")).astimezone(UTC)


class Case:
    """One run and who acts in it."""

    def __init__(self, world, started="12 09:00", label="Agenda 412"):
        self.world = world
        self.kasi = world.actor(PositionKind.KASI_PMDK)
        self.camat = world.actor(PositionKind.CAMAT)
        self.clerk = world.actor(PositionKind.CLERK)
        self.letter_id = uuid7()
        self.run = run.start_run(
            office_id=world.office.id,
            kind="letter",
            subject_id=self.letter_id,
            label=label,
            by=self.clerk,
            at=wita(started),
        )
        self.id: UUID = self.run.id

    def start(self, number, when, **more):
        return steps.start_step(run_id=self.id, number=number, by=self.kasi, at=wita(when), **more)

    def sign(self, number, when, by=None, **more):
        return steps.sign_off(
            run_id=self.id, number=number, by=by or (self.camat if number == 1 else self.kasi), at=wita(when), **more
        )

    def evidence(self, number, requirement, when, subject_id=None, **more):
        return evidence.add_evidence(
            run_id=self.id,
            number=number,
            requirement=requirement,
            kind="file",
            subject_id=subject_id or uuid7(),
            label="Berkas",
            by=self.clerk,
            at=wita(when),
            **more,
        )

    def all_papers(self, number, when):
        for requirement in PAPERS[number]:
            self.evidence(number, requirement, when)

    def whole(self):
        """Carry the run through all activities within four days."""
        self.all_papers(1, "12 09:05")
        self.sign(1, "12 09:10", by=self.camat)
        for number, begin, end in (
            (2, "12 09:10", "12 09:30"),
            (3, "12 09:30", "13 11:00"),
            (4, "13 13:00", "13 13:10"),
        ):
            self.start(number, begin)
            self.all_papers(number, end)
            self.sign(number, end)
        self.start(5, "14 08:00")
        self.all_papers(5, "14 11:00")
        self.sign(5, "14 11:30")


@pytest.fixture
def case(world) -> Case:
    return Case(world)

"""The method of a distribution, what every invitation says, and telling the villages when they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import DistributionState, check_open
from balakas.letters.rules import check_version
from balakas.planning.models import Plan
from balakas.planning.queries import plans
from balakas.planning.rules import slots as slot_rules
from balakas.regions.queries import packaged
from balakas.sop.actions import evidence
from balakas.staff import queries as staff
from balakas.staff.rules import Right

STEP = 4
KIND = "planning_plan"


class Case(Protocol):
    """What this room needs to know of a distribution."""

    id: UUID
    office_id: UUID
    title: str
    state: str
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Terms:
    """How aid is handed out and what people are told: the method and why, what to bring, whom to ask."""

    method: slot_rules.Method
    note: str = ""
    bring: tuple[str, ...] = ()
    contact: str = ""


def set_method(*, distribution_id: UUID, terms: Terms, seen_version: int, by: Actor, at: datetime) -> Plan:
    """Decide the method of a distribution; it stands for the SOP's "metode penyaluran". `seen_version` 0 is a new plan.

    Raises `NotAllowed`, `DistributionCannot`, `ChangedMeanwhile`.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        plan = Plan.objects.filter(distribution_id=case.id).first() or Plan(distribution_id=case.id, version=0)
        check_version(plan.version, seen_version)
        plan.method, plan.method_note = terms.method, terms.note.strip()
        plan.bring, plan.contact = list(terms.bring), terms.contact.strip()
        plan.decided_by_id, plan.decided_at = UUID(by.id), at
        plan.version += 1
        plan.save()
        label = slot_rules.METHOD_WORDS[terms.method]
        stand_for(case, "metode", kind=KIND, subject_id=plan.id, label=label, by=by, at=at)
        record(case, "planning.set_method", by, at, {"method": terms.method})
    return plan


def announce(*, distribution_id: UUID, how: str, callable_villages: Sequence[str], by: Actor, at: datetime) -> Plan:
    """Note that the villages were told their times, and how; it stands for the SOP's "penyampaian jadwal".

    `callable_villages` are the villages with recipients: each needs a time. Raises `VillageWithoutSlot` with their codes.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        check_every_village(case.id, callable_villages)
        plan = Plan.objects.filter(distribution_id=case.id).first() or Plan(distribution_id=case.id, version=0)
        plan.announced_at, plan.announced_by_id, plan.announced_how = at, UUID(by.id), how.strip()
        plan.version += 1
        plan.save()
        label = how.strip() or "Jadwal penyaluran"
        stand_for(case, "jadwal", kind=KIND, subject_id=plan.id, label=label, by=by, at=at)
        record(case, "planning.announce", by, at, {"how": how.strip()})
    return plan


def check_every_village(distribution_id: UUID, villages: Sequence[str]) -> None:
    """Raise `VillageWithoutSlot` unless each village comes to a post that has a time for it."""
    called: set[str] = set()
    for post in plans.posts_for(distribution_id):
        mine = {row.village_code for row in post.villages.all()}
        for slot in post.live_slots:  # type: ignore[attr-defined]  # prefetched
            called |= mine & set(slot.villages or mine)
    missing = [code for code in villages if code not in called]
    if missing or not called:
        raise slot_rules.VillageWithoutSlot(villages=named(missing) or "semua desa")


def named(villages: Sequence[str]) -> str:
    """Return the villages' names, for a sentence."""
    found = [(code, packaged.region(code)) for code in villages]
    return ", ".join(region.name if region else code for code, region in found)


def open_case(distribution_id: UUID, by: Actor, at: datetime, right: Right = Right.PLANNING_MANAGE) -> Case:
    """Return the distribution under its lock for somebody who may plan it, as long as it is open.

    Raises `NotAllowed`, `DistributionCannot`.
    """
    case = distributions.locked(distribution_id)
    staff.check_right(by=by, right=right, at=at, office_id=case.office_id)
    check_open(DistributionState(case.state), case.title)
    return case


def stand_for(
    case: Case, requirement: str, *, kind: str, subject_id: UUID, label: str, by: Actor, at: datetime, step: int = STEP
) -> None:
    """Let a record stand for a paper of the SOP, where the distribution has a run."""
    if case.run_id is not None:
        evidence.add_evidence(
            run_id=case.run_id, number=step, requirement=requirement, kind=kind, subject_id=subject_id, label=label,
            by=by, at=at,
        )  # fmt: skip


def record(case: Case, act: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    """Record an act on the distribution's plan."""
    audit.record(
        office_id=case.office_id, by=by, at=at, act=act, kind="distribution", subject_id=case.id, label=case.title,
        details=details,
    )  # fmt: skip

"""What of the preparation waits for somebody, and where a distribution's activity 4 stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.papers.queries import papers
from balakas.papers.rules.states import PaperState
from balakas.planning.models import Briefing, DutyOrder, EquipmentItem, Invitation, Plan, Slot
from balakas.planning.queries import duty, invitations, plans, readiness
from balakas.planning.rules.readiness import ItemState, Task
from balakas.planning.rules.slots import METHOD_WORDS, Method
from balakas.recipients.queries import listed
from balakas.staff.rules import Officer, Right

STEP = 4
_WORDS = {
    "order": N_("Surat perintah tugas"),
    "method": N_("Metode penyaluran"),
    "schedule": N_("Titik salur dan jadwal"),
    "announced": N_("Jadwal disampaikan ke desa"),
    "invitations": N_("Undangan penerima"),
    "briefing": N_("Pengarahan"),
    "equipment": N_("Sarana dan prasarana"),
}


class Case(Protocol):
    """What a duty says of its distribution."""

    id: UUID
    title: str
    opened_at: datetime
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many villages and people are called, and how many of them are placed and invited."""

    villages: int
    placed: int
    people: int
    invited: int


def counts_of(distribution_id: UUID) -> Counts:
    """Count villages and people of a distribution against its plan."""
    people = listed.people_by_village(distribution_id)
    called: set[str] = set()
    for post in plans.posts_for(distribution_id):
        mine = {row.village_code for row in post.villages.all()}
        for slot in post.live_slots:  # type: ignore[attr-defined]  # prefetched
            called |= mine & set(slot.villages or mine)
    return Counts(
        villages=len(people),
        placed=len(called & set(people)),
        people=sum(people.values()),
        invited=invitations.live(distribution_id).count(),
    )


def tasks_of(distribution_id: UUID) -> list[Task]:
    """Return what activity 4 asks of a distribution, in the order of the work, each done or not with a short note."""
    plan, counts = plans.plan_of(distribution_id), counts_of(distribution_id)
    minutes, items = readiness.briefing_of(distribution_id), readiness.checklist_of(distribution_id)
    looked_at = bool(items) and all(item.state != ItemState.OPEN for item in items)
    decided = bool(plan and plan.decided_at)
    order = duty.order_of(distribution_id)
    return [
        _task("order", done=bool(order and order.signed_at), note=_order_note(order)),
        _task("method", done=decided, note=METHOD_WORDS[Method(plan.method)] if plan and decided else ""),
        _task("schedule", done=0 < counts.villages == counts.placed, note=f"{counts.placed}/{counts.villages}"),
        _task("invitations", done=0 < counts.people == counts.invited, note=f"{counts.invited}/{counts.people}"),
        _task("announced", done=bool(plan and plan.announced_at), note=plan.announced_how if plan else ""),
        _task("briefing", done=bool(minutes and minutes.settled_at), note=""),
        _task("equipment", done=looked_at, note=""),
    ]


def waiting_for(officer: Officer, at: datetime) -> list[Duty]:  # noqa: ARG001 -- every room answers alike
    """Return the preparations that wait for this officer, each with the first thing nobody has begun, oldest first.

    The number of queries does not grow with the distributions; how far something begun has come is the workspace's to say.
    """
    if Right.PLANNING_MANAGE not in officer.rights:
        return []
    cases = list(distributions.running(officer.office_id))
    begun = _begun([case.id for case in cases])
    found = []
    for case in cases:
        left = [code for code, ids in begun.items() if case.id not in ids]
        if left:
            found.append(_duty(case, left[0], len(left)))
    return sorted(found, key=lambda one: one.since)


def _begun(ids: Sequence[UUID]) -> dict[str, set[UUID]]:
    """Return, for each thing activity 4 asks, the distributions where it was begun or done. Seven queries."""
    of = {"distribution_id__in": ids}
    signed = DutyOrder.objects.filter(**of, cancelled_at=None).exclude(signed_at=None)
    called = Slot.objects.filter(post__distribution_id__in=ids, post__removed_at=None, cancelled_at=None)
    invited = Invitation.objects.filter(recipient__distribution_id__in=ids, voided_at=None)
    looked_at = EquipmentItem.objects.filter(**of).exclude(state=ItemState.OPEN)
    return {
        "order": set(signed.values_list("distribution_id", flat=True)),
        "method": set(Plan.objects.filter(**of).exclude(decided_at=None).values_list("distribution_id", flat=True)),
        "schedule": set(called.values_list("post__distribution_id", flat=True).distinct()),
        "invitations": set(invited.values_list("recipient__distribution_id", flat=True).distinct()),
        "announced": set(
            Plan.objects.filter(**of).exclude(announced_at=None).values_list("distribution_id", flat=True)
        ),
        "briefing": set(
            Briefing.objects.filter(**of).exclude(settled_at=None).values_list("distribution_id", flat=True)
        ),
        "equipment": set(looked_at.values_list("distribution_id", flat=True).distinct()),
    }


def link(kind: str, subject_id: UUID) -> tuple[str, dict[str, UUID]] | None:
    """Return URL name and arguments of the page about a record that audit or SOP points at; None when it is not ours."""
    pages: dict[str, tuple[str, Iterable[UUID]]] = {
        "planning_plan": (
            "planning:workspace",
            Plan.objects.filter(id=subject_id).values_list("distribution_id", flat=True),
        ),
        "planning_duty_order": (
            "planning:order",
            DutyOrder.objects.filter(id=subject_id).values_list("distribution_id", flat=True),
        ),
        "planning_briefing": ("planning:briefing", readiness.distribution_of_briefing(subject_id)),
        "planning_checklist": ("planning:equipment", [subject_id]),
    }
    if kind not in pages:
        return None
    name, found = pages[kind]
    distribution_id = next(iter(found), None)
    return (name, {"distribution_id": distribution_id}) if distribution_id else None


def _task(code: str, *, done: bool, note: str) -> Task:
    return Task(code=code, label=_WORDS[code], done=done, note=note)


def _order_note(order: DutyOrder | None) -> str:
    """Return the order's number, also while it waits for the signature."""
    if order is None or order.paper_id is None:
        return ""
    return order.number


def order_paper_signed(order: DutyOrder | None) -> bool:
    """Tell whether the order's paper came back signed through the pages of papers, and nobody has taken it up yet."""
    if order is None or order.paper_id is None or order.signed_at is not None:
        return False
    return papers.paper_of(order.paper_id).state == PaperState.SIGNED


def _duty(case: Case, code: str, left: int) -> Duty:
    return Duty(
        code=f"planning.{code}",
        title=N_("Persiapan %(title)s: %(task)s (%(left)s belum)"),
        params={"title": case.title, "task": _WORDS[code], "left": str(left)},
        url=reverse("planning:workspace", kwargs={"distribution_id": case.id}),
        since=case.opened_at,
        run_id=case.run_id,
        step=STEP,
    )


def called_villages(distribution_id: UUID) -> list[str]:
    """Return the villages that have people on the list."""
    return sorted(listed.people_by_village(distribution_id))

"""What of the field waits for an officer."""

from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.handover.models.cases import Case, CaseDecision
from balakas.handover.models.paper import PaperPage
from balakas.handover.queries import places
from balakas.handover.rules.cases import CaseState
from balakas.handover.rules.events import FIELD_STEP
from balakas.handover.rules.pages import PageState
from balakas.planning.queries import plans
from balakas.staff.rules import Officer, Right


def waiting_for(officer: Officer, at: datetime) -> list[Duty]:
    """Return cases to decide or approve, photographed pages to key, and today's posts; a fixed number of queries."""
    found: list[Duty] = []
    if Right.HANDOVER_DECIDE in officer.rights:
        found += _cases(officer)
    if Right.HANDOVER_RECORD in officer.rights:
        found += [*_pages(officer), *_posts(officer, at)]
    return sorted(found, key=lambda one: one.since)


def _cases(officer: Officer) -> list[Duty]:
    runs = {row.id: row.run_id for row in distributions.running(officer.office_id)}
    mine = CaseDecision.objects.filter(approved_at=None, refused_at=None, proposed_by_id=officer.user_id)
    proposed = Case.objects.filter(office_id=officer.office_id, state=CaseState.PROPOSED).exclude(decisions__in=mine)
    opened = Case.objects.filter(office_id=officer.office_id, state=CaseState.OPEN)
    return [
        Duty(
            code=code, title=title, url=reverse("handover:case", kwargs={"case_id": row.id}), since=row.changed_at,
            run_id=runs.get(row.distribution_id) if row.distribution_id else None, step=FIELD_STEP,
        )
        for code, title, rows in (
            ("handover.decide", N_("Putuskan kasus serah terima"), opened),
            ("handover.approve", N_("Setujui atau tolak usulan keputusan kasus"), proposed),
        )
        for row in rows
    ]  # fmt: skip


def _pages(officer: Officer) -> list[Duty]:
    rows = PaperPage.objects.filter(paper_list__office_id=officer.office_id, state=PageState.PHOTOGRAPHED)
    counted = rows.values("paper_list__post_id", "paper_list__post__name", "paper_list__distribution__run_id")
    return [
        Duty(
            code="handover.key_pages", title=N_("Catat lembar yang sudah difoto di %(post)s"),
            params={"post": row["paper_list__post__name"]},
            url=reverse("handover:pages", kwargs={"post_id": row["paper_list__post_id"]}), since=row["since"],
            run_id=row["paper_list__distribution__run_id"], step=FIELD_STEP,
        )
        for row in counted.annotate(since=Min("photographed_at"))
    ]  # fmt: skip


def _posts(officer: Officer, at: datetime) -> list[Duty]:
    start, end = places.day_of(officer.office_id, at)
    seen: set[UUID] = set()
    found = []
    for slot in plans.slots_today(officer.office_id, start, end):
        if slot.post_id in seen:
            continue
        seen.add(slot.post_id)
        found.append(
            Duty(
                code="handover.serve", title=N_("Layani penyaluran hari ini di %(post)s"),
                params={"post": slot.post.name}, url=reverse("handover:post", kwargs={"post_id": slot.post_id}),
                since=slot.starts_at, run_id=slot.post.distribution.run_id, step=FIELD_STEP,
            )
        )  # fmt: skip
    return found

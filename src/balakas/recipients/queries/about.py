"""What the desk asks: everything about one person, and what waits for an officer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.recipients.models import DocumentUse, ListChange, Recipient, RecipientList
from balakas.recipients.queries import board, erasing
from balakas.recipients.rules.intake import ListState
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer, Right

SOP_STEP = 3


@dataclass(frozen=True, slots=True)
class About:
    """One line of a person's file: when, what (a message id with parameters), in which distribution."""

    when: datetime
    what: str
    distribution_title: str


def about_person(person_id: UUID) -> list[About]:
    """Return what this room holds about a person, the oldest first, for the data-subject file."""
    on_lists = Recipient.objects.filter(person_id=person_id).select_related("distribution")
    uses = DocumentUse.objects.filter(recipient__person_id=person_id).select_related(
        "document", "recipient__distribution"
    )
    changes = ListChange.objects.filter(recipient__person_id=person_id).select_related("recipient__distribution")
    lines = [
        *(About(row.created_at, N_("Masuk daftar penerima"), row.distribution.title) for row in on_lists),
        *(About(use.document.uploaded_at, N_("Berkas diunggah"), use.recipient.distribution.title) for use in uses),
        *(About(row.at, N_("Perubahan daftar diusulkan"), row.recipient.distribution.title) for row in changes),
    ]
    return sorted(lines, key=lambda line: line.when)


def waiting_for(officer: Officer) -> list[Duty]:
    """Return what of this room waits for the officer, the oldest first."""
    found = [*_lists(officer), *_changes(officer), *_villages(officer), *_erasures(officer)]
    return sorted(found, key=lambda duty: duty.since)


def _lists(officer: Officer) -> Iterator[Duty]:
    if Right.RECIPIENTS_INTAKE not in officer.rights:
        return
    rows = RecipientList.objects.filter(office_id=officer.office_id, state__in=[ListState.STAGED, ListState.PARTLY])
    for row in rows.select_related("distribution").order_by("created_at"):
        yield Duty(
            code="recipients.take_over", title=N_("Ambil alih daftar penerima %(title)s"),
            params={"title": row.distribution.title}, url=reverse("recipients:list", kwargs={"list_id": row.id}),
            since=row.created_at, run_id=row.distribution.run_id, step=SOP_STEP,
        )  # fmt: skip


def _changes(officer: Officer) -> Iterator[Duty]:
    if Right.RECIPIENTS_VERIFY not in officer.rights:
        return
    rows = ListChange.objects.filter(decided_at=None, recipient__person__office_id=officer.office_id)
    for row in rows.exclude(by_id=officer.user_id).select_related("recipient__distribution").order_by("at"):
        yield Duty(
            code="recipients.decide_change", title=N_("Putuskan usulan perubahan daftar %(title)s"),
            params={"title": row.recipient.distribution.title},
            url=reverse("recipients:person", kwargs={"recipient_id": row.recipient_id}), since=row.at,
            run_id=row.recipient.distribution.run_id, step=SOP_STEP,
        )  # fmt: skip


def _erasures(officer: Officer) -> Iterator[Duty]:
    for row in erasing.waiting(officer):
        if row.by_id != officer.user_id:
            yield Duty(
                code="recipients.decide_erasure", title=N_("Putuskan usulan pemusnahan data %(paper)s"),
                params={"paper": row.paper}, url=reverse("desk:erasures"), since=row.at,
            )  # fmt: skip


def _villages(officer: Officer) -> Iterator[Duty]:
    """Papers to be collected by the village's own officer, papers to be verified by the others."""
    for distribution in distributions.running(officer.office_id):
        counted = board.board(officer, distribution.id, distribution.office.region_code)
        since = _first(distribution.id)
        if since is None:
            continue
        lacking = any(village.missing for village in counted)
        unverified = any(not village.missing and not village.verified for village in counted)
        code, title = _what(officer, lacking=lacking, unverified=unverified)
        if code:
            yield Duty(
                code=code, title=title, params={"title": distribution.title}, since=since,
                url=reverse("recipients:workspace", kwargs={"distribution_id": distribution.id}),
                run_id=distribution.run_id, step=SOP_STEP,
            )  # fmt: skip


def _what(officer: Officer, *, lacking: bool, unverified: bool) -> tuple[str, str]:
    if unverified and Right.RECIPIENTS_VERIFY in officer.rights and Right.RECIPIENTS_COLLECT in officer.rights:
        return "recipients.verify", N_("Periksa berkas KTP dan KK penerima %(title)s")
    if lacking and Right.RECIPIENTS_COLLECT in officer.rights:
        return "recipients.collect", N_("Kumpulkan KTP dan KK penerima %(title)s")
    return "", ""


def _first(distribution_id: UUID) -> datetime | None:
    rows = Recipient.objects.filter(distribution_id=distribution_id).exclude(state=RecipientState.OUT)
    first: datetime | None = rows.aggregate(first=Min("created_at"), count=Count("id"))["first"]
    return first

"""What the desk asks: everything about one person, and what waits for an officer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.distributions.queries import distributions
from balakas.recipients.models import DocumentUse, ListChange, Recipient, RecipientList
from balakas.recipients.queries import board, difference, erasing, joining, lacking, requests
from balakas.recipients.rules.intake import ListState
from balakas.recipients.rules.people import RecipientState
from balakas.recipients.rules.requests import Kind
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
    found = [
        *_lists(officer), *_changes(officer), *_joinings(officer), *_requests(officer), *_villages(officer), *_erasures(officer),
    ]  # fmt: skip
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


def _joinings(officer: Officer) -> Iterator[Duty]:
    if Right.RECIPIENTS_VERIFY not in officer.rights:
        return
    for update in difference.waiting(officer) if officer.villages is None else ():
        held = update.recipient_list
        yield Duty(
            code="recipients.decide_update", title=N_("Putuskan perubahan daftar penerima %(title)s"),
            params={"title": held.distribution.title}, since=update.at,
            url=reverse("recipients:update", kwargs={"update_id": update.id}), run_id=held.distribution.run_id,
            step=SOP_STEP,
        )  # fmt: skip
    for row in joining.waiting(officer):
        title = (
            N_("Putuskan penggantian penerima %(title)s")
            if row.replaces_id
            else N_("Putuskan tambahan penerima %(title)s")
        )
        yield Duty(
            code="recipients.decide_joining", title=title, params={"title": row.distribution.title},
            url=reverse("recipients:joining", kwargs={"joining_id": row.id}), since=row.at,
            run_id=row.distribution.run_id, step=SOP_STEP,
        )  # fmt: skip


def _requests(officer: Officer) -> Iterator[Duty]:
    if Right.RECIPIENTS_INTAKE not in officer.rights:
        return
    for row in requests.open_requests(officer):
        title = (
            N_("Jawab permohonan perbaikan data") if row.kind == Kind.CORRECTION else N_("Jawab permohonan akses data")
        )
        yield Duty(
            code="recipients.answer_request", title=title, since=row.asked_at, deadline=row.due_at,
            url=reverse("desk:answer_request", kwargs={"request_id": row.id}),
        )  # fmt: skip


def _erasures(officer: Officer) -> Iterator[Duty]:
    for row in erasing.waiting(officer):
        if row.by_id != officer.user_id:
            yield Duty(
                code="recipients.decide_erasure", title=N_("Putuskan usulan pemusnahan data %(paper)s"),
                params={"paper": row.paper}, url=reverse("desk:erasures"), since=row.at,
            )  # fmt: skip


def _villages(officer: Officer) -> Iterator[Duty]:
    """Papers to be collected by the village's own officer, papers to be verified by the others.

    The number of queries does not grow with the distributions that run.
    """
    running = list(distributions.running(officer.office_id))
    ids = [one.id for one in running]
    villages, begun, verified = lacking.lacking(officer, ids), _begun(ids), board.standing_in(ids)
    for distribution in running:
        mine, since = villages.get(distribution.id, {}), begun.get(distribution.id)
        if since is None:
            continue
        unverified = any(not lacks and code not in verified[distribution.id] for code, lacks in mine.items())
        code, title = _what(officer, lacking=any(mine.values()), unverified=unverified)
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


def _begun(distribution_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return since when each distribution that has recipients has had them."""
    rows = Recipient.objects.filter(distribution_id__in=distribution_ids).exclude(state=RecipientState.OUT)
    return dict(rows.order_by().values_list("distribution_id").annotate(first=Min("created_at")))

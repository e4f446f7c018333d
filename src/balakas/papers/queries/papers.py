"""Papers as officers and other rooms see them."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.papers.models import Paper
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.states import PaperState
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import Place

_WAITING = 30
_SUBJECT_LIMIT = 500


def paper_for(officer: Officer, paper_id: UUID) -> Paper:
    """Return a paper of the officer's office, else 404."""
    found = (
        Paper.objects.select_related("office", "number", "signer_user")
        .filter(id=paper_id, office_id=officer.office_id)
        .first()
    )
    if found is None or not officer.may(Right.PAPERS_READ):
        raise Http404
    return found


def signed_for(officer: Officer, paper_id: UUID) -> Paper:
    """Return a paper that came back signed, else 404."""
    paper = paper_for(officer, paper_id)
    if paper.scan_shown_id is None:
        raise Http404
    return paper


def papers_of(officer: Officer, *, kind: str = "", state: str = "", year: int | None = None) -> QuerySet[Paper]:
    """Return the office's papers, the newest first, filtered by kind, state and year of their date (or of their draft)."""
    found = Paper.objects.filter(office_id=officer.office_id).select_related("signer_user")
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if year:
        found = found.filter(drafted_at__year=year)
    return found.order_by("-drafted_at", "-id")


def paper_of(paper_id: UUID) -> Paper:
    """Return a paper for another room, which has asked who may."""
    return Paper.objects.select_related("office", "number").get(id=paper_id)


def papers_about(office_id: UUID, subject_kind: str, subject_id: UUID) -> list[Paper]:
    """Return the papers about one record, the oldest first."""
    found = Paper.objects.filter(office_id=office_id, subject_kind=subject_kind, subject_id=subject_id)
    return list(found.order_by("drafted_at", "id")[:_SUBJECT_LIMIT])


def about_person(person_id: UUID) -> list[Mapping[str, object]]:
    """Return what the papers hold about one person, for the data-subject file: kind, number, date, state."""
    found = Paper.objects.filter(subject_kind="person", subject_id=person_id).order_by("drafted_at")
    return [
        {"kind": paper.kind, "number": paper.number_text, "dated": str(paper.dated or ""), "state": paper.state}
        for paper in found
    ]


def data_of(paper: Paper) -> dict[str, object]:
    """Open the data a paper is made from. Personal: the caller has checked who may and records the read."""
    opened = vault.open_sealed(bytes(paper.data_sealed), subject_id=paper.data_subject, place=data_place(paper.id))
    return dict(json.loads(opened))


def data_place(paper_id: UUID) -> Place:
    """Return where a paper's data are sealed to."""
    return Place("papers_paper", "data_sealed", paper_id)


def waiting_for(officer: Officer) -> list[Duty]:
    """Return the papers that wait for this officer: to be signed, numbered, printed, or brought back signed."""
    waiting: list[Duty] = []
    mine = Paper.objects.filter(office_id=officer.office_id)
    if officer.may(Right.PAPERS_SIGN):
        waiting += _duties(mine.filter(state=PaperState.PRINTED, signer_user_id=officer.user_id), "papers.sign")
    if officer.may(Right.PAPERS_MANAGE):
        drafts = mine.filter(state=PaperState.DRAFT, kind__in=[kind for kind in PaperKind if FACTS[kind].book])
        waiting += _duties(drafts, "papers.number")
        waiting += _duties(mine.filter(state=PaperState.NUMBERED), "papers.print")
        waiting += _duties(mine.filter(state=PaperState.PRINTED).exclude(signer={}), "papers.return_signed")
    return waiting


_TITLES = {
    "papers.sign": N_("Tanda tangani %(title)s"),
    "papers.number": N_("Beri nomor %(title)s"),
    "papers.print": N_("Cetak %(title)s"),
    "papers.return_signed": N_("Unggah %(title)s yang sudah ditandatangani"),
}


def _duties(papers: QuerySet[Paper], code: str) -> list[Duty]:
    return [
        Duty(
            code=code,
            title=_TITLES[code],
            params={"title": " ".join(part for part in (paper.title, paper.number_text) if part)},
            url=reverse("papers:show", kwargs={"paper_id": paper.id}),
            since=paper.printed_at or paper.numbered_at or paper.drafted_at,
        )
        for paper in papers.order_by("drafted_at")[:_WAITING]
    ]

"""Papers as officers and other rooms see them."""

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from balakas.papers.models import Paper
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault
from balakas.vault.rules import Place

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


def papers_in(paper_ids: Iterable[UUID | None]) -> dict[UUID, Paper]:
    """Return papers by id, for rooms that show how far theirs have come. One query."""
    return Paper.objects.in_bulk([one for one in paper_ids if one is not None])


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

"""What of the papers waits for somebody: a signature, a number, the printer, the signed sheet coming back."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from balakas.common.duties import Duty
from balakas.common.messages import N_
from balakas.papers.models import Paper
from balakas.papers.rules.kinds import FACTS, PaperKind
from balakas.papers.rules.states import PaperState
from balakas.staff.rules import Officer, Right

_WAITING = 30


def waiting_for(officer: Officer, at: datetime) -> list[Duty]:  # noqa: ARG001 -- as every room answers
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

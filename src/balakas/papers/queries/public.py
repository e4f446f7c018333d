"""What anybody who holds a paper may know of it: kind, number, date, office, state. Never a person."""

from dataclasses import dataclass
from datetime import date

from balakas.papers.models import Paper
from balakas.papers.rules.fill import CODE_LENGTH, read_code
from balakas.papers.rules.kinds import FACTS, PaperKind


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """`label` is a message id. `state` is printed, signed or cancelled: a draft is nobody's business yet."""

    kind: str
    label: str
    number: str
    dated: date | None
    office: str
    state: str
    signed_on: date | None


def check(code: str) -> PublicPaper | None:
    """Return what a paper's check code opens, written with or without hyphens; None when no issued paper has it."""
    wanted = read_code(code)
    if len(wanted) != CODE_LENGTH:
        return None
    paper = Paper.objects.select_related("office").filter(check_code=wanted, printed_at__isnull=False).first()
    if paper is None:
        return None
    return PublicPaper(
        kind=paper.kind,
        label=FACTS[PaperKind(paper.kind)].label,
        number=paper.number_text,
        dated=paper.dated,
        office=paper.office.name,
        state=paper.state,
        signed_on=paper.signed_on,
    )

"""Printed pages as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext

from balakas.handover.models.devices import Lease
from balakas.handover.models.paper import PaperList, PaperPage, PaperRow
from balakas.handover.queries import devices, load, people
from balakas.handover.rules.pages import STATE_TONES, STATE_WORDS, PageState, written
from balakas.handover.rules.verdicts import FAIL_WORDS, FailReason
from balakas.recipients.queries import field as recipients
from balakas.recipients.rules.people import EntitlementState


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in a list of pages."""

    page: PaperPage
    code: str
    word: str
    tone: str
    people: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A printing with its pages."""

    paper: PaperList
    sheets: tuple[Sheet, ...]
    held: int = 0

    @property
    def unused(self) -> bool:
        """Whether a page of it has not come into use."""
        return any(sheet.page.state == PageState.PRINTED for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a page: who, what is still due as (id, amount, label), what was printed, what became of it."""

    order: int
    name: str
    nik_masked: str
    due: tuple[tuple[UUID, int, str], ...]
    printed: tuple[tuple[str, int, str], ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row with its fields; `who` are those of a representative."""

    line: Line
    given: Any = None
    why: Any = None
    note: Any = None
    amounts: Sequence[Any] = ()
    proxied: Any = None
    who: Sequence[Any] = ()


def lists_of(post_id: UUID) -> list[Printed]:
    """Return a post's printings with their pages, the newest first. Two queries."""
    found: dict[UUID, tuple[PaperList, list[Sheet]]] = {}
    for page in load.pages_of(post_id):
        state = PageState(page.state)
        sheet = Sheet(
            page, written(page.paper_list.code, page.number), gettext(STATE_WORDS[state]), STATE_TONES[state],
            page.people,  # type: ignore[attr-defined]  # annotated
        )  # fmt: skip
        found.setdefault(page.paper_list_id, (page.paper_list, []))[1].append(sheet)
    held = _held(found)
    return [Printed(paper, tuple(sheets), held.get(paper.id, 0)) for paper, sheets in found.values()]


def _held(lists: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many people each list holds now."""
    rows = Lease.objects.filter(paper_list_id__in=list(lists), ended_at=None).values_list("paper_list_id")
    return dict(rows.annotate(people=Count("slice__members", filter=Q(slice__members__live=True))))


def parts_of(post_id: UUID) -> list[tuple[UUID, str, int]]:
    """Return a post's parts that nobody holds, as (id, name, people)."""
    return [(row.id, row.label, row.people) for row in devices.slices_of(post_id) if not row.live_leases]  # type: ignore[attr-defined]


def ink_pages(distribution_id: UUID) -> list[PaperPage]:
    """Return the pages of a distribution that were photographed with their ink, in the order they were printed."""
    rows = PaperPage.objects.filter(paper_list__distribution_id=distribution_id).exclude(scan_shown_id=None)
    rows = rows.exclude(state=PageState.VOID).select_related("paper_list__post")
    return list(rows.order_by("paper_list__post__order", "paper_list__printed_at", "number"))


def lines_of(page: PaperPage) -> list[Line]:
    """Return a page's rows with people and what is due. Four queries."""
    rows = list(PaperRow.objects.filter(page=page).order_by("order"))
    known = recipients.recipients_in([row.recipient_id for row in rows])
    niks = people.masked_niks(row.person for row in known.values())
    return [_line(row, known[row.recipient_id], niks.get(known[row.recipient_id].person_id, "")) for row in rows]


def _line(row: PaperRow, person: Any, nik: str) -> Line:
    printed = [one for one in person.entitlements.all() if str(one.id) in row.entitlements]
    return Line(
        order=row.order,
        name=person.person.name,
        nik_masked=nik,
        due=tuple(
            (one.id, one.amount, _label(one.allocation.benefit))
            for one in printed
            if one.state == EntitlementState.OPEN
        ),
        printed=tuple((one.allocation.benefit.name, one.amount, one.allocation.benefit.unit) for one in printed),
        outcome=_outcome(row.outcome),
    )


def _label(benefit: Any) -> str:
    return f"{benefit.name} ({benefit.unit})"


def _outcome(code: str) -> str:
    words = {
        "given": gettext("Diserahkan"),
        "partly": gettext("Diserahkan sebagian"),
        "already": gettext("Sudah tercatat sebelumnya"),
        "unsaid": gettext("Belum tercatat"),
    }
    if not code or code in words:
        return words.get(code, "")
    return gettext(FAIL_WORDS[FailReason(code)])


def form_lines(lines: Iterable[Line], form: Any) -> list[FormLine]:
    """Return a page's rows with the fields of their form; a row with nothing due any more has none."""
    return [_form_line(line, form) if line.due else FormLine(line) for line in lines]


def _form_line(line: Line, form: Any) -> FormLine:
    order = line.order
    return FormLine(
        line, given=form[f"given_{order}"], why=form[f"why_{order}"], note=form[f"note_{order}"],
        amounts=[form[f"amount_{one.hex}"] for one, _, _ in line.due], proxied=form[f"proxied_{order}"],
        who=[form[f"{name}_{order}"] for name in ("name", "relation", "because", "word", "letter")],
    )  # fmt: skip

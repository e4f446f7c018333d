"""Pages of the room papers."""

from functools import partial

from balakas.papers.actions.numbers import Subject, next_number
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.numbers import BookKind
from balakas.staff.rules import PositionKind, Right
from tests.conftest import MONDAY
from tests.papers.test_life import Office
from tests.permissions.rows import Row


def paper(world, state="draft"):
    office = Office(world, MONDAY)
    steps = {"draft": office.draft, "printed": office.printed, "signed": lambda: office.back(office.printed())}
    return {"paper_id": steps[state]().id}


def plain(world):
    return {"paper_id": Office(world, MONDAY).draft(PaperKind.EQUIPMENT).id}


def number(world):
    return next_number(
        office_id=world.office.id, kind=BookKind.OUTGOING, year=2026, subject=Subject(),
        by=world.actor(PositionKind.CLERK), at=MONDAY,
    )  # fmt: skip


READ, MANAGE, SETTINGS = Right.PAPERS_READ, Right.PAPERS_MANAGE, Right.OFFICE_SETTINGS
A_FORM = {"name": "spt"}
ROWS = {
    "papers:list": Row(right=READ),
    "papers:show": Row(right=READ, kwargs=paper),
    "papers:pdf": Row(right=READ, kwargs=paper),
    "papers:signed": Row(right=READ, kwargs=partial(paper, state="signed")),
    "papers:number": Row(right=MANAGE, kwargs=paper, data={"dated": "2026-01-15"}, method="post"),
    "papers:print": Row(right=MANAGE, kwargs=plain, method="post"),
    "papers:return_signed": Row(right=MANAGE, kwargs=partial(paper, state="printed"), method="post"),
    "papers:cancel": Row(right=MANAGE, kwargs=paper, data={"reason": "salah"}, method="post"),
    "papers:books": Row(right=(READ, SETTINGS)),
    "papers:book_settings": Row(right=SETTINGS, kwargs={"kind": "spt", "year": 2026}, foreign=None),
    "papers:book": Row(right=(READ, SETTINGS), kwargs=lambda world: {"book_id": number(world).book_id}),
    "papers:insert_number": Row(
        right=MANAGE,
        kwargs=lambda world: {"book_id": number(world).book_id},
        data={"after": "1", "reason": "terlambat"},
        method="post",
    ),
    "papers:cancel_number": Row(right=MANAGE, kwargs=lambda world: {"number_id": number(world).id}),
    "papers:templates": Row(right=SETTINGS),
    "papers:form": Row(right=SETTINGS, kwargs=A_FORM, foreign=None),
    "papers:form_source": Row(right=SETTINGS, kwargs=A_FORM, foreign=None),
    "papers:form_sample": Row(right=SETTINGS, kwargs=A_FORM, foreign=None),
    "papers:restore_form": Row(right=SETTINGS, kwargs=A_FORM, foreign=None, method="post"),
}

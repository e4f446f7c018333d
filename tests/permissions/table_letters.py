"""Pages of the room letters."""

from functools import partial

from balakas.letters.actions import agenda
from balakas.letters.actions.dispositions import Pen
from balakas.staff.rules import PositionKind, Right
from tests.letters.cases import LATER, dispose, register, take, wish
from tests.permissions.rows import Row

READ = (Right.LETTERS_READ, Right.LETTERS_REGISTER)


def letter(world, *, scan=False):
    made = register(world)
    if scan:
        agenda.add_scan(letter_id=made.id, scan=take(world), by=world.actor(PositionKind.CLERK), at=LATER)
    return {"letter_id": made.id}


def disposisi(world):
    return {"disposisi_id": dispose(world, register(world)).id}


def penned(world):
    pen = Pen(world.users[PositionKind.CAMAT].id, take(world))
    made = dispose(world, register(world), by=PositionKind.CLERK, pen=pen, wish_given=wish(world))
    return {"disposisi_id": made.id}


ROWS = {
    "letters:list": Row(right=READ),
    "letters:search": Row(right=READ, method="post", data={"words": "bansos"}),
    "letters:xlsx": Row(right=READ),
    "letters:pdf": Row(right=READ),
    "letters:register": Row(right=Right.LETTERS_REGISTER),
    "letters:detail": Row(right=READ, kwargs=letter),
    "letters:correct": Row(right=Right.LETTERS_REGISTER, kwargs=letter),
    "letters:cancel": Row(right=Right.LETTERS_REGISTER, kwargs=letter, method="post", data={"reason": "ganda"}),
    "letters:scan": Row(right=READ, kwargs=partial(letter, scan=True)),
    "letters:add_scan": Row(right=Right.LETTERS_REGISTER, kwargs=letter, method="post"),
    "letters:blank_sheet": Row(right=READ, kwargs=letter),
    "letters:dispose": Row(right=Right.LETTERS_DISPOSE, kwargs=letter),
    "letters:dispose_pen": Row(right=Right.LETTERS_REGISTER, kwargs=letter),
    "letters:disposisi": Row(right=READ, kwargs=disposisi),
    "letters:forward": Row(right=Right.LETTERS_RECEIVE, kwargs=disposisi),
    "letters:done": Row(right=Right.LETTERS_RECEIVE, kwargs=disposisi, method="post"),
    "letters:withdraw": Row(
        right=(Right.LETTERS_DISPOSE, Right.LETTERS_REGISTER, Right.LETTERS_RECEIVE), kwargs=disposisi, method="post",
        data={"reason": "salah alamat"},
    ),
    "letters:sheet": Row(right=READ, kwargs=disposisi),
    "letters:sheet_photo": Row(right=READ, kwargs=penned),
}  # fmt: skip

"""Data of the forms of activities 3 and 4: preparing papers, briefing, schedule, invitations."""

from typing import Literal, NotRequired, TypedDict

from balakas.papers.rules.sheets.shared import Sheet, Signer


class Privacy(TypedDict):
    """The notice of UU 27/2022 art. 21."""

    notice: str  # why, which data, how long, which rights
    contact: str  # the data protection officer's name and contact


class Invited(TypedDict):
    """One invited person."""

    name: str
    nik_masked: str
    address: str
    order: str  # place in the day's order: "12 dari 54"
    code: str  # the voucher's readable code
    qr: str  # SVG of `common.qr.qr_svg`
    what: str  # "bantuan permakanan Rp250.000"
    day: str
    time: str
    place: str
    village: str


class Invitations(Sheet):
    """`invitations`: one A5 sheet per person, with a power of attorney on the back when `with_back`."""

    number: str
    place_date: str
    program: str
    bring: list[str]
    contact: str
    privacy: Privacy
    signer: Signer
    with_back: bool
    people: list[Invited]


class ScheduleRow(TypedDict):
    """One village or post on one day."""

    day: str
    village: str
    time: str
    place: str
    count: str
    method: str


class Schedule(Sheet):
    """`schedule`: Jadwal penyaluran."""

    program: str
    opening: str
    rows: list[ScheduleRow]
    bring: list[str]
    contact: str
    place_date: str
    signer: Signer


class Attendee(TypedDict):
    """Who came."""

    name: str
    position: str


class Briefing(Sheet):
    """`briefing`: Notulen pengarahan with the attendance list."""

    program: str
    day: str
    time: str
    place: str
    basis: str
    chair: str
    clerk: str
    present: str
    points: list[str]
    decisions: list[str]
    attendance: list[Attendee]
    place_date: str
    signer: Signer


class Equipment(TypedDict):
    """One line of the checklist; `state` "open" leaves both boxes empty."""

    name: str
    quantity: str
    state: Literal["present", "missing", "open"]
    note: str


class Checklist(Sheet):
    """`equipment`: Daftar periksa sarana dan prasarana."""

    program: str
    post: str
    day: str
    officer: str
    items: list[Equipment]
    checker: Signer
    place_date: str
    signer: Signer


class MissingRow(TypedDict):
    """One recipient whose papers are not complete."""

    name: str
    nik_masked: str
    address: str
    missing: str
    note: str


class MissingVillage(TypedDict):
    """One village's sheet."""

    name: str
    complete: str  # "31 dari 37 penerima"
    rows: list[MissingRow]


class Missing(Sheet):
    """`missing`: Daftar kekurangan berkas per desa."""

    program: str
    as_of: str
    deadline: str
    send_to: str
    villages: list[MissingVillage]
    place_date: str
    signer: Signer


class ReceiptRow(TypedDict):
    """One line of the receipt list. `signature` names an image, `done` is a word in its place ("diterima 09.12")."""

    index: int  # running number over the whole list: odd signs left, even right
    name: str
    nik_masked: str
    address: str
    items: str
    note: str
    signature: NotRequired[str]
    done: NotRequired[str]


class ReceiptSheet(TypedDict):
    """One page: its own number and QR, so that a photographed page finds its rows."""

    number: int
    qr: str
    village: str
    post: str
    day: str
    time: str
    rows: list[ReceiptRow]
    subtotal: str
    running: str  # "" on the first page
    officer: Signer
    village_head: Signer
    place_date: str


class ReceiptList(Sheet):
    """`receipt_list`: Daftar tanda terima, blank or filled; `code`-`number` is what is keyed."""

    program: str
    code: str
    rows_per_page: int  # 20 to 25
    sheets: list[ReceiptSheet]

"""Data of the forms of activities 1 and 2, and of the duty order."""

from typing import Literal, NotRequired, TypedDict

from balakas.papers.rules.sheets.shared import Sheet, Signer


class Tick(TypedDict):
    """One line with a box before it."""

    name: str
    ticked: bool


class Disposition(Sheet):
    """`disposition`: Lembar disposisi, half a folio."""

    sender: str
    letter_number: str
    letter_date: str
    received: str
    agenda_number: str
    urgency: Literal["very_urgent", "urgent", "secret", "ordinary"]
    subject: str
    forwarded_to: list[Tick]
    instructions: list[Tick]
    deadline: str  # "" leaves it out
    note: str  # "" leaves room to write
    signed_on: str  # "Awayan, 5 Januari 2026"
    signer: Signer
    recorded_by: str  # who entered a sheet written in pen; "" otherwise


class AgendaRow(TypedDict):
    """One incoming letter."""

    number: str
    received: str
    letter_number: str
    letter_date: str
    sender: str
    subject: str
    disposition: str
    note: str


class Agenda(Sheet):
    """`agenda`: the register of incoming letters."""

    period: str  # "Januari 2026", "Tahun 2026"
    rows: list[AgendaRow]
    total: str
    place_date: str
    signer: Signer


class OnDuty(TypedDict):
    """One person in a duty order; empty `rank` and `nip` leave their lines out."""

    name: str
    rank: str
    nip: str
    position: str
    role: NotRequired[str]


class Spt(Sheet):
    """`spt`: Surat Perintah Tugas."""

    title: str  # "Surat Perintah Tugas" or what the regency's own rule calls it
    number: str  # "" prints dots
    basis: list[str]
    consideration: str
    people: list[OnDuty]
    tasks: list[str]
    when: str
    where: str
    place: str
    date: str  # "" is not allowed once numbered
    signer: Signer
    copies: list[str]

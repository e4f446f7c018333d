"""A letter and its dispositions in the words of the office's forms."""

from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from balakas.common.indonesian import MONTHS, clock, long_date
from balakas.letters import rules
from balakas.letters.models import Disposisi, Letter
from balakas.letters.queries import dispositions
from balakas.papers.queries import letterhead
from balakas.papers.rules.sheets.letters import Disposition
from balakas.papers.rules.sheets.shared import Signer
from balakas.staff import queries as staff

NOBODY: Signer = {"position": "CAMAT", "name": ""}


@override("id")  # a paper of the office, whoever makes it
def disposition(letter: Letter, row: Disposisi | None, at: datetime) -> Disposition:
    """Return the sheet's data; without a disposition every box is empty and there is room to write."""
    zone = letter.office.zone
    day = staff.local_day(letter.office, row.happened_at if row else at)
    addressed = {line.user_id for line in row.addressees.all()} if row else set()
    people = dispositions.receivers(letter.office_id, day)
    return {
        "kop": letterhead.kop_of(letter.office_id),
        "sender": letter.sender,
        "letter_number": letter.letter_number,
        "letter_date": long_date(letter.letter_date) if letter.letter_date else "",
        "received": moment_words(letter.received_at, zone),
        "agenda_number": letter.agenda,
        "urgency": cast("Literal['very_urgent', 'urgent', 'secret', 'ordinary']", str(letter.urgency)),
        "subject": letter.subject,
        "forwarded_to": [
            {"name": person.title, "ticked": person.user_id in addressed}
            for person in people
            if row is None or person.user_id != row.author_id
        ],
        "instructions": [
            {"name": gettext(word), "ticked": row is not None and code in row.instructions}
            for code, word in rules.INSTRUCTIONS.items()
        ],
        "deadline": day_words(row.deadline, zone, short=False) if row and row.deadline else "",
        "note": row.note if row else "",
        "signed_on": place_date(letter.office_id, day) if row else f"{letterhead.place_of(letter.office_id)},",
        "signer": _signer(letter, row, day),
        "recorded_by": row.recorded_by.full_name if row and row.recorded_by else "",
    }


def head_signer(office_id: UUID, day: date) -> Signer:
    """Return who heads the office on `day`, dots where nobody does."""
    head = letterhead.head_of(office_id, day)
    return head.signer if head else NOBODY


def place_date(office_id: UUID, day: date) -> str:
    """-> `Awayan, 5 Januari 2026`."""
    return f"{letterhead.place_of(office_id)}, {long_date(day)}"


@override("id")  # a paper of the office, whoever makes it
def chain_words(letter: Letter, zone: str) -> str:
    """Return a letter's dispositions in the register's words: who, what, until when; several one after the other.

    The letter comes from `letters.register`, which has loaded its chain.
    """
    return "; ".join(_words(row, zone) for row in letter.chain)  # type: ignore[attr-defined]  # prefetched


def instruction_words(codes: list[str]) -> str:
    """Return the instructions of a disposition in words."""
    return ", ".join(gettext(rules.INSTRUCTIONS[code]) for code in codes if code in rules.INSTRUCTIONS)


def date_words(day: date | None) -> str:
    """-> `5 Jan 2026`, "" for none."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" if day else ""


def day_words(moment: datetime, zone: str, *, short: bool = True) -> str:
    """Return the day of a moment in the office's zone: `6 Jan 2026`, or in full."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return date_words(day) if short else long_date(day)


@override("id")  # a paper of the office, whoever makes it
def moment_words(moment: datetime, zone: str) -> str:
    """-> `6 Januari 2026 pukul 09.12`."""
    there = moment.astimezone(ZoneInfo(zone))
    return gettext("%(date)s pukul %(clock)s") % {"date": long_date(there.date()), "clock": clock(there)}


def _words(row: Disposisi, zone: str) -> str:
    people = ", ".join(line.title for line in row.addressees.all())
    asked = ". ".join(part for part in (instruction_words(row.instructions), row.note) if part)
    until = gettext("paling lambat %(day)s") % {"day": day_words(row.deadline, zone)} if row.deadline else ""
    return ", ".join(part for part in (f"{people}: {asked.removesuffix('.')}", until) if part)


def _signer(letter: Letter, row: Disposisi | None, day: date) -> Signer:
    """Return who signs: the author under the title the disposition keeps, however his positions have changed since."""
    if row is None:
        return head_signer(letter.office_id, day)
    signer = letterhead.signer_of(row.author_id, letter.office_id, day)
    return signer or {"position": row.author_title, "name": row.author.full_name}

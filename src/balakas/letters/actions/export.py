"""What leaves the room as a file: the register, a disposition's printed sheet, a scan's copy. Each leaving is recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _n

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.indonesian import MONTHS
from balakas.letters import rules
from balakas.letters.models import Disposisi, Letter
from balakas.letters.queries import letters, sheets
from balakas.letters.queries.letters import Filters
from balakas.papers.actions.office import office_pdf
from balakas.papers.queries import letterhead
from balakas.papers.rules.sheets.letters import Agenda, AgendaRow
from balakas.staff import queries as staff
from balakas.staff.rules import Officer, Right
from balakas.vault import queries as vault

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMIT = 5000
_HEADS = (
    (_n("No. agenda"), 12), (_n("Diterima"), 18), (_n("Nomor surat"), 28), (_n("Tanggal surat"), 14), (_n("Pengirim"), 34),
    (_n("Perihal"), 50), (_n("Sifat"), 14), (_n("Keadaan"), 22), (_n("Isi disposisi"), 50), (_n("Keterangan"), 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file to send: its bytes, media type and name."""

    content: bytes
    media_type: str
    name: str


def register_file(*, officer: Officer, filters: Filters, form: str, zone: str, at: datetime) -> File:
    """Return the register, narrowed like the list, as `xlsx` or `pdf`; at most `LIMIT` letters. Raises `NotAllowed`."""
    staff.check_right(by=officer.actor, right=_reading_right(officer), at=at, office_id=officer.office_id)
    rows = list(letters.register(officer, filters, zone)[:LIMIT])
    rows.reverse()  # on paper the register runs from the first number to the last
    content = _xlsx(rows, zone) if form == "xlsx" else _pdf(officer, rows, filters, zone, at)
    audit.record(
        office_id=officer.office_id, by=officer.actor, at=at, act="letters.export", kind=rules.KIND,
        details={"form": form, "count": len(rows)},
    )  # fmt: skip
    year = filters.year or staff.local_day(staff.office_of(officer.office_id), at).year
    return File(content, XLSX if form == "xlsx" else "application/pdf", f"agenda-surat-masuk-{year}.{form}")


def open_scan(*, letter_id: UUID, by: Actor, at: datetime) -> tuple[bytes, str]:
    """Return the copy of a letter's scan and its media type: a list of people may hang on it, so reading is recorded.

    The caller has loaded the letter for the reader. Raises `LetterUnknown` where there is no scan.
    """
    letter = Letter.objects.filter(id=letter_id).first()
    if letter is None or letter.scan_shown_id is None:
        raise rules.LetterUnknown
    _read(letter, rules.KIND, letter.id, by, at)
    return vault.file_bytes(letter.scan_shown_id), vault.file_of(letter.scan_shown_id).media_type


def open_sheet_photo(*, disposisi_id: UUID, by: Actor, at: datetime) -> tuple[bytes, str]:
    """Return the copy of the photo of a sheet written in pen, and its media type. Raises `LetterUnknown`."""
    row = Disposisi.objects.select_related("letter").filter(id=disposisi_id).first()
    if row is None or row.sheet_shown_id is None:
        raise rules.LetterUnknown
    _read(row.letter, rules.DISPOSISI_KIND, row.id, by, at)
    return vault.file_bytes(row.sheet_shown_id), vault.file_of(row.sheet_shown_id).media_type


def sheet_file(*, letter: Letter, disposisi: Disposisi | None, at: datetime) -> File:
    """Return the disposition sheet as PDF: filled from `disposisi`, blank for a pen where it is None."""
    data = sheets.disposition(letter, disposisi, at)
    content = office_pdf("disposition", data, office_id=letter.office_id, at=at)
    return File(content, "application/pdf", f"disposisi-agenda-{letter.agenda_year}-{_plain(letter.agenda)}.pdf")


def _pdf(officer: Officer, rows: list[Letter], filters: Filters, zone: str, at: datetime) -> bytes:
    day = staff.local_day(staff.office_of(officer.office_id), at)
    data: Agenda = {
        "kop": letterhead.kop_of(officer.office_id),
        "period": _period(filters, day),
        "rows": [_row(letter, zone) for letter in rows],
        "total": str(len(rows)),
        "place_date": sheets.place_date(officer.office_id, day),
        "signer": sheets.head_signer(officer.office_id, day),
    }
    return office_pdf("agenda", data, office_id=officer.office_id, long=True, at=at)


@override("id")  # the register is a paper of the office, whoever makes it
def _row(letter: Letter, zone: str) -> AgendaRow:
    cancelled = gettext("Dibatalkan: %(reason)s") % {"reason": letter.cancel_reason} if letter.cancelled_at else ""
    return {
        "number": letter.agenda,
        "received": sheets.day_words(letter.received_at, zone),
        "letter_number": letter.letter_number,
        "letter_date": sheets.date_words(letter.letter_date),
        "sender": letter.sender,
        "subject": letter.subject,
        "disposition": sheets.chain_words(letter, zone),
        "note": cancelled or letter.note,
    }


@override("id")  # the register is a paper of the office, whoever makes it
def _xlsx(rows: list[Letter], zone: str) -> bytes:
    """Return the register as a workbook; every cell is text or a date, never a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(gettext("Agenda surat masuk"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    for column, (name, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, gettext(name), head)
    sheet.freeze_panes(1, 1)
    for place, letter in enumerate(rows, start=1):
        for column, value in enumerate(_cells(letter, zone)):
            sheet.write_string(place, column, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_HEADS) - 1)
    book.close()
    return buffer.getvalue()


def _cells(letter: Letter, zone: str) -> list[str]:
    row, line = _row(letter, zone), letters.line(letter)
    return [
        row["number"], sheets.moment_words(letter.received_at, zone), row["letter_number"], row["letter_date"],
        row["sender"], row["subject"], gettext(rules.URGENCY_WORDS[rules.Urgency(letter.urgency)]),
        gettext(line.state_word), row["disposition"], row["note"],
    ]  # fmt: skip


def _period(filters: Filters, day: date) -> str:
    year = filters.year or day.year
    return f"{MONTHS[filters.month - 1]} {year}" if filters.month and filters.year else f"Tahun {year}"


def _reading_right(officer: Officer) -> Right:
    return Right.LETTERS_READ if Right.LETTERS_READ in officer.rights else Right.LETTERS_REGISTER


def _read(letter: Letter, kind: str, subject_id: UUID, by: Actor, at: datetime) -> None:
    audit.record(
        office_id=letter.office_id, by=by, at=at, act="letters.read_scan", kind=kind, subject_id=subject_id,
        label=letter.agenda,
    )  # fmt: skip


def _plain(text: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in text)

"""One person across all rooms: what the office holds and what was done with it, for the data-subject file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from balakas.audit import queries as audit_queries
from balakas.common.masks import mask_number
from balakas.common.messages import N_
from balakas.distributions.rules.programme import amount_words
from balakas.handover.queries import about as handover
from balakas.papers.queries import papers
from balakas.planning.queries import about as planning
from balakas.recipients.queries import about as recipients
from balakas.recipients.queries import changes, people, requests, subject
from balakas.recipients.rules.intake import FIELD_WORDS
from balakas.recipients.rules.requests import KIND_WORDS, REQUEST_TONES, REQUEST_WORDS, Kind, RequestState
from balakas.staff import queries as staff_queries
from balakas.staff.rules import Officer, Right

_WHAT = {
    "visit": N_("Serah terima"), "payment": N_("Bantuan dicatat diterima"), "picture": N_("Foto atau tanda tangan"),
    "refuse": N_("Menolak menerima"), "absent": N_("Tidak hadir"),
}  # fmt: skip
SOURCES = {"edit": N_("Diubah di halaman"), "list": N_("Daftar perbaikan"), "undo": N_("Daftar perbaikan diurungkan")}
_WHEN = ("happened_at", "issued_at", "added_at", "dated", "day", "drafted_at")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing held or done: in which room, when (None where the room does not say), what, about which distribution."""

    room: str
    when: datetime | None
    what: str
    where: str


def file_of(officer: Officer, recipient_id: UUID) -> dict[str, object]:
    """Return a person's page for an officer who may see them, else 404: lines, oldest first, and every recorded act."""
    recipient = people.recipient_for(officer, recipient_id)
    person = recipient.person
    lines = [
        *(
            Line(N_("Penerima"), one.when, gettext(one.what), one.distribution_title)
            for one in recipients.about_person(person.id)
        ),
        *(_told(N_("Naskah"), one, N_("Naskah")) for one in papers.about_person(person.id)),
        *(_told(N_("Persiapan"), one, N_("Undangan")) for one in planning.about_person(person.id)),
        *(_told(N_("Serah terima"), one, N_("Serah terima")) for one in handover.about_person(person.id)),
    ]
    names = people.village_names(staff_queries.office_of(officer.office_id).region_code)
    return {
        "recipient": recipient,
        "person": person,
        "masked": people.masked_niks([recipient])[recipient.id],
        "village": names.get(recipient.village_code, ""),
        "lines": sorted(lines, key=_oldest),
        "acts": _acts(officer, recipient),
        "received": [_in_words(one) for one in subject.received(person)],
        "changes": [_change(one) for one in changes.of_person(person.id)],
        "requests": [
            {
                "row": row,
                "kind": gettext(KIND_WORDS[Kind(row.kind)]),
                "tone": REQUEST_TONES[RequestState(row.state)],
                "word": gettext(REQUEST_WORDS[RequestState(row.state)]),
            }
            for row in requests.of_person(person.id)
        ],
        "may_reveal": Right.RECIPIENTS_REVEAL in officer.rights,
        "may_ask": Right.RECIPIENTS_COLLECT in officer.rights,
    }


def _in_words(one: Mapping[str, Any]) -> dict[str, object]:
    """Return what was due and given in words; somebody of the household is named, the person is not again."""
    given = amount_words(one["kind"], one["given"], one["unit"]) if one["given"] else ""
    return {**one, "due": amount_words(one["kind"], one["amount"], one["unit"]), "got": given}


def _change(one: changes.Change) -> dict[str, object]:
    """Return a change with each field before and after; numbers masked."""
    fields = []
    for name, pair in one.values.items():
        word = gettext(FIELD_WORDS.get("village" if name == "village_code" else name, name))
        shown = [mask_number(text) if name in {"nik", "kk", "phone"} else text for text in pair]
        fields.append((word, shown[0] or "–", shown[1] or "–"))
    return {"at": one.at, "by": one.by, "source": gettext(SOURCES[one.source]), "fields": fields}


def _told(room: str, one: Mapping[str, Any], otherwise: str) -> Line:
    said = next((one[name] for name in _WHEN if one.get(name)), "")
    what = gettext(_WHAT.get(str(one.get("what", "")), str(one.get("label") or one.get("kind") or otherwise)))
    where = " · ".join(
        str(one[name]) for name in ("distribution", "number", "benefit", "post", "place") if one.get(name)
    )
    return Line(room, _moment(said), what, where)


def _moment(said: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _oldest(line: Line) -> tuple[bool, str]:
    return line.when is None, line.when.isoformat() if line.when else ""


def _acts(officer: Officer, recipient: Any) -> list[Any]:
    """Return the recorded acts on the person and on this entry of the list, reads of the full numbers included."""
    found = [
        entry
        for kind, subject in (("person", recipient.person_id), ("recipient", recipient.id))
        for entry in audit_queries.entries_about(officer.office_id, kind, subject)
    ]
    return sorted(found, key=lambda entry: entry.seq)

"""Replacements and additions: the proposals, whose turn it is, and what a programme's rules say of a distribution."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from balakas.common.indonesian import long_date
from balakas.distributions.queries import distributions
from balakas.distributions.rules import replacement
from balakas.distributions.rules.replacement import ExitReason, Heir, ReasonRule
from balakas.recipients.models import Person, Recipient
from balakas.recipients.models.changes import Joining, ReserveEntry
from balakas.recipients.queries import people
from balakas.recipients.rules.joining import JoiningState, ReserveState, Turn
from balakas.recipients.rules.people import RecipientState
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place

PAGE = 50
_MEMBERS = 30


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who shall come, as the pages and papers name them; numbers in the clear, to be masked where they are shown."""

    name: str
    nik: str = ""
    kk: str = ""
    address: str = ""


def rules_of(distribution_id: UUID) -> dict[ExitReason, ReasonRule]:
    """Return the reasons of a distribution's programmes on the terms it was opened with."""
    programmes = {
        row.benefit.programme_id: row.benefit.programme for row in distributions.allocations_of(distribution_id)
    }
    return replacement.merged(replacement.rules_from(one.replacement_rules) for one in programmes.values())


def family_of(recipient: Recipient) -> list[Person]:
    """Return the members of the same family card who are not on the list themselves."""
    if recipient.person.household_id is None:
        return []
    listed = Recipient.objects.filter(distribution_id=recipient.distribution_id).values("person_id")
    rows = Person.objects.filter(household_id=recipient.person.household_id, erased_at=None)
    return list(rows.exclude(id=recipient.person_id).exclude(id__in=listed).order_by("birth_date", "id")[:_MEMBERS])


def reserve_of(distribution_id: UUID, village_code: str = "") -> QuerySet[ReserveEntry]:
    """Return a distribution's reserve list in its order, or one village's part of it."""
    rows = ReserveEntry.objects.filter(distribution_id=distribution_id).select_related("person__household")
    return (rows.filter(village_code=village_code) if village_code else rows).order_by("order")


def free_reserve(recipient: Recipient) -> list[ReserveEntry]:
    """Return who of the recipient's village waits on the reserve list, those already asked for elsewhere left out."""
    listed = Recipient.objects.filter(distribution_id=recipient.distribution_id).values("person_id")
    asked = Joining.objects.filter(state=JoiningState.PROPOSED).exclude(reserve=None).values("reserve_id")
    rows = reserve_of(recipient.distribution_id, recipient.village_code).filter(state=ReserveState.FREE)
    return list(rows.exclude(person_id__in=listed).exclude(id__in=asked)[:_MEMBERS])


def turn_of(recipient: Recipient) -> Turn:
    """Return who may follow a recipient, in turn."""
    family = [row.id for row in family_of(recipient)]
    return Turn(family, [row.person_id for row in free_reserve(recipient)])


def visible(officer: Officer, distribution_id: UUID) -> QuerySet[Joining]:
    """Return the proposals of a distribution that lie in the officer's area, the newest first."""
    rows = Joining.objects.filter(office_id=officer.office_id, distribution_id=distribution_id)
    if officer.villages is not None:
        rows = rows.filter(village_code__in=officer.villages)
    return rows.select_related("replaces__person", "person", "by", "decided_by").order_by("-at", "-id")


def joining_for(officer: Officer, joining_id: UUID) -> Joining:
    """Return a proposal of the officer's office and area, else 404."""
    rows = Joining.objects.select_related(
        "distribution__office", "replaces__person__household", "person__household", "recipient", "by", "decided_by"
    )
    row = rows.filter(id=joining_id, office_id=officer.office_id).first()
    if row is None or not (officer.villages is None or row.village_code in officer.villages):
        raise Http404
    return row


def open_for(recipient_id: UUID) -> Joining | None:
    """Return the proposal that waits about replacing a recipient."""
    return Joining.objects.filter(replaces_id=recipient_id, state=JoiningState.PROPOSED).first()


def last_for(recipient_id: UUID) -> Joining | None:
    """Return the newest proposal by which somebody came on the list, or by which they were replaced."""
    rows = Joining.objects.filter(replaces_id=recipient_id) | Joining.objects.filter(recipient_id=recipient_id)
    return rows.order_by("-at").first()


def waiting(officer: Officer) -> list[Joining]:
    """Return the office's proposals that wait for somebody else's decision."""
    rows = Joining.objects.filter(office_id=officer.office_id, state=JoiningState.PROPOSED)
    if officer.villages is not None:
        rows = rows.filter(village_code__in=officer.villages)
    return list(rows.exclude(by_id=officer.user_id).select_related("distribution").order_by("at"))


def particulars_place(joining_id: UUID) -> Place:
    """Return where the particulars of somebody who shall come are sealed."""
    return Place("recipients_joining", "particulars_sealed", joining_id)


def pack(particulars: Any) -> str:
    """Return particulars (a dataclass of plain values) as JSON, to be sealed."""
    data = asdict(particulars)
    data["birth_date"] = data["birth_date"].isoformat() if data["birth_date"] else None
    return json.dumps(data, ensure_ascii=False)


def particulars_of(row: Joining) -> dict[str, Any]:
    """Open what was typed about somebody the office did not know; empty where it was destroyed or is not needed any more."""
    if not row.particulars_sealed:
        return {}
    try:
        opened = vault.open_sealed(
            bytes(row.particulars_sealed), subject_id=row.subject_id, place=particulars_place(row.id)
        )
    except KeyDestroyed:
        return {}
    data: dict[str, Any] = json.loads(opened)
    data["birth_date"] = date.fromisoformat(data["birth_date"]) if data["birth_date"] else None
    return data


def newcomer_of(row: Joining) -> Newcomer:
    """Return who shall come, or came."""
    if row.person is not None:
        return described(row.person)
    data = particulars_of(row)
    kk = data.get("kk", "")
    if not kk and row.heir == Heir.SAME_KK and row.replaces is not None:
        kk = people.numbers_of(row.replaces.person).kk
    return Newcomer(data.get("name", ""), data.get("nik", ""), kk, _address(data))


def described(person: Person) -> Newcomer:
    """Return a person as the papers name one."""
    numbers = people.numbers_of(person)
    plain = {name: getattr(person, name) for name in ("address", "rt", "rw", "village_code")}
    return Newcomer(person.name, numbers.nik, numbers.kk, _address(plain))


def _address(data: Mapping[str, Any]) -> str:
    blocks = [f"RT {data['rt']}" if data.get("rt") else "", f"RW {data['rw']}" if data.get("rw") else ""]
    return ", ".join(part for part in (str(data.get("address", "")), " ".join(filter(None, blocks))) if part)


def names_of(rows: Iterable[Joining]) -> dict[UUID, str]:
    """Return the names of those who shall come, by proposal; three queries for a page however long."""
    listed = list(rows)
    sealed = [row for row in listed if row.person_id is None and row.particulars_sealed]
    secrets = vault.subject_secrets(row.subject_id for row in sealed)
    found = {row.id: row.person.name for row in listed if row.person is not None}
    for row in sealed:
        secret = secrets.get(row.subject_id)
        if secret is not None:
            opened = vault.open_with(secret, bytes(row.particulars_sealed), place=particulars_place(row.id))
            found[row.id] = str(json.loads(opened)["name"])
    return found


def on_list(distribution_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody is or was on the list."""
    return Recipient.objects.filter(distribution_id=distribution_id, person_id=person_id).exists()


def stays(recipient: Recipient) -> bool:
    """Say whether a recipient is still on the list."""
    return recipient.state != RecipientState.OUT


def paper_words(row: Joining) -> str:
    """Return the paper somebody comes on the list by, as papers name it."""
    number = f" Nomor {row.paper_number}" if row.paper_number else ""
    dated = f" tanggal {long_date(row.paper_date)}" if row.paper_date else ""
    return f"{row.paper_title}{number}{dated}"


def reserve_for(officer: Officer, distribution_id: UUID) -> QuerySet[ReserveEntry]:
    """Return the part of a distribution's reserve list that lies in the officer's area."""
    rows = reserve_of(distribution_id)
    return rows if officer.villages is None else rows.filter(village_code__in=officer.villages)


def entry_for(officer: Officer, entry_id: UUID) -> ReserveEntry:
    """Return somebody on a reserve list of the officer's office and area, else 404."""
    row = ReserveEntry.objects.filter(id=entry_id, person__office_id=officer.office_id).first()
    if row is None or not (officer.villages is None or row.village_code in officer.villages):
        raise Http404
    return row

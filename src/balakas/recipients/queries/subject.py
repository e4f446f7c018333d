"""Everything this room holds about one person, as plain values: for the page and for the data-subject file (art. 32)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from balakas.recipients.models import (
    DocumentUse,
    Entitlement,
    Erasure,
    ListChange,
    PaperException,
    Person,
    Recipient,
    Representative,
    StagedRow,
)
from balakas.recipients.models.changes import Joining, ReserveEntry
from balakas.recipients.queries import changes, people, requests
from balakas.vault import queries as vault
from balakas.vault.rules import Place

Told = dict[str, Any]


def particulars(person: Person) -> Told:
    """Return who the person is, numbers in the clear: the caller records it."""
    numbers = people.numbers_of(person)
    plain = {name: str(getattr(person, name) or "") for name in changes.PLAIN}
    home = person.household
    members = [one.name for one in people.household_members(person)]
    return {
        **plain, "village": people.village_names_of(person.office_id).get(person.village_code, ""), "nik": numbers.nik,
        "kk": numbers.kk, "phone": numbers.phone, "household_members": members,
        "household_address": home.address if home else "", "recorded_at": person.created_at.isoformat(),
    }  # fmt: skip


def received(person: Person) -> list[Told]:
    """Return what was due and given to a person and the household, programme by programme, the newest first."""
    rows = Entitlement.objects.filter(recipient__person=person)
    if person.household_id is not None:
        rows = Entitlement.objects.filter(recipient__person__household_id=person.household_id)
    rows = rows.select_related("recipient__person", "recipient__distribution", "allocation__benefit__programme")
    return [
        {
            "id": str(row.id), "person": row.recipient.person.name, "own": row.recipient.person_id == person.id,
            "distribution": row.recipient.distribution.title, "recipient_id": str(row.recipient_id),
            "programme": row.allocation.benefit.programme.name, "benefit": row.allocation.benefit.name,
            "kind": row.allocation.benefit.kind, "unit": row.allocation.benefit.unit, "period": row.allocation.period,
            "amount": row.amount, "given": row.given, "state": row.state,
        }
        for row in rows.order_by("-recipient__created_at", "allocation__order", "id")
    ]  # fmt: skip


def recipient_ids(person_id: UUID) -> list[UUID]:
    """Return the person's entries on lists."""
    return list(Recipient.objects.filter(person_id=person_id).values_list("id", flat=True))


def joining_ids(person_id: UUID) -> list[UUID]:
    """Return the proposals by which the person came on a list or was replaced."""
    rows = Joining.objects.filter(person_id=person_id) | Joining.objects.filter(replaces__person_id=person_id)
    return list(rows.values_list("id", flat=True))


def paper_ids(person_id: UUID) -> list[UUID]:
    """Return the papers made about the person: minutes, statements, powers of attorney."""
    rows = Joining.objects.filter(id__in=joining_ids(person_id)).values_list("minutes_id", "statement_id")
    powers = Representative.objects.filter(person_id=person_id).values_list("paper_id", flat=True)
    return [one for pair in rows for one in pair if one] + [one for one in powers if one]


def everything(person: Person) -> Told:
    """Return all that this room holds about a person, by kind."""
    return {
        "particulars": particulars(person), "lists": list(_lists(person)), "staged_rows": list(_staged(person)),
        "entitlements": [one for one in received(person) if one["own"]], "documents": list(_documents(person)),
        "exceptions": list(_exceptions(person)), "representatives": list(_representatives(person)),
        "proposals": list(_proposals(person)), "joinings": list(_joinings(person)), "reserve": list(_reserve(person)),
        "changes": list(_changes(person)), "requests": list(_requests(person)), "erasures": list(_erasures(person)),
    }  # fmt: skip


def _lists(person: Person) -> Iterator[Told]:
    for row in Recipient.objects.filter(person=person).select_related("distribution").order_by("created_at"):
        yield {
            "distribution": row.distribution.title, "at": row.created_at.isoformat(), "state": row.state,
            "order": row.order, "basis": row.basis, "ordered_by": row.ordered_by, "reason": row.state_reason,
        }  # fmt: skip


def _staged(person: Person) -> Iterator[Told]:
    """Yield where the person stands in the original lists, whose own cells are sealed with the file."""
    rows = StagedRow.objects.filter(recipient__person=person).select_related("recipient_list__distribution")
    for row in rows.order_by("id"):
        yield {
            "distribution": row.recipient_list.distribution.title, "file": row.recipient_list.file_name,
            "sheet": row.sheet, "row": row.row_number,
        }  # fmt: skip


def _documents(person: Person) -> Iterator[Told]:
    rows = DocumentUse.objects.filter(recipient__person=person).select_related("document", "recipient__distribution")
    for row in rows.order_by("document__uploaded_at", "id"):
        yield {
            "kind": row.document.kind, "for": row.requirement, "purpose": row.purpose,
            "uploaded_at": row.document.uploaded_at.isoformat(), "verified_at": _when(row.verified_at),
            "withdrawn_at": _when(row.document.withdrawn_at), "kept_until": str(row.retention_until or ""),
        }  # fmt: skip


def _exceptions(person: Person) -> Iterator[Told]:
    for row in PaperException.objects.filter(recipient__person=person).order_by("at"):
        yield {
            "for": row.requirement,
            "reason": row.reason,
            "at": row.at.isoformat(),
            "withdrawn_at": _when(row.withdrawn_at),
        }


def _representatives(person: Person) -> Iterator[Told]:
    for row in Representative.objects.filter(person=person).order_by("at"):
        number = vault.open_sealed(
            bytes(row.nik_sealed), subject_id=person.subject_id,
            place=Place("recipients_representative", "nik_sealed", row.id),
        ) if row.nik_sealed else ""  # fmt: skip
        yield {
            "name": row.name, "nik": number, "relation": row.relation, "reason": row.reason, "lasting": row.lasting,
            "at": row.at.isoformat(), "ended_at": _when(row.ended_at),
        }  # fmt: skip


def _proposals(person: Person) -> Iterator[Told]:
    for row in ListChange.objects.filter(recipient__person=person).select_related("by", "decided_by").order_by("at"):
        yield {
            "kind": row.kind, "reason": row.reason, "basis": row.basis, "by": row.by.full_name, "at": row.at.isoformat(),
            "decided_by": row.decided_by.full_name if row.decided_by else "", "accepted": row.accepted,
        }  # fmt: skip


def _joinings(person: Person) -> Iterator[Told]:
    rows = Joining.objects.filter(id__in=joining_ids(person.id)).select_related("by", "decided_by", "distribution")
    for row in rows.order_by("at"):
        yield {
            "distribution": row.distribution.title, "role": "follows" if row.person_id == person.id else "replaced",
            "reason": row.reason, "evidence": row.evidence, "ordered_by": row.ordered_by, "paper": row.paper_title,
            "number": row.paper_number, "state": row.state, "by": row.by.full_name, "at": row.at.isoformat(),
            "decided_by": row.decided_by.full_name if row.decided_by else "",
        }  # fmt: skip


def _reserve(person: Person) -> Iterator[Told]:
    for row in ReserveEntry.objects.filter(person=person).select_related("distribution"):
        yield {
            "distribution": row.distribution.title, "order": row.order, "state": row.state, "reason": row.struck_reason,
        }  # fmt: skip


def _changes(person: Person) -> Iterator[Told]:
    for one in changes.of_person(person.id):
        yield {
            "at": one.at.isoformat(), "by": one.by, "source": one.source,
            "values": {name: {"before": before, "after": after} for name, (before, after) in one.values.items()},
        }  # fmt: skip


def _requests(person: Person) -> Iterator[Told]:
    rows = requests.of_person(person.id)
    words = requests.words_of(rows)
    for row in rows:
        yield {
            "kind": row.kind, "asked_at": row.asked_at.isoformat(), "due_at": row.due_at.isoformat(), "state": row.state,
            "words": words[row.id][0], "answer": words[row.id][1], "told_how": row.told_how,
            "settled_at": _when(row.settled_at),
        }  # fmt: skip


def _erasures(person: Person) -> Iterator[Told]:
    for row in Erasure.objects.filter(person=person).order_by("at"):
        yield {"reason": row.reason, "paper": row.paper, "at": row.at.isoformat(), "accepted": row.accepted}


def _when(moment: Any) -> str:
    return moment.isoformat() if moment else ""

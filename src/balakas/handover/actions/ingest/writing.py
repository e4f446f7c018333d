"""Writing new events together: the ledger, the books, visits, texts about people, cases. One savepoint around it is the caller's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from balakas.common.bulk import insert_objects, update_rows
from balakas.common.canonical import canonical, digest
from balakas.common.ids import uuid7
from balakas.common.prepared import Prepared, objects
from balakas.handover.actions import books, case_book, keys
from balakas.handover.actions.ingest import notes as noted
from balakas.handover.actions.ingest.facts import Facts, id_of
from balakas.handover.actions.ingest.opening import Arrived, unproven
from balakas.handover.models.arrivals import EventSecret
from balakas.handover.models.books import Attachment, Visit
from balakas.handover.models.ledger import Device, Event, ServerKey, Tail
from balakas.handover.queries import ledger, signing
from balakas.handover.rules import arrivals
from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import (
    CHECK_LENGTH,
    PAYING,
    RECEIPT_LENGTH,
    EventType,
    Identity,
    receipt_code,
    text_moment,
)
from balakas.handover.rules.proxies import Note
from balakas.vault import actions as vault_actions
from balakas.vault import queries as vault
from balakas.vault.rules import SubjectKind

_IDS = ("distribution", "post", "recipient", "entitlement", "visit", "target", "officer")


@dataclass(slots=True)
class Written:
    """One event as it now stands in the ledger, what a person must look at, what is merely odd."""

    event: Event
    arrived: Arrived
    cases: set[CaseKind] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pen:
    """What is needed to write: the lock on the ledger's end, the key of receipts, what is known."""

    tail: Tail
    key: ServerKey
    facts: Facts
    at: datetime


def write(pen: Pen, listed: Sequence[Arrived]) -> list[Written]:
    """Append well-formed events, whatever may be the matter with them, and bring them into the books."""
    written = [Written(_append(pen, one), one) for one in listed]
    events = [one.event for one in written]
    insert_objects(events)
    doubles = books.apply_all(events, at=pen.at, claims=pen.facts.claims)
    for one in written:
        one.notes += noted.event_notes(pen.facts, one.arrived, at=pen.at)
    visits = _visits(pen, written)
    _texts(pen, written)
    for one in written:
        _cases(pen, one)
        if one.event.entitlement_id in doubles and one.event.type in PAYING:
            one.cases.add(CaseKind.DOUBLE)
    noted.keep(visits)
    _advance(pen, events)
    return written


def _append(pen: Pen, one: Arrived) -> Event:
    """Return the next entry of the ledger, chained and receipted, not stored yet."""
    body, tail = one.body, pen.tail
    happened_at = text_moment(body["time"]["happened"])
    holds = arrivals.holds_of(pen.facts.circumstances(one))
    event = Event(
        id=one.id, office_id=pen.facts.office_id, device_id=one.device, seq=body["seq"], type=body["type"],
        **{f"{name}_id": id_of(body, name) for name in _IDS}, day=pen.facts.day(happened_at), happened_at=happened_at,
        recorded_at=pen.at, body=one.text, hash=one.hash, signature=one.signature, position=tail.position + 1,
        held=arrivals.held_text(holds), previous_chain=tail.hash, receipt_key_id=pen.key.id,
    )  # fmt: skip
    event.parsed = body
    event.chain = digest(ledger.chained(event))
    event.receipt = signing.sign_with(keys.signer(pen.key, at=pen.at), canonical(ledger.receipt_content(event)))
    tail.position, tail.hash = event.position, event.chain
    return event


def _visits(pen: Pen, written: Sequence[Written]) -> list[Visit]:
    """Make the visits of what was given to people of a list, with the pictures their events name."""
    first: dict[UUID, Written] = {}
    for one in written:
        event = one.event
        if event.type in PAYING and event.visit_id and _believable(event):
            first.setdefault(event.visit_id, one)
    if not first:
        return []
    fresh = {visit_id: _visit(pen, one) for visit_id, one in first.items()}
    rows = objects(Visit, _VISIT, _SAME_VISITS.rows(list(fresh), [one.check_code for one in fresh.values()]))
    known, codes = {row.id: row for row in rows}, {row.check_code for row in rows}
    made = {one: row for one, row in fresh.items() if one not in known and row.check_code not in codes}
    visits = {**{one: row for one, row in known.items() if one in fresh}, **made}
    changed = noted.note(pen.facts, written, visits)
    insert_objects(list(made.values()))
    _attach(pen, written, visits)
    return [row for row in changed if row.id not in made]


_VISIT = tuple(field.attname for field in Visit._meta.concrete_fields)  # noqa: SLF001 -- Django's documented Meta API
_SAME_VISITS = Prepared(
    lambda ids, codes: Visit.objects.filter(Q(id__in=ids) | Q(check_code__in=codes)).values_list(*_VISIT)
)


def _believable(event: Event) -> bool:
    return arrivals.believed(event.held) and event.recipient_id is not None


def _visit(pen: Pen, one: Written) -> Visit:
    event: Any = one.event
    body = one.arrived.body
    proxy = body.get("proxy") or {}
    code = receipt_code(str(event.visit_id), str(body.get("details", {}).get("first") or event.hash))
    officer: Any = pen.facts.devices[event.device_id].officer_id
    if event.officer_id in pen.facts.officers:
        officer = event.officer_id
    return Visit(
        id=event.visit_id, office_id=event.office_id, distribution_id=event.distribution_id, post_id=event.post_id,
        recipient_id=event.recipient_id, officer_id=officer, identity=body.get("identity", {}).get("how", Identity.BY_HAND),
        by_proxy=bool(proxy), relation=proxy.get("relation", ""), proxy_reason=proxy.get("reason", ""),
        has_letter=bool(proxy.get("letter", False)), proxy_index=noted.proxy_index(event.office_id, one.arrived),
        content_hash=event.hash, receipt=code[:RECEIPT_LENGTH], check_code=code[:CHECK_LENGTH], notes=[],
        day=event.day, happened_at=event.happened_at, recorded_at=pen.at,
    )  # fmt: skip


def _attach(pen: Pen, written: Sequence[Written], visits: Mapping[UUID, Visit]) -> None:
    """Note the pictures that events name; they arrive later, on their own queue."""
    rows = {}
    for one in written:
        visit = visits.get(one.event.visit_id) if one.event.visit_id else None
        if visit is None or visit.recipient_id != one.event.recipient_id:
            continue
        for named in one.arrived.body.get("attachments", ()):
            rows[visit.id, named["kind"], named["sha256"]] = Attachment(
                office_id=visit.office_id, visit=visit, recipient_id=visit.recipient_id, kind=named["kind"],
                sha256=named["sha256"], added_at=pen.at,
            )  # fmt: skip
    if rows:
        Attachment.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _texts(pen: Pen, written: Sequence[Written]) -> None:
    """Seal what was said about people under their own keys, beside the ledger that only commits to it."""
    rows = []
    for one in written:
        if not one.arrived.secrets:
            continue
        subject_id, secret = _subject(pen, one.event)
        for name, (salt, text) in one.arrived.secrets.items():
            row = EventSecret(id=uuid7(), event_id=one.event.id, name=name, subject_id=subject_id)
            for column, plain in (("salt_sealed", salt), ("text_sealed", text)):
                setattr(row, column, vault_actions.seal_with(secret, plain, place=ledger.secret_place(row.id, column)))
            rows.append(row)
    insert_objects(rows)


def _subject(pen: Pen, event: Event) -> tuple[UUID, bytes]:
    """Return whose key seals the texts of an event: the person's; a new one for somebody not on the list; else the office's."""
    person = pen.facts.people.get(event.recipient_id) if event.recipient_id else None
    if person is not None and person["person__subject_id"] in pen.facts.secrets:
        return person["person__subject_id"], pen.facts.secrets[person["person__subject_id"]]
    if event.type == EventType.EXTRA:
        subject_id = vault_actions.create_subject(office_id=event.office_id, kind=SubjectKind.PERSON, at=pen.at)
        return subject_id, vault.subject_secret(subject_id)
    office = vault.office_subject_of(event.office_id)
    return office, pen.facts.secrets[office]


def _cases(pen: Pen, one: Written) -> None:
    event, facts = one.event, pen.facts
    kinds = set(arrivals.hold_cases(event.held)) | _doubts(facts, one)
    for kind in kinds:
        claim = event.entitlement_id if str(event.entitlement_id) in facts.standing else None
        case_book.on_arrival(kind, event, known=facts.is_known(one.arrived.body), claim=claim, at=pen.at)
    if arrivals.is_fork(_hashes(facts, event)):
        case_book.on_fork(event, known=facts.is_known(one.arrived.body), at=pen.at)
        kinds.add(CaseKind.FORK)
    one.cases |= kinds


def _hashes(facts: Facts, event: Event) -> list[str]:
    """Return the contents under one sequence of a device, this one among them."""
    seen = facts.seen[event.device_id].hashes.setdefault(event.seq, set())
    seen.add(event.hash)
    return sorted(seen)


def _doubts(facts: Facts, one: Written) -> set[CaseKind]:
    event, body = one.event, one.arrived.body
    found = set()
    if event.type == EventType.EXTRA or (event.type in PAYING and _has_no_claim(facts, event, body)):
        found.add(CaseKind.NOT_ENTITLED)
    if unproven(one.arrived):
        found.add(CaseKind.EVIDENCE_MISMATCH)
    if noted.is_elsewhere(facts, one.arrived):
        found.add(CaseKind.GEO_OUTLIER)
    return found


def _has_no_claim(facts: Facts, event: Event, body: Mapping[str, Any]) -> bool:
    """Say whether the giving's claim is unknown, cancelled, another person's, or smaller than what was given."""
    entry = ledger.entry_of(event)
    person = facts.people.get(event.recipient_id) if event.recipient_id else None
    out = person is not None and person["state"] == "out"
    return out or not ledger.is_entitled(entry, facts.standing) or 0 < body.get("due", 0) < entry.quantity


def _advance(pen: Pen, events: Sequence[Event]) -> None:
    """Move each device's high water over what is now here without a gap."""
    moved = []
    for device_id in {event.device_id for event in events}:
        device, seen = pen.facts.devices[device_id], pen.facts.seen[device_id]
        high = arrivals.high_water(device.last_seq, seen.hashes)
        if high != device.last_seq:
            last = min(seen.hashes.get(high, {""}))
            device.last_seq, device.last_hash = high, last
            moved.append((device_id, high, last))
    update_rows(Device, ("last_seq", "last_hash"), moved)

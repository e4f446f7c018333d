"""A visit: one identity check, one photo, one signature, all that is given to this person now.

What has happened is never refused: a giving without a claim, or the second of one claim, is stored with a case. Refused is
only what cannot be understood, or whom the act does not belong to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.canonical import digest
from balakas.common.errors import BalakasError
from balakas.common.ids import uuid7
from balakas.common.messages import N_
from balakas.distributions.rules.distribution import DistributionState
from balakas.handover.actions import books, case_book, evidence, ledger, shifts
from balakas.handover.actions.evidence import Picture, Taken
from balakas.handover.actions.ledger import Draft
from balakas.handover.actions.shifts import Desk
from balakas.handover.models.books import Visit
from balakas.handover.models.ledger import Event
from balakas.handover.queries import ledger as ledger_queries
from balakas.handover.queries import terms
from balakas.handover.rules import events as event_rules
from balakas.handover.rules import proxies, verdicts
from balakas.handover.rules.books import due_amount
from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import AttachmentKind, EventType, Identity
from balakas.handover.rules.proxies import Note, Proxy
from balakas.handover.rules.verdicts import Given
from balakas.recipients.queries import field as recipients
from balakas.recipients.rules.people import RecipientState
from balakas.staff import queries as staff
from balakas.staff.rules import Right


@dataclass(frozen=True, slots=True)
class Checked:
    """How it was made sure who stands there; `reason` is personal and asked where it was by hand."""

    how: Identity
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where it happened, in microdegrees with the accuracy in metres, or the code of `events.NoPosition`."""

    lat_micro: int | None = None
    lng_micro: int | None = None
    accuracy_m: int = 0
    missing: str = "not_asked"


NOT_ASKED = Position()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the green screen shows; `repeated` when the same visit had been recorded before."""

    visit: Visit
    events: tuple[Event, ...] = ()
    repeated: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the officer said of a visit, as it is checked and written; times and reasons are settled."""

    client_id: UUID
    recipient_id: UUID
    givings: tuple[Given, ...]
    checked: Checked
    happened_at: datetime
    proxy: Proxy | None = None
    position: Position = NOT_ASKED
    reason: str = ""
    page_id: UUID | None = None
    late: bool = False

    @property
    def content(self) -> str:
        """The hash by which a repeated sending is known; no personal text is in it."""
        return digest({
            "recipient": str(self.recipient_id),
            "givings": sorted([one.entitlement_id, one.quantity] for one in self.givings),
            "identity": self.checked.how.value,
            "proxy": self.proxy.relation.value if self.proxy else "",
        })  # fmt: skip


class RecipientElsewhere(BalakasError):
    """The page named somebody, or a claim, of another distribution or office: it was put together by hand."""

    code = "recipient_elsewhere"
    message = N_("Penerima atau haknya bukan dari penyaluran di titik salur ini.")


def record_visit(
    *,
    post_id: UUID,
    recipient_id: UUID,
    givings: Sequence[Given],
    identity: Checked,
    proxy: Proxy | None = None,
    photo: bytes = b"",
    signature: bytes = b"",
    thumb: bytes = b"",
    letter: bytes = b"",
    position: Position = NOT_ASKED,
    client_id: UUID,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    reason: str = "",
) -> Recorded:
    """Record what was handed to a person, once: `client_id` was made before anything was sent, and answers twice the same.

    Raises `NothingGiven`, `GivenTwice`, `ReasonNeeded` (checked by hand, or recorded late, without a word),
    `ProxyIncomplete`, `HappensLater`, `RecipientElsewhere`, `NotAllowed`, and what `papers.rules.scans` raises for a
    picture that is none.
    """
    when = event_rules.happened(happened_at=happened_at, at=at, reason=reason)
    told = Told(
        client_id=client_id, recipient_id=recipient_id, givings=tuple(givings), checked=identity, proxy=proxy,
        position=position, happened_at=when, reason=reason.strip(), late=_minute(when) < _minute(at),
    )  # fmt: skip
    check(told)
    pictures = _pictures(photo=photo, signature=signature, thumb=thumb, letter=letter)
    evidence.look_at(pictures)
    with transaction.atomic():
        desk = shifts.sit_down(post_id=post_id, by=by, at=at)
        staff.check_right(by=by, right=Right.HANDOVER_RECORD, at=at, office_id=desk.office_id)
        known = Visit.objects.filter(id=client_id, office_id=desk.office_id).first()
        if known is not None:
            return _again(known, told, at)
        recorded = record_at(desk, told, pictures)
        _audit(desk, told, recorded.visit)
    return recorded


def check(told: Told) -> None:
    """Raise what makes a visit impossible to understand; never what makes it doubtful."""
    verdicts.check_givings(told.givings)
    if told.checked.how is Identity.BY_HAND:
        event_rules.check_reason(told.checked.reason)
    if told.proxy is not None:
        proxies.check_proxy(told.proxy)


def record_at(desk: Desk, told: Told, pictures: Sequence[Picture]) -> Recorded:
    """Write a visit's events, bring them into the books, tie its pictures to it; inside the caller's transaction."""
    person = recipients.recipient_of(desk.office_id, told.recipient_id)
    if person is None or person.distribution_id != desk.distribution_id:
        raise RecipientElsewhere
    subject_id = person.person.subject_id
    taken = [evidence.take(one, office_id=desk.office_id, subject_id=subject_id, at=desk.at) for one in pictures]
    shifts.ensure_open(desk, told.happened_at)
    kind = EventType.REPLACE if person.replaces_id else EventType.HANDOVER
    written = _give(desk, told, taken, subject_id, kind)
    if not written:
        raise RecipientElsewhere
    notes = _notes(desk, told, taken, person.village_code)
    visit = _visit(desk, told, written[0], notes)
    evidence.attach(visit, taken, at=desk.at)
    doubtful = False
    for event in written:
        books.apply(event, at=desk.at)
        doubtful |= _doubt(desk, event, person.state)
    return Recorded(visit, tuple(written), doubtful=doubtful)


def _give(desk: Desk, told: Told, taken: Sequence[Taken], subject_id: UUID, kind: EventType) -> list[Event]:
    rows = recipients.locked_entitlements(UUID(one.entitlement_id) for one in told.givings)
    written = []
    for giving in told.givings:
        row = rows.get(UUID(giving.entitlement_id))
        if row is None or row.recipient.distribution_id != desk.distribution_id:
            continue
        event_id = uuid7()
        due = due_amount(row.amount, [recipients.carried(row.id)]) if row.state == "open" else 0
        draft = Draft(
            id=event_id, type=kind, distribution_id=desk.distribution_id, post_id=desk.post_id,
            recipient_id=told.recipient_id, entitlement_id=row.id, visit_id=told.client_id, page_id=told.page_id,
            happened_at=told.happened_at, due=due, remainder_id=uuid7() if giving.quantity < due else None,
            items=[{"benefit": str(row.allocation.benefit_id), "quantity": giving.quantity}],
            identity={"how": told.checked.how.value}, proxy=_proxy(told.proxy), position=_position(told.position),
            attachments=evidence.named(taken), sealed=_sealed(event_id, subject_id, told),
        )  # fmt: skip
        written.append(desk.write(draft))
    return written


def _sealed(event_id: UUID, subject_id: UUID, told: Told) -> Mapping[str, bytes]:
    place = told.position
    where = f"{place.lat_micro},{place.lng_micro},{place.accuracy_m}" if place.lat_micro is not None else ""
    proxy = told.proxy
    return ledger.sealed_for(
        event_id, subject_id, reason=told.reason, checked=told.checked.reason.strip(), position=where,
        proxy_name=proxy.name.strip() if proxy else "", proxy_nik=proxy.nik if proxy else "",
        proxy_note=proxy.note.strip() if proxy else "",
    )  # fmt: skip


def _proxy(proxy: Proxy | None) -> Mapping[str, Any]:
    if proxy is None:
        return {}
    return {
        "relation": proxy.relation.value,
        "reason": proxy.reason.value,
        "letter": proxy.has_letter,
        "lasting": proxy.lasting,
    }


def _position(place: Position) -> Mapping[str, Any]:
    """Return whether there is a place; the place itself is sealed with the person."""
    return {"accuracy_m": place.accuracy_m} if place.lat_micro is not None else {"missing": place.missing}


def _visit(desk: Desk, told: Told, first: Event, notes: Sequence[Note]) -> Visit:
    code = event_rules.receipt_code(str(told.client_id), first.hash)
    proxy = told.proxy
    return Visit.objects.create(
        id=told.client_id, office_id=desk.office_id, distribution_id=desk.distribution_id, post_id=desk.post_id,
        recipient_id=told.recipient_id, officer_id=desk.officer_id, identity=told.checked.how,
        by_proxy=proxy is not None, relation=proxy.relation if proxy else "",
        proxy_reason=proxy.reason if proxy else "", has_letter=bool(proxy and proxy.has_letter),
        proxy_index=terms.proxy_tag(desk.office_id, proxy) if proxy else b"", content_hash=told.content,
        receipt=code[: event_rules.RECEIPT_LENGTH], check_code=code, notes=[one.value for one in notes],
        page_id=told.page_id, day=first.day, happened_at=first.happened_at, recorded_at=desk.at,
    )  # fmt: skip


def _notes(desk: Desk, told: Told, taken: Sequence[Taken], village: str) -> list[Note]:
    asked = terms.terms_of(desk.distribution_id)
    notes = []
    if told.page_id is None and asked.lacks(
        {one.kind for one in taken}, has_position=told.position.lat_micro is not None
    ):
        notes.append(Note.EVIDENCE_PENDING)
    if evidence.reused(taken, office_id=desk.office_id, recipient_id=told.recipient_id):
        notes.append(Note.EVIDENCE_REUSED)
    if told.proxy is not None:
        letter = any(one.kind is AttachmentKind.LETTER for one in taken) or told.proxy.has_letter
        if proxies.needs_letter(told.proxy, asked.proxy_papers(told.proxy.relation)) and not letter:
            notes.append(Note.LETTER_MISSING)
        others = terms.collected_by(desk.distribution_id, desk.office_id, told.proxy, told.recipient_id)
        if proxies.too_many(others=others, limit=asked.proxy_limit):
            notes.append(Note.ONE_FOR_MANY)
    if told.late:
        notes.append(Note.LATE)
    if not terms.comes_here(desk.distribution_id, desk.post_id, village):
        notes.append(Note.OTHER_POST)
    return notes


def _doubt(desk: Desk, event: Event, state: str) -> bool:
    """Open a case where the giving had no claim: cancelled, another person's, more than due, or after the closing."""
    entry = ledger_queries.entry_of(event)
    standing = recipients.standing_of([event.entitlement_id])
    due = ledger_queries.body_of(event)["due"]
    wrong = (
        not ledger_queries.is_entitled(entry, standing)
        or desk.state == DistributionState.CLOSED
        or state == RecipientState.OUT
    )
    over = 0 < due < entry.quantity
    if wrong or over:
        case_book.on_event(CaseKind.NOT_ENTITLED, event, at=desk.at)
    return wrong or over or due == 0


def _audit(desk: Desk, told: Told, visit: Visit) -> None:
    audit.record(
        office_id=desk.office_id, by=desk.by, at=desk.at, happened_at=told.happened_at, act="handover.record_visit",
        kind="visit", subject_id=visit.id, label=visit.receipt,
        details={"givings": len(told.givings), "identity": told.checked.how.value, "proxy": told.proxy is not None},
    )  # fmt: skip


def _again(known: Visit, told: Told, at: datetime) -> Recorded:
    """Answer a repeated sending with the first one's receipt; another content under the same id is a case."""
    if known.content_hash != told.content:
        first = Event.objects.filter(visit_id=known.id).order_by("position").first()
        if first is not None:
            case_book.on_event(CaseKind.ID_REUSED, first, at=at)
    return Recorded(known, tuple(Event.objects.filter(visit_id=known.id).order_by("position")), repeated=True)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _pictures(**content: bytes) -> list[Picture]:
    return [Picture(AttachmentKind(kind), one) for kind, one in content.items() if one]

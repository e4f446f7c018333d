"""Finding people at a post, and the page about one: who, what is due, what to look out for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from balakas.common.masks import mask_number
from balakas.handover.models.books import Attachment, Failure, Payment, Visit
from balakas.handover.models.cases import Case
from balakas.handover.models.ledger import Event
from balakas.handover.models.paper import PaperRow
from balakas.handover.queries import entrusted, places
from balakas.handover.queries.entrusted import Carrier
from balakas.handover.queries.ledger import body_of
from balakas.handover.rules import finding
from balakas.handover.rules.books import due_amount
from balakas.handover.rules.cases import CaseKind
from balakas.handover.rules.events import GIVING, EventType
from balakas.handover.rules.pages import PageState, written
from balakas.handover.rules.verdicts import Verdict, verdict
from balakas.planning.queries import invitations
from balakas.planning.rules import vouchers
from balakas.recipients.queries import field as recipients
from balakas.recipients.rules.people import EntitlementState, RecipientState, name_key
from balakas.staff.rules import Officer
from balakas.vault import queries as vault
from balakas.vault.rules import Place

FOUND_LIMIT = 25


@dataclass(frozen=True, slots=True)
class Due:
    """One entitlement on a person's page. `due` is what may be given now; amounts in the benefit's smallest unit."""

    entitlement_id: UUID
    benefit: str
    kind: str
    unit: str
    period: str
    amount: int
    given: int
    due: int
    state: str
    remainder: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One person in a list of people."""

    recipient_id: UUID
    name: str
    village: str
    address: str
    verdict: Verdict
    failure: str = ""
    entrusted: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """A visit that stands, or stood."""

    visit_id: UUID
    at: datetime
    receipt: str
    officer: str
    by_proxy: bool
    voided: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All the person page shows. `pages` are printed pages the person stands on that were not keyed yet."""

    recipient_id: UUID
    person_id: UUID
    name: str
    nik_masked: str
    address: str
    village: str
    verdict: Verdict
    dues: tuple[Due, ...]
    past: tuple[Past, ...]
    failure: Failure | None
    pages: tuple[str, ...]
    leaving: bool
    successor: UUID | None
    representatives: tuple[Any, ...] = field(default_factory=tuple)
    carrier: Carrier | None = None

    @property
    def open_dues(self) -> tuple[Due, ...]:
        """What may be given now."""
        return tuple(one for one in self.dues if one.due)


@dataclass(frozen=True, slots=True)
class StillDue:
    """A recipient with something open, for the printed list."""

    recipient_id: UUID
    entitlements: tuple[str, ...]


def find(officer: Officer, distribution_id: UUID, post_id: UUID, text: str) -> list[Found]:
    """Return the people a scanned code, four last digits or (part of) a name means, best first; at most `FOUND_LIMIT`.

    Looks in the whole distribution, so that somebody of another post is found and told so.
    """
    ids = _by_voucher(officer.office_id, text)
    if not ids and finding.is_last_digits(text):
        ids = recipients.with_last_digits(officer.office_id, [distribution_id], text.strip())
    if not ids:
        ids = _by_name(distribution_id, officer.villages, text)
    rows = recipients.recipients_in(ids[:FOUND_LIMIT])
    seen = [rows[one] for one in ids[:FOUND_LIMIT] if one in rows and rows[one].distribution_id == distribution_id]
    return found(officer, post_id, [row for row in seen if _sees(officer, row.village_code)])


def found(officer: Officer, post_id: UUID, rows: Iterable[Any]) -> list[Found]:
    """Return recipients (loaded with person and entitlements) as a list shows them, each with its verdict.

    Five queries, three more where something is on its way.
    """
    listed = list(rows)
    if not listed:
        return []
    names = places.village_names(officer.office_id)
    serving = places.villages_at(listed[0].distribution_id, post_id)
    replaced = recipients.successors([row.id for row in listed])
    on_way = entrusted.on_their_way(listed[0].distribution_id, recipient_ids=[row.id for row in listed])
    failed = dict(
        Failure.objects.filter(recipient_id__in=[row.id for row in listed], closed_by=None).values_list(
            "recipient_id", "reason"
        )
    )
    return [
        Found(
            recipient_id=row.id,
            name=row.person.name,
            village=names.get(row.village_code, row.village_code),
            address=address_of(row.person),
            verdict=_verdict(row, row.id in replaced, row.village_code in serving),
            failure=failed.get(row.id, ""),
            entrusted=row.id in on_way,
        )
        for row in listed
    ]


def person_page(officer: Officer, post_id: UUID, distribution_id: UUID, recipient_id: UUID) -> PersonPage:
    """Return what the person page shows, else 404 for somebody of another office, area or distribution."""
    row = recipients.recipient_of(officer.office_id, recipient_id)
    if row is None or row.distribution_id != distribution_id or not _sees(officer, row.village_code):
        raise Http404
    successor = recipients.successors([row.id]).get(row.id)
    serving = places.villages_at(distribution_id, post_id)
    names = places.village_names(officer.office_id)
    on_way = entrusted.on_their_way(distribution_id, recipient_ids=[row.id]).get(row.id)
    return PersonPage(
        recipient_id=row.id, person_id=row.person_id, name=row.person.name, nik_masked=_masked(row.person),
        address=address_of(row.person), village=names.get(row.village_code, row.village_code),
        verdict=_verdict(row, successor is not None, row.village_code in serving), dues=tuple(_dues(row)),
        past=tuple(_past(row.id)), failure=Failure.objects.filter(recipient_id=row.id, closed_by=None).first(),
        pages=tuple(_pages(row.id)), leaving=row.state == RecipientState.LEAVING, successor=successor,
        representatives=tuple(recipients.representatives_of(row.person_id, distribution_id)),
        carrier=entrusted.carrier_of(on_way, row.person) if on_way else None,
    )  # fmt: skip


def still_due(distribution_id: UUID, post_id: UUID) -> list[StillDue]:
    """Return who at a post still has something due, in the order of the list, replaced people left out."""
    rows = list(recipients.recipients_of(distribution_id, places.villages_at(distribution_id, post_id)))
    replaced = recipients.successors([row.id for row in rows])
    due = []
    for row in rows:
        opened = tuple(str(one.id) for one in row.entitlements.all() if one.state == EntitlementState.OPEN)
        if opened and row.id not in replaced:
            due.append(StillDue(row.id, opened))
    return due


def _verdict(row: Any, replaced: bool, own_post: bool) -> Verdict:
    states = [one.state for one in row.entitlements.all()]
    return verdict(
        listed=row.state != RecipientState.OUT or bool(states), replaced=replaced, own_post=own_post, states=states
    )


def _dues(row: Any) -> Iterable[Due]:
    listed = list(row.entitlements.all())
    carried: dict[UUID, list[int]] = {}
    for one in listed:
        if one.remainder_of_id and one.state != EntitlementState.CANCELLED:
            carried.setdefault(one.remainder_of_id, []).append(one.amount)
    for one in listed:
        if one.state == EntitlementState.CANCELLED and one.remainder_of_id:
            continue
        benefit = one.allocation.benefit
        now = due_amount(one.amount, carried.get(one.id, [])) if one.state == EntitlementState.OPEN else 0
        yield Due(
            entitlement_id=one.id, benefit=benefit.name, kind=benefit.kind, unit=benefit.unit,
            period=one.allocation.period, amount=one.amount, given=one.given, due=now, state=one.state,
            remainder=one.remainder_of_id is not None,
        )  # fmt: skip


def _past(recipient_id: UUID) -> Iterable[Past]:
    visits = Visit.objects.filter(recipient_id=recipient_id).select_related("officer").order_by("-happened_at")
    standing = set(Payment.objects.filter(recipient_id=recipient_id, voided_by=None).values_list("visit_id", flat=True))
    voided = set(
        Payment.objects.filter(recipient_id=recipient_id).exclude(voided_by=None).values_list("visit_id", flat=True)
    )
    for row in visits:
        yield Past(
            visit_id=row.id, at=row.happened_at, receipt=row.receipt, officer=row.officer.full_name,
            by_proxy=row.by_proxy, voided=row.id in voided and row.id not in standing, notes=tuple(row.notes),
        )  # fmt: skip


def _pages(recipient_id: UUID) -> Iterable[str]:
    waiting = (PageState.PRINTED, PageState.PHOTOGRAPHED)
    rows = PaperRow.objects.filter(recipient_id=recipient_id, page__state__in=waiting)
    for row in rows.select_related("page__paper_list"):
        yield written(row.page.paper_list.code, row.page.number)


def _by_voucher(office_id: UUID, text: str) -> list[UUID]:
    if not vouchers.is_code(text):
        return []
    invitation = invitations.invitation_by_code(office_id, text)
    return [invitation.recipient_id] if invitation is not None and invitation.voided_at is None else []


def _by_name(distribution_id: UUID, villages: Collection[str] | None, text: str) -> list[UUID]:
    asked = name_key(text)
    if not asked:
        return []
    scored = [(finding.score(asked, name), name, one) for one, name in recipients.names_at([distribution_id], villages)]
    return [one for points, _, one in sorted(scored, key=lambda row: (-row[0], row[1])) if points]


def _sees(officer: Officer, village: str) -> bool:
    return officer.villages is None or village in officer.villages


def address_of(person: Any) -> str:
    """Return a person's address with RT and RW in one line."""
    rt = f"RT {person.rt}" if person.rt else ""
    rw = f"RW {person.rw}" if person.rw else ""
    return " ".join(part for part in (person.address, rt, rw) if part)


def _masked(person: Any) -> str:
    return masked_niks([person]).get(person.id, "")


def masked_niks(people: Iterable[Any]) -> Mapping[UUID, str]:
    """Return the NIKs of people as they may be shown, `6311••••••••0003`; destroyed and missing ones are left out. One query."""
    listed = [one for one in people if one.nik_sealed]
    secrets = vault.subject_secrets(one.subject_id for one in listed)
    return {
        one.id: mask_number(
            vault.open_with(
                secrets[one.subject_id], bytes(one.nik_sealed), place=Place("recipients_person", "nik_sealed", one.id)
            ).decode()
        )
        for one in listed
        if one.subject_id in secrets
    }


def is_voucher(text: str) -> bool:
    """Say whether a text is an invitation's code."""
    return vouchers.is_code(text)


@dataclass(frozen=True, slots=True)
class GivenItem:
    """One thing given in a visit, as its green screen shows it."""

    benefit: str
    unit: str
    kind: str
    quantity: int
    remainder: int


def items_of(visit_id: UUID) -> list[GivenItem]:
    """Return what was given in a visit, what was left of each, voided things left out."""
    events = list(Event.objects.filter(visit_id=visit_id, type__in=GIVING).order_by("position"))
    voided = set(
        Event.objects.filter(type=EventType.VOID, target_id__in=[one.id for one in events]).values_list(
            "target_id", flat=True
        )
    )
    rows = recipients.entitlements_in([one.entitlement_id for one in events if one.entitlement_id])
    found = []
    for event in events:
        row = rows.get(event.entitlement_id) if event.entitlement_id else None
        if row is None or event.id in voided:
            continue
        body = body_of(event)
        quantity = sum(item["quantity"] for item in body["items"])
        benefit = row.allocation.benefit
        found.append(GivenItem(benefit.name, benefit.unit, benefit.kind, quantity, max(0, body["due"] - quantity)))
    return found


def pictures_of(visit_id: UUID) -> list[Attachment]:
    """Return a visit's pictures that have arrived."""
    return list(Attachment.objects.filter(visit_id=visit_id).exclude(shown_id=None).order_by("kind"))


def standing_of(visit_id: UUID) -> str:
    """Say how a visit stands: `good` (in the books), `double` (held by a case), `voided`."""
    events = Event.objects.filter(visit_id=visit_id, type__in=GIVING)
    voided = Event.objects.filter(type=EventType.VOID, target_id__in=events.values("id")).values("target_id").distinct()
    if voided.count() == events.count():
        return "voided"
    paid = Payment.objects.filter(visit_id=visit_id, voided_by=None).count()
    held = events.count() - voided.count() - paid
    return (
        "double"
        if held or Case.objects.filter(event__visit_id=visit_id).exclude(kind=CaseKind.DOUBLE).exists()
        else "good"
    )

"""Acts on one person: putting data right, showing numbers whole, taking off the list, an amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.distributions.rules.replacement import ExitReason
from balakas.recipients.actions import history, verification
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.models import Entitlement, Household, ListChange, Person, Recipient
from balakas.recipients.queries import people as people_queries
from balakas.recipients.queries.people import Numbers
from balakas.recipients.rules import intake, nik
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.erasing import AlreadyProposed
from balakas.recipients.rules.people import EntitlementState, NikState, RecipientState
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault import queries as vault_queries
from balakas.vault.rules import IndexKind, Place, SubjectKind


@dataclass(frozen=True, slots=True)
class Particulars:
    """A person as typed on the page. Empty numbers leave what is there; `no_nik` says that there is none."""

    name: str
    nik: str = ""
    no_nik: NikState | None = None
    kk: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    village_code: str = ""
    phone: str = ""


def edit(*, recipient_id: UUID, version: int, data: Particulars, by: Actor, at: datetime) -> Person:
    """Put a person's data right. Raises `ChangedMeanwhile`, `NikNotSound`, `KkNotSound`, `NameNeeded`, `NotAllowed`."""
    check(data)
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        person = Person.objects.select_for_update(of=("self",)).select_related("household").get(id=recipient.person_id)
        if person.version != version:
            raise intake.ChangedMeanwhile
        before = history.values_of(person)
        changed = apply(person, data, at=at)
        person.version += 1
        person.save()
        history.keep(person, before, source=history.EDIT, by=by, at=at)
        if data.village_code and data.village_code != recipient.village_code:
            move(recipient, data.village_code, by=by, at=at)
            changed.append("village")
        _record(recipient, by=by, at=at, act="recipients.edit_person", details={"fields": sorted(changed)})
    return person


def check(data: Particulars) -> None:
    """Raise `NameNeeded`, `NikNotSound` or `KkNotSound` for particulars that cannot be kept."""
    if not rules.name_key(data.name):
        raise rules.NameNeeded
    for value, wrong in ((data.nik, rules.NikNotSound), (data.kk, rules.KkNotSound)):
        digits = nik.normalise(value)
        if value and not (digits.isascii() and digits.isdigit() and len(digits) == nik.LENGTH):
            raise wrong


def apply(person: Person, data: Particulars, *, at: datetime) -> list[str]:
    """Lay particulars over a person, unsaved; return the fields that changed."""
    plain = {
        "name": data.name.strip()[:150], "name_key": rules.name_key(data.name), "birth_place": data.birth_place[:100],
        "birth_date": data.birth_date, "sex": data.sex, "address": data.address[:300], "rt": data.rt[:5], "rw": data.rw[:5],
        "village_code": data.village_code or person.village_code,
    }  # fmt: skip
    changed = [name for name, value in plain.items() if getattr(person, name) != value]
    for name, value in plain.items():
        setattr(person, name, value)
    if data.nik or data.no_nik:
        _set_nik(person, nik.normalise(data.nik), data.no_nik)
        changed.append("nik")
    if data.kk:
        person.household = _household(person, nik.normalise(data.kk), at=at)
        changed.append("kk")
    if data.phone:
        place = Place("recipients_person", "phone_sealed", person.id)
        person.phone_sealed = vault.seal(data.phone.strip(), subject_id=person.subject_id, place=place)
        changed.append("phone")
    return changed


def _set_nik(person: Person, number: str, no_nik: NikState | None) -> None:
    if not number:
        person.nik_state = no_nik or NikState.NONE
        person.nik_sealed = person.nik_index = person.nik_tail_index = b""
        return
    place = Place("recipients_person", "nik_sealed", person.id)
    person.nik_state = NikState.HAS
    person.nik_sealed = vault.seal(number, subject_id=person.subject_id, place=place)
    person.nik_index = vault_queries.blind_index(person.office_id, IndexKind.NIK, number)
    person.nik_tail_index = vault_queries.blind_index(person.office_id, IndexKind.LAST_DIGITS, number[-4:])


def _household(person: Person, number: str, *, at: datetime) -> Household:
    """Return the household of this number; one without a number, made for a photo, takes the number as its own."""
    index = vault_queries.blind_index(person.office_id, IndexKind.KK, number)
    known = Household.objects.filter(office_id=person.office_id, kk_index=index).first()
    if known is not None:
        return known
    home = person.household
    if home is None or home.kk_sealed:
        subject_id = vault.create_subject(office_id=person.office_id, kind=SubjectKind.HOUSEHOLD, at=at)
        home = Household(
            id=uuid7(), office_id=person.office_id, subject_id=subject_id, address=person.address,
            village_code=person.village_code, created_at=at,
        )  # fmt: skip
    place = Place("recipients_household", "kk_sealed", home.id)
    home.kk_sealed, home.kk_index = vault.seal(number, subject_id=home.subject_id, place=place), index
    home.save()
    return home


def move(recipient: Recipient, village_code: str, *, by: Actor, at: datetime) -> None:
    """Move a recipient to another village. Both villages' papers are looked through again: the person left one and came into the other."""
    for code in (recipient.village_code, village_code):
        verification.look_again(recipient.distribution_id, code, by=by, at=at)
    recipient.village_code = village_code
    recipient.version += 1
    recipient.save()


def reveal_numbers(*, recipient_id: UUID, reason: str, by: Actor, at: datetime) -> Numbers:
    """Return NIK, KK and phone in the clear, recorded with its reason. Raises `ReasonMissing`, `NotAllowed`."""
    why = intake.check_reason(reason)
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_REVEAL, by=by, at=at)
        _record(recipient, by=by, at=at, act="recipients.reveal_numbers", details={"reason": _sealed(recipient, why)})
    return people_queries.numbers_of(recipient.person)


def propose_leave(*, recipient_id: UUID, reason: str, basis: str, by: Actor, at: datetime) -> ListChange:
    """Propose to take somebody off the list; another person decides. Raises `CannotLeave`, `SomethingGiven`, `ReasonMissing`."""
    paper = intake.check_reason(basis)
    code = ExitReason(reason)
    with transaction.atomic():
        recipient = lock_recipient(recipient_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        rules.check_next(RecipientState(recipient.state), RecipientState.LEAVING)
        check_nothing_given(recipient)
        recipient.state = RecipientState.LEAVING
        recipient.version += 1
        recipient.save()
        row = ListChange.objects.create(recipient=recipient, kind="leave", reason=code, basis=paper, by_id=by.id, at=at)
        _record(
            recipient,
            by=by,
            at=at,
            act="recipients.propose_leave",
            details={"reason": str(code), "basis": _sealed(recipient, paper)},
        )
    return row


def propose_amount(*, entitlement_id: UUID, amount: int, basis: str, by: Actor, at: datetime) -> ListChange:
    """Propose another amount for an entitlement nothing was given of, with its paper.

    Raises `SomethingGiven`, `AmountWrong`, `AlreadyProposed`, `ReasonMissing`.
    """
    paper = intake.check_reason(basis)
    with transaction.atomic():
        entitlement = Entitlement.objects.select_for_update().get(id=entitlement_id)
        recipient = lock_recipient(entitlement.recipient_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        if entitlement.given or entitlement.state != EntitlementState.OPEN:
            raise rules.SomethingGiven
        if amount < 1 or amount == entitlement.amount:
            raise rules.AmountWrong
        if ListChange.objects.filter(entitlement=entitlement, decided_at=None).exists():
            raise AlreadyProposed
        row = ListChange.objects.create(
            recipient=recipient, kind="amount", basis=paper, entitlement=entitlement, amount=amount, by_id=by.id, at=at
        )
        _record(
            recipient,
            by=by,
            at=at,
            act="recipients.propose_amount",
            details={"amount": amount, "basis": _sealed(recipient, paper)},
        )
    return row


def decide_change(*, change_id: UUID, accepted: bool, by: Actor, at: datetime) -> ListChange:
    """Decide what somebody else proposed. Raises `NotProposed`, `SecondPersonNeeded`, `SomethingGiven`, `NotAllowed`."""
    with transaction.atomic():
        row = ListChange.objects.select_for_update(of=("self",)).select_related("entitlement").get(id=change_id)
        recipient = lock_recipient(row.recipient_id, right=Right.RECIPIENTS_VERIFY, by=by, at=at)
        if row.decided_at is not None:
            raise rules.NotProposed
        if row.by_id == UUID(by.id):
            raise rules.SecondPersonNeeded
        row.decided_by_id, row.decided_at, row.accepted = UUID(by.id), at, accepted
        row.save()
        if row.kind == "leave":
            _leave(recipient, accepted=accepted, by=by, at=at)
        elif accepted:
            _change_amount(row)
        _record(
            recipient, by=by, at=at, act="recipients.decide_change", details={"kind": row.kind, "accepted": accepted}
        )
    return row


def _leave(recipient: Recipient, *, accepted: bool, by: Actor, at: datetime) -> None:
    then = RecipientState.OUT if accepted else RecipientState.LISTED
    rules.check_next(RecipientState(recipient.state), then)
    if accepted:
        check_nothing_given(recipient)
        Entitlement.objects.filter(recipient=recipient, state=EntitlementState.OPEN).update(
            state=EntitlementState.CANCELLED
        )
        verification.look_again(recipient.distribution_id, recipient.village_code, by=by, at=at)
    recipient.state = then
    recipient.version += 1
    recipient.save()


def _change_amount(row: ListChange) -> None:
    entitlement = row.entitlement
    if entitlement is None or entitlement.given or entitlement.state != EntitlementState.OPEN:
        raise rules.SomethingGiven
    entitlement.amount = row.amount or 0
    entitlement.save(update_fields=["amount"])


def check_nothing_given(recipient: Recipient) -> None:
    """Raise `SomethingGiven` for somebody who received anything already."""
    if Entitlement.objects.filter(recipient=recipient, given__gt=0).exists():
        raise rules.SomethingGiven


def new_person(*, office_id: UUID, subject_id: UUID, data: Particulars, village_code: str, at: datetime) -> Person:
    """Write down somebody the office did not know, under a key made for them. `check` has looked at the particulars."""
    person = Person(
        office_id=office_id, subject_id=subject_id, village_code=data.village_code or village_code, created_at=at,
        nik_state=NikState.NONE,
    )  # fmt: skip
    apply(person, data, at=at)
    person.save(force_insert=True)
    return person


def _sealed(recipient: Recipient, words: str) -> str:
    """Return free words for the audit, sealed under the person's key (hex): they may name somebody, and audit rows stay for ever."""
    place = Place("audit_entry", "details", recipient.id)
    return vault.seal(words, subject_id=recipient.person.subject_id, place=place).hex()


def _record(recipient: Recipient, *, by: Actor, at: datetime, act: str, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=recipient.person.office_id, by=by, at=at, act=act, kind=rules.RECIPIENT_KIND, subject_id=recipient.id,
        details=dict(details),
    )  # fmt: skip

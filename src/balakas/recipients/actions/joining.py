"""Putting somebody on a running list: in another's place or by order. One person proposes, another decides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.distributions.queries import distributions
from balakas.distributions.rules.distribution import DistributionState, check_open
from balakas.distributions.rules.pairing import Verdict
from balakas.distributions.rules.replacement import ExitReason, Heir
from balakas.papers.actions.intake import look_at, take_scan
from balakas.recipients.actions import people, verification
from balakas.recipients.actions.documents import lock_recipient
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import DocumentUse, Entitlement, ListChange, Person, Recipient
from balakas.recipients.models.changes import Joining, ReserveEntry
from balakas.recipients.queries import aid
from balakas.recipients.queries import joining as queries
from balakas.recipients.rules import intake
from balakas.recipients.rules import joining as rules
from balakas.recipients.rules import people as people_rules
from balakas.recipients.rules.joining import Choice, JoiningState, Order, ReserveState, Shown, Witnesses
from balakas.recipients.rules.people import EntitlementState, RecipientState
from balakas.staff import queries as staff
from balakas.staff.rules import Right
from balakas.vault import actions as vault
from balakas.vault.rules import SubjectKind

ADDED = "added"
"""What `heir` says of somebody who comes by order, in nobody's place."""


def propose_replacement(
    *, recipient_id: UUID, reason: ExitReason, choice: Choice, data: Particulars | None, shown: Shown, order: Order,
    witnesses: Witnesses, by: Actor, at: datetime,
) -> Joining:  # fmt: skip
    """Propose that somebody follows a recipient; `data` are the particulars of somebody the office does not know.

    Raises what `rules.joining` raises, `SomethingGiven`, `CannotLeave`, `NikNotSound`, `KkNotSound`, `NameNeeded`, the errors
    of scans, `NotAllowed`, `DistributionCannot`.
    """
    _look(order.picture, shown.picture)
    with transaction.atomic():
        gone = lock_recipient(recipient_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        _check_running(gone.distribution_id)
        rule = rules.check_reason(reason, queries.rules_of(gone.distribution_id))
        evidence, row = rules.check_evidence(shown, rule), _begin(gone.person.office_id, order, by=by, at=at)
        rules.check_turn(choice, rule, queries.turn_of(gone))
        people.check_nothing_given(gone)
        _leaving(gone)
        row.distribution_id, row.replaces, row.village_code = gone.distribution_id, gone, gone.village_code
        row.reason, row.heir, row.relation = reason, choice.heir, choice.relation.strip()[:60]
        row.out_of_order, row.witness = choice.why_out_of_turn.strip()[:300], witnesses.as_data()
        row.evidence, row.evidence_number = evidence, shown.number.strip()[:120]
        _who(row, choice, data, at=at)
        _keep_pictures(row, order.picture, shown.picture, at=at)
        row.save(force_insert=True)
        _record(row, "recipients.propose_replacement", by, at, {"replaces": str(gone.id), "reason": str(reason)})
    return row


def propose_addition(
    *, distribution_id: UUID, data: Particulars, allocations: Sequence[str], order: Order, by: Actor, at: datetime
) -> Joining:
    """Propose somebody who is on no list of the agency: who ordered it and on which paper is always named.

    Raises `PaperMissing`, `NoBenefit`, `NikNotSound`, `KkNotSound`, `NameNeeded`, `VillageNeeded`, the errors of scans,
    `NotAllowed`, `DistributionCannot`.
    """
    _look(order.picture, b"")
    with transaction.atomic():
        held = _check_running(distribution_id)
        staff.check_right(
            by=by, right=Right.RECIPIENTS_INTAKE, at=at, office_id=held, village_code=data.village_code or None
        )
        own = {str(one.id) for one in distributions.allocations_of(distribution_id)}
        chosen = [one for one in allocations if one in own]
        if not chosen:
            raise rules.NoBenefit
        if not data.village_code:
            raise people_rules.VillageNeeded
        row = _begin(held, order, by=by, at=at)
        row.distribution_id, row.village_code = distribution_id, data.village_code
        row.heir, row.allocations = ADDED, chosen
        _who(row, Choice(Heir.OTHER), data, at=at)
        _keep_pictures(row, order.picture, b"", at=at)
        row.save(force_insert=True)
        _record(row, "recipients.propose_addition", by, at, {})
    return row


def _look(*pictures: bytes) -> None:
    """Refuse a broken picture before anything is locked."""
    for picture in pictures:
        if picture:
            look_at(picture)


def _check_running(distribution_id: UUID) -> UUID:
    held = distributions.distribution_of(distribution_id)
    check_open(DistributionState(held.state), held.title)
    return held.office_id


def _begin(office_id: UUID, order: Order, *, by: Actor, at: datetime) -> Joining:
    rules.check_order(order)
    return Joining(
        id=uuid7(), office_id=office_id, ordered_by=order.by.strip()[:150], paper_title=order.title.strip()[:120],
        paper_number=order.number.strip()[:120], paper_date=order.dated, state=JoiningState.PROPOSED, by_id=UUID(by.id),
        at=at,
    )  # fmt: skip


def _leaving(gone: Recipient) -> None:
    """Mark who shall be replaced; somebody who is off the list already and has no successor stays as he is."""
    if gone.state == RecipientState.OUT:
        if Joining.objects.filter(replaces=gone, state=JoiningState.ACCEPTED).exists():
            raise people_rules.CannotLeave
        return
    people_rules.check_next(RecipientState(gone.state), RecipientState.LEAVING)
    gone.state = RecipientState.LEAVING
    gone.version += 1
    gone.save()


def _who(row: Joining, choice: Choice, data: Particulars | None, *, at: datetime) -> None:
    """Name who comes: somebody known and fit, or particulars sealed under a key made for them."""
    if choice.person_id is not None:
        row.person = _known(row, choice)
        row.subject_id = row.person.subject_id
        return
    if data is None or choice.heir is Heir.RESERVE:
        raise rules.HeirUnfit
    people.check(data)
    row.subject_id = vault.create_subject(office_id=row.office_id, kind=SubjectKind.PERSON, at=at)
    whole = replace(data, village_code=data.village_code or row.village_code)
    row.particulars_sealed = vault.seal(
        queries.pack(whole), subject_id=row.subject_id, place=queries.particulars_place(row.id)
    )


def _known(row: Joining, choice: Choice) -> Person:
    if row.replaces is None or queries.on_list(row.distribution_id, choice.person_id or row.id):
        raise rules.HeirUnfit
    if choice.heir is Heir.SAME_KK:
        found = {one.id: one for one in queries.family_of(row.replaces)}
        person = found.get(choice.person_id) if choice.person_id else None
    else:
        entries = {one.person_id: one for one in queries.free_reserve(row.replaces)}
        row.reserve = entries.get(choice.person_id) if choice.person_id else None
        person = row.reserve.person if row.reserve else None
    if person is None:
        raise rules.HeirUnfit
    return person


def _keep_pictures(row: Joining, paper: bytes, evidence: bytes, *, at: datetime) -> None:
    """Seal the order's picture under the office's key and the evidence under that of whom it is about."""
    if paper:
        office = vault.office_subject(office_id=row.office_id, at=at)
        scan = take_scan(paper, office_id=row.office_id, subject_id=office, at=at)
        row.paper_file_id, row.paper_shown_id = scan.original_id, scan.shown_id
    if evidence and row.replaces is not None:
        subject_id = row.replaces.person.subject_id
        scan = take_scan(evidence, office_id=row.office_id, subject_id=subject_id, at=at)
        row.evidence_file_id, row.evidence_shown_id = scan.original_id, scan.shown_id


def withdraw(*, joining_id: UUID, by: Actor, at: datetime) -> Joining:
    """Take a proposal back. Raises `JoiningSettled`, `NotAllowed`."""
    with transaction.atomic():
        row = _locked(joining_id, right=Right.RECIPIENTS_INTAKE, by=by, at=at)
        _settle(row, JoiningState.WITHDRAWN, by=by, at=at)
        _stays(row)
        _record(row, "recipients.withdraw_joining", by, at, {})
    return row


def refuse(*, joining_id: UUID, reason: str, by: Actor, at: datetime) -> Joining:
    """Refuse what somebody else proposed, with a reason; who should leave stays on the list.

    Raises `JoiningSettled`, `SecondPersonNeeded`, `ReasonMissing`, `NotAllowed`.
    """
    why = intake.check_reason(reason)
    with transaction.atomic():
        row = _locked(joining_id, right=Right.RECIPIENTS_VERIFY, by=by, at=at)
        _check_second(row, by)
        row.refusal = why
        _settle(row, JoiningState.REFUSED, by=by, at=at)
        _stays(row)
        _record(row, "recipients.refuse_joining", by, at, {})
    return row


def accept(*, joining_id: UUID, by: Actor, at: datetime, despite: str = "") -> Joining:
    """Accept what somebody else proposed: who is replaced leaves, who comes has the same rights, open and whole.

    The room handover calls this inside its own act, which passes the invitation and the place at the post on. `despite` is
    the reason to go on where a rule between programmes forbids it.
    Raises `JoiningSettled`, `SecondPersonNeeded`, `SomethingGiven`, `HeirUnfit`, `MeetsOtherAid`, `NotAllowed`,
    `DistributionCannot`.
    """
    with transaction.atomic():
        row = _locked(joining_id, right=Right.RECIPIENTS_VERIFY, by=by, at=at)
        _check_second(row, by)
        _check_running(row.distribution_id)
        _settle(row, JoiningState.ACCEPTED, by=by, at=at)
        person = row.person or _written_down(row, at=at)
        if queries.on_list(row.distribution_id, person.id):
            raise rules.HeirUnfit
        amounts = _amounts(row)
        if row.replaces is not None:
            _out(row, row.replaces, by=by, at=at)
        if not despite.strip():
            _check_other_aid(row, person, amounts)
        row.person, row.recipient = person, _listed(row, person, amounts, at=at)
        row.particulars_sealed = b""  # they are the person's own data now
        row.despite = despite.strip()[:300]
        row.save()
        if row.reserve_id is not None:
            ReserveEntry.objects.filter(id=row.reserve_id).update(state=ReserveState.USED)
        verification.look_again(row.distribution_id, row.recipient.village_code, by=by, at=at)
        told = {"recipient": str(row.recipient_id), "replaces": str(row.replaces_id or "")}
        _record(row, "recipients.accept_joining", by, at, told)
    return row


def _check_other_aid(row: Joining, person: Person, amounts: Mapping[UUID, int]) -> None:
    """Hold who comes against the rules between programmes, as a list's rows are; who leaves is off the list already."""
    home = person.household
    asked = aid.Asked(bytes(person.nik_index), bytes(home.kk_index) if home else b"", frozenset(amounts))
    found = aid.Aid(row.distribution_id).of([asked])[0]
    if aid.forbidden(found):
        told = [one for one in aid.told({row.id: found})[row.id] if one.verdict is Verdict.FORBIDDEN]
        raise rules.MeetsOtherAid(what=", ".join(f"{one.programme} {one.period}".strip() for one in told))


def _amounts(row: Joining) -> dict[UUID, int]:
    """Return what is due to who comes, by allocation: what was due to who leaves, else what was chosen."""
    if row.replaces is not None:
        was = Entitlement.objects.filter(recipient=row.replaces, remainder_of=None)
        return dict(was.values_list("allocation_id", "amount"))
    rows = distributions.allocations_of(row.distribution_id)
    return {one.id: one.amount for one in rows if str(one.id) in row.allocations}


def _written_down(row: Joining, *, at: datetime) -> Person:
    person = people.new_person(
        office_id=row.office_id, subject_id=row.subject_id, data=Particulars(**queries.particulars_of(row)),
        village_code=row.village_code, at=at,
    )  # fmt: skip
    if row.heir == Heir.SAME_KK and row.replaces is not None and person.household_id is None:
        person.household_id = row.replaces.person.household_id  # of the same card, as the proposal says
        person.save(update_fields=["household"])
    return person


def _listed(row: Joining, person: Person, amounts: Mapping[UUID, int], *, at: datetime) -> Recipient:
    last = Recipient.objects.filter(distribution_id=row.distribution_id).aggregate(last=Max("order"))["last"] or 0
    recipient = Recipient.objects.create(
        distribution_id=row.distribution_id, person=person, order=last + 1, village_code=person.village_code,
        state=RecipientState.LISTED, replaces=row.replaces, basis=queries.paper_words(row)[:300],
        ordered_by=row.ordered_by, created_at=at,
    )  # fmt: skip
    for allocation_id, amount in amounts.items():
        Entitlement.objects.create(
            recipient=recipient, allocation_id=allocation_id, amount=amount, state=EntitlementState.OPEN, created_at=at
        )
    _family_papers(row.replaces, recipient)
    return recipient


def _family_papers(gone: Recipient | None, recipient: Recipient) -> None:
    """Let the family's card serve who follows in the same family: it was looked at for this distribution."""
    home = recipient.person.household_id
    if gone is None or home is None:
        return
    for use in DocumentUse.objects.filter(recipient=gone, document__household_id=home, document__withdrawn_at=None):
        DocumentUse.objects.create(
            document_id=use.document_id, recipient=recipient, requirement=use.requirement, purpose=use.purpose,
            retention_until=use.retention_until,
        )  # fmt: skip


def _out(row: Joining, gone: Recipient, *, by: Actor, at: datetime) -> None:
    locked = Recipient.objects.select_for_update().get(id=gone.id)
    people.check_nothing_given(locked)
    if locked.state != RecipientState.OUT:
        people_rules.check_next(RecipientState(locked.state), RecipientState.OUT)
        ListChange.objects.create(
            recipient=locked, kind="leave", reason=row.reason, basis=queries.paper_words(row)[:300], by_id=row.by_id,
            at=row.at, decided_by_id=UUID(by.id), decided_at=at, accepted=True,
        )  # fmt: skip
        locked.state = RecipientState.OUT
        locked.version += 1
        locked.save()
    Entitlement.objects.filter(recipient=locked, state=EntitlementState.OPEN).update(state=EntitlementState.CANCELLED)
    verification.look_again(locked.distribution_id, locked.village_code, by=by, at=at)


def _stays(row: Joining) -> None:
    """Put who should have left back on the list, unless he was off it before."""
    if row.replaces_id is not None:
        Recipient.objects.filter(id=row.replaces_id, state=RecipientState.LEAVING).update(state=RecipientState.LISTED)


def _locked(joining_id: UUID, *, right: Right, by: Actor, at: datetime) -> Joining:
    rows = Joining.objects.select_for_update(of=("self",)).select_related("replaces__person", "person")
    row = rows.get(id=joining_id)
    staff.check_right(by=by, right=right, at=at, office_id=row.office_id, village_code=row.village_code)
    return row


def _check_second(row: Joining, by: Actor) -> None:
    if row.by_id == UUID(by.id):
        raise people_rules.SecondPersonNeeded


def _settle(row: Joining, state: JoiningState, *, by: Actor, at: datetime) -> None:
    rules.check_move(row.state, state)
    row.state, row.decided_by_id, row.decided_at = state, UUID(by.id), at
    row.version += 1
    row.save()


def _record(row: Joining, act: str, by: Actor, at: datetime, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=row.office_id,
        by=by,
        at=at,
        act=act,
        kind=rules.JOINING_KIND,
        subject_id=row.id,
        details=dict(details),
    )

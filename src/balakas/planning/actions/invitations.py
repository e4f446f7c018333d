"""Invitations: made for everybody at once, replaced, withdrawn, moved to another time, and opened for printing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.common.ids import uuid7
from balakas.papers.actions.numbers import Subject, next_number
from balakas.papers.rules.numbers import BookKind
from balakas.planning.actions.plan import KIND as PLAN
from balakas.planning.actions.plan import Case, named, open_case, record
from balakas.planning.models import Invitation, Plan, Post, Slot
from balakas.planning.queries import invitations, people, plans
from balakas.planning.queries.people import Called
from balakas.planning.rules import invitations as rules
from balakas.planning.rules import slots as slot_rules
from balakas.planning.rules import vouchers
from balakas.vault import actions as vault_actions
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind

_BATCH = 500


def issue(*, distribution_id: UUID, by: Actor, at: datetime) -> int:
    """Give every recipient who has none an invitation with a time at the village's post; return how many.

    People are seated in the order of the list. Raises `NobodyToInvite`, `VillageWithoutSlot`, `NoPlaceLeft`; then nobody
    is invited.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        live = invitations.live_recipients(case.id)
        waiting = [one for one in people.called(case.id) if one.recipient_id not in live]
        if not waiting:
            raise rules.NobodyToInvite
        seats = _seats(case, waiting)
        made = Invitation.objects.bulk_create(made_for(case, waiting, seats, by, at), batch_size=_BATCH)
        record(case, "planning.issue_invitations", by, at, {"count": len(made)})
    return len(made)


def reissue(*, invitation_id: UUID, reason: str, by: Actor, at: datetime) -> Invitation:
    """Replace a lost or wrong invitation: the old code is void at once. Raises `InvitationGone`, `VoidNeedsReason`."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        old, case = _locked(invitation_id, by, at)
        voided(old, reason, at)
        one = Called(old.recipient_id, old.recipient.person.subject_id, old.recipient.village_code, old.recipient.order)
        new = next(made_for(case, [one], {one.recipient_id: old.slot_id}, by, at))
        new.issue = old.issue + 1
        new.save(force_insert=True)
        details: dict[str, object] = {"old": str(old.id), "new": str(new.id), "reason": reason}
        record(case, "planning.reissue_invitation", by, at, details)
    return new


def void(*, invitation_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw an invitation. Raises `InvitationGone`, `VoidNeedsReason`."""
    reason = rules.check_reason(reason)
    with transaction.atomic():
        old, case = _locked(invitation_id, by, at)
        voided(old, reason, at)
        record(case, "planning.void_invitation", by, at, {"invitation": str(old.id), "reason": reason})


def move(*, invitation_id: UUID, slot_id: UUID, by: Actor, at: datetime) -> None:
    """Send a recipient to another time of the village's post; the code stays good.

    Raises `InvitationGone`, `SlotElsewhere`, `NoPlaceLeft`.
    """
    with transaction.atomic():
        invitation, case = _locked(invitation_id, by, at)
        slot = plans.locked_slot(slot_id)
        village = invitation.recipient.village_code
        called = {row.village_code for row in slot.post.villages.all()}
        if slot.post.distribution_id != case.id or village not in called & set(slot.villages or called):
            raise rules.SlotElsewhere
        if slot.capacity is not None and plans.invited_to(slot.id) >= slot.capacity:
            raise slot_rules.NoPlaceLeft(post=slot.post.name, count=1)
        before = invitation.slot_id
        invitation.slot = slot
        invitation.save(update_fields=["slot"])
        details: dict[str, object] = {"invitation": str(invitation.id), "before": str(before), "after": str(slot.id)}
        record(case, "planning.move_invitation", by, at, details)


def number_invitations(
    *, distribution_id: UUID, dated: date, by: Actor, at: datetime, typed: str = "", classification: str = ""
) -> str:
    """Give the invitations of a distribution their letter number; a second time the same one. Returns it as printed.

    Raises what the number book raises.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        plan = plans.plan_of(case.id) or Plan(distribution_id=case.id, version=0)
        if plan.invitation_number:
            return plan.invitation_number
        number = next_number(
            office_id=case.office_id, kind=BookKind.OUTGOING, year=dated.year, subject=Subject(PLAN, plan.id), typed=typed,
            classification=classification, by=by, at=at,
        )  # fmt: skip
        plan.invitation_number = number.printed
        plan.version += 1
        plan.save()
        record(case, "planning.number_invitations", by, at, {"number": number.printed})
    return plan.invitation_number


def reveal_codes(
    *, distribution_id: UUID, rows: Sequence[Invitation], by: Actor, at: datetime, what: str
) -> dict[UUID, str]:
    """Open the codes of live invitations for printing: invitation id -> code. One audit entry for the whole."""
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        codes = invitations.open_codes(rows)
        record(case, "planning.reveal_invitations", by, at, {"count": len(codes), "for": what})
    return codes


def _seats(case: Case, waiting: Sequence[Called]) -> dict[UUID, UUID]:
    """Return the time of each recipient. Raises `VillageWithoutSlot`, `NoPlaceLeft`."""
    by_village: dict[str, list[Called]] = {}
    for one in waiting:
        by_village.setdefault(one.village_code, []).append(one)
    seats: dict[UUID, UUID] = {}
    for post in plans.posts_for(case.id):
        mine = [row.village_code for row in post.villages.all() if row.village_code in by_village]
        crowd = [(str(one.recipient_id), code) for code in mine for one in by_village[code]]
        seats |= _seated(post, crowd)
    missing = {one.village_code for one in waiting if one.recipient_id not in seats}
    if missing:
        raise slot_rules.VillageWithoutSlot(villages=named(sorted(missing)))
    return seats


def _seated(post: Post, crowd: list[tuple[str, str]]) -> dict[UUID, UUID]:
    slots: list[Slot] = post.live_slots  # type: ignore[attr-defined]  # prefetched
    if not slots:
        return {}
    rooms = [slot_rules.Room(str(slot.id), slot.starts_at, slot.capacity, frozenset(slot.villages)) for slot in slots]
    taken = {str(slot.id): slot.people for slot in slots}  # type: ignore[attr-defined]  # annotated
    seated = slot_rules.seat(crowd, rooms, taken, post=post.name)
    return {UUID(person): UUID(room) for person, room in seated.items()}


def made_for(
    case: Case,
    people_called: Sequence[Called],
    seats: dict[UUID, UUID | None] | dict[UUID, UUID],
    by: Actor,
    at: datetime,
) -> Iterator[Invitation]:
    """Yield fresh invitations, not saved yet, for people called to the times in `seats`."""
    secrets = vault.subject_secrets(one.subject_id for one in people_called)
    alive = [one for one in people_called if one.subject_id in secrets]  # destroyed data leave nobody to invite
    for one, (code, tag) in zip(alive, _fresh_codes(case.office_id, len(alive)), strict=True):
        invitation_id = uuid7()
        place = invitations.code_place(invitation_id)
        yield Invitation(
            id=invitation_id,
            recipient_id=one.recipient_id,
            slot_id=seats[one.recipient_id],
            code_sealed=vault_actions.seal_with(secrets[one.subject_id], code, place=place),
            code_index=tag,
            issued_at=at,
            issued_by_id=UUID(by.id),
        )


def _fresh_codes(office_id: UUID, count: int) -> list[tuple[str, bytes]]:
    """Return codes no invitation ever had, voided ones included, each with its index."""
    fresh: dict[bytes, str] = {}
    while len(fresh) < count:
        drawn = [vouchers.new_code() for _ in range(count - len(fresh))]
        tags = {vault.blind_index(office_id, IndexKind.VOUCHER, code): code for code in drawn}
        used = invitations.used_tags(tags)
        fresh |= {tag: code for tag, code in tags.items() if tag not in used}
    return [(code, tag) for tag, code in fresh.items()]


def _locked(invitation_id: UUID, by: Actor, at: datetime) -> tuple[Invitation, Case]:
    case = open_case(invitations.distribution_of(invitation_id), by, at)
    invitation = invitations.locked(invitation_id)
    if invitation.voided_at is not None:
        raise rules.InvitationGone
    return invitation, case


def voided(invitation: Invitation, reason: str, at: datetime) -> None:
    """Void an invitation under its lock, or inside an act that holds the recipient's."""
    invitation.voided_at, invitation.void_reason = at, reason
    invitation.save(update_fields=["voided_at", "void_reason"])

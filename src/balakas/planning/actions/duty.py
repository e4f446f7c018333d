"""The duty order (SPT): drafted here, numbered and signed as a paper."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from balakas.common.actors import Actor
from balakas.letters.rules import check_version
from balakas.papers.actions import life
from balakas.papers.actions.numbers import Subject
from balakas.papers.queries import papers
from balakas.papers.rules.kinds import PaperKind
from balakas.papers.rules.sheets.letters import OnDuty
from balakas.papers.rules.sheets.shared import Signer
from balakas.papers.rules.states import PaperState, SignedHow
from balakas.planning.actions.plan import STEP, Case, open_case, record, stand_for
from balakas.planning.models import DutyMember, DutyOrder
from balakas.planning.queries import duty
from balakas.planning.rules import duty as rules
from balakas.sop.actions import evidence
from balakas.staff.rules import Right

KIND = "planning_duty_order"
FIELD_STEP = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A duty order as it is entered; `signer` is the signer as printed (`papers.rules.sheets.shared.Signer`)."""

    title: str
    basis: tuple[str, ...]
    consideration: str
    tasks: tuple[str, ...]
    when: str
    where: str
    place: str
    copies: tuple[str, ...]
    members: tuple[rules.Member, ...]
    signer: Signer | None
    signer_user_id: UUID | None
    order_date: date | None = None


def save_order(*, distribution_id: UUID, draft: Draft, seen_version: int, by: Actor, at: datetime) -> DutyOrder:
    """Keep the order's text; `seen_version` 0 begins it. It may be incomplete until it is numbered.

    Raises `ChangedMeanwhile`, `OrderFixed` once numbered.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        order = duty.order_of(case.id) or DutyOrder(
            distribution_id=case.id, version=0, created_by_id=UUID(by.id), created_at=at
        )
        check_version(order.version, seen_version)
        rules.check_draft(numbered=order.numbered_at is not None)
        order.title, order.consideration = draft.title, draft.consideration.strip()
        order.basis, order.tasks, order.copies = list(draft.basis), list(draft.tasks), list(draft.copies)
        order.when_text, order.where_text, order.place = draft.when.strip(), draft.where.strip(), draft.place.strip()
        order.order_date, order.signer = draft.order_date, dict(draft.signer or {})
        order.signer_user_id = draft.signer_user_id
        order.version += 1
        order.save()
        _put_members(order, draft.members)
        record(case, "planning.save_order", by, at, {"version": order.version, "members": len(draft.members)})
    return order


def number_order(
    *, distribution_id: UUID, dated: date, by: Actor, at: datetime, typed: str = "", classification: str = ""
) -> DutyOrder:
    """Give the order its number: it becomes a paper with this text, and the text is fixed.

    Raises `OrderIncomplete`, `SignerOnTeam`, `OrderFixed`, and what the number book raises.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        order = _order(case)
        rules.check_draft(numbered=order.numbered_at is not None)
        members = duty.members_of(order)
        rules.check_order(
            basis=order.basis, tasks=order.tasks, when=order.when_text, where=order.where_text, members=members,
            signer=order.signer.get("name", ""), signer_user_id=str(order.signer_user_id or ""),
        )  # fmt: skip
        paper = life.draft_paper(
            office_id=case.office_id, kind=PaperKind.SPT, title=f"{order.title} {case.title}"[:200],
            data=paper_data(order), subject=Subject(KIND, order.id), signer=_signer(order),
            signer_user_id=order.signer_user_id, by=by, at=at, right=Right.PLANNING_MANAGE,
        )  # fmt: skip
        paper = life.number_paper(
            paper_id=paper.id, dated=dated, typed=typed, classification=classification, by=by, at=at,
            right=Right.PLANNING_MANAGE,
        )  # fmt: skip
        order.paper_id, order.number, order.order_date, order.numbered_at = paper.id, paper.number_text, dated, at
        order.version += 1
        order.save()
        record(case, "planning.number_order", by, at, {"number": order.number})
    return order


def print_order(*, distribution_id: UUID, by: Actor, at: datetime) -> DutyOrder:
    """Make the order's PDF once and for all; from now on it waits for ink. Raises `OrderNotNumbered` and papers' errors."""
    order, paper_id = _numbered(distribution_id)
    life.print_paper(paper_id=paper_id, by=by, at=at, right=Right.PLANNING_MANAGE)
    return order


def return_signed(
    *,
    distribution_id: UUID,
    content: bytes,
    signed_on: date,
    by: Actor,
    at: datetime,
    how: SignedHow = SignedHow.INK,
) -> DutyOrder:
    """Take the signed order back; it stands for the SOP's "Surat Perintah Tugas" of activities 4 and 5."""
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        order, paper_id = _numbered(case.id)
        life.return_signed(
            paper_id=paper_id, content=content, signed_on=signed_on, how=how, by=by, at=at,
            right=Right.PLANNING_MANAGE,
        )  # fmt: skip
        _signed(case, order, by, at)
    return order


def take_up_signed(*, distribution_id: UUID, by: Actor, at: datetime) -> DutyOrder:
    """Let an order that came back signed through the pages of papers stand for the SOP's paper. Raises `OrderNotSigned`."""
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        order, paper_id = _numbered(case.id)
        if papers.paper_of(paper_id).state != PaperState.SIGNED:
            raise rules.OrderNotSigned
        _signed(case, order, by, at)
    return order


def renew_order(*, distribution_id: UUID, reason: str, by: Actor, at: datetime) -> DutyOrder:
    """Put a new draft with the same text in place of a numbered order. Its number stays in the book, cancelled.

    A signed one stays as it was signed and is evidence no longer. Raises `OrderNotNumbered`, `ReasonMissing`.
    """
    with transaction.atomic():
        case = open_case(distribution_id, by, at)
        old, paper_id = _numbered(case.id)
        why = rules.check_reason(reason)
        state = papers.paper_of(paper_id).state
        if state in {PaperState.NUMBERED, PaperState.PRINTED}:
            life.cancel_paper(paper_id=paper_id, reason=why, by=by, at=at, right=Right.PLANNING_MANAGE)
        if old.signed_at is not None:
            _withdraw(case, old, why, by, at)
        old.cancelled_at, old.cancel_reason = at, why
        old.save(update_fields=["cancelled_at", "cancel_reason"])
        new = _copied(old, by, at)
        record(case, "planning.renew_order", by, at, {"old": old.number, "reason": why})
    return new


def paper_data(order: DutyOrder) -> dict[str, object]:
    """Return what the form `spt` prints of the order, without letterhead, number, date and signer."""
    people: list[OnDuty] = [
        {"name": one.name, "rank": one.rank, "nip": one.nip, "position": one.position, "role": one.role}
        for one in duty.members_of(order)
    ]
    return {
        "title": order.title,
        "basis": order.basis,
        "consideration": order.consideration,
        "people": people,
        "tasks": order.tasks,
        "when": order.when_text,
        "where": order.where_text,
        "place": order.place,
        "copies": order.copies,
    }


def _order(case: Case) -> DutyOrder:
    order = duty.order_of(case.id)
    if order is None:
        raise rules.OrderIncomplete(parts="surat tugas")
    return order


def _numbered(distribution_id: UUID) -> tuple[DutyOrder, UUID]:
    """Return the order in force and its paper. Raises `OrderNotNumbered`."""
    order = duty.order_of(distribution_id)
    if order is None or order.paper_id is None:
        raise rules.OrderNotNumbered
    return order, order.paper_id


def _signer(order: DutyOrder) -> Signer:
    kept = order.signer
    return {
        "position": kept["position"],
        "name": kept["name"],
        "rank": kept.get("rank", ""),
        "nip": kept.get("nip", ""),
    }


def _signed(case: Case, order: DutyOrder, by: Actor, at: datetime) -> None:
    order.signed_at = at
    order.version += 1
    order.save(update_fields=["signed_at", "version"])
    label = f"{order.title} Nomor {order.number}"
    stand_for(case, "spt", kind=KIND, subject_id=order.id, label=label, by=by, at=at)
    stand_for(case, "spt", kind=KIND, subject_id=order.id, label=label, by=by, at=at, step=FIELD_STEP)
    record(case, "planning.order_signed", by, at, {"number": order.number})


def _withdraw(case: Case, order: DutyOrder, reason: str, by: Actor, at: datetime) -> None:
    if case.run_id is None:
        return
    for number in (STEP, FIELD_STEP):
        evidence.withdraw_evidence(
            run_id=case.run_id, number=number, requirement="spt", kind=KIND, subject_id=order.id, by=by, at=at,
            reason=reason,
        )  # fmt: skip


def _copied(old: DutyOrder, by: Actor, at: datetime) -> DutyOrder:
    new = DutyOrder.objects.create(
        distribution_id=old.distribution_id, title=old.title, basis=old.basis, consideration=old.consideration,
        tasks=old.tasks, when_text=old.when_text, where_text=old.where_text, place=old.place, signer=old.signer,
        signer_user_id=old.signer_user_id, copies=old.copies, created_by_id=UUID(by.id), created_at=at,
    )  # fmt: skip
    _put_members(new, tuple(duty.members_of(old)))
    return new


def _put_members(order: DutyOrder, members: tuple[rules.Member, ...]) -> None:
    order.members.all().delete()
    DutyMember.objects.bulk_create(
        [
            DutyMember(
                duty_order=order,
                order=place,
                user_id=UUID(member.user_id) if member.user_id else None,
                **{name: value for name, value in asdict(member).items() if name != "user_id"},
            )
            for place, member in enumerate(members, start=1)
        ]
    )

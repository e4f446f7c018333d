"""A distribution from the letter to its close, and what it allots."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.models import Allocation, Benefit, Distribution
from balakas.distributions.queries import distributions, programmes
from balakas.distributions.rules import distribution as rules
from balakas.distributions.rules.distribution import DistributionState, Head, Share
from balakas.letters.actions import dispositions as letter_dispositions
from balakas.letters.queries import letters
from balakas.letters.rules import LetterState, check_version
from balakas.sop.actions import run as sop_run
from balakas.sop.actions import steps
from balakas.sop.rules import run as sop_rules
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def open_from_letter(*, letter_id: UUID, head: Head, shares: Sequence[Share], by: Actor, at: datetime) -> Distribution:
    """Open a distribution from a letter that was disposed of; it takes over the letter's SOP run and starts activity 3.

    The opener's own disposition on the letter counts as answered. Raises `LetterNotDisposed`, `OpenedAlready`,
    `NothingAllocated`, `AllocatedTwice`, `BenefitForeign`, `AmountWrong`, `GiverNeedsName`.
    """
    rules.check_head(head)
    with transaction.atomic():
        letter = letters.locked(letter_id)
        staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=letter.office_id)
        _check_letter(letter_id, letters.state_now(letter))
        row = Distribution.objects.create(
            office_id=letter.office_id, letter=letter, title=head.title.strip(), period_label=head.period_label.strip(),
            giver=head.giver, giver_name=head.giver_name.strip(), state=DistributionState.OPEN, opened_by_id=UUID(by.id),
            opened_at=at,
        )  # fmt: skip
        _allot(row, shares)
        _adopt(row, letter.run_id, by, at)
        letter_dispositions.done_with_letter(letter_id=letter.id, note=_opened_note(row), by=by, at=at)
        _record(row, by, at, "distributions.open", {"letter": str(letter.id), "allocations": len(shares)})
    return row


def change_head(*, distribution_id: UUID, head: Head, seen_version: int, by: Actor, at: datetime) -> Distribution:
    """Change title, period or who hands out. Raises `ChangedMeanwhile`, `DistributionCannot`, `GiverNeedsName`."""
    rules.check_head(head)
    with transaction.atomic():
        row = _locked_open(distribution_id, by, at)
        check_version(row.version, seen_version)
        before = {"title": row.title, "period": row.period_label, "giver": row.giver, "giver_name": row.giver_name}
        row.title, row.period_label = head.title.strip(), head.period_label.strip()
        row.giver, row.giver_name = head.giver, head.giver_name.strip()
        row.version += 1
        row.save(update_fields=["title", "period_label", "giver", "giver_name", "version"])
        _record(row, by, at, "distributions.change", {"before": before})
    return row


def add_allocations(*, distribution_id: UUID, shares: Sequence[Share], by: Actor, at: datetime) -> list[Allocation]:
    """Allot further benefits, periods or instalments: all of them, or none where one is refused.

    Raises `NothingAllocated`, `AllocatedTwice`, `BenefitForeign`, `AmountWrong`, `DistributionCannot`.
    """
    with transaction.atomic():
        row = _locked_open(distribution_id, by, at)
        made = _allot(row, shares)
        _record(row, by, at, "distributions.add_allocations", {"allocations": [str(one.id) for one in made]})
    return made


def change_allocation(*, allocation_id: UUID, share: Share, seen_version: int, by: Actor, at: datetime) -> Allocation:
    """Change what an allocation gives or what the letter says of it; its benefit stays.

    The amounts of entitlements that exist already are the recipients room's matter. Raises `ChangedMeanwhile`,
    `AllocatedTwice`, `AmountWrong`, `DistributionCannot`.
    """
    rules.check_share(share)
    with transaction.atomic():
        allocation = _allocation(allocation_id)
        row = _locked_open(allocation.distribution_id, by, at)
        allocation.refresh_from_db()
        check_version(allocation.version, seen_version)
        _check_unique(row, allocation.benefit, share, apart_from=allocation)
        before = {name: getattr(allocation, name) for name in _SHARE}
        for name in _SHARE:
            setattr(allocation, name, getattr(share, name))
        allocation.version += 1
        allocation.save(update_fields=[*_SHARE, "version"])
        _record(row, by, at, "distributions.change_allocation", {"allocation": str(allocation.id), "before": before})
    return allocation


def explain_difference(*, allocation_id: UUID, reason: str, by: Actor, at: datetime) -> Allocation:
    """Say in a sentence why the list differs from the letter; a later sentence takes its place. Raises `SentenceNeeded`."""
    if not reason.strip():
        raise rules.SentenceNeeded
    with transaction.atomic():
        allocation = _allocation(allocation_id)
        row = _locked_open(allocation.distribution_id, by, at)
        allocation.difference_reason = reason.strip()
        allocation.save(update_fields=["difference_reason"])
        details = {"allocation": str(allocation.id), "reason": reason.strip()}
        _record(row, by, at, "distributions.explain_difference", details)
    return allocation


def close(*, distribution_id: UUID, by: Actor, at: datetime) -> Distribution:
    """Close a distribution: called by reporting when its report is countersigned. Raises `DistributionCannot`."""
    with transaction.atomic():
        row = distributions.locked(distribution_id)
        staff.check_right(by=by, right=Right.REPORTS_COUNTERSIGN, at=at, office_id=row.office_id)
        return _end(row, DistributionState.CLOSED, "", by, at)


def stop(*, distribution_id: UUID, reason: str, by: Actor, at: datetime) -> Distribution:
    """Stop a distribution the agency called off. Raises `ReasonNeeded`, `DistributionCannot`."""
    reason = sop_rules.check_reason(reason)
    with transaction.atomic():
        row = distributions.locked(distribution_id)
        staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=row.office_id)
        return _end(row, DistributionState.STOPPED, reason, by, at)


def take_up(*, distribution_id: UUID, by: Actor, at: datetime) -> Distribution:
    """Go on with a stopped distribution. Raises `DistributionCannot`, `OpenedAlready` where its letter has a new one."""
    with transaction.atomic():
        row = distributions.locked(distribution_id)
        staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=row.office_id)
        rules.check_next(DistributionState(row.state), DistributionState.OPEN, row.title)
        other = distributions.opened_from(row.letter_id) if row.letter_id else None
        if other is not None:
            raise rules.OpenedAlready(title=other.title)
        row.state, row.closed_at, row.closed_by, row.closing_reason = DistributionState.OPEN, None, None, ""
        row.save(update_fields=["state", "closed_at", "closed_by", "closing_reason"])
        _record(row, by, at, "distributions.take_up", {})
    return row


_SHARE = ("period", "instalment", "amount", "letter_people", "letter_total")


def _end(row: Distribution, state: DistributionState, reason: str, by: Actor, at: datetime) -> Distribution:
    rules.check_next(DistributionState(row.state), state, row.title)
    row.state, row.closed_at, row.closing_reason = state, at, reason
    row.closed_by_id = UUID(by.id) if by.kind == "staff" else None
    row.save(update_fields=["state", "closed_at", "closed_by", "closing_reason"])
    act = "distributions.close" if state is DistributionState.CLOSED else "distributions.stop"
    _record(row, by, at, act, {"reason": reason})
    return row


def _check_letter(letter_id: UUID, state: LetterState) -> None:
    known = distributions.opened_from(letter_id)
    if known is not None:
        raise rules.OpenedAlready(title=known.title)
    if state not in {LetterState.DISPOSED, LetterState.ANSWERED}:
        raise rules.LetterNotDisposed


def _adopt(row: Distribution, run_id: UUID | None, by: Actor, at: datetime) -> None:
    """Take the letter's run over, or start one for a letter that was registered without; activity 3 begins."""
    if run_id is None:
        run = sop_run.start_run(
            office_id=row.office_id, kind=rules.KIND, subject_id=row.id, label=row.title, by=by, at=at
        )
    else:
        run = sop_run.adopt_run(run_id=run_id, kind=rules.KIND, subject_id=row.id, label=row.title, by=by, at=at)
    row.run_id = run.id
    row.save(update_fields=["run_id"])
    steps.ensure_started(run_id=run.id, number=rules.STEP_PAPERS, by=by, at=at)


def _allot(row: Distribution, shares: Sequence[Share]) -> list[Allocation]:
    if not shares:
        raise rules.NothingAllocated
    benefits = _benefits(row.office_id, (share.benefit_id for share in shares))
    first = row.allocations.count()
    kept = {one.benefit.programme_id: one.terms for one in row.allocations.select_related("benefit")}
    made = []
    for place, share in enumerate(shares, start=first):
        rules.check_share(share)
        benefit = benefits.get(share.benefit_id)
        if benefit is None:
            raise rules.BenefitForeign
        _check_unique(row, benefit, share)
        made.append(
            Allocation.objects.create(
                distribution=row, benefit=benefit, order=place, terms=_terms(benefit, kept),
                **{name: getattr(share, name) for name in _SHARE},
            )
        )  # fmt: skip
    return made


def _terms(benefit: Benefit, kept: Mapping[UUID, Mapping[str, object]]) -> dict[str, object]:
    """Return the terms a share is allotted on: a programme given here already keeps those it was first given on."""
    return {**programmes.frozen(benefit), **kept.get(benefit.programme_id, {}), "unit_value": benefit.unit_value}


def _benefits(office_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Benefit]:
    return {row.id: row for row in programmes.usable_benefits(office_id).filter(id__in=set(ids))}


def _check_unique(row: Distribution, benefit: Benefit, share: Share, apart_from: Allocation | None = None) -> None:
    same = row.allocations.filter(benefit=benefit, period=share.period, instalment=share.instalment)
    if apart_from is not None:
        same = same.exclude(id=apart_from.id)
    if same.exists():
        raise rules.AllocatedTwice(benefit=benefit.name)


def _allocation(allocation_id: UUID) -> Allocation:
    row = Allocation.objects.select_related("benefit").filter(id=allocation_id).first()
    if row is None:
        raise rules.DistributionUnknown
    return row


def _locked_open(distribution_id: UUID, by: Actor, at: datetime) -> Distribution:
    """Lock an open distribution for somebody who may manage it."""
    row = distributions.locked(distribution_id)
    staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=row.office_id)
    rules.check_open(DistributionState(row.state), row.title)
    return row


def _opened_note(row: Distribution) -> str:
    return (gettext("Penyaluran dibuka: %(title)s") % {"title": row.title})[:300]


def _record(row: Distribution, by: Actor, at: datetime, act: str, details: Mapping[str, object]) -> None:
    audit.record(
        office_id=row.office_id, by=by, at=at, act=act, kind=rules.KIND, subject_id=row.id, label=row.title[:200],
        details=details,
    )  # fmt: skip

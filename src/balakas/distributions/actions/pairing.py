"""Rules between programmes: entered, taken over from the shipped ones, ended. None is ever changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balakas.audit import actions as audit
from balakas.common.actors import Actor
from balakas.distributions.models import Programme, ProgrammePair
from balakas.distributions.queries import pairing
from balakas.distributions.rules import pairing as rules
from balakas.distributions.rules.distribution import BenefitForeign
from balakas.distributions.rules.pairing import PairTerms
from balakas.staff import queries as staff
from balakas.staff.rules import Right


def add_pair(*, office_id: UUID, terms: PairTerms, by: Actor, at: datetime) -> ProgrammePair:
    """Enter a rule. Raises `BasisMissing`, `SpanWrong`, `RuleThere`, `BenefitForeign` for another office's programme."""
    staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=office_id)
    rules.check_terms(terms)
    first_id, second_id = rules.ordered(terms.first_id, terms.second_id)
    with transaction.atomic():
        # Both programmes are locked, so that two people cannot enter two rules for them at once.
        held = Programme.objects.select_for_update().filter(id__in={first_id, second_id}, office_id=office_id)
        if len(list(held.order_by("id"))) != len({first_id, second_id}):
            raise BenefitForeign
        there = pairing.in_force(office_id).filter(first_id=first_id, second_id=second_id)
        if any(rules.spans_meet((row.since, row.until), (terms.since, terms.until)) for row in there):
            raise rules.RuleThere
        row = ProgrammePair.objects.create(
            office_id=office_id, first_id=first_id, second_id=second_id, allowed=terms.allowed, scope=terms.scope,
            since=terms.since, until=terms.until, basis_kind=terms.basis_kind, basis=terms.basis.strip(),
            by_id=UUID(by.id), at=at,
        )  # fmt: skip
        details = {"programmes": [str(first_id), str(second_id)], "allowed": row.allowed, "basis": row.basis}
        _record(row, "distributions.add_pair", by, at, details)
    return row


def copy_pair(*, office_id: UUID, number: int, by: Actor, at: datetime) -> ProgrammePair:
    """Take a shipped rule over. Raises `RuleUnknown` where it is not offered, and what `add_pair` raises."""
    for at_number, one, _, _ in pairing.offered(office_id):
        if at_number == number:
            codes = dict(Programme.objects.filter(office_id=office_id).values_list("code", "id"))
            terms = PairTerms(
                codes[one.first], codes[one.second], one.allowed, one.scope, one.basis_kind, one.basis
            )  # fmt: skip
            return add_pair(office_id=office_id, terms=terms, by=by, at=at)
    raise rules.RuleUnknown


def end_pair(*, pair_id: UUID, by: Actor, at: datetime) -> ProgrammePair:
    """End a rule; lists that come from now on are not held against it. Raises `RuleUnknown`."""
    with transaction.atomic():
        row = ProgrammePair.objects.select_for_update().filter(id=pair_id, ended_at=None).first()
        if row is None:
            raise rules.RuleUnknown
        staff.check_right(by=by, right=Right.DISTRIBUTIONS_MANAGE, at=at, office_id=row.office_id)
        row.ended_by_id, row.ended_at = UUID(by.id), at
        row.save(update_fields=["ended_by", "ended_at"])
        _record(row, "distributions.end_pair", by, at, {})
    return row


def _record(row: ProgrammePair, act: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    audit.record(
        office_id=row.office_id, by=by, at=at, act=act, kind=rules.KIND, subject_id=row.id, details=details
    )  # fmt: skip

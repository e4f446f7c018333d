"""Rules between programmes: the office's own, the shipped ones it may take over, and what meets what in one distribution."""

import json
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from balakas.distributions.models import Allocation, Programme, ProgrammePair
from balakas.distributions.rules import pairing as rules
from balakas.distributions.rules.distribution import DistributionState
from balakas.distributions.rules.pairing import BasisKind, Given, Meeting, PairRule, Scope, ShippedPair
from balakas.distributions.rules.periods import month_of, months_of
from balakas.staff.rules import Officer


@cache
def shipped() -> tuple[ShippedPair, ...]:
    """Return the rules that come with the program."""
    text = (files("balakas.distributions") / "data" / "pairs.json").read_text(encoding="utf-8")
    return tuple(
        ShippedPair(
            one["first"], one["second"], one["allowed"], Scope(one["scope"]), BasisKind(one["basis_kind"]), one["basis"]
        )
        for one in json.loads(text)
    )


def pairs_of(office_id: UUID) -> QuerySet[ProgrammePair]:
    """Return an office's rules, those in force first, with their programmes and who entered and ended them."""
    rows = ProgrammePair.objects.filter(office_id=office_id).select_related("first", "second", "by", "ended_by")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "first__name", "second__name", "at")


def pair_for(officer: Officer, pair_id: UUID) -> ProgrammePair:
    """Return a rule of the officer's office, else 404."""
    row = ProgrammePair.objects.filter(id=pair_id, office_id=officer.office_id).first()
    if row is None:
        raise Http404
    return row


def offered(office_id: UUID) -> list[tuple[int, ShippedPair, str, str]]:
    """Return the shipped rules the office may take over: number in the file, rule, names of both programmes."""
    found = {row.code: row for row in Programme.objects.filter(office_id=office_id)}
    there = [frozenset({row.first_id, row.second_id}) for row in in_force(office_id)]
    wanted = rules.offered(shipped(), {code: row.id for code, row in found.items()}, there)
    return [(shipped().index(one), one, found[one.first].name, found[one.second].name) for one in wanted]


def in_force(office_id: UUID) -> QuerySet[ProgrammePair]:
    """Return the rules that were not ended."""
    return ProgrammePair.objects.filter(office_id=office_id, ended_at=None)


def meetings(distribution_id: UUID) -> list[Meeting]:
    """Return which of a distribution's allocations meet which allocations of the office in the same months."""
    own = list(_allocations().filter(distribution_id=distribution_id))
    if not own:
        return []
    office_id = own[0].distribution.office_id
    rows = _allocations().filter(distribution__office_id=office_id)
    held = [_rule(row) for row in in_force(office_id)]
    return rules.meetings(map(_given, own), map(_given, rows), held)


def described(allocation_ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return each allocation's programme and period as people read them."""
    rows = Allocation.objects.filter(id__in=allocation_ids).select_related("benefit__programme")
    return {row.id: (row.benefit.programme.name, row.period) for row in rows}


def bases(rule_ids: set[UUID]) -> dict[UUID, str]:
    """Return what each rule rests on."""
    return dict(ProgrammePair.objects.filter(id__in=rule_ids).values_list("id", "basis"))


def _allocations() -> QuerySet[Allocation]:
    """Leave out what was called off: nobody receives it."""
    rows = Allocation.objects.select_related("benefit", "distribution")
    return rows.exclude(distribution__state=DistributionState.STOPPED)


def _given(row: Allocation) -> Given:
    months = months_of(row.period, year=row.distribution.opened_at.year)
    return Given(row.id, row.distribution_id, row.benefit.programme_id, months)


def _rule(row: ProgrammePair) -> PairRule:
    return PairRule(
        row.id, frozenset({row.first_id, row.second_id}), row.allowed, Scope(row.scope),
        month_of(row.since) if row.since else None, month_of(row.until) if row.until else None,
    )  # fmt: skip

"""What one family may receive beside what in the same months: rules between programmes, as data of the office.

A rule stands between two programmes, in either order, or between a programme and itself (twice in one period). It counts
for people or for whole families, from a month to a month, and names what it rests on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from balakas.common.errors import BalakasError
from balakas.common.messages import N_
from balakas.distributions.rules.periods import month_of

KIND = "programme_pair"
"""What audit calls a rule."""


class Scope(StrEnum):
    """Whom a rule holds for: the person by the NIK, or everybody on one family card."""

    PERSON = "person"
    FAMILY = "family"


SCOPE_WORDS = {Scope.PERSON: N_("Orang yang sama (NIK)"), Scope.FAMILY: N_("Keluarga yang sama (nomor KK)")}


class BasisKind(StrEnum):
    """What a rule rests on: a regulation that is named, or the office's own decision."""

    LAW = "law"
    OWN = "own"


BASIS_WORDS = {BasisKind.LAW: N_("Peraturan"), BasisKind.OWN: N_("Ketentuan kantor sendiri")}


class Verdict(StrEnum):
    """What the rules say of two benefits in the same months."""

    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"
    NO_RULE = "no_rule"


class BasisMissing(BalakasError):
    """A rule that rests on nothing."""

    code = "basis_missing"
    message = N_("Sebutkan dasarnya: nomor peraturan, atau keputusan kantor beserta tanggalnya.")


class SpanWrong(BalakasError):
    """A rule that ends before it begins."""

    code = "span_wrong"
    message = N_("Tanggal akhir tidak boleh sebelum tanggal mulai.")


class RuleThere(BalakasError):
    """Two rules between the same programmes for the same months would contradict each other."""

    code = "rule_there"
    message = N_("Untuk kedua program dan masa itu sudah ada ketentuan. Akhiri dulu ketentuan yang lama.")


class RuleUnknown(BalakasError):
    """There is no such rule, or it was ended before."""

    code = "rule_unknown"
    message = N_("Ketentuan ini tidak ada atau sudah diakhiri.")


@dataclass(frozen=True, slots=True)
class PairTerms:
    """A rule as it is entered."""

    first_id: UUID
    second_id: UUID
    allowed: bool
    scope: Scope
    basis_kind: BasisKind
    basis: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PairRule:
    """A rule in force. `since` and `until` are months, None where it is open."""

    id: UUID
    programmes: frozenset[UUID]
    allowed: bool
    scope: Scope
    since: int | None = None
    until: int | None = None

    def holds_in(self, months: frozenset[int]) -> bool:
        """Say whether the rule counts in any of the months."""
        return any((self.since or 0) <= month and (self.until is None or month <= self.until) for month in months)


@dataclass(frozen=True, slots=True)
class ShippedPair:
    """A rule that comes with the program for an office to take over, between programmes by code."""

    first: str
    second: str
    allowed: bool
    scope: Scope
    basis_kind: BasisKind
    basis: str


@dataclass(frozen=True, slots=True)
class Given:
    """One allocation as the rules see it: whose programme, in which months, in which distribution."""

    allocation_id: UUID
    distribution_id: UUID
    programme_id: UUID
    months: frozenset[int]


class Meeting(NamedTuple):
    """Two allocations in the same months, what the rules say, and by which rule."""

    own_id: UUID
    other_id: UUID
    verdict: Verdict
    rule_id: UUID | None
    scope: Scope


def check_terms(terms: PairTerms) -> None:
    """Raise `BasisMissing`, `SpanWrong`."""
    if not terms.basis.strip():
        raise BasisMissing
    if terms.since and terms.until and terms.until < terms.since:
        raise SpanWrong


def ordered(first_id: UUID, second_id: UUID) -> tuple[UUID, UUID]:
    """Return two programmes in the order they are stored in, so that a rule has one form."""
    return (first_id, second_id) if first_id.int <= second_id.int else (second_id, first_id)


def spans_meet(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Say whether two spans share a month; None is open. Months, not days: a rule counts for the months it touches."""
    begins = [month_of(since) for since, _ in (one, other) if since]
    ends = [month_of(until) for _, until in (one, other) if until]
    return not begins or not ends or max(begins) <= min(ends)


def judge(one: Given, other: Given, rules: Iterable[PairRule]) -> Meeting | None:
    """Say what the rules hold of two allocations; None where they do not meet or nothing is to be said.

    Inside one distribution only what is forbidden matters: its programmes are handed out together on purpose. A programme
    meets itself only in another distribution, and only under a rule.
    """
    months = one.months & other.months
    if not months or one.allocation_id == other.allocation_id:
        return None
    same_programme = one.programme_id == other.programme_id
    together = one.distribution_id == other.distribution_id
    if same_programme and together:
        return None
    found = [
        rule for rule in rules if rule.programmes == {one.programme_id, other.programme_id} and rule.holds_in(months)
    ]
    forbidding = next((rule for rule in found if not rule.allowed), None)
    if forbidding is not None:
        return Meeting(one.allocation_id, other.allocation_id, Verdict.FORBIDDEN, forbidding.id, forbidding.scope)
    if together or same_programme:
        return None
    if found:
        return Meeting(one.allocation_id, other.allocation_id, Verdict.ALLOWED, found[0].id, found[0].scope)
    return Meeting(one.allocation_id, other.allocation_id, Verdict.NO_RULE, None, Scope.PERSON)


def meetings(own: Iterable[Given], others: Iterable[Given], rules: Iterable[PairRule]) -> list[Meeting]:
    """Return what meets what among the allocations of one distribution and all of the office."""
    held, beside = list(rules), list(others)
    found = (judge(one, other, held) for one in own for other in beside)
    return [meeting for meeting in found if meeting is not None]


def offered(
    shipped: Iterable[ShippedPair], programmes: Mapping[str, UUID], there: Iterable[frozenset[UUID]]
) -> list[ShippedPair]:
    """Return the shipped rules whose programmes the office has and between which it has no rule yet."""
    known = set(there)
    return [
        one for one in shipped
        if {one.first, one.second} <= programmes.keys() and frozenset({programmes[one.first], programmes[one.second]}) not in known
    ]  # fmt: skip

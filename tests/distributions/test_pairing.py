"""Rules between programmes: which months a period means, what meets what, rules entered, copied and ended."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from balakas.audit.models import Entry
from balakas.common.indonesian import MONTHS
from balakas.distributions.actions import pairing as actions
from balakas.distributions.models import ProgrammePair
from balakas.distributions.queries import pairing
from balakas.distributions.rules import pairing as rules
from balakas.distributions.rules.distribution import BenefitForeign
from balakas.distributions.rules.pairing import BasisKind, Given, PairRule, PairTerms, Scope, Verdict
from balakas.distributions.rules.periods import month_of, months_of
from balakas.staff.rules import NotAllowed, PositionKind
from tests.distributions.cases import programme
from tests.helpers import assert_same_query_count
from tests.letters.cases import LATER

KASI, TKSK = PositionKind.KASI_PMDK, PositionKind.TKSK
PKH, BPNT, BLT = (UUID(int=number) for number in (1, 2, 3))


def months(*pairs):
    return frozenset(year * 12 + month - 1 for year, month in pairs)


def year_of(year):
    return months(*((year, month) for month in range(1, 13)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Januari 2026", months((2026, 1))),
        ("januari", months((2025, 1))),
        ("2026-01", months((2026, 1))),
        ("01/2026", months((2026, 1))),
        ("Jan–Mar 2026", months((2026, 1), (2026, 2), (2026, 3))),
        ("Januari s.d. Maret 2026", months((2026, 1), (2026, 2), (2026, 3))),
        ("Januari s/d Maret 2026", months((2026, 1), (2026, 2), (2026, 3))),
        ("November 2025 - Januari 2026", months((2025, 11), (2025, 12), (2026, 1))),
        ("Nopember - Januari 2026", months((2025, 11), (2025, 12), (2026, 1))),
        ("Juni dan Juli 2025", months((2025, 6), (2025, 7))),
        ("Agt, Okt 2025", months((2025, 8), (2025, 10))),
        ("Triwulan I 2026", months((2026, 1), (2026, 2), (2026, 3))),
        ("TW 4 2025", months((2025, 10), (2025, 11), (2025, 12))),
        ("Semester II 2026", frozenset(range(2026 * 12 + 6, 2026 * 12 + 12))),
        ("Tahun 2026", year_of(2026)),
        ("Triwulan VII 2026", year_of(2026)),
        ("Tahap 1", year_of(2025)),
        ("", year_of(2025)),
        ("Marga Sari", year_of(2025)),
    ],
)
def test_a_period_means_months(text, meant):
    assert months_of(text, year=2025) == meant


@given(st.integers(2000 * 12, 2098 * 12), st.integers(0, 11), st.sampled_from(["-", " – ", " s.d. ", " sampai "]))
def test_from_one_month_to_another_is_all_between(first, length, until):
    last = first + length
    texts = [f"{MONTHS[month % 12]} {month // 12}" for month in (first, last)]
    assert months_of(until.join(texts), year=1990) == frozenset(range(first, last + 1))


def allotted(number, programme_id, text, distribution=1):
    return Given(UUID(int=number), UUID(int=distribution), programme_id, months_of(text, year=2026))


def rule(first, second, *, allowed=False, since=None, until=None):
    ends = [month_of(day) if day else None for day in (since, until)]
    return PairRule(UUID(int=99), frozenset({first, second}), allowed, Scope.PERSON, *ends)


@pytest.mark.parametrize(
    ("one", "other", "held", "verdict"),
    [
        # The rule stands in either order; another month, another programme or an ended rule does not count.
        ((BLT, "Januari 2026"), (PKH, "Triwulan I 2026"), [rule(BLT, PKH)], Verdict.FORBIDDEN),
        ((PKH, "Triwulan I 2026"), (BLT, "Januari 2026"), [rule(BLT, PKH)], Verdict.FORBIDDEN),
        ((BLT, "April 2026"), (PKH, "Triwulan I 2026"), [rule(BLT, PKH)], None),
        ((PKH, "Januari 2026"), (BPNT, "Januari 2026"), [rule(PKH, BPNT, allowed=True)], Verdict.ALLOWED),
        ((PKH, "Januari 2026"), (BPNT, "Januari 2026"), [rule(BLT, PKH)], Verdict.NO_RULE),
        ((BLT, "Januari 2026"), (PKH, "Januari 2026"), [rule(BLT, PKH, until=date(2025, 12, 31))], Verdict.NO_RULE),
        ((BLT, "Januari 2026"), (PKH, "Januari 2026"), [rule(BLT, PKH, until=date(2026, 1, 1))], Verdict.FORBIDDEN),
        ((BLT, "Januari 2026"), (PKH, "Januari 2026"), [rule(BLT, PKH, since=date(2026, 2, 1))], Verdict.NO_RULE),
        ((BLT, "Januari 2026"), (PKH, "Januari 2026"), [rule(BLT, PKH, allowed=True, until=date(2025, 1, 1)), rule(BLT, PKH)], Verdict.FORBIDDEN),
        # A programme with itself: only under a rule.
        ((BLT, "Januari 2026"), (BLT, "Januari 2026"), [], None),
        ((BLT, "Januari 2026"), (BLT, "Januari 2026"), [rule(BLT, BLT)], Verdict.FORBIDDEN),
    ],
)  # fmt: skip
def test_what_two_benefits_in_one_period_are(one, other, held, verdict):
    met = rules.judge(allotted(1, *one), allotted(2, *other, distribution=2), held)
    assert (met.verdict if met else None) == verdict


def test_inside_one_distribution_only_what_is_forbidden_is_said():
    one, other = allotted(1, PKH, "Januari 2026"), allotted(2, BPNT, "Januari 2026")
    assert rules.judge(one, other, []) is None
    assert rules.judge(one, other, [rule(PKH, BPNT)]).verdict is Verdict.FORBIDDEN
    assert rules.judge(one, one, [rule(PKH, PKH)]) is None


PERIODS = st.sampled_from(["Januari 2026", "Triwulan I 2026", "Februari 2026", "Tahap 1", "Juli-Agustus 2026"])
PROGRAMMES = st.sampled_from([PKH, BPNT, BLT])


@given(PROGRAMMES, PERIODS, PROGRAMMES, PERIODS, st.lists(st.tuples(PROGRAMMES, PROGRAMMES, st.booleans()), max_size=4))
def test_two_benefits_are_judged_alike_from_either_side(first, first_period, second, second_period, held):
    said = [rule(one, other, allowed=allowed) for one, other, allowed in held]
    one, other = allotted(1, first, first_period), allotted(2, second, second_period, distribution=2)
    there, back = rules.judge(one, other, said), rules.judge(other, one, said)
    assert (there and there.verdict) == (back and back.verdict)
    if there is not None:
        assert one.months & other.months
    if there is not None and there.verdict is Verdict.FORBIDDEN:
        assert any(not one.allowed and one.programmes == {first, second} for one in said)


@given(
    st.tuples(st.none() | st.dates(), st.none() | st.dates()),
    st.tuples(st.none() | st.dates(), st.none() | st.dates()),
    st.dates(),
)
def test_spans_that_hold_one_day_in_common_meet(one, other, day):
    def holds(span):
        return (span[0] or date.min) <= day <= (span[1] or date.max)

    assert rules.spans_meet(one, other) == rules.spans_meet(other, one)
    if holds(one) and holds(other):
        assert rules.spans_meet(one, other)


def terms(first, second, **more):
    given = {"allowed": False, "scope": Scope.FAMILY, "basis_kind": BasisKind.OWN, "basis": "Keputusan Camat 3/2026"}
    return PairTerms(first.id, second.id, **{**given, **more})


def enter(world, *words, by=KASI, **more):
    return actions.add_pair(office_id=world.office.id, terms=terms(*words, **more), by=world.actor(by), at=LATER)


@pytest.fixture
def three(world):
    return [programme(world, code) for code in ("pkh", "bpnt", "blt_desa")]


def test_the_shipped_rules_are_offered_once_both_programmes_are_there(world, three):
    assert [(one.first, one.second, one.allowed) for one in pairing.shipped()] == [
        ("pkh", "bpnt", True),
        ("blt_desa", "pkh", False),
    ]
    assert all(one.basis and one.basis_kind is BasisKind.OWN for one in pairing.shipped())
    for number, *_ in pairing.offered(world.office.id):
        actions.copy_pair(office_id=world.office.id, number=number, by=world.actor(KASI), at=LATER)
    assert pairing.offered(world.office.id) == []
    assert ProgrammePair.objects.count() == 2
    with pytest.raises(rules.RuleUnknown):
        actions.copy_pair(office_id=world.office.id, number=0, by=world.actor(KASI), at=LATER)


def test_nothing_is_offered_for_a_programme_the_office_lacks(world):
    programme(world, "pkh")
    assert pairing.offered(world.office.id) == []


def test_a_rule_has_a_basis_and_a_span_and_is_alone_in_it(world, three):
    pkh, bpnt, blt = three
    with pytest.raises(rules.BasisMissing):
        enter(world, blt, pkh, basis="  ")
    with pytest.raises(rules.SpanWrong):
        enter(world, blt, pkh, since=date(2026, 2, 1), until=date(2026, 1, 1))
    row = enter(world, blt, pkh, until=date(2026, 6, 30))
    assert (row.first_id, row.second_id) == rules.ordered(blt.id, pkh.id)
    with pytest.raises(rules.RuleThere):
        enter(world, pkh, blt, allowed=True)
    enter(world, pkh, blt, since=date(2026, 7, 1), allowed=True)
    enter(world, pkh, bpnt, allowed=True)
    assert Entry.objects.filter(act="distributions.add_pair").count() == 3


def test_a_rule_is_ended_and_stays_to_be_read(world, three):
    row = enter(world, three[2], three[0])
    actions.end_pair(pair_id=row.id, by=world.actor(KASI), at=LATER)
    assert list(pairing.in_force(world.office.id)) == []
    assert pairing.pairs_of(world.office.id).get().ended_by == world.users[KASI]
    with pytest.raises(rules.RuleUnknown):
        actions.end_pair(pair_id=row.id, by=world.actor(KASI), at=LATER)
    enter(world, three[2], three[0])


def test_who_may_not_and_a_programme_of_another_office(world, three):
    with pytest.raises(NotAllowed):
        enter(world, three[0], three[1], by=TKSK)
    three[0].id = UUID(int=7)
    with pytest.raises(BenefitForeign):
        enter(world, three[0], three[1])


def test_the_page_enters_and_ends(world, three):
    client, address = world.client(KASI), reverse("distributions:pairs")
    sent = {
        "first": str(three[2].id), "second": str(three[0].id), "allowed": "no", "scope": "family", "since": "2026-01-01",
        "until": "", "basis_kind": "own", "basis": "",
    }  # fmt: skip
    assert "Sebutkan dasarnya" in client.post(address, sent).content.decode()
    assert client.post(address, {**sent, "basis": "Keputusan Camat 3/2026"}).status_code == 302
    shown = client.get(address).content.decode()
    assert "Tidak boleh bersama" in shown
    assert "mulai 1 Januari 2026" in shown
    client.post(reverse("distributions:pair_end", args=[ProgrammePair.objects.get().id]))
    assert "Diakhiri" in client.get(address).content.decode()


def test_the_page_costs_the_same_for_one_and_for_five(world, three):
    client, address = world.client(KASI), reverse("distributions:pairs")
    pkh, bpnt, blt = three
    enter(world, pkh, bpnt)
    assert_same_query_count(
        lambda: client.get(address),
        lambda: [enter(world, *pair) for pair in [(pkh, blt), (bpnt, blt), (pkh, pkh), (bpnt, bpnt)]],
    )

"""Rules of the hand-over by table and by property."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balakas.handover.rules import books, cases, closing, events, finding, pages, proxies, replay, stock
from balakas.handover.rules.books import Giving
from balakas.handover.rules.cases import CaseKind, CaseState, Decision
from balakas.handover.rules.events import EventType
from balakas.handover.rules.pages import PageState
from balakas.handover.rules.proxies import Proxy, ProxyReason, Relation
from balakas.handover.rules.replay import Entry
from balakas.handover.rules.stock import Account
from balakas.handover.rules.verdicts import verdict

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
MOMENTS = [f"2026-01-20T01:{minute:02d}:00.000Z" for minute in range(5)]


@pytest.mark.parametrize(
    "row", json.loads((VECTORS / "handover_verdict.json").read_text()), ids=lambda row: row["name"]
)
def test_verdict(row):
    told = {name: row[name] for name in ("listed", "replaced", "own_post", "states")}
    assert verdict(**told) == row["verdict"]


GIVINGS = st.lists(
    st.builds(
        Giving,
        event_id=st.sampled_from("abcdef"),
        quantity=st.integers(1, 10),
        moment=st.sampled_from(MOMENTS),
        entitled=st.booleans(),
        voided_by=st.sampled_from(["", "", "v"]),
        set_aside=st.booleans(),
        counts=st.integers(0, 3),
    ),
    max_size=5,
    unique_by=lambda one: one.event_id,
)


@given(GIVINGS, st.randoms())
def test_the_books_do_not_depend_on_the_order_of_arrival(givings, random):
    shuffled = list(givings)
    random.shuffle(shuffled)
    assert books.judge(givings) == books.judge(shuffled)


@given(GIVINGS)
def test_every_giving_counts_is_held_or_was_voided(givings):
    outcome = books.judge(givings)
    counted = ([outcome.winner] if outcome.winner else []) + list(outcome.held) + list(outcome.voided)
    assert sorted(one.event_id for one in counted) == sorted(one.event_id for one in givings)
    if outcome.winner:
        assert outcome.winner.entitled
        assert not outcome.winner.voided_by
        assert not outcome.winner.set_aside


def test_the_earliest_counts_unless_a_decision_chose():
    early, late = Giving("b", 1, MOMENTS[0]), Giving("a", 2, MOMENTS[1])
    assert books.judge([late, early]).winner == early
    chosen = Giving("a", 2, MOMENTS[1], counts=7)
    assert books.judge([chosen, early]).winner == chosen
    assert books.judge([early, late]).double
    assert not books.judge([early]).double


MOVES = st.lists(
    st.builds(
        stock.Move,
        benefit=st.sampled_from(["rice", "cash"]),
        source=st.sampled_from(list(Account)),
        target=st.sampled_from(list(Account)),
        quantity=st.integers(1, 10**9),
    )
)


@given(MOVES)
def test_all_accounts_together_are_zero_and_the_equation_holds(moves):
    lying = stock.balances(moves)
    for benefit in {benefit for benefit, _ in lying}:
        assert sum(lying.get((benefit, account), 0) for account in Account) == 0
    assert all(one.holds for one in stock.equation(moves).values())


@given(MOVES)
def test_moves_and_their_counter_entries_leave_nothing(moves):
    both = [*moves, *stock.moves_back(moves)]
    assert set(stock.balances(both).values()) <= {0}


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ({"quantity": 10, "damaged": 4, "short": 6}, None),
        ({"quantity": 10, "damaged": 4, "short": 7}, stock.CountsDisagree),
        ({"quantity": 0, "damaged": 0, "short": 0}, stock.NothingCounted),
    ],
)
def test_goods(item, error):
    if error is None:
        stock.check_goods([item])
        return
    with pytest.raises(error):
        stock.check_goods([item])


def entry(name, position, kind, **more):
    return Entry(name, position, kind, moment=more.pop("moment", MOMENTS[0]), recipient="r", **more)


def test_failures_follow_the_ledger():
    ledger = [
        entry("a", 1, EventType.ABSENT),
        entry("b", 2, EventType.VOID, target="a"),
        entry("c", 3, EventType.REFUSE),
        entry("d", 4, EventType.HANDOVER, entitlement="e", items=({"benefit": "x", "quantity": 1},)),
        entry("f", 5, EventType.ABSENT),
    ]
    assert replay.failure_rows(ledger) == [
        ("a", "r", "absent", "b"), ("c", "r", "refuse", "d"), ("f", "r", "absent", "")
    ]  # fmt: skip


def test_a_decision_sets_aside_or_chooses():
    given_twice = [
        entry("a", 1, EventType.HANDOVER, entitlement="e", items=({"benefit": "x", "quantity": 1},)),
        entry("b", 2, EventType.HANDOVER, entitlement="e", items=({"benefit": "x", "quantity": 2},), moment=MOMENTS[1]),
    ]
    counts = entry("c", 3, EventType.OVERRIDE, target="b", decision=Decision.COUNTS.value)
    aside = entry("d", 4, EventType.OVERRIDE, target="b", decision=Decision.RECOVER.value)
    for ledger, winner in ((given_twice, "a"), ([*given_twice, counts], "b"), ([*given_twice, counts, aside], "a")):
        assert replay.outcomes(ledger, lambda _: True)["e"].winner.event_id == winner


@pytest.mark.parametrize(
    ("asked", "name", "fits"),
    [
        ("SITI", "SITI AMINAH", True),
        ("AMINAH SITI", "SITI AMINAH", True),
        ("AMINA", "SITI AMINAH", True),
        ("MOHAMAD JUSUF", "MUHAMMAD YUSUF", True),
        ("MUHAMAD", "MOEHAMMAD YUSUF", True),
        ("RUSDIYAH", "HJ RUSDIAH", True),
        ("NORHAYTAI", "NORHAYATI", True),
        ("DJUMIATI", "JUMIATI", True),
        ("BASRAN", "MASRAN", True),
        ("SITI BASRAN", "SITI AMINAH", False),
        ("XY", "SITI AMINAH", False),
    ],
)
def test_search_forgives(asked, name, fits):
    assert bool(finding.score(asked, name)) is fits


def test_a_whole_word_stands_before_a_likeness():
    assert finding.score("SITI", "SITI") > finding.score("SITI", "SITIAH") > finding.score("SITI", "SITTI")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("K7Q2M-3", ("K7Q2M", 3)),
        ("balakas:k7q2m-12", ("K7Q2M", 12)),
        (" k7q2m 3 ", ("K7Q2M", 3)),
        ("K7Q2M", None),
        ("", None),
    ],
)
def test_a_page_is_read_as_scanned_or_typed(text, page):
    assert pages.read(text) == page


def test_pages_hold_everybody_once():
    rows = list(range(68))
    split = pages.split(rows)
    assert [len(part) for part in split] == [25, 25, 18]
    assert list(itertools.chain(*split)) == rows


@pytest.mark.parametrize(("now", "then"), list(itertools.product(PageState, PageState)))
def test_a_page_moves_as_its_table_says(now, then):
    if then in pages.NEXT[now]:
        pages.check_next(now, then)
    else:
        with pytest.raises(pages.PageMoved):
            pages.check_next(now, then)


@pytest.mark.parametrize(("now", "then"), list(itertools.product(CaseState, CaseState)))
def test_a_case_moves_as_its_table_says(now, then):
    if then in cases.NEXT[now]:
        cases.check_next(now, then)
    else:
        with pytest.raises(cases.CaseMoved):
            cases.check_next(now, then)


def test_every_offered_decision_has_its_word():
    assert all(decision in cases.DECISION_WORDS for offered in cases.OFFERED.values() for decision in offered)
    with pytest.raises(cases.DecisionUnknown):
        cases.check_decision(CaseKind.BAD_SIGNATURE, Decision.COUNTS)


@pytest.mark.parametrize(
    ("proxy", "papers", "needed"),
    [
        (Proxy("A", Relation.FAMILY, ProxyReason.SICK), None, True),
        (Proxy("A", Relation.GUARDIAN, ProxyReason.CHILD), None, False),
        (Proxy("A", Relation.SAME_KK, ProxyReason.SICK), ["ktp"], False),
        (Proxy("A", Relation.FAMILY, ProxyReason.SICK), ["power_of_attorney", "ktp"], True),
        (Proxy("A", Relation.FAMILY, ProxyReason.SICK, lasting=True), ["power_of_attorney"], False),
    ],
)
def test_letters(proxy, papers, needed):
    assert proxies.needs_letter(proxy, papers) is needed


@pytest.mark.parametrize(("others", "limit", "many"), [(0, 3, False), (2, 3, False), (3, 3, True), (9, 0, False)])
def test_one_representative_for_too_many(others, limit, many):
    assert proxies.too_many(others=others, limit=limit) is many


def test_kinds_of_a_close():
    assert closing.kind_of(closes=0, outstanding=0) == "final"
    assert closing.kind_of(closes=0, outstanding=2) == "provisional"
    assert closing.kind_of(closes=1, outstanding=2) == "supplement"
    with pytest.raises(closing.VarianceUnexplained):
        closing.check_explained(remaining=-3, explanation=" ")


A_BODY = {
    "v": 1, "id": "0" * 8 + "-0000-7000-8000-" + "0" * 12, "device": "1" * 8 + "-0000-7000-8000-" + "0" * 12,
    "office": "2" * 8 + "-0000-7000-8000-" + "0" * 12, "seq": 1, "previous": "", "type": "handover",
    "time": {"happened": MOMENTS[0], "device": MOMENTS[0]}, "items": [{"benefit": "3" * 8 + "-0000-7000-8000-" + "0" * 12, "quantity": 2}],
    "identity": {"how": "ktp"}, "sealed": {"reason": "00ff"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"name": "Siti"}, "name"),
        ({"v": 2}, "v"),
        ({"id": "x"}, "id"),
        ({"recipient": "Siti Aminah"}, "recipient"),
        ({"type": "gift"}, "type"),
        ({"seq": 0}, "seq"),
        ({"previous": "zz"}, "seq"),
        ({"items": [{"benefit": "x", "quantity": 1}]}, "items"),
        ({"items": [{**A_BODY["items"][0], "quantity": -1}]}, "items"),
        ({"items": [{**A_BODY["items"][0], "quantity": 1.5}]}, "items"),
        ({"sealed": {"reason": "Antar ke rumah"}}, "sealed"),
        ({"attachments": [{"kind": "selfie", "sha256": "0" * 64}]}, "attachments"),
        ({"time": {"happened": "kemarin", "device": MOMENTS[0]}}, "time"),
        ({"identity": {"how": "Dikenal Ketua RT 02"}}, "identity"),
        ({"details": {"reason": "Sedang sakit di rumah"}}, "details"),
    ],
)
def test_an_event_has_room_for_codes_and_sealed_values_only(change, field):
    body = {**A_BODY, **change}
    if field is None:
        events.check_body(body)
        return
    with pytest.raises(events.EventMalformed) as caught:
        events.check_body(body)
    assert caught.value.params["field"] == field


def test_receipt_codes_are_short_readable_and_differ():
    codes = {events.receipt_code(str(number), "0" * 64) for number in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 12 and set(code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for code in codes)

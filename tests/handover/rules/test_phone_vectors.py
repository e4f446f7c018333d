"""Rules the phone computes for itself, by the vectors its own tests run too: a difference fails on both sides."""

import json
from pathlib import Path

import pytest

from balakas.handover.rules import finding, proxies, stock
from balakas.handover.rules.events import EventType
from balakas.handover.rules.proxies import Proxy, ProxyIncomplete, ProxyReason, Relation
from balakas.recipients.rules.people import name_key

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
FINDING, PROXY, STOCK = (
    json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8")) for name in ("finding", "proxy", "stock")
)


def test_a_name_becomes_the_same_key_and_sounds_the_same():
    assert [(row["name"], name_key(row["name"])) for row in FINDING["keys"]] == [
        (row["name"], row["key"]) for row in FINDING["keys"]
    ]
    assert [finding.sound(row["word"]) for row in FINDING["sounds"]] == [row["sound"] for row in FINDING["sounds"]]


@pytest.mark.parametrize("row", FINDING["scores"], ids=lambda row: f"{row['asked']} in {row['name']}")
def test_a_question_fits_a_name_as_well_as_on_the_phone(row):
    assert finding.score(row["asked"], row["name"]) == row["score"]


def test_a_letter_belongs_to_the_same_representatives():
    for row in PROXY["letters"]:
        proxy = Proxy("x", Relation(row["relation"]), ProxyReason.SICK, lasting=row["lasting"])
        assert (row, proxies.needs_letter(proxy, row["papers"])) == (row, row["needs_letter"])


def test_a_representative_is_complete_or_not_on_both_sides():
    for row in PROXY["complete"]:
        proxy = Proxy(row["name"], Relation(row["relation"]), ProxyReason(row["reason"]), note=row["note"])
        assert (row, _is_complete(proxy)) == (row, row["complete"])


def test_how_many_one_may_collect_for():
    for row in PROXY["many"]:
        assert proxies.too_many(others=row["others"], limit=row["limit"]) is row["too_many"]


@pytest.mark.parametrize("row", STOCK["moves"], ids=lambda row: row["type"])
def test_stock_moves_as_on_the_phone(row):
    moves = stock.moves_of(EventType(row["type"]), row["items"])
    assert [[one.benefit, one.source.value, one.target.value, one.quantity] for one in moves] == row["moves"]


def _is_complete(proxy: Proxy) -> bool:
    try:
        proxies.check_proxy(proxy)
    except ProxyIncomplete:
        return False
    return True

"""A running distribution keeps the terms it was opened on; nothing is priced that nobody priced."""

from dataclasses import replace

from balakas.distributions.actions import distributions as actions
from balakas.distributions.actions import programmes as actions_programmes
from balakas.distributions.models import Programme
from balakas.distributions.queries import distributions as queries
from balakas.distributions.queries import programmes
from balakas.distributions.rules.distribution import Share
from balakas.distributions.rules.programme import BenefitKind, Gift
from balakas.handover.queries import terms as handover_terms
from balakas.staff.rules import PositionKind
from tests.distributions import cases
from tests.letters.cases import LATER, register

KASI = PositionKind.KASI_PMDK


def test_a_running_distribution_keeps_the_terms_it_was_opened_on(world):
    row = cases.opened(world)
    benefit = row.allocations.get().benefit
    before = programmes.terms_of(benefit.programme)
    stricter = replace(before, required_papers=(), proofs=(), proxies=(), proxy_limit=1, fund_source="APBN")
    actions_programmes.change_programme(
        programme_id=benefit.programme_id, terms=stricter, seen_version=1, by=world.actor(KASI), at=LATER
    )
    asked = lambda: programmes.terms_of(queries.allocations_of(row.id)[0].benefit.programme)  # noqa: E731
    assert asked() == before
    assert handover_terms.terms_of(row.id).proxy_limit == before.proxy_limit
    more = Share(benefit.id, "Februari 2026", 250_000)
    actions.add_allocations(distribution_id=row.id, shares=[more], by=world.actor(KASI), at=LATER)
    assert {one.benefit.programme.proxy_limit for one in queries.allocations_of(row.id)} == {before.proxy_limit}
    assert queries.allocations_of(row.id)[1].terms["required_papers"] == [
        one.as_data() for one in before.required_papers
    ]
    assert benefit.programme_id == Programme.objects.get(proxy_limit=1).id


def test_a_new_distribution_takes_the_terms_of_its_day(world):
    first = cases.opened(world)
    benefit = first.allocations.get().benefit
    terms = replace(programmes.terms_of(benefit.programme), proxy_limit=1)
    actions_programmes.change_programme(
        programme_id=benefit.programme_id, terms=terms, seen_version=1, by=world.actor(KASI), at=LATER
    )
    second = cases.opened(world, letter=register(world, 18), shares=[Share(benefit.id, "Februari 2026", 250_000)])
    assert queries.allocations_of(second.id)[0].benefit.programme.proxy_limit == 1


def test_a_price_set_later_is_taken_and_one_that_stood_is_kept(world):
    rice = cases.programme(world, "beras_cpp")
    benefit = rice.benefits.get()
    assert benefit.unit_value == 0
    row = cases.opened(world, shares=[Share(benefit.id, "Januari 2026", 10)])
    assert queries.unpriced(row.id) == [benefit.name]

    def price(value):
        gift = Gift(benefit.name, BenefitKind(benefit.kind), benefit.usual_amount, benefit.unit, value)
        actions_programmes.change_benefit(benefit_id=benefit.id, gift=gift, active=True, by=world.actor(KASI), at=LATER)

    price(12_500)
    assert queries.unpriced(row.id) == []
    assert queries.allocations_of(row.id)[0].benefit.unit_value == 12_500
    second = cases.opened(world, letter=register(world, 18), shares=[Share(benefit.id, "Februari 2026", 10)])
    price(14_000)
    assert queries.allocations_of(second.id)[0].benefit.unit_value == 12_500

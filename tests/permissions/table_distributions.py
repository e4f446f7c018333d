"""Pages of the room distributions."""

from balakas.distributions.actions import pairing
from balakas.distributions.rules.pairing import BasisKind, PairTerms, Scope
from balakas.staff.rules import PositionKind, Right
from tests.distributions.cases import opened, programme
from tests.letters.cases import LATER, dispose, register
from tests.permissions.rows import Row

READ, MANAGE = Right.DISTRIBUTIONS_READ, Right.DISTRIBUTIONS_MANAGE


def distribution(world):
    return {"distribution_id": opened(world).id}


def allocation(world):
    return {"allocation_id": opened(world).allocations.get().id}


def a_programme(world):
    return {"programme_id": programme(world).id}


def benefit(world):
    return {"benefit_id": programme(world).benefits.get().id}


def a_pair(world):
    row = programme(world)
    terms = PairTerms(row.id, row.id, allowed=False, scope=Scope.PERSON, basis_kind=BasisKind.OWN, basis="Keputusan")
    by = world.actor(PositionKind.KASI_PMDK)
    return {"pair_id": pairing.add_pair(office_id=world.office.id, terms=terms, by=by, at=LATER).id}


def disposed_letter(world):
    letter = register(world)
    dispose(world, letter)
    return {"letter_id": letter.id}


ROWS = {
    "distributions:list": Row(right=READ),
    "distributions:open": Row(right=MANAGE, kwargs=disposed_letter),
    "distributions:detail": Row(right=READ, kwargs=distribution),
    "distributions:change": Row(right=MANAGE, kwargs=distribution),
    "distributions:add_allocation": Row(right=MANAGE, kwargs=distribution),
    "distributions:stop": Row(right=MANAGE, kwargs=distribution, method="post", data={"reason": "dibatalkan dinas"}),
    "distributions:take_up": Row(right=MANAGE, kwargs=distribution, method="post"),
    "distributions:allocation": Row(right=MANAGE, kwargs=allocation),
    "distributions:explain": Row(right=MANAGE, kwargs=allocation, method="post", data={"reason": "dua orang pindah"}),
    "distributions:programmes": Row(right=READ),
    "distributions:pairs": Row(right=READ),
    "distributions:pair_copy": Row(right=MANAGE, kwargs={"number": 0}, method="post", foreign=None),
    "distributions:pair_end": Row(right=MANAGE, kwargs=a_pair, method="post"),
    "distributions:programme_add": Row(right=MANAGE),
    "distributions:programme_copy": Row(right=MANAGE, kwargs={"code": "pkh"}, method="post", foreign=None),
    "distributions:programme": Row(right=MANAGE, kwargs=a_programme),
    "distributions:replacements": Row(right=MANAGE, kwargs=a_programme),
    "distributions:programme_use": Row(right=MANAGE, kwargs=a_programme, method="post"),
    "distributions:benefit_add": Row(right=MANAGE, kwargs=a_programme),
    "distributions:benefit": Row(right=MANAGE, kwargs=benefit),
}

"""Programmes and benefits: shipped ones are copied and made to fit; what the books count in stays."""

import pytest

from balakas.common.errors import BalakasError
from balakas.distributions.actions import programmes as actions
from balakas.distributions.queries import programmes
from balakas.distributions.rules import distribution, programme
from balakas.distributions.rules.programme import BenefitKind, Gift, PaperCode, RequiredPaper, Terms
from balakas.letters.rules import ChangedMeanwhile
from balakas.staff.rules import NotAllowed, PositionKind
from tests.distributions import cases
from tests.letters.cases import LATER

KASI = PositionKind.KASI_PMDK


def test_the_shipped_programmes_are_sound_and_each_can_be_copied(world):
    codes = [one.terms.code for one in programmes.presets()]
    assert codes == ["permakanan", "sandang", "beras_cpp", "bpnt", "pkh", "blt_desa"]
    for code in codes:
        row = cases.programme(world, code)
        assert programmes.terms_of(row) == programmes.preset(code).terms
        assert row.benefits.count() == 1
    assert programmes.not_copied(world.office.id) == []
    words = {
        one.programme.code: (one.kind, one.usual_amount, one.unit)
        for one in programmes.usable_benefits(world.office.id)
    }
    assert words["permakanan"] == ("cash", 250_000, "rupiah")
    assert words["sandang"] == ("goods", 1, "paket")
    assert words["beras_cpp"] == ("goods", 10, "kg")


def test_a_paper_has_its_substitutes():
    food = programmes.preset("permakanan").terms
    ktp = next(one for one in food.required_papers if one.code is PaperCode.KTP)
    assert {PaperCode.VILLAGE_STATEMENT, PaperCode.BIRTH_CERTIFICATE} <= set(ktp.substitutes)
    assert programme.papers_from([ktp.as_data()]) == (ktp,)


@pytest.mark.parametrize("wrong", [[{"code": "sim"}], [{"code": "ktp", "substitutes": ["sim"]}], [{}]])
def test_a_paper_nobody_knows_is_refused(wrong):
    with pytest.raises(programme.ChoiceUnknown):
        programme.papers_from(wrong)


def test_a_code_is_taken_once_per_office(world):
    cases.programme(world)
    with pytest.raises(programme.CodeTaken):
        cases.programme(world)


@pytest.mark.parametrize("code", ["", "A", "dua kata", "1abc", "x" * 31, "x"])
def test_a_code_is_small_letters_digits_and_underscores(world, code):
    with pytest.raises(programme.CodeWrong):
        actions.add_programme(
            office_id=world.office.id, terms=Terms(code=code, name="X"), by=world.actor(KASI), at=LATER
        )


def test_two_people_changing_one_programme(world):
    row = cases.programme(world)
    terms = Terms(code="permakanan", name="Permakanan 2026", required_papers=(RequiredPaper(PaperCode.KK),))
    actions.change_programme(programme_id=row.id, terms=terms, seen_version=1, by=world.actor(KASI), at=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.change_programme(programme_id=row.id, terms=terms, seen_version=1, by=world.actor(KASI), at=LATER)
    row.refresh_from_db()
    assert (row.name, row.version, row.required_papers) == (
        "Permakanan 2026", 2, [{"code": "kk", "substitutes": []}],
    )  # fmt: skip


def test_a_benefit_keeps_kind_and_unit_once_given(world):
    benefit = cases.opened(world).allocations.get().benefit
    goods = Gift("Permakanan satu bulan", BenefitKind.GOODS, 1, "paket")
    with pytest.raises(programme.BenefitInUse):
        actions.change_benefit(benefit_id=benefit.id, gift=goods, active=True, by=world.actor(KASI), at=LATER)
    dearer = Gift("Permakanan satu bulan", BenefitKind.CASH, 300_000)
    changed = actions.change_benefit(benefit_id=benefit.id, gift=dearer, active=True, by=world.actor(KASI), at=LATER)
    assert (changed.usual_amount, changed.unit) == (300_000, "rupiah")


@pytest.mark.parametrize(
    ("gift", "error"),
    [
        (Gift("Beras", BenefitKind.GOODS, 0, "kg"), programme.AmountWrong),
        (Gift("Beras", BenefitKind.GOODS, 10, " "), programme.UnitNeeded),
        (Gift("PERMAKANAN satu bulan", BenefitKind.CASH, 1), programme.NameTaken),
    ],
)
def test_a_benefit_is_counted_in_something(world, gift, error):
    row = cases.programme(world)
    with pytest.raises(error):
        actions.add_benefit(programme_id=row.id, gift=gift, by=world.actor(KASI), at=LATER)


def test_a_programme_out_of_use_is_not_offered(world):
    row = cases.programme(world)
    actions.set_active(programme_id=row.id, active=False, by=world.actor(KASI), at=LATER)
    assert list(programmes.usable_benefits(world.office.id)) == []


@pytest.mark.parametrize("kind", [PositionKind.TKSK, PositionKind.CAMAT, PositionKind.ADMINISTRATOR])
def test_only_who_manages_distributions(world, kind):
    with pytest.raises(NotAllowed):
        actions.copy_preset(office_id=world.office.id, code="pkh", by=world.actor(kind), at=LATER)


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "words"),
    [("cash", 250_000, "rupiah", "Rp250.000"), ("goods", 10, "kg", "10 kg"), ("goods", 1_234, "paket", "1.234 paket")],
)
def test_amounts_in_words(kind, amount, unit, words):
    assert programme.amount_words(kind, amount, unit) == words


def test_worth():
    assert programme.worth("cash", 250_000, 1) == 250_000
    assert programme.worth("goods", 2, 2_500_000) == 5_000_000


def test_every_error_has_its_own_code():
    found = [*vars(programme).values(), *vars(distribution).values()]
    errors = {
        one for one in found if isinstance(one, type) and issubclass(one, BalakasError) and one is not BalakasError
    }
    assert len({one.code for one in errors}) == len(errors) > 15

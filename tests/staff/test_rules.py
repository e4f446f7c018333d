from datetime import date

import pytest

from balakas.staff import rules
from balakas.staff.rules import Acting, Grant, OfficeFacts, OfficeKind, PersonFacts, PositionKind, Right, Term

DAY = date(2026, 1, 12)


def test_every_right_has_its_sentence_and_a_position():
    assert set(rules.RIGHT_SENTENCES) == set(Right)
    given = frozenset().union(*(position.rights for position in rules.POSITIONS.values()))
    assert given == set(Right)
    assert set(rules.POSITIONS) == set(PositionKind)


def test_rights_are_those_of_the_positions_held_today():
    grants = [
        Grant(PositionKind.CLERK, valid_from=date(2025, 1, 1)),
        Grant(PositionKind.CAMAT, Acting.PLT, valid_from=date(2026, 2, 1)),
        Grant(PositionKind.ADMINISTRATOR, valid_from=date(2024, 1, 1), valid_to=date(2026, 1, 11)),
    ]
    held = rules.rights_of(grants, DAY)
    assert Right.LETTERS_REGISTER in held
    assert Right.LETTERS_DISPOSE not in held
    assert Right.STAFF_MANAGE not in held
    assert Right.LETTERS_DISPOSE in rules.rights_of(grants, date(2026, 2, 1))
    assert Right.STAFF_MANAGE in rules.rights_of(grants, date(2026, 1, 11))


def test_a_village_officer_sees_the_village_and_a_second_position_opens_the_district():
    village = Grant(PositionKind.VILLAGE_OFFICER, village_code="63.11.03.2007", valid_from=date(2025, 1, 1))
    assert rules.area_of([village], DAY) == {"63.11.03.2007"}
    assert rules.area_of([village, Grant(PositionKind.TKSK, valid_from=date(2025, 1, 1))], DAY) is None
    assert rules.area_of([], DAY) == frozenset()


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("63.11.03", "Asia/Makassar"),
        ("62.01.01", "Asia/Jakarta"),
        ("11.01.01", "Asia/Jakarta"),
        ("51.01.01", "Asia/Makassar"),
        ("82.01.01", "Asia/Jayapura"),
        ("96.71.01", "Asia/Jayapura"),
    ],
)
def test_the_zone_of_a_province(code, zone):
    assert rules.zone_of(code) == zone


@pytest.mark.parametrize("username", ["ab", "A.Budi", "budi lain", "-budi", "b" * 61, "budi@kantor", ""])
def test_user_names_that_will_not_do(username):
    with pytest.raises(rules.UsernameWrong):
        rules.check_username(username)


def test_user_names_that_do():
    rules.check_username("rahmadi.anwar-2")


@pytest.mark.parametrize(
    "nip", ["19800101200501100", "1980010120050110011", "19800101200501100x", "１９８００１０１２００５０１１００１"]
)
def test_an_nip_has_18_digits(nip):
    with pytest.raises(rules.NipWrong):
        rules.check_person(PersonFacts(name="Rahmadi", nip=nip))


def test_a_person_needs_a_name_and_no_nip():
    rules.check_person(PersonFacts(name="Fitriani"))
    with pytest.raises(rules.NameMissing):
        rules.check_person(PersonFacts(name="  "))


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        (OfficeFacts(name=""), rules.NameMissing),
        (OfficeFacts(name="Kecamatan", postal_code="7166"), rules.PostalCodeWrong),
        (OfficeFacts(name="Kecamatan", zone="Europe/Paris"), rules.ZoneUnknown),
    ],
)
def test_offices_that_will_not_do(facts, error):
    with pytest.raises(error):
        rules.check_office(facts)


def test_positions_belong_to_their_offices():
    desa = Term(PositionKind.VILLAGE_OFFICER, DAY)
    camat = Term(PositionKind.CAMAT, DAY)
    rules.check_term(desa, OfficeKind.VILLAGE)
    rules.check_term(camat, OfficeKind.DISTRICT)
    for term, kind in ((desa, OfficeKind.DISTRICT), (camat, OfficeKind.VILLAGE), (camat, OfficeKind.AGENCY)):
        with pytest.raises(rules.PositionElsewhere):
            rules.check_term(term, kind)
    with pytest.raises(rules.TermReversed):
        rules.check_term(Term(PositionKind.CAMAT, DAY, date(2026, 1, 11)), OfficeKind.DISTRICT)

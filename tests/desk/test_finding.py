"""One box finds people, letters, distributions and villages, and nothing searched for gets into an address."""

import pytest
from django.urls import reverse

from balakas.desk.queries import finding
from balakas.recipients.models import Person
from balakas.staff.rules import PositionKind
from balakas.vault import queries as vault
from balakas.vault.rules import IndexKind
from tests.conftest import World
from tests.desk.cases import running
from tests.helpers import assert_same_query_count
from tests.planning.conftest import Case


def indexed(world: World, case: Case) -> list[Person]:
    """Give the invented people the indexes the intake would give them."""
    people = list(Person.objects.filter(office=world.office).order_by("name"))
    for order, person in enumerate(people, start=1):
        nik = f"631103010180{9000 + order:04d}"
        person.nik_index = vault.blind_index(world.office.id, IndexKind.NIK, nik)
        person.nik_tail_index = vault.blind_index(world.office.id, IndexKind.LAST_DIGITS, nik[-4:])
        person.save()
    return people


def names(found: finding.Found) -> list[str]:
    return [line.recipient.person.name for line in found.people]


@pytest.mark.parametrize(
    "words", ["6311030101809002", "6311 0301 0180 9002", "'6311030101809002", "9002", "6311••••••••9002"]
)
def test_a_person_is_found_by_number_or_its_end(world: World, words: str) -> None:
    case = running(world, awayan=3)
    indexed(world, case)
    found = finding.find(world.officer(PositionKind.KASI_PMDK), words)
    assert names(found) == ["Contoh 2"]
    assert found.people[0].masked.endswith("9002")
    assert "•" in found.people[0].masked


def test_a_person_is_found_by_part_of_the_name(world: World) -> None:
    running(world, awayan=2)
    assert names(finding.find(world.officer(PositionKind.KASI_PMDK), "CONTOH")) == ["Contoh 1", "Contoh 2"]


def test_a_village_is_found_as_people_write_it(world: World) -> None:
    case = running(world, pudak=1)
    found = finding.find(world.officer(PositionKind.KASI_PMDK), "desa  PUDAK")
    [(village, pages)] = found.villages
    assert village.code == "63.11.03.2008"
    assert pages[0][0] == case.distribution.title


def test_a_distribution_is_found_by_its_title(world: World) -> None:
    case = running(world)
    assert [one.id for one in finding.find(world.officer(PositionKind.CAMAT), "permakanan januari").distributions] == [
        case.id
    ]


def test_the_own_village_bounds_the_search(world: World) -> None:
    running(world, awayan=1, pudak=2)
    officer = world.officer(PositionKind.VILLAGE_OFFICER)
    assert len(names(finding.find(officer, "contoh"))) == 1
    assert finding.find(officer, "Pudak").villages == []


def test_words_are_not_taken_from_an_address(world: World) -> None:
    running(world, awayan=1)
    client = world.client(PositionKind.KASI_PMDK)
    assert client.get(reverse("desk:search") + "?words=contoh").context["found"] is None
    page = client.post(reverse("desk:search"), {"words": "contoh"})
    assert "Contoh 1" in page.text


def test_search_asks_the_same_for_ten_people_as_for_two(world: World) -> None:
    case = running(world, awayan=2)
    client = world.client(PositionKind.KASI_PMDK)
    assert_same_query_count(
        lambda: client.post(reverse("desk:search"), {"words": "contoh"}), lambda: case.people(awayan=8)
    )


def test_a_persons_file_tells_what_is_held_and_what_was_done(world: World) -> None:
    case = running(world, awayan=1)
    [recipient] = finding.people.visible(world.officer(PositionKind.KASI_PMDK))
    url = reverse("desk:person", kwargs={"recipient_id": recipient.id})
    page = world.client(PositionKind.KASI_PMDK).get(url)
    assert any(line.where == case.distribution.title for line in page.context["lines"])
    assert "6311030101809001" not in page.text
    assert world.foreign_client().get(url).status_code == 404

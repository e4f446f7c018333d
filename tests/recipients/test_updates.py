"""A second or corrected list laid over a running one: added, dropped, changed; taken over and undone as one."""

from datetime import date
from uuid import UUID

import pytest

from balakas.recipients.actions import people, undo, updates
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Entitlement, ListChange, Person, Recipient, StagedRow
from balakas.recipients.models.changes import ListUpdate, PersonChange
from balakas.recipients.queries import about, changes, final_list
from balakas.recipients.queries import difference as queries
from balakas.recipients.queries import people as people_queries
from balakas.recipients.rules import difference as rules
from balakas.recipients.rules import intake
from balakas.recipients.rules.difference import Listed, Row, compare
from balakas.recipients.rules.people import SecondPersonNeeded
from balakas.staff.rules import PositionKind
from tests.conftest import MONDAY
from tests.helpers import assert_same_query_count
from tests.recipients.joinings import accept as accept_joining
from tests.recipients.joinings import kasi, replacement
from tests.recipients.making import a_distribution, bring, person_row, taken_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(world):
    """Four people: three of Awayan, one of Pudak."""
    distribution = a_distribution(world)
    taken_over(world, distribution, *(person_row(n) for n in range(1, 4)), person_row(4, village="Pudak"))
    return distribution


def corrected(world, distribution, *rows, **more):
    held = bring(world, distribution, *rows, **more)
    held.refresh_from_db()
    return held


def names(pairs) -> list[str]:
    return sorted(one.values["name"] for one in pairs)


def propose(world, held, *, whole=False):
    mark = queries.mark_of(held, queries.difference(held, whole=whole, at=MONDAY), whole=whole)
    return updates.propose(list_id=held.id, whole=whole, mark=mark, by=kasi(world), at=MONDAY)


def accept(world, row):
    return updates.accept(update_id=row.id, by=world.actor(PositionKind.CAMAT), at=MONDAY)


def test_added_dropped_and_changed_are_told_and_other_villages_left_alone(world, running):
    held = corrected(world, running, person_row(1), person_row(2, address="JL. BARU NO. 9"), person_row(9))
    found = queries.difference(held, whole=False, at=MONDAY)
    assert queries.counts_of(found) == {
        "added": 1, "changed": 1, "same": 1, "dropped": 1, "received": 0, "gone": 0, "unsure": 0,
    }  # fmt: skip
    assert [one.values["name"] for one in found.dropped] == ["SITI ANU D3"]
    assert found.changed[0].fields == ("address",)
    assert len(queries.difference(held, whole=True, at=MONDAY).dropped) == 2


def test_exactly_the_difference_is_taken_over_by_a_second_person(world, running):
    held = corrected(world, running, person_row(1), person_row(2, address="JL. BARU NO. 9"), person_row(9))
    row = propose(world, held)
    assert (row.state, Recipient.objects.count(), Person.objects.count()) == ("proposed", 4, 4)
    with pytest.raises(SecondPersonNeeded):
        updates.accept(update_id=row.id, by=kasi(world), at=MONDAY)
    assert accept(world, row) == []
    on_list = Recipient.objects.exclude(state="out").values_list("person__name", flat=True)
    assert sorted(on_list) == ["SITI ANU B1", "SITI ANU C2", "SITI ANU E4", "SITI ANU J9"]
    assert Entitlement.objects.filter(state="open").count() == 4
    gone = ListChange.objects.get()
    assert (gone.reason, gone.accepted, gone.by_id == gone.decided_by_id) == ("not_listed", True, False)
    assert final_list.rows(running.id)[2].reason == "Tidak ada lagi dalam daftar instansi"
    held.refresh_from_db()
    assert (held.state, StagedRow.objects.filter(recipient_list=held, state="taken").count()) == ("taken", 3)


def test_somebody_changed_is_the_same_person_and_keeps_the_history(world, running):
    before = Person.objects.get(name="SITI ANU C2")
    held = corrected(
        world, running,
        person_row(1), person_row(3), person_row(2, name="SITI ANU CAHAYA", kk="6311030910149077", address="JL. BARU NO. 9"),
    )  # fmt: skip
    row = propose(world, held)
    assert row.state == "taken", "nobody is dropped, so nobody else is asked"
    after = Person.objects.get(id=before.id)
    assert (after.name, after.address, people_queries.numbers_of(after).kk) == (
        "SITI ANU CAHAYA", "JL. BARU NO. 9", "6311030910149077",
    )  # fmt: skip
    assert Person.objects.count() == 4
    change = PersonChange.objects.get()
    assert b"CAHAYA" not in bytes(change.values_sealed)
    [told] = changes.of_person(before.id)
    assert told.values["name"] == ("SITI ANU C2", "SITI ANU CAHAYA")
    assert (told.source, told.by) == ("list", world.users[PositionKind.KASI_PMDK].full_name)


def test_a_corrected_nik_finds_the_person_by_name_birthday_and_village(world, running):
    person = Person.objects.get(name="SITI ANU C2")
    held = corrected(world, running, person_row(1), person_row(3), person_row(2, nik="6311034107559055"))
    row = propose(world, held)
    assert (row.counts["added"], row.counts["changed"], row.counts["dropped"]) == (0, 1, 0)
    assert people_queries.numbers_of(Person.objects.get(id=person.id)).nik == "6311034107559055"


def test_who_received_is_told_and_stays_on_the_list(world, running):
    Entitlement.objects.filter(recipient__person__name="SITI ANU D3").update(given=250_000, state="settled")
    row = propose(world, corrected(world, running, person_row(1), person_row(2)))
    assert row.counts["received"] == 1
    gone = Recipient.objects.get(person__name="SITI ANU D3")
    assert accept(world, row) == [gone.id]
    gone.refresh_from_db()
    assert (gone.state, gone.entitlements.get().state) == ("listed", "settled")


def test_nobody_is_dropped_while_a_row_of_the_village_waits_to_be_put_right(world, running):
    held = corrected(world, running, person_row(1), person_row(2), person_row(3, nik="63110341"))
    found = queries.difference(held, whole=False, at=MONDAY)
    assert (len(found.dropped), found.unsure) == (0, 1)


def test_undone_as_one_everything_is_as_it_was(world, running):
    held = corrected(
        world, running, person_row(1), person_row(2, address="JL. BARU NO. 9", kk="6311030910149077"), person_row(9)
    )
    row = propose(world, held)
    accept(world, row)
    held.refresh_from_db()
    with pytest.raises(intake.SomethingHangs):  # not in parts
        undo.undo_take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)
    updates.undo_update(update_id=row.id, by=kasi(world), at=MONDAY)
    assert sorted(Recipient.objects.values_list("person__name", "state")) == [
        ("SITI ANU B1", "listed"), ("SITI ANU C2", "listed"), ("SITI ANU D3", "listed"), ("SITI ANU E4", "listed"),
    ]  # fmt: skip
    person = Person.objects.get(name="SITI ANU C2")
    assert (person.address, people_queries.numbers_of(person).kk) == ("JL. PASAR NO. 3", "6311030910149002")
    assert (Entitlement.objects.filter(state="open").count(), ListChange.objects.count()) == (4, 0)
    held.refresh_from_db()
    assert (held.state, ListUpdate.objects.get().state) == ("staged", "undone")


def test_it_is_not_undone_once_something_hangs_on_it(world, running):
    held = corrected(world, running, person_row(1), person_row(2, address="JL. BARU NO. 9"))
    row = propose(world, held)
    accept(world, row)
    recipient = Recipient.objects.get(person__name="SITI ANU C2")
    people.edit(
        recipient_id=recipient.id, version=recipient.person.version, by=kasi(world), at=MONDAY,
        data=Particulars(name="SITI ANU C2", address="JL. LAIN", village_code=recipient.village_code),
    )  # fmt: skip
    with pytest.raises(intake.SomethingHangs):
        updates.undo_update(update_id=row.id, by=kasi(world), at=MONDAY)
    assert Recipient.objects.get(person__name="SITI ANU D3").state == "out"


def test_what_moved_since_it_was_seen_is_not_taken_over(world, running):
    held = corrected(world, running, person_row(1), person_row(2))
    row = propose(world, held)
    Entitlement.objects.filter(recipient__person__name="SITI ANU D3").update(given=250_000, state="settled")
    with pytest.raises(rules.DifferenceMoved):  # meanwhile somebody to be dropped received
        accept(world, row)
    updates.refuse(update_id=row.id, reason="bandingkan lagi", by=kasi(world), at=MONDAY)
    with pytest.raises(rules.UpdateSettled):
        accept(world, row)


def test_who_was_replaced_is_not_put_back_by_the_list(world, running):
    gone = Recipient.objects.get(person__name="SITI ANU B1")
    accept_joining(world, replacement(world, gone))
    held = corrected(world, running, *(person_row(n) for n in range(1, 4)), person_row(9))
    found = queries.difference(held, whole=False, at=MONDAY)
    assert (len(found.gone), len(found.added), len(found.dropped)) == (1, 1, 0)
    propose(world, held)
    gone.refresh_from_db()
    held.refresh_from_db()
    assert (gone.state, held.state) == ("out", "partly")


def test_a_list_for_another_benefit_corrects_nothing(world, running):
    sandang = list(running.allocations.order_by("order").values_list("id", flat=True))[1:]
    held = corrected(world, running, person_row(1), allocation_ids=sandang)
    assert not queries.comparable(held)
    with pytest.raises(rules.NothingToCompare):
        updates.propose(list_id=held.id, whole=False, mark="x", by=kasi(world), at=MONDAY)


def test_the_same_list_again_changes_nothing(world, running):
    held = corrected(world, running, *(person_row(n) for n in range(3, 0, -1)))
    with pytest.raises(rules.NothingDiffers):
        propose(world, held)


def test_it_waits_for_everybody_but_who_proposed(world, running):
    propose(world, corrected(world, running, person_row(1)))
    told = {
        kind: [duty.code for duty in about.waiting_for(world.officer(kind))]
        for kind in (PositionKind.KASI_PMDK, PositionKind.CAMAT, PositionKind.VILLAGE_OFFICER)
    }
    assert "recipients.decide_update" in told[PositionKind.CAMAT]
    assert "recipients.decide_update" not in told[PositionKind.KASI_PMDK] + told[PositionKind.VILLAGE_OFFICER]


def a_row(number: int, *, nik: bytes = b"", birth: date | None = date(1955, 7, 1)) -> Row:
    return Row(UUID(int=number), nik, b"", "SITI", birth, "A", {"name": "SITI"})


def listed(number: int, *, nik: bytes = b"", birth: date | None = date(1955, 7, 1), out: bool = False) -> Listed:
    one = UUID(int=number)
    return Listed(one, one, nik, b"", "SITI", birth, "A", out, scope=True, received=False, values={"name": "SITI"})


def test_two_of_one_name_and_birthday_are_told_apart_by_their_numbers():
    found = compare(
        [a_row(1, nik=b"x"), a_row(2, nik=b"y")], [listed(11, nik=b"y"), listed(12, nik=b"x")],
        whole=False, kept_back=frozenset(),
    )  # fmt: skip
    assert [(pair.row.row_id.int, pair.listed.recipient_id.int) for pair in found.same] == [(1, 12), (2, 11)]


def test_without_number_and_birthday_nobody_is_matched():
    found = compare([a_row(1, birth=None)], [listed(11, birth=None)], whole=False, kept_back=frozenset())
    assert (len(found.added), len(found.dropped)) == (1, 1)


def test_the_page_asks_as_often_for_many_as_for_few(world, client, running):
    client.force_login(world.users[PositionKind.KASI_PMDK])
    held = corrected(world, running, person_row(1), person_row(2, address="JL. BARU"), person_row(9))
    page = f"/penerima/daftar/{held.id}/perbedaan/"
    shown = client.get(page).content.decode()
    assert "JL. BARU" in shown
    assert "SITI ANU D3" in shown

    def grow() -> None:
        taken_over(world, running, *(person_row(n) for n in range(40, 46)))

    assert_same_query_count(lambda: client.get(page), grow)
    answer = client.post(page, {"mark": client.get(page).context["mark"]})
    assert answer.url == f"/penerima/perubahan/{ListUpdate.objects.get().id}/"
    assert client.get(answer.url).status_code == 200

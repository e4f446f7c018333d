from datetime import timedelta

import pytest

from balakas.audit.models import Entry
from balakas.common.ids import uuid7
from balakas.distributions.rules.distribution import DistributionCannot
from balakas.recipients.actions import intake, rows, takeover
from balakas.recipients.models import Entitlement, Household, Person, Recipient, RecipientList, StagedRow
from balakas.recipients.queries import people
from balakas.recipients.rules import intake as rules
from balakas.recipients.rules.tables import NobodyListed, NoHeadRow
from balakas.regions.actions import add_spelling
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault import queries as vault
from balakas.vault.models import StoredFile
from balakas.vault.rules import KeyDestroyed
from tests.conftest import MONDAY, World
from tests.recipients.making import a_distribution, allocations, bring, person_row, taken_over, views_of, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def distribution(world: World):
    return a_distribution(world)


def kasi(world: World):
    return world.actor(PositionKind.KASI_PMDK)


def version_of(row) -> int:
    return StagedRow.objects.get(id=row.id).version


def take(world: World, held: RecipientList):
    held.refresh_from_db()
    return takeover.take_over(list_id=held.id, version=held.version, by=kasi(world), at=MONDAY)


def test_a_file_is_staged_sealed_and_kept_byte_for_byte(world, distribution):
    content = workbook_of(person_row(1), person_row(2, nik=""))
    held = bring(world, distribution, content=content)
    assert vault.file_bytes(held.file_id) == content
    assert StoredFile.objects.get(id=held.file_id).sha256 == held.sha256
    assert held.counts["rows"] == 2
    assert held.counts["ready"] == 1
    assert held.counts["problems"] == {"nik_missing": 1}
    for row in StagedRow.objects.all():
        assert b"SITI" not in bytes(row.cells_sealed)
        assert b"6311" not in bytes(row.cells_sealed)
    assert Entry.objects.filter(act="recipients.bring_list").count() == 1
    assert "SITI" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_spelling_the_office_has_taught_is_known_in_its_lists(world, distribution):
    content = workbook_of(person_row(1, village="Pudakh Lama"))
    held = bring(world, distribution, content=content)
    assert held.counts["problems"] == {"village_unknown": 1}
    add_spelling(office_id=world.office.id, village_code="63.11.03.2008", text="Pudakh Lama", by=kasi(world), at=MONDAY)
    assert [view.village_code for view in views_of(held)] == ["63.11.03.2008"]


def test_bringing_in_writes_nothing_about_people(world, distribution):
    bring(world, distribution)
    assert not Person.objects.exists()
    assert not Recipient.objects.exists()


def test_the_same_file_twice_is_recognised(world, distribution):
    held = bring(world, distribution)
    with pytest.raises(rules.SameFileAgain) as refusal:
        bring(world, distribution)
    assert "daftar.xlsx" in str(refusal.value)
    intake.discard(list_id=held.id, by=kasi(world), at=MONDAY)
    assert bring(world, distribution).id != held.id


def test_a_file_that_cannot_be_read_leaves_nothing_behind(world, distribution):
    with pytest.raises(NoHeadRow):
        bring(world, distribution, content=b"halo;dunia\n1;2\n")
    assert not RecipientList.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_list_with_nobody_in_it_is_refused(world, distribution):
    with pytest.raises(NobodyListed):
        bring(world, distribution, content=workbook_of())
    assert not RecipientList.objects.exists()
    assert not StoredFile.objects.exists()


def test_who_and_when(world, distribution):
    with pytest.raises(NotAllowed):
        bring(world, distribution, by=world.actor(PositionKind.CLERK))
    with pytest.raises(rules.NoBenefitChosen):
        bring(world, distribution, allocation_ids=[uuid7()])
    closed = a_distribution(world, state="closed")
    with pytest.raises(DistributionCannot):
        bring(world, closed)


def test_taking_over_makes_people_households_and_entitlements(world, distribution):
    made = taken_over(
        world, distribution, person_row(1), person_row(2, kk="6311030910149001", sex="L", nik="6311030107559002")
    )
    assert [row.order for row in made] == [1, 2]
    assert Household.objects.count() == 1
    assert {row.person.household_id for row in made} == {Household.objects.get().id}
    person = made[0].person
    assert (person.village_code, person.rt, person.rw, person.sex) == ("63.11.03.2007", "003", "002", "P")
    assert person.birth_date.isoformat() == "1955-07-01"
    assert people.numbers_of(person).nik == "6311034107559001"
    assert people.numbers_of(person).kk == "6311030910149001"
    assert b"6311034107559001" not in bytes(person.nik_sealed)
    assert list(Entitlement.objects.values_list("amount", "state")) == [(250_000, "open")] * 2
    assert RecipientList.objects.get().state == "taken"


def test_good_rows_never_wait_for_bad_ones(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(2, nik="63110341"), person_row(3, kk=""))
    taken = take(world, held)
    assert (taken.people, taken.waiting) == (2, 1)
    held.refresh_from_db()
    assert held.state == "partly"
    bad = views_of(held, shown="bermasalah")
    assert [view.errors[0].code for view in bad] == ["nik_length"]
    rows.correct(
        list_id=held.id,
        row_id=bad[0].id,
        version=version_of(bad[0]),
        values={"nik": "6311034107559002"},
        by=kasi(world),
        at=MONDAY,
    )
    assert take(world, held).waiting == 0
    held.refresh_from_db()
    assert held.state == "taken"
    with pytest.raises(rules.ListClosed):
        take(world, held)


def test_nothing_ready_and_an_old_page_are_refused(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""))
    with pytest.raises(rules.NothingReady):
        take(world, held)
    with pytest.raises(rules.ChangedMeanwhile):
        takeover.take_over(list_id=held.id, version=held.version - 1, by=kasi(world), at=MONDAY)


def test_a_failure_in_the_middle_takes_nothing_over(world, distribution, monkeypatch):
    held = bring(world, distribution)

    def fail(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(takeover.audit, "record", fail)
    with pytest.raises(OSError):
        take(world, held)
    assert not Person.objects.exists()
    assert StagedRow.objects.filter(state="waiting").count() == 2


def test_somebody_without_a_nik_is_taken_over_as_such(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""))
    row = StagedRow.objects.get()
    view = rows.decide(
        list_id=held.id, row_id=row.id, version=version_of(row), what="none", reason="", by=kasi(world), at=MONDAY
    )
    assert view.ready
    take(world, held)
    person = Person.objects.get()
    assert (person.nik_state, person.nik_sealed, person.nik_index) == ("none", b"", b"")


def test_two_people_with_one_nik_are_let_through_by_a_person_only(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(2, name="SITI LAIN", nik="6311034107559001"))
    row = StagedRow.objects.get(severity="error")
    with pytest.raises(rules.ReasonMissing):
        rows.decide(
            list_id=held.id,
            row_id=row.id,
            version=version_of(row),
            what="accept",
            reason=" ",
            by=kasi(world),
            at=MONDAY,
        )
    rows.decide(
        list_id=held.id,
        row_id=row.id,
        version=version_of(row),
        what="accept",
        reason="dua KTP sama, dilaporkan",
        by=kasi(world),
        at=MONDAY,
    )
    take(world, held)
    assert Person.objects.count() == 2
    assert [len(people.same_nik(person)) for person in Person.objects.all()] == [1, 1]


def test_a_row_left_out_settles_its_double(world, distribution):
    held = bring(world, distribution, person_row(1), person_row(1, no=2))
    first = StagedRow.objects.get(order=1)
    assert StagedRow.objects.get(order=2).problems == [["duplicate_nik", "nik"]]
    rows.decide(
        list_id=held.id,
        row_id=first.id,
        version=version_of(first),
        what="leave_out",
        reason="tercatat dua kali",
        by=kasi(world),
        at=MONDAY,
    )
    assert StagedRow.objects.get(order=2).problems == []
    held.refresh_from_db()
    rows.decide(
        list_id=held.id, row_id=first.id, version=version_of(first), what="undo", reason="", by=kasi(world), at=MONDAY
    )
    assert StagedRow.objects.get(order=1).state == "waiting"


def test_a_damaged_number_stays_known_as_damaged_through_the_seal(world, distribution):
    held = bring(world, distribution, person_row(1, nik=6311034107559000))
    assert StagedRow.objects.get().problems == [["nik_damaged", "nik"]]
    intake.check_again(list_id=held.id, by=kasi(world), at=MONDAY)
    assert StagedRow.objects.get().problems == [["nik_damaged", "nik"]]


def test_two_people_editing_one_list(world, distribution):
    held = bring(world, distribution, person_row(1, nik=""), person_row(2, nik=""))
    first, second = StagedRow.objects.order_by("order")

    def correct(row, version, name):
        return rows.correct(
            list_id=held.id, row_id=row.id, version=version, values={"name": name}, by=kasi(world), at=MONDAY
        )

    correct(first, first.version, "SITI SATU")
    correct(second, second.version, "SITI DUA")  # two people on two rows of one list do not stand in each other's way
    with pytest.raises(rules.ChangedMeanwhile):
        correct(first, first.version, "SITI LAIN")
    assert [view.checked.judged.name for view in views_of(held)] == ["SITI SATU", "SITI DUA"]


def test_columns_set_by_hand_are_remembered_for_heads_like_these(world, distribution):
    head = ["NO", "PETUGAS X", "NIK", "NO KK", "TGL LAHIR", "JK", "ALAMAT", "RT/RW", "NAMA"]
    held = bring(world, distribution, content=workbook_of(person_row(1), head=head))
    assert held.columns["places"]["name"] == 8
    places = {**held.columns["places"], "name": 1, "village": 8}
    with pytest.raises(rules.ColumnTwice):
        intake.set_columns(
            list_id=held.id, version=held.version, places={"name": 1, "nik": 1}, by=kasi(world), at=MONDAY
        )
    held = intake.set_columns(list_id=held.id, version=held.version, places=places, by=kasi(world), at=MONDAY)
    assert held.counts["ready"] == 1
    again = bring(world, distribution, content=workbook_of(person_row(2), head=head))
    assert again.columns["places"]["name"] == 1


def test_corrections_survive_new_columns(world, distribution):
    held = bring(world, distribution, person_row(1, name=""))
    row = StagedRow.objects.get()
    rows.correct(
        list_id=held.id, row_id=row.id, version=version_of(row), values={"name": "Siti Anu"}, by=kasi(world), at=MONDAY
    )
    held.refresh_from_db()
    intake.set_columns(list_id=held.id, version=held.version, places=held.columns["places"], by=kasi(world), at=MONDAY)
    assert views_of(held)[0].checked.judged.name == "Siti Anu"


def test_the_same_person_on_two_lists_is_one_person_with_two_entitlements(world, distribution):
    taken_over(world, distribution, person_row(1))
    held = bring(world, distribution, person_row(1, address="pindah"), allocation_ids=allocations(distribution)[1:])
    taken = take(world, held)
    assert (taken.people, taken.joined) == (0, 1)
    assert Person.objects.count() == Recipient.objects.count() == 1
    assert Entitlement.objects.count() == 2


def test_the_same_number_with_another_name_is_another_person(world, distribution):
    taken_over(world, distribution, person_row(1))
    held = bring(world, distribution, person_row(1, name="ORANG LAIN"))
    take(world, held)
    assert Person.objects.count() == 2


def test_a_person_is_known_again_in_the_next_distribution(world, distribution):
    taken_over(world, distribution, person_row(1))
    following = a_distribution(world)
    held = bring(world, following, person_row(1))
    take(world, held)
    assert Person.objects.count() == 1
    assert Recipient.objects.count() == 2


def test_a_discarded_list_is_destroyed(world, distribution):
    held = bring(world, distribution)
    intake.discard(list_id=held.id, by=kasi(world), at=MONDAY)
    assert not StagedRow.objects.exists()
    with pytest.raises(KeyDestroyed):
        vault.file_bytes(held.file_id)
    taken = bring(world, distribution)
    take(world, taken)
    with pytest.raises(rules.ListClosed):
        intake.discard(list_id=taken.id, by=kasi(world), at=MONDAY)


def test_typed_rows_are_saved_one_by_one_and_sending_twice_is_once(world, distribution):
    held = intake.start_typed(
        distribution_id=distribution.id, allocation_ids=allocations(distribution)[:1], by=kasi(world), at=MONDAY
    )
    row_id = uuid7()
    values = {
        "name": "Siti Anu",
        "nik": "6311034107559001",
        "village": "Awayan",
        "sex": "P",
        "birth_date": "1 Juli 1955",
    }
    for _ in range(2):
        view = rows.save_typed(list_id=held.id, client_id=row_id, values=values, benefits=(), by=kasi(world), at=MONDAY)
    assert StagedRow.objects.count() == 1
    assert view is not None
    assert view.ready
    assert [problem.code for problem in view.problems] == ["kk_missing"]
    rows.save_typed(
        list_id=held.id, client_id=uuid7(), values={"village": "Awayan"}, benefits=(), by=kasi(world), at=MONDAY
    )
    assert StagedRow.objects.count() == 1
    assert rows.save_typed(list_id=held.id, client_id=row_id, values={}, benefits=(), by=kasi(world), at=MONDAY) is None
    assert not StagedRow.objects.exists()


def test_a_typed_row_may_receive_something_else_than_the_list(world, distribution):
    held = intake.start_typed(
        distribution_id=distribution.id, allocation_ids=allocations(distribution)[:1], by=kasi(world), at=MONDAY
    )
    other = str(allocations(distribution)[1])
    values = {"name": "Siti Anu", "nik": "6311034107559001", "village": "Awayan"}
    rows.save_typed(list_id=held.id, client_id=uuid7(), values=values, benefits=(other,), by=kasi(world), at=MONDAY)
    take(world, held)
    assert str(Entitlement.objects.get().allocation_id) == other


def test_the_original_is_revealed_on_the_record(world, distribution):
    held = bring(world, distribution)
    with pytest.raises(NotAllowed):
        intake.reveal_original(list_id=held.id, by=world.actor(PositionKind.TKSK), at=MONDAY)
    _, content = intake.reveal_original(list_id=held.id, by=kasi(world), at=MONDAY + timedelta(hours=1))
    assert content == workbook_of(person_row(1), person_row(2))
    assert Entry.objects.filter(act="recipients.reveal_original").count() == 1

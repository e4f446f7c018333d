from dataclasses import replace

import pytest
from django.db import connection

from balakas.audit import queries as audit_queries
from balakas.audit.models import Entry
from balakas.recipients.actions import documents, people, representatives
from balakas.recipients.actions.documents import Upload
from balakas.recipients.actions.people import Particulars
from balakas.recipients.models import Entitlement, Person, Recipient
from balakas.recipients.queries import listed
from balakas.recipients.queries import people as queries
from balakas.recipients.rules import intake
from balakas.recipients.rules import people as rules
from balakas.recipients.rules.people import NikState
from balakas.staff.rules import NotAllowed, PositionKind
from balakas.vault import queries as vault
from balakas.vault.rules import KeyDestroyed, Place
from tests.conftest import MONDAY, World
from tests.recipients import making
from tests.recipients.making import a_distribution, a_photo, person_row, taken_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipient(world: World) -> Recipient:
    return taken_over(world, a_distribution(world), person_row(1))[0]


def kasi(world: World):
    return world.actor(PositionKind.KASI_PMDK)


DATA = Particulars(name="Siti Rahmah", village_code="63.11.03.2007", sex="P")


def edit(world: World, recipient: Recipient, data: Particulars = DATA, version: int = 1) -> Person:
    return people.edit(recipient_id=recipient.id, version=version, data=data, by=kasi(world), at=MONDAY)


def test_two_people_editing_one_record(world, recipient):
    edit(world, recipient)
    with pytest.raises(intake.ChangedMeanwhile):
        edit(world, recipient, replace(DATA, name="Siti Lain"))
    assert Person.objects.get().name == "Siti Rahmah"


def test_empty_numbers_leave_what_is_there_and_new_ones_are_sealed(world, recipient):
    edit(world, recipient)
    assert queries.numbers_of(Person.objects.get()).nik == "6311034107559001"
    person = edit(world, recipient, replace(DATA, nik="6311 0341 0755 9077", phone="081234567890"), version=2)
    assert queries.numbers_of(person).nik == "6311034107559077"
    assert queries.numbers_of(person).phone == "081234567890"
    assert b"081234567890" not in bytes(Person.objects.get().phone_sealed)


def test_the_audit_names_fields_and_never_values(world, recipient):
    edit(world, recipient, replace(DATA, nik="6311034107559077"))
    entry = Entry.objects.get(act="recipients.edit_person")
    assert "nik" in entry.details["fields"]
    assert "6311034107559077" not in str(entry.details)


def test_a_nik_may_differ_from_the_birth_date_and_may_be_missing(world, recipient):
    person = edit(world, recipient, replace(DATA, nik="9999990101019001", sex="P"))
    assert queries.numbers_of(person).nik == "9999990101019001"
    person = edit(world, recipient, replace(DATA, no_nik=NikState.NONE), version=2)
    assert (person.nik_state, person.nik_sealed) == ("none", b"")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, rules.NameNeeded),
        ({"nik": "631103"}, rules.NikNotSound),
        ({"kk": "63110309101490O1"}, rules.KkNotSound),
    ],
)
def test_what_is_refused(world, recipient, changes, error):
    with pytest.raises(error):
        edit(world, recipient, replace(DATA, **changes))


def test_numbers_are_revealed_with_a_reason_and_on_the_record(world, recipient):
    with pytest.raises(intake.ReasonMissing):
        people.reveal_numbers(recipient_id=recipient.id, reason="", by=kasi(world), at=MONDAY)
    with pytest.raises(NotAllowed):
        people.reveal_numbers(
            recipient_id=recipient.id, reason="ingin tahu", by=world.actor(PositionKind.CAMAT), at=MONDAY
        )
    assert people.reveal_numbers(recipient_id=recipient.id, reason="mencocokkan KK", by=kasi(world), at=MONDAY).nik
    sealed = bytes.fromhex(Entry.objects.get(act="recipients.reveal_numbers").details["reason"])
    place = Place("audit_entry", "details", recipient.id)
    assert vault.open_sealed(sealed, subject_id=recipient.person.subject_id, place=place) == "mencocokkan KK"


def test_a_nik_is_found_exactly_through_the_blind_index(world, recipient):
    officer = world.officer(PositionKind.TKSK)
    assert queries.by_nik(officer, "6311 0341 0755 9001") == [recipient]
    assert queries.by_nik(officer, "6311034107559002") == []
    assert queries.by_words(officer, "anu siti") == [recipient]
    assert listed.by_last_digits(world.office.id, recipient.distribution_id, "9001") == [recipient.id]
    outside = replace(officer, villages=frozenset({"63.11.03.2008"}))
    assert queries.by_nik(outside, "6311034107559001") == []


def leave(world: World, recipient: Recipient):
    return people.propose_leave(
        recipient_id=recipient.id, reason="died", basis="Surat desa 12/2026", by=kasi(world), at=MONDAY
    )


def decide(world: World, change, *, accepted: bool = True, by=PositionKind.TKSK):
    return people.decide_change(change_id=change.id, accepted=accepted, by=world.actor(by), at=MONDAY)


def test_nobody_is_taken_off_by_one_person(world, recipient):
    change = leave(world, recipient)
    with pytest.raises(rules.SecondPersonNeeded):
        decide(world, change, by=PositionKind.KASI_PMDK)
    with pytest.raises(rules.CannotLeave):
        leave(world, recipient)
    decide(world, change)
    recipient.refresh_from_db()
    assert recipient.state == "out"
    assert Entitlement.objects.get().state == "cancelled"
    with pytest.raises(rules.NotProposed):
        decide(world, change)
    assert listed.on_list(recipient.distribution_id) == []


def test_a_refused_proposal_leaves_everything_as_it_was(world, recipient):
    decide(world, leave(world, recipient), accepted=False)
    recipient.refresh_from_db()
    assert recipient.state == "listed"
    assert Entitlement.objects.get().state == "open"


def test_nobody_is_taken_off_after_something_was_given(world, recipient):
    Entitlement.objects.update(given=100_000)
    with pytest.raises(rules.SomethingGiven):
        leave(world, recipient)


def test_an_amount_changes_by_two_people_before_anything_is_given(world, recipient):
    entitlement = Entitlement.objects.get()
    change = people.propose_amount(
        entitlement_id=entitlement.id, amount=500_000, basis="Surat dinas 5/2026", by=kasi(world), at=MONDAY
    )
    assert Entitlement.objects.get().amount == 250_000
    decide(world, change)
    assert Entitlement.objects.get().amount == 500_000
    Entitlement.objects.update(given=1)
    with pytest.raises(rules.SomethingGiven):
        people.propose_amount(entitlement_id=entitlement.id, amount=1, basis="x", by=kasi(world), at=MONDAY)


def test_what_other_rooms_are_told_is_masked(world, recipient):
    told = listed.on_list(recipient.distribution_id, village_codes=["63.11.03.2007"])[0]
    assert told.nik_masked == "6311••••••••9001"
    assert "6311034107559001" not in str(told)
    assert (told.dues[0].benefit, told.dues[0].amount) == ("Permakanan", 250_000)
    assert listed.people_by_village(recipient.distribution_id) == {"63.11.03.2007": 1}


def represent(world: World, recipient: Recipient, **changes: object):
    wanted = {
        "name": "Budi Anu",
        "relation": "anak",
        "lasting": False,
        "reason": "ibu sakit",
        "number": "6311030107559003",
    }
    actor = world.actor(PositionKind.VILLAGE_OFFICER)
    return representatives.name_representative(recipient_id=recipient.id, by=actor, at=MONDAY, **{**wanted, **changes})


def test_who_may_collect_for_this_time_and_lastingly(world, recipient):
    represent(world, recipient, letter=a_photo())
    represent(world, recipient, name="Wali Anu", lasting=True, number="")
    told = listed.collectors(recipient.distribution_id)[recipient.id]
    assert [(one.name, one.lasting, one.has_letter) for one in told] == [
        ("Budi Anu", False, True),
        ("Wali Anu", True, False),
    ]
    following = taken_over(world, a_distribution(world), person_row(1))[0]
    assert [one.name for one in listed.collectors(following.distribution_id)[following.id]] == ["Wali Anu"]
    first = told[0].representative_id
    representatives.end_representative(
        recipient_id=recipient.id, representative_id=first, by=world.actor(PositionKind.TKSK), at=MONDAY
    )
    assert len(listed.collectors(recipient.distribution_id)[recipient.id]) == 1


def test_a_representatives_number_is_sealed_and_checked(world, recipient):
    row = represent(world, recipient)
    assert b"6311030107559003" not in bytes(row.nik_sealed)
    with pytest.raises(rules.NikNotSound):
        represent(world, recipient, number="123")
    with pytest.raises(rules.NameNeeded):
        represent(world, recipient, name="-")


def test_destroying_a_persons_key_destroys_the_data(world, recipient):
    upload = Upload("ktp", "ktp", a_photo())
    document = documents.add_documents(recipient_id=recipient.id, uploads=[upload], by=kasi(world), at=MONDAY)[0]
    with pytest.raises(rules.StillDue):
        making.erased(world, recipient)
    Entitlement.objects.update(state="settled", given=250_000)
    making.erased(world, recipient)
    person = Person.objects.get()
    assert (person.name, person.address, person.birth_date, bytes(person.nik_index)) == ("", "", None, b"")
    with pytest.raises(KeyDestroyed):
        vault.file_bytes(document.original_file_id)
    assert queries.by_nik(world.officer(PositionKind.TKSK), "6311034107559001") == []
    assert audit_queries.verify(world.office.id).broken_seq is None


def test_no_number_stands_in_the_clear_in_any_table(world, recipient):
    represent(world, recipient)
    edit(world, recipient, replace(DATA, phone="081234567890"))
    secret = ("6311034107559001", "6311030910149001", "6311030107559003", "081234567890")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held = b"|".join(
                bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
                for row in cursor
                for one in row
            )
            assert not [number for number in secret if number.encode() in held], table
